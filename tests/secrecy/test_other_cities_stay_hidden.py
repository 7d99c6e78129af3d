"""The same year lived twice, with the same figures of one city and other figures of all the others: until the issue
this city is told the same, byte for byte, number for number of every row, and by as many questions to the database.

What is exchanged afterwards cannot show what was made of the scores on the way: a notice, an order, a number.
"""

from collections.abc import Iterator, Mapping

import psycopg
import pytest
import time_machine
from django.db import connection
from django.test import Client

from assessment.people.roles import Role
from assessment.scoring.actions import approve_run, confirm_run, send_feedback, start_run
from assessment.scoring.models import Run
from reporting.extract_actions import request_extract
from reporting.operations.audit_extract import Asked
from tests.authorisation.places import OWN_REGION, PERIOD
from tests.authorisation.province import undone
from tests.fixtures_database import superuser
from tests.secrecy.heard import Heard, differing, heard
from tests.secrecy.unissued_results import NOW, RESULTS, addresses_of, annexes_of, stage_of
from tests.situations import scoring
from tests.situations.catalogue import the_calendar
from tests.situations.measurement import a_confirmed_batch, the_confirmer, work_off
from tests.situations.people import a_user

OWN = scoring.FIRST_QUARTER_FIGURES[OWN_REGION]
OTHERS = {unit: pair for unit, pair in scoring.FIRST_QUARTER_FIGURES.items() if unit != OWN_REGION}
# Of the stages of results and of messages; every address and the whole city with --full.
READERS, ALL_READERS = (Role.FILLER,), (Role.FILLER, Role.STATISTICS_HEAD, Role.UNIT_HEAD, Role.GOVERNMENT_SIGNER)
NEAR = {*RESULTS, "assessment.messages"}

pytestmark = pytest.mark.django_db


def places(run: Run) -> dict[str, object]:
    return dict(run.placings.values_list("unit", "rank"))


def lived(figures: Mapping[str, tuple[int, int]], *, full: bool) -> tuple[dict[str, object], list[Heard]]:
    """From the returns to an approved result that waits for its issue; what the readers of the city are told of it."""
    clients = []
    for role in ALL_READERS if full else READERS:
        client = Client()
        client.force_login(a_user(f"the.{role.value}", role, region_code=OWN_REGION, organisation="520300-officer"))
        clients.append(client)
    told = []
    run = sent_for_checking(figures)
    told += answers(run, clients, full=full)
    scoring.a_confirmed_objection(objection=scoring.Objection.objects.get())
    checked = scoring.agreed_by_all(run)
    approved = approve_run(checked.pk, by=scoring.the_approver(), at=scoring.APPROVED)
    scoring.publish_unchecked(approved, at=scoring.APPROVED)
    scoring.add_issue_scan(approved.pk, "印发件.pdf", scoring.PDF, by=scoring.the_officer(), at=scoring.APPROVED)
    scoring.a_planned_issue(approved)
    told += answers(approved, clients, full=full)
    return places(approved), told


def sent_for_checking(figures: Mapping[str, tuple[int, int]]) -> Run:
    a_confirmed_batch("2021")
    the_calendar()
    scoring.the_frozen_scheme()
    scoring.the_returns_of_the_first_quarter({**figures, OWN_REGION: OWN})
    run = start_run(PERIOD, "quarterly", by=scoring.the_officer(), at=scoring.SCORED)
    work_off(run.job)
    confirm_run(run.pk, by=the_confirmer(), at=scoring.CONFIRMED)
    send_feedback(run.pk, by=scoring.the_officer(), at=scoring.SENT)
    annexes_of(run)
    scoring.an_objection(scoring.feedback_row(run, OWN_REGION))
    by = a_user("the.auditor", Role.AUDIT_ADMINISTRATOR, organisation="520000-administration")
    work_off(request_extract(Asked(), by=by, at=scoring.SENT).job)
    return Run.objects.get(pk=run.pk)


def answers(run: Run, clients: list[Client], *, full: bool) -> Iterator[Heard]:
    asked = [address for address in addresses_of(run) if full or stage_of(address) in NEAR]
    for client in clients:
        yield from heard(client, asked)


@pytest.fixture
def numbers() -> Iterator[psycopg.Connection]:
    """Where the numbering of rows can be set back; at the end it goes on where the furthest life came to."""
    with superuser(connection.settings_dict["NAME"]) as opened:
        yield opened


def standing(numbers: psycopg.Connection) -> dict[str, int]:
    """The last number given to a row, of each table."""
    return dict(numbers.execute("select sequencename, last_value from pg_sequences where last_value > 0").fetchall())


def set_to(numbers: psycopg.Connection, last: Mapping[str, int]) -> None:
    for name in standing(numbers):
        numbers.execute("select setval(%s, %s, %s)", [name, last.get(name, 1), name in last])


def test_a_city_is_told_the_same_whatever_the_others_filed(
    numbers: psycopg.Connection, pytestconfig: pytest.Config
) -> None:
    full = bool(pytestconfig.getoption("--full"))
    exchanged = dict(zip(OTHERS, reversed(OTHERS.values()), strict=True))
    exchanged["520500"] = (90_000, 30_000)
    with undone(), time_machine.travel(NOW, tick=False):
        # What is read from files keeps its numbers from the first time on.
        the_calendar()
        scoring.the_frozen_scheme()
    before = standing(numbers)
    with undone(), time_machine.travel(NOW, tick=False):
        first, told = lived(OTHERS, full=full)
    after = standing(numbers)
    set_to(numbers, before)
    with undone(), time_machine.travel(NOW, tick=False):
        second, told_again = lived(exchanged, full=full)
    set_to(numbers, {name: max(last, after[name]) for name, last in standing(numbers).items()})
    assert first[OWN_REGION] != second[OWN_REGION]
    answered = [one for one in told if one.status == 200]
    assert len(answered) > 50
    assert differing(told, told_again) == []
