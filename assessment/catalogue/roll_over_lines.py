"""What rolling a year over does with one object of the catalogue, as a line to show and a row to write."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from assessment.catalogue.models import CheckRule, Collection, FormVersion, SchemeVersion
from assessment.methodology.errors import N_, Phrase
from assessment.methodology.scheme_difference import SchemeChange
from assessment.methodology.scheme_words import NONE, Words
from assessment.methodology.working_days import SATURDAY, WorkingCalendar

FEBRUARY, LEAP_DAY = 2, 29
PRESENT: Final = Phrase(N_("on file already"))


@dataclass(frozen=True)
class Copied:
    """A form version to be copied with its items and signatures; `fields` differ from the old one's."""

    source: FormVersion
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class PlannedNext:
    """A collection for the next year; its form version is looked up once the forms are there."""

    source: Collection
    period: str
    moments: Mapping[str, datetime]


@dataclass(frozen=True)
class CalendarNext:
    year: int


Row = Copied | CheckRule | PlannedNext | SchemeVersion | CalendarNext


@dataclass(frozen=True)
class RollOverLine:
    """`row` is None where there is nothing to do; `old` and `new` say what becomes of it, `note` what to look after."""

    kind: str
    name: Words
    old: Words
    new: Words
    row: Row | None = None
    note: Words = ""
    changes: tuple[SchemeChange, ...] = field(default=())

    @property
    def added(self) -> bool:
        return self.row is not None


def kept(kind: str, name: Words, old: Words, *, new: Words = PRESENT, note: Words = "") -> RollOverLine:
    """A line that changes nothing."""
    return RollOverLine(kind, name, old or NONE, new, note=note)


def a_year_later(moment: datetime, calendar: WorkingCalendar) -> datetime:
    """The same day and time of the next year; from a day off to the next working day.

    In a year whose holidays are not on file only weekends are known. 29 February becomes the 28th.
    """
    local = timezone.localtime(moment)
    day = LEAP_DAY - 1 if (local.month, local.day) == (FEBRUARY, LEAP_DAY) else local.day
    later = local.replace(year=local.year + 1, day=day)
    while not _works(later, calendar):
        later += timedelta(days=1)
    return later


def _works(moment: datetime, calendar: WorkingCalendar) -> bool:
    day = moment.date()
    return calendar.is_working_day(day) if day.year in calendar.years else day.weekday() < SATURDAY
