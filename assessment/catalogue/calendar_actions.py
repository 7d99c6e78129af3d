"""Writers of the working calendar and of the register of who owes what."""

from collections.abc import Iterable
from datetime import date, datetime

import chinese_calendar
from django.db import transaction

from assessment.audit.actions import PROVINCE, Actor, Fact, record
from assessment.catalogue.errors import AlreadyWaived, CalendarNotPublished, DayOutsideYears, WaiverReasonMissing
from assessment.catalogue.models import CalendarDay, CalendarYear, Collection, Obligation
from assessment.methodology.working_days import SATURDAY
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.territory.models import ReportingUnit

NOTICE = "国务院办公厅关于{year}年部分节假日安排的通知"
ExtraDay = tuple[date, bool, str]
"""(day, whether it is worked, the reason): days that the province adds to the notice, such as a local festival."""


def load_calendar(years: Iterable[int], extra: Iterable[ExtraDay] = (), *, by: Actor, at: datetime) -> int:
    """Put the holidays and worked weekend days of `years` on file, with days of the province's own over them.

    Loaded again, a year is as the notice and `extra` say now. Returns how many days differ from the plain week.
    """
    wanted, own = sorted(set(years)), list(extra)
    for day, _, _ in own:
        if day.year not in wanted:
            raise DayOutsideYears(day=day.isoformat(), expected=", ".join(map(str, wanted)))
    with transaction.atomic():
        CalendarYear.objects.filter(year__in=wanted).delete()
        count = sum(_load_year(year, [one for one in own if one[0].year == year]) for year in wanted)
        record(Fact("calendar.load", PROVINCE, "catalogue.calendar", ",".join(map(str, wanted))), by=by, at=at)
    return count


def register_obligations(collection: Collection, *, by: Actor, at: datetime) -> int:
    """Write down which units owe a return to the collection now. Called once, in the transaction that opens it."""
    form = collection.form_version.form.code
    units = ReportingUnit.objects.filter(forms__contains=[form])
    rows = [Obligation(collection=collection, reporting_unit=unit, since=at, added_by=by.username) for unit in units]
    return len(Obligation.objects.bulk_create(rows, ignore_conflicts=True))


def add_obligation(collection: Collection, unit: ReportingUnit, *, by: Actor, at: datetime) -> Obligation:
    """A unit that came to the form after the opening, such as a new enterprise; a waiver stays a waiver."""
    obligation, _ = Obligation.objects.get_or_create(
        collection=collection, reporting_unit=unit, defaults={"since": at, "added_by": by.username}
    )
    return obligation


def waive(obligation_id: int, reason: str, *, by: User, at: datetime) -> Obligation:
    """Free a unit from a return, with the reason; it is neither reminded nor counted any more."""
    with transaction.atomic():
        require(by, Action.OBLIGATION_WAIVE, at=at)
        obligations = Obligation.objects.select_for_update(of=("self",)).select_related(
            "collection__form_version__form", "reporting_unit__region"
        )
        obligation = obligations.filter(pk=obligation_id).first()
        if obligation is None:
            raise NotFound
        if obligation.waived_at is not None:
            raise AlreadyWaived(unit=obligation.reporting_unit.name_zh)
        if not reason.strip():
            raise WaiverReasonMissing
        obligation.waived_at, obligation.waived_by, obligation.waiver_reason = at, by.username, reason.strip()
        obligation.save(update_fields=["waived_at", "waived_by", "waiver_reason"])
        record(_waived(obligation), by=by, at=at)
    return obligation


def _load_year(year: int, extra: list[ExtraDay]) -> int:
    if year not in {day.year for day in chinese_calendar.constants.holidays}:
        raise CalendarNotPublished(year=year)
    differing: dict[date, tuple[bool, str]] = {
        day: (False, name)
        for day, name in chinese_calendar.constants.holidays.items()
        if day.year == year and day.weekday() < SATURDAY
    }
    worked = {day: (True, name) for day, name in chinese_calendar.constants.workdays.items() if day.year == year}
    differing |= worked | {day: (working, reason) for day, working, reason in extra}
    row = CalendarYear.objects.create(year=year, source=NOTICE.format(year=year))
    made = CalendarDay.objects.bulk_create(
        CalendarDay(calendar_year=row, day=day, working=working, reason=reason)
        for day, (working, reason) in sorted(differing.items())
    )
    return len(made)


def _waived(obligation: Obligation) -> Fact:
    collection, unit = obligation.collection, obligation.reporting_unit
    return Fact(
        Action.OBLIGATION_WAIVE.value,
        unit.region.code,
        "catalogue.obligation",
        str(obligation.pk),
        facts={
            "form": collection.form_version.form.code,
            "period": collection.period,
            "reporting_unit": unit.code,
            "reason": obligation.waiver_reason,
        },
    )
