"""Working days, worked by hand from the notices 国办发明电〔2020〕27号 (2021) and 国办发明电〔2021〕11号 (2022)."""

from datetime import date, timedelta

import pytest

from assessment.methodology.working_days import (
    CalendarUnknown,
    WorkingCalendar,
    add_working_days,
    working_day_from,
    working_days_between,
)


def days(first: date, count: int) -> set[date]:
    return {first + timedelta(days=number) for number in range(count)}


# 2021: 元旦 1 Jan–3 Jan; 春节 11–17 Feb, worked 7 and 20 Feb; 清明 3–5 Apr; 劳动节 1–5 May, worked 25 Apr and 8 May;
# 端午 12–14 Jun; 中秋 19–21 Sep, worked 18 Sep; 国庆 1–7 Oct, worked 26 Sep and 9 Oct.
# 2022: 元旦 1–3 Jan; 春节 31 Jan–6 Feb, worked 29 and 30 Jan; 清明 3–5 Apr, worked 2 Apr; 劳动节 30 Apr–4 May,
# worked 24 Apr and 7 May; 端午 3–5 Jun; 中秋 10–12 Sep; 国庆 1–7 Oct, worked 8 and 9 Oct.
CALENDAR = WorkingCalendar(
    years=frozenset({2021, 2022}),
    days_off=frozenset(
        days(date(2021, 1, 1), 3) | days(date(2021, 2, 11), 7) | days(date(2021, 4, 3), 3) | days(date(2021, 5, 1), 5)
        | days(date(2021, 6, 12), 3) | days(date(2021, 9, 19), 3) | days(date(2021, 10, 1), 7)
        | days(date(2022, 1, 1), 3) | days(date(2022, 1, 31), 7) | days(date(2022, 4, 3), 3)
        | days(date(2022, 4, 30), 5) | days(date(2022, 6, 3), 3) | days(date(2022, 9, 10), 3)
        | days(date(2022, 10, 1), 7)
    ),
    days_worked=frozenset(
        {
            date(2021, 2, 7), date(2021, 2, 20), date(2021, 4, 25), date(2021, 5, 8), date(2021, 9, 18),
            date(2021, 9, 26), date(2021, 10, 9), date(2022, 1, 29), date(2022, 1, 30), date(2022, 4, 2),
            date(2022, 4, 24), date(2022, 5, 7), date(2022, 10, 8), date(2022, 10, 9),
        }
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2021, 10, 8), True),  # Friday after the week of the National Day
        (date(2021, 10, 9), True),  # Saturday, worked instead
        (date(2021, 10, 10), False),  # an ordinary Sunday
        (date(2021, 10, 7), False),  # Thursday, day off
        (date(2021, 9, 18), True),  # Saturday before Mid-Autumn
        (date(2022, 1, 30), True),  # Sunday before the Spring Festival
        (date(2022, 10, 8), True),
        (date(2022, 6, 3), False),  # Friday, Dragon Boat
    ],
)
def test_days_off_and_weekend_days_that_are_worked_follow_the_notice(day: date, working: bool) -> None:
    assert CALENDAR.is_working_day(day) is working


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        # From Thursday 30 September: 8 and 9 October, then Monday to Friday 11–15 October.
        (date(2021, 9, 30), date(2021, 10, 15), 7),
        (date(2021, 9, 30), date(2021, 10, 7), 0),
        (date(2021, 9, 30), date(2021, 9, 30), 0),
        (date(2021, 10, 15), date(2021, 9, 30), -7),
        # From Friday 28 January 2022: 29 and 30 January, then 7–11 February.
        (date(2022, 1, 28), date(2022, 2, 11), 7),
        # Across the turn of the year, from Thursday 30 December 2021: 31 December, 4–7 January.
        (date(2021, 12, 30), date(2022, 1, 7), 5),
    ],
)
def test_the_first_day_does_not_count_and_the_last_does(first: date, last: date, count: int) -> None:
    assert working_days_between(CALENDAR, first, last) == count


@pytest.mark.parametrize(
    ("day", "count", "reached"),
    [
        (date(2021, 9, 30), 1, date(2021, 10, 8)),
        (date(2021, 9, 30), 2, date(2021, 10, 9)),
        (date(2021, 9, 30), 3, date(2021, 10, 11)),
        (date(2021, 4, 24), 0, date(2021, 4, 24)),
        (date(2021, 4, 24), 1, date(2021, 4, 25)),
        (date(2022, 4, 29), 3, date(2022, 5, 7)),  # 5 and 6 May, then Saturday 7 May, worked
    ],
)
def test_counting_on_from_a_day(day: date, count: int, reached: date) -> None:
    assert add_working_days(CALENDAR, day, count) == reached


def test_a_term_that_ends_on_a_holiday_ends_on_the_next_working_day() -> None:
    assert working_day_from(CALENDAR, date(2021, 10, 2)) == date(2021, 10, 8)
    assert working_day_from(CALENDAR, date(2021, 10, 9)) == date(2021, 10, 9)


def test_going_on_day_by_day_and_counting_agree_over_two_years() -> None:
    start = date(2021, 1, 4)
    for count in range(1, 480, 13):
        assert working_days_between(CALENDAR, start, add_working_days(CALENDAR, start, count)) == count


def test_a_year_without_a_notice_has_no_answer() -> None:
    with pytest.raises(CalendarUnknown) as refused:
        CALENDAR.is_working_day(date(2023, 1, 3))
    assert refused.value.where == {"year": 2023}


def test_the_years_have_the_working_days_that_are_known_of_them() -> None:
    """2021: 261 weekdays less 11 legal holidays. 2022: 260 weekdays less 11."""
    for year in (2021, 2022):
        working = [day for day in days(date(year, 1, 1), 365) if CALENDAR.is_working_day(day)]
        assert len(working) == {2021: 250, 2022: 249}[year]
