"""代理（代行）: a role of one's own, lent to a colleague for some days with a reason, written down, over by itself."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.audit.models import Entry
from assessment.methodology.errors import AssessmentError
from assessment.people import actions
from assessment.people.deputy_actions import WantedDeputy, appoint_deputy, end_deputy
from assessment.people.errors import DeputyEnded, NotFound, PermissionRefused
from assessment.people.models import RoleGrant, User
from assessment.people.permissions import Action
from assessment.people.queries import may, one_person_with, roles_in_force
from assessment.people.roles import Role
from assessment.territory.queries import region_coded
from tests.situations.people import a_user

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2021, 4, 20), date(2021, 4, 23)
# Session and account, the touch of the session in its savepoint, grants twice for the permissions, and once each for
# the navigation, the messages, the accounts to choose from and the list.
QUERIES_OF_THE_PAGE = 11


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


NOW = moment("2021-04-19 15:00")


@pytest.fixture
def security() -> User:
    return a_user("sec", Role.SECURITY_ADMINISTRATOR, organisation="520000-administration")


@pytest.fixture
def head() -> User:
    return a_user("zunyi.head", Role.UNIT_HEAD, region_code="520300", organisation="520300-officer")


@pytest.fixture
def colleague() -> User:
    return a_user("zunyi.colleague", Role.STATISTICS_HEAD, region_code="520300", organisation="520300-officer")


def wanted(**other: Any) -> WantedDeputy:
    usual = {
        "deputy": "zunyi.colleague",
        "principal": "zunyi.head",
        "role": Role.UNIT_HEAD,
        "first": FIRST,
        "last": LAST,
        "reason": "休假",
    }
    return WantedDeputy(**{**usual, **other})


def test_a_deputy_holds_the_role_in_the_same_region_from_the_first_day_to_the_end_of_the_last(
    security: User, head: User, colleague: User
) -> None:
    grant = appoint_deputy(wanted(), by=security, at=NOW)
    assert (grant.role, grant.region, grant.deputy_of, grant.reason) == (
        "unit_head",
        region_coded("520300"),
        head,
        "休假",
    )
    counts = {
        text: may(colleague, Action.RETURN_SIGN, at=moment(text), region=region_coded("520300"))
        and colleague.pk in one_person_with(head, at=moment(text))
        for text in ("2021-04-19 23:59", "2021-04-20 00:00", "2021-04-23 23:59", "2021-04-24 00:00")
    }
    assert list(counts.values()) == [False, True, True, False]
    [entry] = Entry.objects.filter(action="deputy.appoint")
    assert (entry.by, entry.object_id) == ("sec", "zunyi.colleague")
    assert entry.facts == {
        "deputy_of": "zunyi.head",
        "role": "unit_head",
        "region": "520300",
        "first": "2021-04-20",
        "last": "2021-04-23",
        "reason": "休假",
    }


def test_the_same_arrangement_asked_for_twice_is_one_grant_and_one_entry(
    security: User, head: User, colleague: User
) -> None:
    first, again = (appoint_deputy(wanted(), by=security, at=NOW) for _ in range(2))
    assert first.pk == again.pk
    assert Entry.objects.filter(action="deputy.appoint").count() == 1


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"reason": "  "}, "deputy_reason_missing"),
        ({"first": date(2021, 4, 18)}, "deputy_dates_refused"),
        ({"last": date(2021, 4, 19)}, "deputy_dates_refused"),
        ({"last": date(2021, 7, 21)}, "deputy_dates_refused"),
        ({"deputy": "zunyi.head"}, "deputy_is_principal"),
        ({"deputy": "anshun.head"}, "deputy_elsewhere"),
        ({"deputy": "nobody"}, "user_unknown"),
        ({"deputy": "gone"}, "account_disabled"),
        ({"role": Role.FILLER}, "principal_lacks_role"),
        ({"deputy": "zunyi.vice", "role": Role.UNIT_HEAD}, "deputy_holds_role"),
        ({"deputy": "zunyi.system"}, "administrators_must_differ"),
    ],
)
def test_an_arrangement_that_cannot_be_is_refused(
    security: User, head: User, colleague: User, other: dict[str, Any], code: str
) -> None:
    a_user("anshun.head", Role.UNIT_HEAD, region_code="520400", organisation="520400-officer")
    a_user("zunyi.vice", Role.UNIT_HEAD, region_code="520300", organisation="520300-officer")
    a_user("zunyi.system", Role.SYSTEM_ADMINISTRATOR, organisation="520300-officer")
    gone = a_user("gone", Role.FILLER, region_code="520300", organisation="520300-officer")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    with pytest.raises(AssessmentError) as refused:
        appoint_deputy(wanted(**other), by=security, at=NOW)
    assert refused.value.code == code
    assert not RoleGrant.objects.filter(deputy_of__isnull=False).exists()


def test_the_longest_arrangement_is_ninety_two_days(security: User, head: User, colleague: User) -> None:
    grant = appoint_deputy(wanted(last=date(2021, 7, 20)), by=security, at=NOW)
    assert grant.valid_until == moment("2021-07-21 00:00")


def test_a_second_deputy_in_the_same_days_and_a_deputy_of_a_deputy_are_refused(
    security: User, head: User, colleague: User
) -> None:
    a_user("zunyi.third", Role.FILLER, region_code="520300", organisation="520300-officer")
    appoint_deputy(wanted(), by=security, at=NOW)
    codes = []
    for other in (
        {"deputy": "zunyi.third", "first": LAST, "last": LAST + timedelta(days=3)},
        {"deputy": "zunyi.third", "principal": "zunyi.colleague"},
    ):
        with pytest.raises(AssessmentError) as refused:
            appoint_deputy(wanted(**other), by=security, at=moment("2021-04-20 09:00"))
        codes.append(refused.value.code)
    assert codes == ["deputy_twice", "principal_lacks_role"]
    after = wanted(deputy="zunyi.third", first=LAST + timedelta(days=1), last=LAST + timedelta(days=3))
    assert appoint_deputy(after, by=security, at=NOW).user.username == "zunyi.third"


def test_only_the_security_administrator_appoints_and_ends(head: User, colleague: User, security: User) -> None:
    grant = appoint_deputy(wanted(), by=security, at=NOW)
    system = a_user("sys", Role.SYSTEM_ADMINISTRATOR, organisation="520000-administration")
    for other in (head, colleague, system):
        with pytest.raises(PermissionRefused):
            appoint_deputy(wanted(), by=other, at=NOW)
        with pytest.raises(PermissionRefused):
            end_deputy(grant.pk, by=other, at=NOW)


@pytest.mark.parametrize("at", ["2021-04-19 16:00", "2021-04-21 16:00"])
def test_an_arrangement_is_ended_before_its_first_day_or_in_the_midst_of_it(
    security: User, head: User, colleague: User, at: str
) -> None:
    grant = appoint_deputy(wanted(), by=security, at=NOW)
    end_deputy(grant.pk, by=security, at=moment(at))
    for text in (at, "2021-04-20 00:00" if at < "2021-04-20" else at, "2021-04-23 09:00"):
        assert roles_in_force(colleague, at=moment(text)) == {Role.STATISTICS_HEAD}
        assert one_person_with(head, at=moment(text)) == {head.pk}
    assert [entry.by for entry in Entry.objects.filter(action="deputy.end")] == ["sec"]
    with pytest.raises(DeputyEnded):
        end_deputy(grant.pk, by=security, at=moment("2021-04-22 09:00"))
    with pytest.raises(NotFound):
        end_deputy(head.grants.get().pk, by=security, at=NOW)


def test_after_an_early_end_another_deputy_takes_over_on_the_same_day(
    security: User, head: User, colleague: User
) -> None:
    a_user("zunyi.third", Role.FILLER, region_code="520300", organisation="520300-officer")
    at = moment("2021-04-21 16:00")
    end_deputy(appoint_deputy(wanted(), by=security, at=NOW).pk, by=security, at=at)
    after = wanted(deputy="zunyi.third", first=date(2021, 4, 21))
    assert appoint_deputy(after, by=security, at=at).valid_from == at


@pytest.mark.parametrize("how", ["role", "account"])
def test_with_the_role_or_the_account_of_the_principal_the_deputy_goes_too(
    security: User, head: User, colleague: User, how: str
) -> None:
    appoint_deputy(wanted(), by=security, at=NOW)
    at = moment("2021-04-21 09:00")
    if how == "role":
        actions.revoke_role(head.grants.get().pk, by=security, at=at)
    else:
        system = a_user("sys", Role.SYSTEM_ADMINISTRATOR, organisation="520000-administration")
        actions.disable_account(head.username, by=system, at=at)
    assert colleague.grants.get(deputy_of=head).valid_until == at
    assert Entry.objects.filter(action="deputy.end").count() == 1


def test_the_grant_of_a_deputy_can_be_revoked_before_it_begins(security: User, head: User, colleague: User) -> None:
    grant = appoint_deputy(wanted(), by=security, at=NOW)
    assert actions.revoke_role(grant.pk, by=security, at=NOW).valid_until == moment("2021-04-20 00:00")


def test_a_lasting_grant_is_given_although_a_deputys_is_there(security: User, head: User, colleague: User) -> None:
    appoint_deputy(wanted(), by=security, at=NOW)
    at = moment("2021-04-21 09:00")
    own = actions.grant_role(colleague.username, Role.UNIT_HEAD, region=region_coded("520300"), by=security, at=at)
    assert (own.deputy_of, own.valid_until) == (None, None)


@pytest.mark.parametrize("fault", [{"reason": ""}, {"valid_until": None}, {"deputy_of": "self"}])
def test_the_database_keeps_a_deputy_another_person_for_a_time_and_a_reason(
    head: User, colleague: User, fault: dict[str, Any]
) -> None:
    row = {
        "user": colleague,
        "separation_class": "business",
        "role": "unit_head",
        "region": region_coded("520300"),
        "deputy_of": head,
        "reason": "休假",
        "valid_from": NOW,
        "valid_until": NOW + timedelta(days=1),
        "granted_by": "sec",
    }
    broken = {**row, **fault, **({"deputy_of": colleague} if "deputy_of" in fault else {})}
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(**broken)
    RoleGrant.objects.create(**row)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_over_http_deputies_are_appointed_listed_and_ended(security: User, head: User, colleague: User) -> None:
    body = {"deputy": "zunyi.colleague", "principal": "zunyi.head", "role": "unit_head", "reason": "休假"}
    with time_machine.travel(NOW, tick=False):
        client = signed_in(security)
        made = client.post(
            "/api/people/deputies/", {**body, "first": "2021-04-19", "last": "2021-04-23"}, "application/json"
        )
        assert made.status_code == 201, made.content
        assert made.json()["valid_from"] == "2021-04-19T15:00:00+08:00"
        assert made.json()["valid_until"] == "2021-04-24T00:00:00+08:00"
        [mine] = [one for one in signed_in(colleague).get("/api/people/me/").json()["roles"] if one["deputy_of"]]
        assert mine["deputy_of"] == "zunyi.head"
        assert [one["id"] for one in client.get("/api/people/deputies/?principal=zunyi.head").json()["results"]] == [
            made.json()["id"]
        ]
        ended = client.post(f"/api/people/deputies/{made.json()['id']}/end/")
    assert ended.json()["valid_until"] == "2021-04-19T15:00:00+08:00"


def test_on_the_page_one_is_appointed_and_ended_and_a_refusal_keeps_what_was_typed(
    security: User, head: User, colleague: User
) -> None:
    typed = {"principal": "zunyi.head", "deputy": "zunyi.head", "role": "unit_head", "reason": "休假"}
    typed |= {"first": "2021-04-19", "last": "2021-04-23"}
    with time_machine.travel(NOW, tick=False):
        client = signed_in(security)
        refused = client.post("/deputies/", typed)
        assert refused.status_code == 400
        assert "不能代理本人" in refused.content.decode()
        assert 'value="休假"' in refused.content.decode()
        assert client.post("/deputies/", {**typed, "deputy": "zunyi.colleague"}).status_code == 302
        listed = client.get("/deputies/").content.decode()
        assert "代理中" in listed
        grant = colleague.grants.get(deputy_of=head)
        client.post(f"/deputies/{grant.pk}/end/")
        assert "已终止" in client.get("/deputies/").content.decode()
        assert "已终止" in client.post(f"/deputies/{grant.pk}/end/", follow=True).content.decode()
        assert signed_in(head).get("/deputies/").status_code == 403


def test_the_page_asks_as_many_questions_for_one_deputy_as_for_many(
    security: User, head: User, colleague: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for week in range(4):
        first = FIRST + timedelta(days=7 * week)
        appoint_deputy(wanted(first=first, last=first + timedelta(days=2)), by=security, at=NOW)
    client = signed_in(security)
    with django_assert_num_queries(QUERIES_OF_THE_PAGE):
        assert client.get("/deputies/").status_code == 200
