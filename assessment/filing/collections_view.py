"""期次管理 as its pages show it: every collection with its moments and marks, and who owes one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext

from assessment.catalogue.models import Collection
from assessment.catalogue.queries import collections_visible_to, working_calendar
from assessment.display.templatetags.components import Light
from assessment.filing.models import Extension, Reminder
from assessment.filing.obligations import Due, rates_of, register_of, register_seen
from assessment.filing.wording import light_of
from assessment.methodology.filing_rates import FilingRates
from assessment.methodology.periods import Period
from assessment.methodology.working_days import CalendarUnknown, WorkingCalendar, working_days_between
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.territory.models import ReportingUnit

EXPIRES_SOON = timedelta(days=90)


@dataclass(frozen=True)
class Moment:
    """A moment with what is to know of its day: `rest` on a day off, `unknown` where the year is not on file."""

    at: datetime
    rest: bool
    unknown: bool


@dataclass(frozen=True)
class CollectionLine:
    """One collection. `mark` tells how the approval of its form stands on the day of opening."""

    collection: Collection
    light: Light
    opens: Moment
    on_time: Moment
    locks: Moment
    mark: Light | None
    rates: FilingRates
    owing: int
    asked: int


@dataclass(frozen=True)
class UnitLine:
    """One unit of a collection: where it stands, its deadlines, and what was asked or said today."""

    due: Due
    light: Light
    late: bool
    overdue: bool
    asked: Extension | None
    reminded_today: Reminder | None
    reminders: int


@dataclass(frozen=True)
class UnitTable:
    collection: Collection
    lines: Sequence[UnitLine]
    rates: FilingRates
    on_time: Moment
    working_days_left: int | None

    @property
    def owing(self) -> int:
        return len([line for line in self.lines if line.due.owing])

    @property
    def to_remind(self) -> int:
        """Units that owe and were not reminded today."""
        return len([line for line in self.lines if line.due.owing and line.reminded_today is None])


def collection_lines(user: User, *, at: datetime) -> list[CollectionLine]:
    """Every collection, newest period first, then by form."""
    collections = list(collections_visible_to(user, at=at))
    register = register_of(collections, at=at)
    rates, calendar = rates_of(register), working_calendar()
    asked = Extension.objects.filter(state=Extension.State.ASKED).values_list("collection_id", flat=True)
    waiting, owing = list(asked), [due.obligation.collection_id for due in register if due.owing]
    lines = [
        CollectionLine(
            collection=one,
            light=_state(one, at=at),
            opens=_moment(one.opens_at, calendar),
            on_time=_moment(one.on_time_until, calendar),
            locks=_moment(one.locks_at, calendar),
            mark=_mark(one, at=at),
            rates=rates.get(one.pk, FilingRates(0, 0, 0)),
            owing=owing.count(one.pk),
            asked=waiting.count(one.pk),
        )
        for one in collections
    ]
    return sorted(lines, key=lambda line: (Period.parse(line.collection.period), line.collection.pk), reverse=True)


def unit_table(collection_id: int, *, by: User, at: datetime) -> UnitTable:
    """The units of one collection that `by` may see, in 行政区划 order."""
    collection = collections_visible_to(by, at=at).filter(pk=collection_id).first()
    if collection is None:
        raise NotFound
    register = register_seen(collection, by=by, at=at)
    asked = {
        one.reporting_unit_id: one
        for one in Extension.objects.filter(collection=collection, state=Extension.State.ASKED).select_related(
            "asked_by"
        )
    }
    reminders: dict[int, list[Reminder]] = {}
    for reminder in Reminder.objects.filter(collection=collection).order_by("sent_at"):
        reminders.setdefault(reminder.reporting_unit_id, []).append(reminder)
    today, calendar = timezone.localtime(at).date(), working_calendar()
    return UnitTable(
        collection=collection,
        lines=[
            _unit_line(due, asked, reminders.get(due.obligation.reporting_unit_id, []), today=today, at=at)
            for due in register
        ],
        rates=rates_of(register).get(collection.pk, FilingRates(0, 0, 0)),
        on_time=_moment(collection.on_time_until, calendar),
        working_days_left=_working_days_left(collection, calendar, at=at),
    )


def _unit_line(
    due: Due, asked: dict[int, Extension], reminders: Sequence[Reminder], *, today: date, at: datetime
) -> UnitLine:
    unit: ReportingUnit = due.obligation.reporting_unit
    return UnitLine(
        due=due,
        light=Light("plain", gettext("Waived")) if due.obligation.waived_at is not None else light_of(due.latest),
        late=due.late,
        overdue=due.owing and at > due.deadlines.on_time_until,
        asked=asked.get(unit.pk),
        reminded_today=next((one for one in reminders if one.day == today), None),
        reminders=len(reminders),
    )


def _state(collection: Collection, *, at: datetime) -> Light:
    if collection.opened_at is None:
        due = at >= collection.opens_at
        return Light("warn", gettext("To be opened")) if due else Light("plain", gettext("Planned"))
    if at > collection.locks_at:
        return Light("plain", gettext("Locked"))
    if at > collection.on_time_until:
        return Light("bad", gettext("Overdue, still open"))
    return Light("good", gettext("Open for filing"))


def _mark(collection: Collection, *, at: datetime) -> Light | None:
    """A warning where the approval has run out before the opening, or will soon; nothing where all is well."""
    if collection.opened_at is not None:
        return None
    until, today = collection.form_version.valid_until, timezone.localtime(at).date()
    if today > until:
        return Light("bad", gettext("Approval expired"))
    return Light("warn", gettext("Approval expires soon")) if until - today < EXPIRES_SOON else None


def _moment(at: datetime, calendar: WorkingCalendar) -> Moment:
    try:
        working = calendar.is_working_day(timezone.localtime(at).date())
    except CalendarUnknown:
        return Moment(at, rest=False, unknown=True)
    return Moment(at, rest=not working, unknown=False)


def _working_days_left(collection: Collection, calendar: WorkingCalendar, *, at: datetime) -> int | None:
    today, last = timezone.localtime(at).date(), timezone.localtime(collection.on_time_until).date()
    if last < today:
        return None
    try:
        return working_days_between(calendar, today, last)
    except CalendarUnknown:
        return None
