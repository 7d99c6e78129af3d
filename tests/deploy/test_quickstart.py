"""The main job by the one command, twice: returns and accounts of the demo year, by real workers, to recomputable
workbooks; the second time is quick and adds nothing.

Everything here looks at what the same two runs left behind.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from openpyxl import load_workbook
from psycopg import sql
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from assessment.audit.models import Entry
from assessment.audit.queries import verify
from assessment.filing.models import Version
from assessment.jobs.models import Job
from assessment.scoring.models import CityFeedback, Run
from deploy import programs
from deploy.embedded import services
from deploy.environment import PROJECT, database_settings
from deploy.supervisor import supervised
from reporting.models import BulletinDecision, BulletinPackage, BulletinPreview, CityPack
from tests.faults.waiting import done
from tests.fixtures.reckoned_year import annual_totals
from tests.fixtures.test_scheme_discriminates import totals
from tests.fixtures_coverage import counting_only
from tests.recalculation import Office

QUARTERS = ("2021c03", "2021c06", "2021c09", "2021c12")
SERVICES = ("DATABASE_URL", "OWNER_DATABASE_URL", "SUPERUSER_DATABASE_URL", "REDIS_URL")
# The second run finds everything done; measured against the first run of the same test, so that load does not matter.
SECOND_TO_FIRST = 0.6
# What was written down about the runs themselves.
THE_RECORD = {"audit_entry", "audit_anchorrequest"}


@dataclass(frozen=True)
class Once:
    """What one run of the command said, how long it took, and what there was after it."""

    said: str
    seconds: float
    reports: tuple[str, ...]
    rows: dict[str, int]


@dataclass(frozen=True)
class Twice:
    folder: Path
    first: Once
    second: Once


@pytest.fixture(scope="module")
def twice() -> Iterator[Twice]:
    folder = Path(tempfile.mkdtemp(prefix="as-"))
    folder.chmod(0o755)
    yield Twice(folder, quickstart(folder), quickstart(folder))
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def addresses(twice: Twice) -> Iterator[dict[str, str]]:
    """The services of that folder, started once more without the command."""
    with pytest.MonkeyPatch.context() as environment:
        for name in SERVICES:
            environment.delenv(name, raising=False)
        with services(twice.folder) as found:
            yield found


@pytest.fixture
def the_year(
    twice: Twice, addresses: dict[str, str], settings: Settings, audit_files: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Twice]:
    """Django looks at the database of the two runs, with their keys and their anchors."""
    settings.AUDIT_KEYS_FILE = twice.folder / "keys" / "audit.json"
    settings.AUDIT_ANCHOR_DIR = twice.folder / "anchors"
    connection.close()
    usual = dict(connection.settings_dict)
    connection.settings_dict.update(database_settings(addresses["DATABASE_URL"]))
    with django_db_blocker.unblock():
        yield twice
        connection.close()
    connection.settings_dict.update(usual)


def environment_of(folder: Path) -> dict[str, str]:
    """That of somebody who has nothing but this folder."""
    kept = {name: value for name, value in os.environ.items() if name not in {*SERVICES, "DJANGO_SETTINGS_MODULE"}}
    return {**kept, **counting_only("deploy"), "ASSESSMENT_VAR": str(folder)}


def quickstart(folder: Path) -> Once:
    began = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "-m", "deploy.run", "--no-serve"],
        cwd=PROJECT,
        env=environment_of(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    seconds = time.monotonic() - began
    reports = tuple(sorted(path.name for path in (folder / "reports").glob("*.xlsx")))
    return Once(ran.stdout, seconds, reports, rows_of(folder))


def rows_of(folder: Path) -> dict[str, int]:
    """Table -> number of rows."""
    with pytest.MonkeyPatch.context() as environment:
        for name in SERVICES:
            environment.delenv(name, raising=False)
        with services(folder) as found, psycopg.connect(found["OWNER_DATABASE_URL"]) as opened:
            tables = opened.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
            return {
                name: opened.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(name))).fetchone()[0]
                for (name,) in tables
            }


def test_the_second_run_is_quick_and_adds_nothing(twice: Twice) -> None:
    first, second = twice.first, twice.second
    # Six rankings of it, three accounts of the batches, one comparison.
    assert len(first.reports) == 10
    assert first.rows["scoring_run"] > 0
    assert second.reports == first.reports
    differing = {table for table, number in first.rows.items() if second.rows[table] != number}
    assert differing <= THE_RECORD
    assert "贵阳市" in second.said
    assert second.seconds < first.seconds * SECOND_TO_FIRST


def test_the_method_agrees_with_what_was_published(twice: Twice) -> None:
    said = twice.first.said
    assert said.count("— 相符") == 17
    assert said.count("不符（应当不符）") == 1
    assert "占GDP 35.3%（公布35.3%），名义增速 20.6%（公布20.6%）" in said


def test_the_rankings_are_those_reckoned_from_the_files(the_year: Twice) -> None:
    for period in QUARTERS:
        assert published(period) == totals(period)
    assert published("2021") == annual_totals()


def test_no_step_of_the_year_is_taken_by_whoever_took_the_one_before(the_year: Twice) -> None:
    official = Run.objects.filter(purpose=Run.Purpose.OFFICIAL)
    assert official.count() == 5
    for run in official:
        assert len({run.started_by_id, run.confirmed_by_id, run.approved_by_id}) == 3
        assert run.issued_by_id != run.approved_by_id
        assert run.issue_scan is not None
        assert_checked_by_the_cities(run)
    of_cities = Version.objects.filter(return_filed__reporting_unit__kind="region")
    for version in of_cities.filter(state=Version.State.ACCEPTED).prefetch_related("signatures"):
        signers = {signature.signer_id for signature in version.signatures.all()}
        assert len(signers) >= 2
        assert version.filler_id not in signers
        assert version.reviewer_id not in signers | {version.filler_id}


def test_each_city_has_its_packs_of_each_issue(the_year: Twice, addresses: dict[str, str]) -> None:
    """Made by the workers after each issue; what the end of the command left undone is done now."""
    if left := list(Job.objects.exclude(state=Job.State.DONE)):
        environment = {**environment_of(the_year.folder), **addresses}
        running = [programs.worker(the_year.folder, environment), programs.beat(the_year.folder, environment)]
        with supervised(running):
            for job in left:
                done(job.pk)
    assert CityPack.objects.count() == 5 * 9
    assert CityPack.objects.values("run", "region").distinct().count() == 5 * 9


def test_the_papers_of_the_latest_result_went_up_before_it_was_issued(the_year: Twice) -> None:
    """The package of the latest run: final, printed, decided on before the issue, its documents among the reports."""
    package = BulletinPackage.objects.get()
    assert (package.run.period, package.completed_number) == ("2021", 2)
    decision = BulletinDecision.objects.get(package=package)
    assert package.run.issued_at is not None
    assert decision.recorded_at <= package.run.issued_at
    assert BulletinPreview.objects.get().file is not None
    assert len(list((the_year.folder / "reports").glob("*呈批材料*/*.docx"))) == 4


def test_the_record_of_both_runs_is_whole(the_year: Twice) -> None:
    """Of the second one it holds that the calendar was read again, and nothing of the year."""
    assert verify().faults == ()
    since = Entry.objects.order_by("pk")[the_year.first.rows["audit_entry"] :]
    assert [entry.action for entry in since] == ["calendar.load"]


def assert_checked_by_the_cities(run: Run) -> None:
    """Each unit answered in an account of its own; one kept silent in one quarter, which is on record."""
    answers = {row.unit: row for row in run.feedback.select_related("answered_by")}
    assert {placing.unit for placing in run.placings.all()} <= set(answers)
    silent = {unit for unit, row in answers.items() if row.state == CityFeedback.State.DEEMED}
    assert silent == ({"522600"} if run.period == "2021c09" else set())
    who = [row.answered_by_id for unit, row in answers.items() if unit not in silent]
    assert len(who) == len(set(who))
    contested = [objection for row in answers.values() for objection in row.objections.all()]
    assert [one.outcome for one in contested] == (["rejected"] if run.period == "2021c06" else [])
    assert all(one.decided_by_id != one.confirmed_by_id for one in contested)


def published(period: str) -> dict[str, Decimal]:
    run = Run.objects.get(period=period, state=Run.State.ISSUED)
    return {placing.unit: Decimal(placing.shown or 0).quantize(Decimal("0.01")) for placing in run.placings.all()}


def test_every_workbook_is_recalculated_without_an_error(twice: Twice, office: Office, tmp_path: Path) -> None:
    """Every workbook says （演示数据） but the method check; LibreOffice finds no error and no difference."""
    workbooks = sorted((twice.folder / "reports").glob("*.xlsx"))
    assert len(workbooks) == 10
    for path in office.recalculated(*workbooks, into=tmp_path):
        book = load_workbook(path, data_only=True)
        assert ("演示数据" in str(book.worksheets[0]["A1"].value)) is ("演示数据" in path.name)
        values = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [value for value in values if isinstance(value, str) and value.startswith("#")]
