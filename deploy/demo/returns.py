"""The returns of the demo year: imported, signed, submitted, reviewed, each by the account whose step it is."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from assessment.catalogue.actions import freeze_scheme, open_collection
from assessment.catalogue.models import Collection, SchemeVersion
from assessment.filing.actions import (
    accept,
    import_figures,
    open_review,
    request_signatures,
    send_back,
    sign,
    start_version,
    submit,
    vet_late,
)
from assessment.filing.models import Return, Version
from assessment.territory.models import ReportingUnit
from deploy.demo.accounts import Demo
from deploy.demo.desks import DESKS
from deploy.demo.explaining import explain_findings
from deploy.demo.measuring import agree_with_the_rest

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo"
FILES = {"SW-Q": "returns_{period}.csv"}
# The one return that is sent back for a mistake and filed again; its figure in force is that of the file.
MISTAKEN = ("520300", "2021c06")
MISTAKEN_ITEM, MISTAKE = "total_pay", "应付职工薪酬与财务报表不一致，请核对原始凭证。"
MISTAKEN_LINE = (b"total_pay,current,3442.48", b"total_pay,current,3424.48")
SIGNERS = {"statistics_head": "head", "unit_head": "unit", "government_signer": "government"}


@dataclass(frozen=True)
class Submission:
    """When the demo files one return."""

    region: str
    period: str
    form: str
    at: datetime


def freeze_demo_schemes(demo: Demo, *, at: datetime) -> int:
    """The commission freezes both schemes before the first period closes."""
    waiting = SchemeVersion.objects.filter(frozen_at__isnull=True, code__startswith="guizhou-2021")
    for version in waiting.order_by("code"):
        freeze_scheme(version.id, by=demo["commission.officer"], at=at)
    return waiting.count()


def file_returns(demo: Demo, form: str, period: str) -> int:
    """Open the collection, file every return of it and accept it; returns what was accepted now."""
    collection = Collection.objects.get(form_version__form__code=form, period=period)
    if collection.opened_at is None:
        open_collection(collection.id, by=demo["bureau.reviewer"], at=collection.opens_at)
    done = set(
        Return.objects.filter(collection=collection, in_force__isnull=False).values_list(
            "reporting_unit__code", flat=True
        )
    )
    waiting = [s for s in _submissions() if (s.form, s.period) == (form, period) and s.region not in done]
    if form == "DE-A":
        for submission in waiting:
            _sign_checked(demo, submission, collection)
        return len(waiting)
    figures = _figures_by_region(FOLDER / FILES[form].format(period=period))
    for submission in waiting:
        _file(demo, submission, figures[submission.region], collection)
    return len(waiting)


def _sign_checked(demo: Demo, submission: Submission, collection: Collection) -> None:
    """The annual return is checked, not filled: what came last is agreed with, then it is signed."""
    filler, begun = demo[f"{DESKS[submission.region]}.filler"], submission.at - timedelta(hours=5)
    version = Version.objects.filter(
        return_filed__collection=collection, return_filed__reporting_unit__code=submission.region
    ).latest("number")
    agree_with_the_rest(version, by=filler, at=begun)
    _sign_and_accept(demo, version, at=submission.at, begun=begun)


def _file(demo: Demo, submission: Submission, figures: bytes, collection: Collection) -> None:
    filler, at = demo[f"{DESKS[submission.region]}.filler"], submission.at
    begun = max(at - timedelta(hours=5), collection.opens_at)
    if (submission.region, submission.period) == MISTAKEN:
        _file_mistaken(demo, submission, figures, collection)
        return
    import_figures(figures, file_name=f"{submission.region}.csv", by=filler, at=begun)
    version = Version.objects.filter(
        return_filed__collection=collection, return_filed__reporting_unit__code=submission.region
    ).latest("number")
    explain_findings(version, by=filler, at=begun)
    _sign_and_accept(demo, version, at=at, begun=begun)


def _file_mistaken(demo: Demo, submission: Submission, figures: bytes, collection: Collection) -> None:
    """One return is filed with one item filled by mistake, sent back for it, and filed again as it should be."""
    filler, reviewer = demo[f"{DESKS[submission.region]}.filler"], demo["bureau.reviewer"]
    first = submission.at - timedelta(days=2)
    unit = ReportingUnit.objects.get(code=submission.region)
    import_figures(_mistaken(figures), file_name=f"{unit.code}.csv", by=filler, at=first)
    version = Version.objects.get(return_filed__collection=collection, return_filed__reporting_unit=unit)
    explain_findings(version, by=filler, at=first)
    _sign_and_submit(demo, version, at=first + timedelta(hours=5), begun=first)
    open_review(version.pk, by=reviewer, at=first + timedelta(hours=7))
    send_back(version.pk, {MISTAKEN_ITEM: MISTAKE}, by=reviewer, at=first + timedelta(hours=8))
    begun = submission.at - timedelta(hours=5)
    again = start_version(collection.pk, unit.code, by=filler, at=begun)
    import_figures(_only(figures, MISTAKEN_ITEM), file_name=f"{unit.code}.csv", by=filler, at=begun)
    explain_findings(again, by=filler, at=begun)
    _sign_and_accept(demo, again, at=submission.at, begun=begun)


def _mistaken(figures: bytes) -> bytes:
    """Two digits of one figure changed places."""
    return figures.replace(MISTAKEN_LINE[0], MISTAKEN_LINE[1], 1)


def _only(figures: bytes, item: str) -> bytes:
    head, *lines = figures.splitlines()
    return b"\n".join([head, *(line for line in lines if f",{item},".encode() in line)])


def _sign_and_accept(demo: Demo, version: Version, *, at: datetime, begun: datetime) -> None:
    """The chain of the form, the submission, the review."""
    _sign_and_submit(demo, version, at=at, begun=begun)
    open_review(version.id, by=demo["bureau.reviewer"], at=at + timedelta(hours=2))
    if Version.objects.get(pk=version.id).late:
        vet_late(version.id, "已电话核实，迟报原因属实。", by=demo["bureau.reviewer"], at=at + timedelta(hours=3))
    accept(version.id, by=demo["bureau.reviewer"], at=at + timedelta(days=1))


def _sign_and_submit(demo: Demo, version: Version, *, at: datetime, begun: datetime) -> None:
    desk, collection = DESKS[version.return_filed.reporting_unit.code], version.return_filed.collection
    filler = demo[f"{desk}.filler"]
    request_signatures(version.id, by=filler, at=begun)
    for step in collection.form_version.sign_off_steps.exclude(role="filler"):
        sign(version.id, by=demo[f"{desk}.{SIGNERS[step.role]}"], at=at - timedelta(hours=1))
    submit(version.id, by=filler, at=at)


def _submissions() -> Iterator[Submission]:
    with (FOLDER / "submissions.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            at = datetime.fromisoformat(row["submitted_at"])
            yield Submission(row["region_code"], row["period"], row["form"], at)


def _figures_by_region(path: Path) -> dict[str, bytes]:
    """The file cut into one file per region: each officer imports the own one and sees no other."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        columns = list(reader.fieldnames or [])
        rows: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in reader:
            rows[row["region_code"]].append(row)
    return {region: _csv(columns, own) for region, own in rows.items()}


def _csv(columns: list[str], rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
