"""The main job from end to end: returns and accounts of the demo year, by real workers, to recomputable workbooks."""

import csv
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from openpyxl import load_workbook
from pytest_django.fixtures import Settings

from assessment.audit.models import Entry
from assessment.audit.queries import verify
from assessment.filing.models import Version
from assessment.jobs.models import Job
from assessment.measurement.models import Batch
from assessment.people.models import User
from assessment.scoring.models import CityFeedback, Placing, Run
from reporting.models import BulletinDecision, BulletinPackage, BulletinPreview, CityPack
from tests.faults.waiting import done
from tests.fixtures.test_scheme_discriminates import totals
from tests.fixtures_workers import Workers
from tests.recalculation import Office

DEMO = Path(django_settings.BASE_DIR) / "fixtures" / "demo"
QUARTERS = ("2021c03", "2021c06", "2021c09", "2021c12")

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("workers")]


@pytest.fixture
def reports(settings: Settings, tmp_path: Path) -> Path:
    settings.DEMO_DATA = True
    settings.REPORTS_DIR = tmp_path / "reports"
    settings.REPORTS_DIR.mkdir()
    return Path(settings.REPORTS_DIR)


def run_the_year() -> str:
    said = StringIO()
    call_command("demo_year", stdout=said)
    return said.getvalue()


def counts() -> dict[str, int]:
    models = (User, Version, Batch, Run, Placing, CityPack, Job, Entry)
    return {model.__name__: model.objects.count() for model in models}


def test_the_year_runs_through_every_body_ends_in_recomputable_reports_and_changes_nothing_twice(
    celery_worker_process: Workers, reports: Path, office: Office, tmp_path: Path
) -> None:
    call_command("load_territory", stdout=StringIO())
    call_command("load_calendar", stdout=StringIO())
    call_command("load_catalogue", stdout=StringIO())
    said = run_the_year()
    assert said.count("— 相符") == 17
    assert said.count("不符（应当不符）") == 1
    assert "占GDP 35.3%（公布35.3%），名义增速 20.6%（公布20.6%）" in said
    for period in QUARTERS:
        assert published(period) == totals(period)
    assert published("2021") == annual_totals()
    assert_four_eyes()
    assert_each_city_has_its_packs()
    assert_papers_went_up(reports)
    assert verify().faults == ()
    before = counts()
    run_the_year()
    assert counts() == before
    assert_reports_recompute(office, reports, tmp_path / "recalculated")


def published(period: str) -> dict[str, Decimal]:
    run = Run.objects.get(period=period, state=Run.State.ISSUED)
    return {placing.unit: Decimal(placing.shown or 0).quantize(Decimal("0.01")) for placing in run.placings.all()}


def assert_four_eyes() -> None:
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


def assert_each_city_has_its_packs() -> None:
    """Made by the workers after each issue; the year does not wait for them, what is counted here does."""
    for job in Job.objects.exclude(state=Job.State.DONE):
        done(job.pk)
    assert CityPack.objects.count() == 5 * 9
    assert CityPack.objects.values("run", "region").distinct().count() == 5 * 9


def assert_papers_went_up(reports: Path) -> None:
    """The package of the latest run: final, printed, decided on before the issue, its documents among the reports."""
    package = BulletinPackage.objects.get()
    assert (package.run.period, package.completed_number) == ("2021", 2)
    decision = BulletinDecision.objects.get(package=package)
    assert decision.recorded_at <= package.run.issued_at
    assert BulletinPreview.objects.get().file is not None
    assert len(list(reports.glob("*呈批材料*/*.docx"))) == 4


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


def annual_totals() -> dict[str, Decimal]:
    """Half by the share of GDP, half by nominal growth, each stretched from 60 to 100; worked in fractions."""
    economy = digital_economy()
    gdp = {row["region"]: Fraction(row["value"]) * 10_000 for row in rows("gdp.csv") if row["year"] == "2021"}
    cities = [city for city, year in economy if year == "2021"]
    share = stretched({city: economy[city, "2021"] / gdp[city] for city in cities})
    growth = stretched({city: economy[city, "2021"] / economy[city, "2020"] for city in cities})
    return {city: two_decimals((share[city] + growth[city]) / 2) for city in cities}


def digital_economy() -> dict[tuple[str, str], Fraction]:
    """Four components of four industries, and industrial digitalisation, 万元."""
    added: defaultdict[tuple[str, str], Fraction] = defaultdict(Fraction)
    components = ("compensation_of_employees", "net_taxes_on_production", "depreciation", "operating_surplus")
    for year in ("2020", "2021"):
        for row in rows(f"accounts_{year}.csv"):
            added[row["region"], year] += sum(Fraction(row[component]) for component in components)
    for row in rows("industrial_digitalisation.csv"):
        if row["year"] in {"2020", "2021"} and (row["region"], row["year"]) in added and "months" not in row["vintage"]:
            added[row["region"], row["year"]] += Fraction(row["value"])
    return dict(added)


def stretched(values: dict[str, Fraction]) -> dict[str, Fraction]:
    low, high = min(values.values()), max(values.values())
    return {city: 60 + 40 * (value - low) / (high - low) for city, value in values.items()}


def two_decimals(value: Fraction) -> Decimal:
    hundredths = Decimal((value * 100).numerator) / Decimal((value * 100).denominator)
    return hundredths.quantize(Decimal(1), rounding=ROUND_HALF_UP) / 100


def rows(name: str) -> list[dict[str, str]]:
    with (DEMO / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def assert_reports_recompute(office: Office, reports: Path, into: Path) -> None:
    """Every workbook says （演示数据） but the method check; LibreOffice finds no error and no difference."""
    workbooks = sorted(reports.glob("*.xlsx"))
    assert len(workbooks) == 10
    for path in office.recalculated(*workbooks, into=into):
        book = load_workbook(path, data_only=True)
        assert ("演示数据" in str(book.worksheets[0]["A1"].value)) is ("演示数据" in path.name)
        values = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [value for value in values if isinstance(value, str) and value.startswith("#")]
