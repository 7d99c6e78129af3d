"""When the clock reminds: 3 days, 1 day, 4 hours and 1 hour before, then each morning of delay."""

from datetime import datetime, timedelta

import pytest

from assessment.methodology.reminder_times import Level, level_at, reminder_due

DEADLINE = datetime.fromisoformat("2021-04-20 17:00+08:00")


def before(**span: int) -> datetime:
    return DEADLINE - timedelta(**span)


@pytest.mark.parametrize("lead", [{"days": 3}, {"days": 1}, {"hours": 4}, {"hours": 1}])
def test_each_moment_reminds_once(lead: dict[str, int]) -> None:
    moment = before(**lead)
    earlier = [moment - timedelta(seconds=1)]
    assert reminder_due(DEADLINE, earlier, moment)
    assert not reminder_due(DEADLINE, [*earlier, moment], moment + timedelta(minutes=5))


def test_nobody_is_reminded_more_than_three_days_before() -> None:
    assert not reminder_due(DEADLINE, [], before(days=3, seconds=1))


def test_a_stopped_clock_reminds_once_when_it_runs_again_not_once_for_each_missed_moment() -> None:
    late = before(hours=2)
    assert reminder_due(DEADLINE, [], late)
    assert not reminder_due(DEADLINE, [late], before(hours=1, minutes=30))
    assert reminder_due(DEADLINE, [late], before(hours=1))


def test_after_the_deadline_each_morning_at_nine_and_never_at_midnight() -> None:
    told, nine = before(hours=4), DEADLINE + timedelta(hours=16)
    for hours in (0, 7, 15):
        assert not reminder_due(DEADLINE, [told], DEADLINE + timedelta(hours=hours, seconds=1))
    assert reminder_due(DEADLINE, [told], nine)
    assert not reminder_due(DEADLINE, [told, nine], nine + timedelta(hours=23))
    assert reminder_due(DEADLINE, [told, nine], nine + timedelta(days=1))


def test_it_goes_up_to_the_head_of_statistics_then_to_the_head_of_the_unit() -> None:
    assert level_at(DEADLINE, DEADLINE) is Level.FILLER
    assert level_at(DEADLINE, DEADLINE + timedelta(seconds=1)) is Level.STATISTICS_HEAD
    assert level_at(DEADLINE, DEADLINE + timedelta(days=2)) is Level.STATISTICS_HEAD
    assert level_at(DEADLINE, DEADLINE + timedelta(days=2, seconds=1)) is Level.UNIT_HEAD
