"""Working days on file, planning a collection, and the register of who owes what."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from assessment.audit.actions import SYSTEM
from assessment.audit.models import Entry
from assessment.catalogue.actions import Plan, change_plan, plan_collection
from assessment.catalogue.calendar_actions import add_obligation, load_calendar, waive
from assessment.catalogue.errors import (
    AlreadyWaived,
    CalendarNotPublished,
    DayOutsideYears,
    OpeningTooLateToChange,
    PlanDatesWrong,
    PlannedAlready,
    WaiverReasonMissing,
)
from assessment.catalogue.models import CalendarDay, Obligation
from assessment.catalogue.queries import working_calendar
from assessment.methodology.working_days import add_working_days, working_days_between
from assessment.people.errors import NotFound, PermissionRefused
from assessment.territory.models import ReportingUnit
from tests.situations.catalogue import a_planned_collection, a_reviewer, an_open_collection, moment, the_catalogue
from tests.situations.filing import LIUPANSHUI, a_city

pytestmark = pytest.mark.django_db
NOW = moment("2021-03-01 09:00")
PLAN = Plan(moment("2022-04-01 08:00"), moment("2022-04-20 17:00"), moment("2022-04-25 17:00"))


def test_the_notices_of_2021_and_2022_are_on_file_as_published() -> None:
    load_calendar([2021, 2022], by=SYSTEM, at=NOW)
    calendar = working_calendar()
    worked = sorted(CalendarDay.objects.filter(working=True, day__year=2021).values_list("day", flat=True))
    # 国办发明电〔2020〕27号: 2月7日, 2月20日, 4月25日, 5月8日, 9月18日, 9月26日, 10月9日上班.
    assert worked == [date(2021, *day) for day in ((2, 7), (2, 20), (4, 25), (5, 8), (9, 18), (9, 26), (10, 9))]
    assert not calendar.is_working_day(date(2021, 10, 7))
    assert add_working_days(calendar, date(2021, 9, 30), 2) == date(2021, 10, 9)
    assert working_days_between(calendar, date(2022, 1, 28), date(2022, 2, 11)) == 7


def test_a_day_of_the_province_stands_over_the_notice_and_a_year_can_be_loaded_again() -> None:
    load_calendar([2021], [(date(2021, 7, 23), False, "州庆"), (date(2021, 10, 7), True, "值班")], by=SYSTEM, at=NOW)
    assert not working_calendar().is_working_day(date(2021, 7, 23))
    assert working_calendar().is_working_day(date(2021, 10, 7))
    load_calendar([2021], by=SYSTEM, at=NOW)
    assert working_calendar().is_working_day(date(2021, 7, 23))
    assert Entry.objects.filter(action="calendar.load").count() == 2


def test_a_year_without_a_notice_and_a_day_of_another_year_are_refused() -> None:
    with pytest.raises(CalendarNotPublished):
        load_calendar([2050], by=SYSTEM, at=NOW)
    with pytest.raises(DayOutsideYears):
        load_calendar([2021], [(date(2022, 7, 23), False, "州庆")], by=SYSTEM, at=NOW)


def test_the_file_of_the_installation_loads(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_calendar")
    assert {2021, 2022} <= working_calendar().years
    assert "2021" in capsys.readouterr().out


def test_the_reviewer_plans_a_collection_and_moves_it_until_it_is_open() -> None:
    the_catalogue()
    planned = plan_collection("SW-Q", "2022c03", PLAN, by=a_reviewer(), at=NOW)
    assert (planned.opened_at, planned.on_time_until) == (None, PLAN.on_time_until)
    later = Plan(PLAN.opens_at, PLAN.on_time_until + timedelta(days=1), PLAN.locks_at)
    assert change_plan(planned.pk, later, by=a_reviewer(), at=NOW).on_time_until == later.on_time_until
    assert Entry.objects.filter(action="collection.plan").count() == 2
    with pytest.raises(OpeningTooLateToChange):
        change_plan(an_open_collection().pk, PLAN, by=a_reviewer(), at=NOW)


def test_a_plan_out_of_order_or_for_a_period_planned_already_is_refused() -> None:
    the_catalogue()
    with pytest.raises(PlanDatesWrong):
        plan_collection("SW-Q", "2022c03", Plan(PLAN.opens_at, PLAN.opens_at, PLAN.locks_at), by=a_reviewer(), at=NOW)
    with pytest.raises(PlannedAlready):
        plan_collection("SW-Q", "2021c03", PLAN, by=a_reviewer(), at=NOW)
    with pytest.raises(PermissionRefused):
        plan_collection("SW-Q", "2022c03", PLAN, by=a_city().filler, at=NOW)
    with pytest.raises(NotFound):
        change_plan(0, PLAN, by=a_reviewer(), at=NOW)


def test_opening_writes_the_register_and_later_changes_of_units_do_not_rewrite_it() -> None:
    assert not Obligation.objects.filter(collection=a_planned_collection()).exists()
    collection = an_open_collection()
    owing = set(collection.obligations.values_list("reporting_unit__code", flat=True))
    assert owing == {
        "520100", "520200", "520300", "520400", "520500", "520600", "522300", "522600", "522700", "52GA00",
    }  # fmt: skip
    ReportingUnit.objects.filter(code=LIUPANSHUI).update(forms=[])
    assert set(collection.obligations.values_list("reporting_unit__code", flat=True)) == owing


def test_a_unit_owes_one_return_to_a_collection_once() -> None:
    collection = an_open_collection()
    unit = ReportingUnit.objects.get(code=LIUPANSHUI)
    assert add_obligation(collection, unit, by=SYSTEM, at=NOW) == collection.obligations.get(reporting_unit=unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        Obligation.objects.create(collection=collection, reporting_unit=unit, since=NOW, added_by="x")


def test_a_waiver_names_its_reason_and_stays_in_the_register() -> None:
    obligation = an_open_collection().obligations.get(reporting_unit__code=LIUPANSHUI)
    with pytest.raises(WaiverReasonMissing):
        waive(obligation.pk, " ", by=a_reviewer(), at=NOW)
    waived = waive(obligation.pk, "并入贵阳市填报（示例）", by=a_reviewer(), at=NOW)
    assert (waived.waived_by, waived.waiver_reason) == ("reviewer", "并入贵阳市填报（示例）")
    assert Entry.objects.get(action="obligation.waive").chain == LIUPANSHUI
    with pytest.raises(AlreadyWaived):
        waive(obligation.pk, "再次", by=a_reviewer(), at=NOW)
    with pytest.raises(NotFound):
        waive(0, "x", by=a_reviewer(), at=NOW)
    with pytest.raises(PermissionRefused):
        waive(obligation.pk, "x", by=a_city().filler, at=NOW)
