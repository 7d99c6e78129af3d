"""When a unit that owes a return is reminded, and who hears of it once the deadline has passed."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from enum import IntEnum

# Before the deadline: 3 days, 1 day, 4 hours, 1 hour.
LEADS = (timedelta(days=3), timedelta(days=1), timedelta(hours=4), timedelta(hours=1))
NINE = time(9)
STATISTICS_HEAD_FROM = timedelta(0)
UNIT_HEAD_FROM = timedelta(days=2)


class Level(IntEnum):
    """Whom a reminder reaches besides the filler."""

    FILLER = 0
    STATISTICS_HEAD = 1
    UNIT_HEAD = 2


def level_at(deadline: datetime, at: datetime) -> Level:
    """Before the deadline the filler alone; after it the statistics head too, two days later the head of the unit."""
    if at - deadline > UNIT_HEAD_FROM:
        return Level.UNIT_HEAD
    return Level.STATISTICS_HEAD if at - deadline > STATISTICS_HEAD_FROM else Level.FILLER


def reminder_due(deadline: datetime, reminded: Sequence[datetime], at: datetime) -> bool:
    """Whether the clock reminds now: a moment of `LEADS` or a further day of delay has come, and nobody was told since.

    `deadline` and `at` are in local time: a delay is spoken of at nine in the morning, not at midnight. `reminded`
    are the moments of earlier reminders of the same return, in any order. How many go out a day is limited elsewhere.
    """
    since = _latest_moment(deadline, at)
    return since is not None and all(moment < since for moment in reminded)


def _latest_moment(deadline: datetime, at: datetime) -> datetime | None:
    if at > deadline:
        nine = datetime.combine(at.date(), NINE, at.tzinfo)
        morning = nine if nine <= at else nine - timedelta(days=1)
        return morning if morning > deadline else None
    come = [deadline - lead for lead in LEADS if deadline - lead <= at]
    return max(come, default=None)
