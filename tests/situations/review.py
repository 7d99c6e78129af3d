"""Situations of the review: a quarter of the demo year filed by all units, one return of it under review."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from assessment.filing import actions
from assessment.filing.adoption_actions import Adoption
from assessment.filing.models import AdoptedValue, Cell, QueryThread, Return, Version
from assessment.filing.query_actions import Question
from assessment.people.models import User
from assessment.people.roles import Role
from assessment.territory.models import ReportingUnit
from tests.situations.catalogue import a_reviewer, an_account, an_open_collection, moment
from tests.situations.filing import LIUPANSHUI, LOCKED, a_question, an_accepted_version
from tests.situations.kept_rows import kept

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"
HALF_YEAR = "2021c06"
SUBMITTED, REVIEWED = moment("2021-07-12 09:00"), moment("2021-07-13 09:00")


def a_confirmer() -> User:
    return an_account("confirmer", Role.CONFIRMER)


def filed(period: str, *, state: str, at: datetime, only: Iterable[str] = ()) -> dict[str, Version]:
    """The returns of a demo period as rows, by region; the way there through signers is the filing's own business."""
    with (DEMO / f"returns_{period}.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not only or row["region_code"] in only]
    versions: dict[str, Version] = {}
    for code in dict.fromkeys(row["region_code"] for row in rows):
        versions[code] = _version(code, period, state=state, at=at)
    Cell.objects.bulk_create(_cell(versions[row["region_code"]], row) for row in rows)
    return versions


def a_half_year() -> dict[str, Version]:
    """一季度 accepted, 上半年 submitted by all units; figures of the demo year."""
    for version in filed("2021c03", state="accepted", at=moment("2021-04-12 09:00")).values():
        Return.objects.filter(pk=version.return_filed_id).update(in_force=version)
    return filed(HALF_YEAR, state="submitted", at=SUBMITTED)


@kept
def a_half_year_under_review() -> Version:
    """The return of 六盘水市 opened by the reviewer, the others submitted."""
    version = a_half_year()[LIUPANSHUI]
    actions.open_review(version.pk, by=a_reviewer(), at=REVIEWED)
    return Version.objects.get(pk=version.pk)


@kept
def a_half_year_queried() -> QueryThread:
    """Two questions, on the total and on profit; the return is 核实中."""
    version = a_half_year_under_review()
    questions = questions_on("cloud_services_revenue", "total_profit")
    return actions.ask(version.pk, questions, by=a_reviewer(), at=REVIEWED)[0]


def questions_on(*items: str) -> list[Question]:
    """One question on each item, to be answered within three days."""
    return [replace(a_question(item), due_on=date(2021, 7, 16)) for item in items]


def an_adoption(number: str = "1100", **more: object) -> Adoption:
    given = {
        "item": "software_revenue",
        "basis": "current",
        "condition": "value",
        "value": Decimal(number),
        "reason": "一家企业跨市重复填报",
        "document": "核实单H20210413-0001",
    }
    return Adoption(**{**given, **more})


@kept
def a_proposed_value(code: str = LIUPANSHUI, number: str = "1100") -> AdoptedValue:
    """Beside the return in force of a city, by the reviewer."""
    filed_by_city = an_accepted_version(code).return_filed_id
    return actions.propose_adoption(filed_by_city, an_adoption(number), by=a_reviewer(), at=LOCKED)


@kept
def an_adopted_value(code: str = LIUPANSHUI) -> AdoptedValue:
    return actions.confirm_adoption(a_proposed_value(code).pk, by=a_confirmer(), at=LOCKED)


@kept
def a_rejected_value(code: str = LIUPANSHUI) -> AdoptedValue:
    return actions.reject_adoption(a_proposed_value(code).pk, "依据不足", by=a_confirmer(), at=LOCKED)


def _version(code: str, period: str, *, state: str, at: datetime) -> Version:
    collection = an_open_collection("SW-Q", period)
    unit = ReportingUnit.objects.get(code=code)
    owed, _ = Return.objects.get_or_create(collection=collection, reporting_unit=unit, defaults={"created_at": at})
    filler = an_account(f"filler-{code}", Role.FILLER, code)
    return Version.objects.create(
        return_filed=owed,
        number=owed.versions.count() + 1,
        state=state,
        filler=filler,
        created_at=at,
        submitted_at=at,
        digest="0" * 64,
    )


def _cell(version: Version, row: dict[str, str]) -> Cell:
    return Cell(
        version=version,
        item=row["item"],
        basis=row["basis"],
        condition=row["condition"],
        value=Decimal(row["value"]) if row["value"] else None,
        reason=row["reason"],
        source=row["source"],
        changed_by=version.filler.username,
        changed_at=version.created_at,
    )
