"""催报: only to those who owe, at most one a day, up the ladder after the deadline, and stopping when handled."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from assessment.audit.models import Entry
from assessment.catalogue.calendar_actions import waive
from assessment.filing import actions
from assessment.filing.errors.calendar import NothingOwed, RemindedToday
from assessment.filing.models import Reminder
from assessment.messages.models import Notice
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.models import User
from tests.situations.catalogue import a_reviewer, an_open_collection, moment
from tests.situations.filing import (
    LIUPANSHUI,
    ZUNYI,
    a_city,
    a_filled_draft,
    a_submitted_version,
    a_version_sent_back,
    awaiting_signature,
)

pytestmark = pytest.mark.django_db
DEADLINE = moment("2021-04-15 18:00")
MORNING = moment("2021-04-13 09:00")


def reached(user: User) -> int:
    return Notice.objects.filter(to=user, topic__in=["reminder", "escalation"]).count()


def test_the_deadline_of_these_tests_is_that_of_the_collection() -> None:
    assert an_open_collection().on_time_until == DEADLINE


def test_pressing_the_button_reaches_those_who_owe_and_nobody_else() -> None:
    collection = an_open_collection()
    a_submitted_version(), a_filled_draft(ZUNYI)
    done = actions.remind_all(collection.pk, by=a_reviewer(), at=MORNING)
    assert {one.reporting_unit.code for one in done.sent} == set(
        collection.obligations.values_list("reporting_unit__code", flat=True)
    ) - {LIUPANSHUI}
    assert (reached(a_city().filler), reached(a_city(ZUNYI).filler)) == (0, 1)
    assert reached(a_city(ZUNYI).statistics_head) == 0


@pytest.mark.parametrize("situation", [a_filled_draft, awaiting_signature, a_version_sent_back])
def test_whoever_has_something_to_do_owes(situation: object) -> None:
    assert callable(situation)
    situation()
    assert actions.remind_unit(an_open_collection().pk, LIUPANSHUI, by=a_reviewer(), at=MORNING).reached >= 1


def test_a_return_that_waits_for_a_signature_reminds_the_signers_too() -> None:
    awaiting_signature()
    actions.remind_unit(an_open_collection().pk, LIUPANSHUI, by=a_reviewer(), at=MORNING)
    assert (reached(a_city().statistics_head), reached(a_city().unit_head)) == (1, 1)


def test_once_a_day_by_beijing_days_whoever_presses() -> None:
    collection, city = an_open_collection(), a_city()
    late_evening = moment("2021-04-13 23:59")
    actions.remind_unit(collection.pk, LIUPANSHUI, by=a_reviewer(), at=MORNING)
    with pytest.raises(RemindedToday):
        actions.remind_unit(collection.pk, LIUPANSHUI, by=a_reviewer(), at=late_evening)
    done = actions.remind_all(collection.pk, by=a_reviewer(), at=late_evening)
    assert [due.obligation.reporting_unit.code for due in done.already_today] == [LIUPANSHUI]
    # Two minutes later it is the next day in Beijing, though not in Greenwich.
    actions.remind_unit(collection.pk, LIUPANSHUI, by=a_reviewer(), at=moment("2021-04-14 00:01"))
    assert reached(city.filler) == 2


def test_the_database_itself_keeps_a_second_reminder_of_the_day_out() -> None:
    sent = actions.remind_unit(an_open_collection().pk, LIUPANSHUI, by=a_reviewer(), at=MORNING)
    sent.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        sent.save(force_insert=True)


def test_nobody_is_reminded_who_owes_nothing() -> None:
    a_submitted_version()
    collection = an_open_collection()
    with pytest.raises(NothingOwed):
        actions.remind_unit(collection.pk, LIUPANSHUI, by=a_reviewer(), at=MORNING)
    waive(collection.obligations.get(reporting_unit__code=ZUNYI).pk, "免报", by=a_reviewer(), at=MORNING)
    with pytest.raises(NothingOwed):
        actions.remind_unit(collection.pk, ZUNYI, by=a_reviewer(), at=MORNING)
    assert not Reminder.objects.exists()


def test_only_the_bureau_reminds_and_only_what_exists() -> None:
    collection = an_open_collection()
    with pytest.raises(PermissionRefused):
        actions.remind_all(collection.pk, by=a_city().filler, at=MORNING)
    with pytest.raises(NotFound):
        actions.remind_all(0, by=a_reviewer(), at=MORNING)
    with pytest.raises(NotFound):
        actions.remind_unit(collection.pk, "nowhere", by=a_reviewer(), at=MORNING)


@pytest.mark.no_cover
def test_the_clock_reminds_three_days_one_day_and_four_hours_before_and_each_day_after() -> None:
    """The hour before falls on the day of the four hours: one a day is the limit."""
    an_open_collection()
    city = a_city()
    at, sent = DEADLINE - timedelta(days=4), []
    while at <= DEADLINE + timedelta(days=4):
        before = reached(city.filler)
        actions.remind_by_clock(at=at)
        if reached(city.filler) > before:
            sent.append(at - DEADLINE)
        at += timedelta(minutes=30)
    assert sent == [
        timedelta(days=-3),
        timedelta(days=-1),
        timedelta(hours=-4),
        *(timedelta(days=days, hours=15) for days in range(4)),  # nine in the morning
    ]


def test_after_the_deadline_it_goes_up_and_stops_when_the_return_comes_in() -> None:
    an_open_collection()
    city = a_city()
    people = (city.filler, city.statistics_head, city.unit_head)

    def told(at_days: float) -> tuple[int, ...]:
        before = [reached(one) for one in people]
        actions.remind_by_clock(at=DEADLINE + timedelta(days=at_days))
        return tuple(reached(one) - earlier for one, earlier in zip(people, before, strict=True))

    assert told(-0.9) == (1, 0, 0)
    assert told(0.7) == (1, 1, 0)
    assert told(2.5) == (1, 1, 1)
    a_submitted_version(at=DEADLINE + timedelta(days=2.6))
    assert told(3.5) == (0, 0, 0)


def test_the_clock_stops_at_the_lock_and_says_nothing_of_what_is_not_open() -> None:
    collection = an_open_collection()
    assert actions.remind_by_clock(at=collection.locks_at + timedelta(seconds=1)) == 0
    assert actions.remind_by_clock(at=collection.opens_at - timedelta(days=1)) == 0


def test_the_words_are_official_and_the_entry_names_the_unit() -> None:
    actions.remind_unit(an_open_collection().pk, LIUPANSHUI, by=a_reviewer(), at=MORNING)
    a_city()
    entry = Entry.objects.get(action="reminder.send")
    assert (entry.chain, entry.facts["reporting_unit"], entry.by) == (LIUPANSHUI, LIUPANSHUI, "reviewer")
