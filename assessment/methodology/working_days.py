"""Working days by the State Council's yearly notice on holidays: days off, and weekend days worked instead (调休).

The notice is data; a day of a year without one has no answer. Whole days only, in the time zone of the site.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from assessment.methodology.errors import N_, AssessmentError

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class CalendarUnknown(AssessmentError):
    code = "calendar_unknown"
    message = N_("The working days of {year} are not on file. Load the calendar of that year first.")


@dataclass(frozen=True)
class WorkingCalendar:
    """The years that are known, and the days that differ from the plain week.

    Source: 国务院办公厅关于部分节假日安排的通知, one for each year.
    """

    years: frozenset[int]
    days_off: frozenset[date]
    days_worked: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday, except days off and with the weekend days that are worked; `CalendarUnknown` otherwise."""
        if day.year not in self.years:
            raise CalendarUnknown(year=day.year)
        if day in self.days_worked:
            return True
        return day.weekday() < SATURDAY and day not in self.days_off


def working_days_between(calendar: WorkingCalendar, first: date, last: date) -> int:
    """How many working days lie after `first` up to and with `last`; negative where `last` comes first.

    The day something happens does not count (民法典第二百零一条: 开始的当日不计入), the last day does.
    """
    if last < first:
        return -working_days_between(calendar, last, first)
    return sum(calendar.is_working_day(day) for day in _days(first + ONE_DAY, last))


def add_working_days(calendar: WorkingCalendar, day: date, count: int) -> date:
    """The `count`-th working day after `day`; `day` itself for 0, whatever day that is. `count` is not negative."""
    left, reached = count, day
    while left > 0:
        reached += ONE_DAY
        left -= calendar.is_working_day(reached)
    return reached


def working_day_from(calendar: WorkingCalendar, day: date) -> date:
    """`day`, or the first working day after it where it is none.

    Source: 民法典第二百零三条 — a term that ends on a holiday ends on the day after it.
    """
    while not calendar.is_working_day(day):
        day += ONE_DAY
    return day


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
