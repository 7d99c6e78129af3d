"""How many questions the list pages ask the database, and that more rows do not mean more questions."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.filing import actions
from assessment.filing.letter_actions import Request
from assessment.filing.models import Letter, Reminder
from assessment.people.models import User
from assessment.people.roles import Role
from assessment.scoring.actions import cancel_run, confirm_run, send_feedback, start_run
from assessment.scoring.models import Run
from tests.situations.catalogue import a_reviewer, an_account, an_open_collection, moment
from tests.situations.filing import LIUPANSHUI, ZUNYI, a_city, a_filled_draft, a_submitted_version
from tests.situations.measurement import (
    a_confirmed_batch,
    a_submitted_batch,
    the_communications_administration,
    the_confirmer,
)
from tests.situations.scoring import (
    FIRST_QUARTER,
    ISSUED,
    SENT,
    a_computed_run,
    a_withdrawn_objection,
    an_accepted_return,
    an_issued_run,
    an_objection,
    computed,
    feedback_row,
    the_officer,
)

pytestmark = pytest.mark.django_db


def a_second_run() -> Run:
    """The same period once more, on a corrected return; cancelled, so that the first one counts on."""
    an_accepted_return("520200", 2_100, 1_600)
    run = start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=ISSUED)
    return cancel_run(run.pk, "数据更正", by=the_officer(), at=ISSUED)


def a_second_check() -> Run:
    """A later version after a corrected return, sent to the cities, and an objection to it."""
    an_accepted_return("520200", 2_100, 1_600)
    later = computed(start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=SENT))
    confirm_run(later.pk, by=the_confirmer(), at=SENT)
    run = send_feedback(later.pk, by=the_officer(), at=SENT)
    an_objection(feedback_row(run))
    return run


def a_letter(period: str = "2021") -> Letter:
    the_communications_administration()
    wanted = Request("520000-communications", period, "电信业务收入", "测算", date(2022, 1, 25), "张三")
    return actions.issue_letter(wanted, by=a_reviewer(), at=ISSUED)


def a_reminder(day: int = 13) -> Reminder:
    a_city()
    at = moment(f"2021-04-{day} 09:00")
    return actions.remind_unit(an_open_collection().pk, LIUPANSHUI, by=a_reviewer(), at=at)


# Of each page: session and account, the touch of the session, the grants of the navigation, the unread messages;
# then its own.
CASES: dict[str, tuple[str, str, Callable[[], object], int]] = {
    "my tasks of a filler": ("/", "filler", a_filled_draft, 25),
    "my tasks of a reviewer": ("/", "reviewer", a_submitted_version, 19),
    "collections": ("/collections/", "reviewer", a_filled_draft, 19),
    "letters": ("/letters/", "reviewer", a_letter, 11),
    "messages": ("/messages/", "filler", a_reminder, 10),
    "returns": ("/returns/", "reviewer", a_submitted_version, 18),
    "batches": ("/batches/", "confirmer", a_submitted_batch, 10),
    "runs": ("/runs/", "confirmer", a_computed_run, 11),
    "runs of who starts them": ("/runs/", "officer", a_computed_run, 13),
    "data check": ("/feedback/", "officer", a_withdrawn_objection, 15),
    "rankings": ("/rankings/", "leader", an_issued_run, 9),
}
READERS: dict[str, Callable[[], User]] = {
    "filler": lambda: a_city(LIUPANSHUI).filler,
    "reviewer": a_reviewer,
    "confirmer": the_confirmer,
    "officer": the_officer,
    "leader": lambda: an_account("leader", Role.COMMISSION_LEADER),
}
MORE: dict[str, Callable[[], object]] = {
    "/": lambda: a_submitted_version(ZUNYI),
    "/returns/": lambda: a_submitted_version(ZUNYI),
    "/collections/": lambda: (a_submitted_version(ZUNYI), an_open_collection("DE-A", "2021")),
    "/letters/": lambda: a_letter("2020"),
    "/messages/": lambda: a_reminder(day=14),
    "/batches/": lambda: a_confirmed_batch("2020"),
    "/runs/": a_second_run,
    "/rankings/": a_second_run,
    "/feedback/": a_second_check,
}


@pytest.mark.parametrize("case", CASES)
def test_a_list_page_asks_a_fixed_number_of_questions(
    case: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address, reader, situation, questions = CASES[case]
    situation()
    client = Client()
    client.force_login(READERS[reader]())
    client.get(address)
    with django_assert_num_queries(questions):
        assert client.get(address).status_code == 200
    MORE[address]()
    with django_assert_num_queries(questions):
        assert client.get(address).status_code == 200
