"""The day offered for the answer to a query."""

from datetime import date

import pytest

from assessment.catalogue.models import CalendarDay, CalendarYear
from assessment.filing.review_forms import due_day
from tests.situations.catalogue import moment

pytestmark = pytest.mark.django_db


def test_three_working_days_with_holidays_and_weekend_days_worked() -> None:
    """30 April 2021 was a Friday; 1 to 5 May were days off, Saturday the 8th was worked: 6, 7 and 8 May."""
    CalendarDay.objects.all().delete()
    year, _ = CalendarYear.objects.get_or_create(year=2021, defaults={"source": "国办发明电〔2020〕27号"})
    for day in range(1, 6):
        CalendarDay.objects.create(calendar_year=year, day=date(2021, 5, day), working=False)
    CalendarDay.objects.create(calendar_year=year, day=date(2021, 5, 8), working=True)
    assert due_day(moment("2021-04-30 10:00")) == date(2021, 5, 8)


def test_plain_days_where_the_calendar_of_the_year_is_not_on_file() -> None:
    assert due_day(moment("2039-04-29 10:00")) == date(2039, 5, 2)
