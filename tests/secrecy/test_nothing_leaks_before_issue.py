"""Before a result is issued nobody outside the 知悉人员名单 learns a total or a place: not from any answer, not from
its size, not from its headers. A city does not learn even its own.

Two ways: the figures are looked for in every answer; and the stored results are exchanged for others, after which
every answer must be the same, byte for byte.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook

from assessment.people.models import InsiderEntry, User
from assessment.people.roles import Role
from assessment.scoring.actions import (
    approve_run,
    confirm_correction,
    confirm_run,
    issue_run,
    propose_correction,
    send_feedback,
    start_run,
)
from assessment.scoring.models import Objection, Run
from reporting.extract_actions import download_extract, request_extract
from reporting.operations.audit_extract import Asked
from tests.authorisation.accounts import ORGANISATIONS
from tests.authorisation.matrix import matrix, schema_operations
from tests.authorisation.places import OWN_REGION, PERIOD
from tests.authorisation.province import undone
from tests.secrecy.heard import Heard, differing, heard
from tests.secrecy.unissued_results import (
    NOW,
    RESULTS,
    addresses_of,
    annexes_of,
    exchange_results,
    exchange_results_of,
    redis_contents,
    stage_of,
)
from tests.situations import scoring
from tests.situations.catalogue import moment
from tests.situations.measurement import a_confirmed_batch, the_confirmer, work_off
from tests.situations.people import a_user
from tests.situations.scoring import a_run_in_feedback, an_objection, feedback_row

SIGNIFICANT_DIGITS = 6


@dataclass(frozen=True)
class Computed:
    run: Run
    totals: tuple[str, ...]
    addresses: tuple[str, ...]
    clients: dict[str, Client]
    heard: dict[str, list[Heard]]


@pytest.fixture(scope="package")
def computed(seeded: None) -> Computed:
    a_confirmed_batch("2021")
    run = a_run_in_feedback()
    annexes_of(run)
    an_objection(feedback_row(run, OWN_REGION))
    clients = {}
    for role in Role:
        region = OWN_REGION if role.value in matrix().sets["regional"] else None
        clients[role.value] = signed_in(
            a_user(f"the.{role.value}", role, region_code=region, organisation=organisation_of(role))
        )
    auditor = User.objects.get(username="the.audit_administrator")
    work_off(request_extract(Asked(), by=auditor, at=moment("2021-04-25 09:00")).job)
    return Computed(run, tuple(totals_of(run)), tuple(readable(addresses_of(run), clients)), clients, {})


def organisation_of(role: Role) -> str:
    return ORGANISATIONS.get(role, "520000-big-data")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def readable(asked: Iterable[str], clients: dict[str, Client]) -> Iterator[str]:
    """The addresses that can be read at all; which methods one has does not depend on the reader."""
    for address in dict.fromkeys(asked):
        with undone(), time_machine.travel(NOW, tick=False):
            status = clients["commission_officer"].get(address).status_code
        if status != 405:
            yield address


def totals_of(run: Run) -> Iterator[str]:
    """The totals as shown and in their first digits; 0 and 100, which may stand anywhere, left out."""
    for placing in run.placings.exclude(shown__in=[Decimal(0), Decimal(100)]):
        assert placing.shown is not None
        assert placing.score is not None
        yield f"{placing.shown:.2f}"
        yield f"{placing.score:f}"[: SIGNIFICANT_DIGITS + 1]


def answers(computed: Computed, role: str, *, asked: Iterable[str] | None = None) -> list[Heard]:
    """The answer of every address to one reader; whatever the requests did is undone."""
    return heard(computed.clients[role], asked or computed.addresses)


def usual_answers(computed: Computed, role: str) -> list[Heard]:
    """The same, asked once for all tests: with nobody on the list and the results as computed."""
    if role not in computed.heard:
        computed.heard[role] = answers(computed, role)
    return computed.heard[role]


# The examples of the check rules are printed in the rule book for everybody, round figures among them. Whether an
# answer moves with the results is asked of these addresses, too.
PRINTED = ("/api/catalogue/check-rules/", "/check-rules/")


def told(computed: Computed, answered: list[Heard]) -> list[tuple[str, str]]:
    """Addresses and the totals they told."""
    return [
        (answer.address, total)
        for answer in answered
        if not answer.address.startswith(PRINTED)
        for total in computed.totals
        if re.search(rb"(?<![\d.])" + re.escape(total.encode()), answer.content)
    ]


def test_there_are_totals_to_look_for_and_addresses_to_look_at(computed: Computed) -> None:
    assert len(set(computed.totals)) >= 10
    assert f"/api/scoring/runs/{computed.run.pk}/ranking/" in computed.addresses
    assert len([address for address in computed.addresses if not address.startswith("/api/")]) > 10


def test_every_address_of_the_schema_is_asked(computed: Computed) -> None:
    asked = [address.partition("?")[0] for address in computed.addresses]
    reading = [operation.partition(" ")[2] for operation in schema_operations() if operation.startswith("GET ")]
    patterns = {address: re.compile(re.sub(r"\{\w+\}", "[^/]+", address)) for address in reading}
    assert [address for address, like in patterns.items() if not any(map(like.fullmatch, asked))] == []


def test_every_address_of_results_has_something_to_hide(computed: Computed) -> None:
    """A new address is filled by itself, or this fails: what nobody can read at all would be asked in vain."""
    with undone():
        put_on_the_list(User.objects.get(username="the.commission_officer"))
        stages = [address for address in computed.addresses if stage_of(address) in RESULTS]
        of_results = [address for address in stages if not NOTHING_TO_HIDE.search(address)]
        both = answers(computed, "commission_officer", asked=of_results)
        both += answers(computed, "filler", asked=of_results)
    answered = {answer.address for answer in both if answer.status not in {403, 404}}
    assert sorted(set(of_results) - answered) == []


# Workbooks of measured figures and of filing, without a score in them; and what is made of a result once it is issued.
NOTHING_TO_HIDE = re.compile(
    r"/(batches|estimations|operations|operation-reports|query-sheet[\w.-]*|city-packs|city-results|bulletins?"
    r"|conversion[\w.-]*|publication|planned-issue)(/|\?|$)"
)


def test_no_key_of_redis_holds_a_total(computed: Computed) -> None:
    """Not the cache, not the queues: looked at after somebody on the list has read everything."""
    with undone():
        put_on_the_list(User.objects.get(username="the.commission_officer"))
        answers(computed, "commission_officer")
    held = b"\n".join(
        kept for address in (os.environ["REDIS_URL"], settings.CACHE_URL) for kept in redis_contents(address)
    )
    assert [total for total in computed.totals if total.encode() in held] == []


def test_whoever_is_on_the_list_is_told_every_total_and_each_telling_is_written_down(computed: Computed) -> None:
    """Else the tests below would look for something that no answer ever holds."""
    with undone():
        officer = User.objects.get(username="the.commission_officer")
        put_on_the_list(officer)
        answered = answers(computed, "commission_officer")
        telling = told(computed, answered)
        assert {total for _, total in telling} == set(computed.totals)
        recorded = {answer.address for answer in answered if answer.recorded}
        assert {address for address, _ in telling} - recorded == set()


@pytest.mark.parametrize("role", list(Role))
def test_no_answer_holds_a_total(role: Role, computed: Computed) -> None:
    assert told(computed, usual_answers(computed, role.value)) == []


@pytest.mark.parametrize("role", list(Role))
def test_no_answer_depends_on_who_came_first(role: Role, computed: Computed) -> None:
    # A role that is refused is refused before anything is looked up.
    usual = [answer for answer in usual_answers(computed, role.value) if answer.status != 403]
    assert usual
    with undone():
        exchange_results(computed.run)
        exchanged = answers(computed, role.value, asked=[answer.address for answer in usual])
    assert differing(usual, exchanged) == []


@pytest.mark.parametrize("role", sorted(matrix().sets["regional"]))
def test_a_city_on_the_list_still_reads_nothing_before_issue(role: str, computed: Computed) -> None:
    with undone():
        put_on_the_list(User.objects.get(username=f"the.{role}"))
        asked = [answer.address for answer in usual_answers(computed, role) if answer.status != 403]
        assert told(computed, answers(computed, role, asked=asked)) == []


# Of those whom the wall stops at a result that is not issued: a city, the bureau, and the commission off the list.
BEFORE_THE_WALL = ("filler", "confirmer", "commission_leader")


def test_while_a_correction_waits_nobody_learns_what_it_will_say(computed: Computed) -> None:
    """An issued result stands before everybody, and a later version of the same period, approved, is not issued."""
    with undone(), time_machine.travel(NOW, tick=False):
        correcting = a_correction_that_waits(computed.run)
        asked = [one for one in addresses_of(correcting) if stage_of(one) in {*RESULTS, "assessment.messages"}]
        before = {role: answers(computed, role, asked=asked) for role in BEFORE_THE_WALL}
        assert f"/api/scoring/runs/{computed.run.pk}/ranking/" not in asked
        with undone():
            exchange_results_of(Run.objects.filter(pk=correcting.pk), units=correcting.placings.count())
            after = {role: answers(computed, role, asked=asked) for role in BEFORE_THE_WALL}
    for role in BEFORE_THE_WALL:
        assert len([one for one in before[role] if one.status == 200]) > 5
        assert differing(before[role], after[role]) == []


def a_correction_that_waits(run: Run) -> Run:
    """`run` is issued; then a figure is corrected and the new version goes as far as it can before its issue."""
    at = scoring.APPROVED
    scoring.a_confirmed_objection(objection=Objection.objects.get())
    first = approve_run(scoring.agreed_by_all(run).pk, by=scoring.the_approver(), at=at)
    for step in (scoring.publish_unchecked, with_scan):
        step(first, at=at)
    issue_run(first.pk, "黔发改数字〔2021〕1号", "closed", by=scoring.the_officer(), at=scoring.ISSUED)
    scoring.an_accepted_return("520200", 3_000, 1_600)
    later = scoring.computed(start_run(PERIOD, "quarterly", by=scoring.the_officer(), at=scoring.ISSUED))
    confirm_run(later.pk, by=the_confirmer(), at=scoring.ISSUED)
    send_feedback(later.pk, by=scoring.the_officer(), at=scoring.ISSUED)
    waiting = approve_run(scoring.agreed_by_all(later).pk, by=scoring.the_approver(), at=scoring.ISSUED)
    for step in (scoring.publish_unchecked, with_scan):
        step(waiting, at=scoring.ISSUED)
    propose_correction(waiting.pk, "黔发改数字〔2021〕2号", "数据更正", by=scoring.the_officer(), at=scoring.ISSUED)
    confirm_correction(waiting.pk, by=scoring.the_approver(), at=scoring.ISSUED)
    return Run.objects.get(pk=waiting.pk)


def with_scan(run: Run, *, at: datetime) -> None:
    scoring.add_issue_scan(run.pk, "印发件.pdf", scoring.PDF, by=scoring.the_officer(), at=at)


LINES_AT_THE_HEAD = 3


@pytest.mark.parametrize("role", ["audit_administrator", "filler"])
def test_an_extract_of_the_record_is_made_the_same_whatever_the_results_are(role: str, computed: Computed) -> None:
    """Cell by cell, without the seals of the chains and the code made of them: each request seals anew."""
    before = extracted(role)
    # The city's own: that it objected, and with which evidence.
    assert len(before) - LINES_AT_THE_HEAD > (40 if role == "audit_administrator" else 1)
    assert [total for total in computed.totals if total in "\n".join(before)] == []
    with undone():
        exchange_results(computed.run)
        assert extracted(role) == before


def extracted(role: str) -> list[str]:
    """The rows of an extract that is asked for and made now, as text."""
    by = User.objects.get(username=f"the.{role}")
    with undone():
        extract = request_extract(Asked(), by=by, at=NOW)
        work_off(extract.job)
        extract.refresh_from_db()
        with download_extract(extract.pk, by=by, at=extract.made_at or NOW).content as content:
            rows = list(load_workbook(content, read_only=True)["审计摘录"].iter_rows(values_only=True))
        return ["|".join(map(str, row[:-1])) for row in rows if not str(row[0]).startswith(("注：", "　　"))]
    raise AssertionError("unreachable")


def test_an_exchange_of_results_is_seen_by_whoever_may_read_them(computed: Computed) -> None:
    address = f"/api/scoring/runs/{computed.run.pk}/ranking/"
    client = computed.clients["commission_officer"]
    with undone(), time_machine.travel(NOW, tick=False):
        put_on_the_list(User.objects.get(username="the.commission_officer"))
        before = client.get(address).content
        exchange_results(computed.run)
        assert client.get(address).content != before


def put_on_the_list(user: User) -> None:
    InsiderEntry.objects.create(
        subject=PERIOD, user=user, reason="承办", valid_from=moment("2021-01-01 00:00"), added_by="approver"
    )
