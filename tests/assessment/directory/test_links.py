"""One-time links: what they open, once, for whom and until when; and what is left of them afterwards."""

import hashlib
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client

from assessment.audit.models import Entry
from assessment.directory import actions
from assessment.directory.errors import (
    CollectionNotForEnterprises,
    LinkExpired,
    LinkRevoked,
    LinkRevokedBefore,
    LinkTooLate,
    LinkUnknown,
    LinkUsed,
)
from assessment.directory.models import Link
from assessment.people.actions import sign_in
from assessment.people.errors import NotFound, PermissionRefused, SignInRefused, SignInThrottled
from assessment.people.models import User
from assessment.people.throttle import FAILURES_ALLOWED
from tests.situations.catalogue import a_reviewer, an_open_collection, moment
from tests.situations.enterprises import FILED, ISSUED, SOURCE, a_code, a_link, an_enterprise, the_collection
from tests.situations.filing import LIUPANSHUI, ZUNYI, a_city

pytestmark = pytest.mark.django_db
ROW = "/enterprise/row/"
DOOR = "/enterprise/"


@pytest.fixture(autouse=True)
def no_earlier_failures() -> None:
    cache.clear()


def entered(token: str, *, at: datetime = ISSUED) -> Client:
    client = Client()
    with time_machine.travel(at, tick=False):
        answer = client.post(DOOR, {"token": token})
    assert (answer.status_code, answer["Location"]) == (302, ROW)
    return client


def test_a_link_signs_the_enterprise_in_once() -> None:
    issued = a_link()
    opened = actions.use_link(issued.token, source=SOURCE, at=ISSUED)
    assert opened.user.organisation.code == a_code(1)
    assert opened.user.collection_open == the_collection().pk
    with pytest.raises(LinkUsed):
        actions.use_link(issued.token, source=SOURCE, at=ISSUED)


