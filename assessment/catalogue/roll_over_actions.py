"""Rolling the catalogue over to the next year: the only writer of what a year takes over. Twice changes nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from assessment.audit.actions import PROVINCE, Fact, record_all
from assessment.catalogue.calendar_actions import load_calendar
from assessment.catalogue.errors import YearNotCatalogued
from assessment.catalogue.form_copy_actions import copy_form
from assessment.catalogue.models import Collection, FormVersion, SchemeVersion
from assessment.catalogue.queries import form_version_for
from assessment.catalogue.roll_over import forms_of_next_year
from assessment.catalogue.roll_over_lines import CalendarNext, Copied, PlannedNext, RollOverLine, Row
from assessment.catalogue.roll_over_schemes import schemes_of_next_year
from assessment.methodology.periods import Period
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, require


def plan_of_next_year(year: int, *, by: User, at: datetime) -> tuple[RollOverLine, ...]:
    """What `year` would take over from the year before, of what is the asker's to plan. Nothing is written.

    The bureau plans forms, checks, collections and working days, the commission its schemes.
    """
    require(by, Action.YEAR_ROLL_OVER, at=at)
    known = years_on_file()
    if year - 1 not in known:
        raise YearNotCatalogued(year=year - 1, expected=known or "-")
    allowed = actions_open_to(by, at=at)
    forms = forms_of_next_year(year) if Action.COLLECTION_PLAN in allowed else []
    schemes = schemes_of_next_year(year) if Action.SCHEME_DRAFT in allowed else []
    return (*forms, *schemes)


def years_on_file() -> list[int]:
    """Years that a collection or a scheme belongs to."""
    codes = {
        *Collection.objects.values_list("period", flat=True),
        *SchemeVersion.objects.values_list("last_period", flat=True),
    }
    return sorted({Period.parse(code).year for code in codes})


def roll_over(year: int, *, by: User, at: datetime) -> tuple[RollOverLine, ...]:
    """Write the plan, all of it or nothing, and answer with what was done. Run again it finds nothing to do."""
    with transaction.atomic():
        require(by, Action.YEAR_ROLL_OVER, at=at)
        _wait_for_another()
        lines = plan_of_next_year(year, by=by, at=at)
        facts = [
            _fact(line, _write(line.row, by=by, at=at), year) for line in _forms_first(lines) if line.row is not None
        ]
        record_all(facts, by=by, at=at)
    return lines


def _wait_for_another() -> None:
    """Two who roll over at once go one after the other: both first lock what they copy from."""
    list(FormVersion.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    list(SchemeVersion.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _forms_first(lines: Sequence[RollOverLine]) -> list[RollOverLine]:
    """A collection needs the version of its form."""
    return sorted(lines, key=lambda line: not isinstance(line.row, Copied))


def _write(row: Row, *, by: User, at: datetime) -> str:
    """The id of what was made."""
    if isinstance(row, Copied):
        return str(copy_form(row.source, row.fields).pk)
    if isinstance(row, PlannedNext):
        version = form_version_for(row.source.form_version.form.code, Period.parse(row.period))
        made = Collection.objects.create(
            form_version=version, period=row.period, purpose=row.source.purpose, **row.moments
        )
        return str(made.pk)
    if isinstance(row, CalendarNext):
        load_calendar([row.year], by=by, at=at)
        return str(row.year)
    row.save(force_insert=True)
    return str(row.pk)


def _fact(line: RollOverLine, object_id: str, year: int) -> Fact:
    return Fact(
        Action.YEAR_ROLL_OVER.value,
        PROVINCE,
        f"catalogue.{line.kind}",
        object_id,
        facts={"year": year, "name": str(line.name)},
    )
