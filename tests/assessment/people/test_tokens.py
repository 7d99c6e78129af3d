"""Access tokens: shown once, narrower than their owner, reading only, and gone with password, account, day or will."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.audit.models import Entry
from assessment.people import actions
from assessment.people.errors import (
    NotFound,
    SignInRefused,
    SignInThrottled,
    TokenDatesRefused,
    TokenRevoked,
    TokenScopeRefused,
)
from assessment.people.models import ApiToken, User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, may, reach_of
from assessment.people.roles import Role
from assessment.people.token_actions import SCOPES, WantedToken, create_token, revoke_token
from assessment.people.token_authentication import TokenThrottle
from assessment.people.token_pages import SCOPE_NAMES
from tests.situations.people import PASSWORD, a_user

pytestmark = pytest.mark.django_db
READS = "/api/reports/results/"
READING = frozenset({Action.INTERCHANGE_DOWNLOAD, Action.SCORE_VIEW})


@pytest.fixture(autouse=True)
def nothing_counted_before() -> None:
    cache.clear()


@pytest.fixture
def officer() -> User:
    return a_user("officer", Role.COMMISSION_OFFICER, organisation="520000-reform")


@pytest.fixture
def still() -> Iterator[None]:
    with time_machine.travel("2021-04-25 02:00:00+00:00", tick=False):
        yield


def made(owner: User, scope: frozenset[Action] = READING, days: int = 30) -> tuple[ApiToken, str]:
    return create_token(WantedToken("数据交换", scope, days), PASSWORD, by=owner, at=timezone.now())


def status(text: str, address: str = READS, method: str = "get") -> int:
    answer = getattr(Client(), method)(address, headers={"authorization": f"Bearer {text}"})
    return int(answer.status_code)


def test_a_program_reads_with_a_token_and_nothing_of_it_is_kept_but_a_digest(officer: User) -> None:
    token, text = made(officer)
    assert status(text) == 200
    kept = ApiToken.objects.values().get()
    assert text not in str(kept)
    assert kept["last_used_at"] is not None
    assert kept["beginning"] == text[:10]
    entry = Entry.objects.get(action="token.create")
    assert (entry.by, entry.object_id) == ("officer", str(token.pk))
    assert text not in str(entry.facts)
    assert status(text + "x") == status("") == 401


def test_a_token_opens_only_results_figures_and_what_explains_them_and_never_writes(officer: User) -> None:
    _, text = made(officer)
    assert status(text, "/api/people/me/") == 401
    assert status(text, "/api/audit/entries/") == 401
    assert status(text, "/api/filing/returns/") == 401
    assert status(text, READS, "post") == 405
    assert status(text, "/api/scoring/runs/", "post") == 405
    assert status(text, "/api/scoring/rankings/") == 200


@pytest.mark.parametrize(
    ("address", "needed"),
    [
        ("/api/scoring/runs/", Action.RUN_VIEW),
        ("/api/catalogue/schemes/", Action.SCHEME_VIEW),
        ("/api/catalogue/collections/", Action.COLLECTION_VIEW),
        ("/api/measurement/batches/", Action.BATCH_VIEW),
    ],
)
def test_an_address_opens_to_the_scope_it_needs_and_the_reading_is_on_record(
    address: str, needed: Action, officer: User
) -> None:
    _, without = made(officer)
    assert status(without, address) == 403
    assert not Entry.objects.filter(action="token.read").exists()
    token, text = made(officer, frozenset({needed}))
    assert status(text, address + "?page=1") == 200
    entry = Entry.objects.get(action="token.read")
    assert (entry.by, entry.object_id) == ("officer", str(token.pk))
    assert entry.facts == {"address": address + "?page=1", "token": str(token.pk)}


def test_every_scope_has_a_name_on_the_page_and_none_of_them_writes() -> None:
    assert set(SCOPE_NAMES) == set(SCOPES)
    assert {scope.value.rpartition(".")[2] for scope in SCOPES} == {"download", "view", "view_internal"}


def test_a_token_is_narrower_than_its_owner_in_every_question_of_permission(officer: User) -> None:
    officer.token_scope = frozenset({Action.SCORE_VIEW.value})
    at = timezone.now()
    assert may(officer, Action.SCORE_VIEW, at=at)
    assert not may(officer, Action.RUN_VIEW, at=at)
    assert actions_open_to(officer, at=at) == {Action.SCORE_VIEW}
    assert not reach_of(officer, Action.RUN_VIEW, at=at).regions.exists()
    _, text = made(User.objects.get(pk=officer.pk), frozenset({Action.SCORE_VIEW}))
    assert status(text) == 403


def test_nobody_makes_a_token_for_more_than_the_own_roles_or_for_longer_than_a_year(officer: User) -> None:
    filler = a_user("filler", Role.FILLER, region_code="520300", organisation="520300-officer")
    for owner, scope in (
        (filler, frozenset({Action.RUN_VIEW})),
        (officer, frozenset({Action.RUN_ISSUE})),
        (officer, frozenset[Action]()),
    ):
        with pytest.raises(TokenScopeRefused):
            made(owner, scope)
    for days in (0, 366):
        with pytest.raises(TokenDatesRefused):
            made(officer, days=days)
    made(filler, READING, 365)


def test_the_password_is_asked_again_and_not_for_ever(officer: User) -> None:
    wanted = WantedToken("数据交换", READING, 30)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            create_token(wanted, "wrong", by=officer, at=timezone.now())
    with pytest.raises(SignInThrottled):
        create_token(wanted, PASSWORD, by=officer, at=timezone.now())
    assert not ApiToken.objects.exists()


def test_a_token_ends_with_the_password_the_account_its_day_and_the_will_of_owner_or_administrator(
    officer: User,
) -> None:
    security = a_user("sec", Role.SECURITY_ADMINISTRATOR, organisation="520000-administration")
    system = a_user("sys", Role.SYSTEM_ADMINISTRATOR, organisation="520000-administration")
    other = a_user("other", Role.COMMISSION_LEADER, organisation="520000-reform")
    (first, one), (second, two), (_, three) = made(officer), made(officer), made(officer, days=1)
    with pytest.raises(NotFound):
        revoke_token(first.pk, by=other, at=timezone.now())
    revoke_token(first.pk, by=officer, at=timezone.now())
    revoke_token(second.pk, by=security, at=timezone.now())
    with pytest.raises(TokenRevoked):
        revoke_token(second.pk, by=security, at=timezone.now())
    assert [status(text) for text in (one, two, three)] == [401, 401, 200]
    assert [entry.by for entry in Entry.objects.filter(action="token.revoke").order_by("pk")] == ["officer", "sec"]
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1), tick=False):
        assert status(three) == 401
    _, four = made(other)
    actions.change_password(other, PASSWORD, "Another-horse-9-battery", at=timezone.now())
    assert status(four) == 401
    actions.disable_account("officer", by=system, at=timezone.now())
    assert status(three) == 401


@pytest.mark.usefixtures("still")
def test_one_token_reads_so_often_a_minute_and_another_is_not_hindered(officer: User) -> None:
    (_, text), (_, other) = made(officer), made(officer)
    allowed, _ = TokenThrottle().parse_rate(TokenThrottle.rate)
    assert allowed is not None
    assert {status(text) for _ in range(allowed)} == {200}
    assert status(text) == 429
    assert status(other) == 200


def test_the_page_shows_a_new_token_once_and_lists_and_ends_ones_own(client: Client, officer: User) -> None:
    client.force_login(officer)
    body = {"purpose": "统计平台", "scope": sorted(READING), "days": "90", "password": PASSWORD}
    assert client.post("/tokens/", {**body, "password": "wrong"}).status_code == 400
    assert client.post("/tokens/", {**body, "scope": ["run.issue"]}).status_code == 400
    answer = client.post("/tokens/", body)
    token = ApiToken.objects.get()
    assert answer.headers["Cache-Control"].count("no-store") == 1
    text = str(answer.context["shown"])
    assert text in answer.content.decode()
    assert status(text) == 200
    assert text not in client.get("/tokens/").content.decode()
    assert client.post(f"/tokens/{token.pk}/revoke/").status_code == 302
    assert status(text) == 401
    assert "访问令牌" in client.get("/password/").content.decode()


def test_the_security_administrator_lists_all_tokens_at_one_cost(
    officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        made(officer)
    client = Client()
    client.force_login(a_user("sec", Role.SECURITY_ADMINISTRATOR, organisation="520000-administration"))
    with django_assert_num_queries(8):
        listed = client.get("/api/people/tokens/").json()
    assert [one["owner"] for one in listed["results"]] == ["officer"] * 3
    assert client.post(f"/api/people/tokens/{listed['results'][0]['id']}/revoke/").json()["revoked_by"] == "sec"