def test_only_the_digest_of_the_token_is_kept() -> None:
    """256 random bits; neither the database nor the record holds the token."""
    issued = a_link()
    assert len(issued.token) >= 43
    link = Link.objects.get()
    assert link.token_digest == hashlib.sha256(issued.token.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(link::text, '') from directory_link link")
        stored = str(cursor.fetchone())
        cursor.execute("select string_agg(entry::text, '') from audit_entry entry")
        stored += str(cursor.fetchone())
    assert link.token_digest in stored
    assert issued.token not in stored


def test_a_link_runs_out_when_the_collection_locks() -> None:
    issued = a_link()
    assert issued.link.expires_at == the_collection().locks_at == moment("2021-04-29 18:00")
    with pytest.raises(LinkExpired):
        actions.use_link(issued.token, source=SOURCE, at=the_collection().locks_at)


def test_a_link_that_was_taken_back_opens_nothing() -> None:
    issued = a_link()
    actions.revoke_link(issued.link.pk, by=a_city(ZUNYI).filler, at=ISSUED)
    with pytest.raises(LinkRevoked):
        actions.use_link(issued.token, source=SOURCE, at=ISSUED)
    with pytest.raises(LinkRevokedBefore):
        actions.revoke_link(issued.link.pk, by=a_city(ZUNYI).filler, at=ISSUED)


def test_a_new_link_takes_the_earlier_one_back() -> None:
    first, second = a_link(), a_link()
    with pytest.raises(LinkRevoked):
        actions.use_link(first.token, source=SOURCE, at=ISSUED)
    assert actions.use_link(second.token, source=SOURCE, at=ISSUED).link == second.link


def test_an_unknown_token_opens_nothing_and_five_of_them_are_throttled() -> None:
    a_link()
    for _ in range(FAILURES_ALLOWED):
        with pytest.raises(LinkUnknown):
            actions.use_link("guess", source=SOURCE, at=ISSUED)
    with pytest.raises(SignInThrottled):
        actions.use_link("guess", source=SOURCE, at=ISSUED)


def test_links_are_issued_by_the_filler_of_the_city_that_lists_the_enterprise() -> None:
    code, collection = an_enterprise(), the_collection()
    with pytest.raises(NotFound):
        actions.issue_link(code, collection.pk, by=a_city(LIUPANSHUI).filler, at=ISSUED)
    with pytest.raises(PermissionRefused):
        actions.issue_link(code, collection.pk, by=a_reviewer(), at=ISSUED)
    with pytest.raises(PermissionRefused):
        actions.issue_link(code, collection.pk, by=a_city(ZUNYI).unit_head, at=ISSUED)
    with pytest.raises(LinkTooLate):
        actions.issue_link(code, collection.pk, by=a_city(ZUNYI).filler, at=collection.locks_at)
    with pytest.raises(CollectionNotForEnterprises):
        actions.issue_link(code, an_open_collection("SW-Q").pk, by=a_city(ZUNYI).filler, at=ISSUED)


def test_links_for_a_whole_list_leave_the_links_that_are_good() -> None:
    first = a_link(1)
    an_enterprise(2), an_enterprise(3), an_enterprise(4, LIUPANSHUI)
    issued = actions.issue_links(ZUNYI, the_collection().pk, by=a_city(ZUNYI).filler, at=ISSUED)
    assert {one.link.enterprise.code for one in issued} == {a_code(2), a_code(3)}
    assert actions.use_link(first.token, source=SOURCE, at=ISSUED).link == first.link
    with pytest.raises(NotFound):
        actions.issue_links(LIUPANSHUI, the_collection().pk, by=a_city(ZUNYI).filler, at=ISSUED)


def test_every_issue_use_and_refusal_is_recorded() -> None:
    issued = a_link()
    actions.use_link(issued.token, source=SOURCE, at=ISSUED)
    for token in (issued.token, "guess"):
        with pytest.raises((LinkUsed, LinkUnknown)):
            actions.use_link(token, source=SOURCE, at=ISSUED)
    actions.revoke_link(issued.link.pk, by=a_city(ZUNYI).filler, at=ISSUED)
    entries = Entry.objects.filter(action__startswith="enterprise_link.").order_by("id")
    assert [(entry.action, entry.chain, entry.outcome, entry.by) for entry in entries] == [
        ("enterprise_link.issue", ZUNYI, "done", f"filler-{ZUNYI}"),
        ("enterprise_link.use", ZUNYI, "done", a_code(1).lower()),
        ("enterprise_link.use", ZUNYI, "refused", a_code(1).lower()),
        ("enterprise_link.use", "system", "refused", "?"),
        ("enterprise_link.revoke", ZUNYI, "done", f"filler-{ZUNYI}"),
    ]
    assert {entry.source_address for entry in entries if entry.action == "enterprise_link.use"} == {SOURCE}


@pytest.mark.django_db(transaction=True)
def test_of_two_uses_at_the_same_moment_one_wins() -> None:
    """Ten rounds: each link signs in exactly one of two."""
    for number in range(10):
        issued = a_link(number)
        barrier, outcomes = Barrier(2), list[str]()

        def use(token: str, barrier: Barrier, outcomes: list[str]) -> None:
            barrier.wait(5)
            try:
                actions.use_link(token, source=SOURCE, at=ISSUED)
                outcomes.append("opened")
            except LinkUsed:
                outcomes.append("refused")
            finally:
                connection.close()

        threads = [Thread(target=use, args=(issued.token, barrier, outcomes)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert sorted(outcomes) == ["opened", "refused"]


def test_the_session_of_a_link_ends_when_the_link_is_taken_back() -> None:
    issued = a_link()
    client = entered(issued.token, at=FILED)
    with time_machine.travel(FILED, tick=False):
        assert client.get(ROW).status_code == 200
        actions.revoke_link(issued.link.pk, by=a_city(ZUNYI).filler, at=FILED)
        answer = client.get(ROW)
        assert (answer.status_code, answer["Location"]) == (302, f"{DOOR}?ended=1")
        assert client.get("/api/filing/returns/").status_code == 401
        assert client.post(f"{ROW}start/").status_code == 302
        assert "已失效" in client.get(answer["Location"]).content.decode()


def test_the_session_of_a_link_ends_when_the_link_runs_out() -> None:
    last_second = FILED - timedelta(seconds=1)
    client = entered(a_link(expires_at=FILED).token, at=last_second)
    with time_machine.travel(last_second, tick=False):
        assert client.get(ROW).status_code == 200
    with time_machine.travel(FILED, tick=False):
        assert client.get(ROW).status_code == 302
        assert client.get("/api/filing/returns/").status_code == 401


def test_the_session_of_a_link_ends_when_a_new_link_is_issued() -> None:
    client = entered(a_link().token)
    a_link()
    with time_machine.travel(ISSUED, tick=False):
        assert client.get(ROW).status_code == 302


def test_a_session_without_a_link_opens_nothing() -> None:
    a_link()
    client = Client()
    client.force_login(User.objects.get(organisation__code=a_code(1)))
    with time_machine.travel(ISSUED, tick=False):
        assert client.get(ROW).status_code == 302
        assert client.get("/api/people/me/").status_code == 401


def test_no_password_opens_the_account_of_an_enterprise() -> None:
    a_link()
    for password in ("", "!", a_code(1)):
        with pytest.raises(SignInRefused):
            sign_in(a_code(1).lower(), password, source=f"{SOURCE}{len(password)}", at=ISSUED)


def test_looking_at_the_door_uses_no_link_up() -> None:
    """A mail filter opens every address it finds; the token stands behind the # and is sent by the button alone."""
    issued = a_link()
    assert Client().get(f"{DOOR}#{issued.token}").status_code == 200
    entered(issued.token)


def test_a_refused_link_is_told_in_a_sentence() -> None:
    issued = a_link()
    entered(issued.token)
    with time_machine.travel(ISSUED, tick=False):
        answer = Client().post(DOOR, {"token": issued.token})
    assert answer.status_code == 401
    assert "链接已使用过" in answer.content.decode()
