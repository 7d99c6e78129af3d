"""Accounts, grants and the 知悉人员名单 over HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.audit.models import Entry
from assessment.people import actions
from assessment.people.models import InsiderEntry, RoleGrant, User
from assessment.people.roles import Role
from tests.situations.people import a_user

pytestmark = pytest.mark.django_db
NEWCOMER = {
    "username": "anshun.filler",
    "display_name": "安顺市填报人",
    "organisation": "520400-officer",
    "employee_number": "AS-1",
    "separation_class": "business",
}
# Session, account, the touch of the session in its savepoint, the grants of the reader, the count, the rows.
QUERIES_OF_A_LIST = 8


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def system() -> User:
    return a_user("sys", Role.SYSTEM_ADMINISTRATOR, organisation="520000-administration")


def security() -> User:
    return a_user("sec", Role.SECURITY_ADMINISTRATOR, organisation="520000-administration")


def approver() -> User:
    return a_user("approver", Role.COMMISSION_APPROVER, organisation="520000-reform")


def posted(user: User, address: str, body: dict[str, Any] | None = None) -> Any:
    return signed_in(user).post(f"/api/people/{address}", body or {}, "application/json")


def test_an_account_reads_its_own_organisation_and_roles() -> None:
    officer = a_user("zunyi.filler", Role.FILLER, region_code="520300", organisation="520300-officer")
    me = signed_in(officer).get("/api/people/me/").json()
    assert me["username"] == "zunyi.filler"
    assert me["organisation"]["code"] == "520300-officer"
    assert me["roles"] == [{"role": "filler", "region": "520300", "deputy_of": None, "valid_until": None}]


def test_a_role_taken_back_is_no_longer_mine() -> None:
    officer = a_user("reviewer", Role.REVIEWER, Role.CONFIRMER)
    actions.revoke_role(officer.grants.get(role="reviewer").pk, by=security(), at=timezone.now())
    assert [held["role"] for held in signed_in(officer).get("/api/people/me/").json()["roles"]] == ["confirmer"]


def test_a_list_of_accounts_costs_the_same_however_long_it_is(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(system())
    for number in range(5):
        a_user(f"reviewer-{number}", Role.REVIEWER, Role.CONFIRMER)
    with django_assert_num_queries(QUERIES_OF_A_LIST + 1):  # and the grants of all of them
        answer = client.get("/api/people/accounts/")
    assert answer.json()["count"] == 6
    assert "password" not in answer.content.decode().replace("must_change_password", "")


def test_accounts_are_narrowed_by_organisation_and_by_being_in_use() -> None:
    administrator = system()
    a_user("officer", Role.COMMISSION_OFFICER, organisation="520000-reform")
    a_user("gone", Role.REVIEWER)
    actions.disable_account("gone", by=administrator, at=timezone.now())
    client = signed_in(administrator)

    def names(**wanted: str) -> list[str]:
        return [account["username"] for account in client.get("/api/people/accounts/", wanted).json()["results"]]

    assert names(organisation="520000-reform") == ["officer"]
    assert names(active="false") == ["gone"]


def test_an_opened_account_answers_its_initial_password_once() -> None:
    administrator = system()
    answer = posted(administrator, "accounts/", NEWCOMER)
    assert answer.status_code == 201
    password = answer.json()["initial_password"]
    assert User.objects.get(username="anshun.filler").check_password(password)
    assert password not in signed_in(administrator).get("/api/people/accounts/anshun.filler/").content.decode()
    entry = Entry.objects.get(action="account.create")
    assert (entry.by, entry.object_id) == ("sys", "anshun.filler")
    assert password not in str(entry.facts)


@pytest.mark.parametrize(
    ("field", "value", "status", "code"),
    [
        ("username", "system", 400, "username_not_allowed"),
        ("organisation", "nowhere", 400, "organisation_unknown"),
        ("separation_class", "all", 400, "invalid"),
        ("username", "sys", 409, "account_exists"),
        ("employee_number", "E-sys", 409, "account_exists"),
    ],
)
def test_an_account_that_cannot_be_is_not_opened(field: str, value: str, status: int, code: str) -> None:
    answer = posted(system(), "accounts/", {**NEWCOMER, field: value})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert not User.objects.filter(display_name="安顺市填报人").exists()


def test_a_disabled_account_is_out_with_its_next_request_and_receives_no_role() -> None:
    administrator, keeper = system(), security()
    officer = signed_in(a_user("zunyi.filler", Role.FILLER, region_code="520300"))
    assert officer.get("/api/people/me/").status_code == 200
    assert posted(administrator, "accounts/zunyi.filler/disable/").json()["is_active"] is False
    assert officer.get("/api/people/me/").status_code == 401
    assert posted(administrator, "accounts/zunyi.filler/disable/").status_code == 409
    refused = posted(keeper, "accounts/zunyi.filler/grants/", {"role": "unit_head", "region": "520300"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "account_disabled")


def test_a_role_is_given_once_and_one_revocation_takes_it_back() -> None:
    keeper = security()
    a_user("zunyi.filler", Role.FILLER, region_code="520300")
    wanted = {"role": "statistics_head", "region": "520300"}
    first, second = (posted(keeper, "accounts/zunyi.filler/grants/", wanted) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    address = f"grants/{first.json()['id']}/revoke/"
    assert posted(keeper, address).json()["valid_until"] is not None
    assert posted(keeper, address).json()["error"]["code"] == "grant_ended"
    assert not RoleGrant.objects.filter(role="statistics_head", valid_until__isnull=True).exists()


def test_the_same_role_in_another_region_is_another_grant() -> None:
    keeper = security()
    a_user("zunyi.filler", Role.FILLER, region_code="520300")
    given = posted(keeper, "accounts/zunyi.filler/grants/", {"role": "filler", "region": "520200"})
    assert given.status_code == 201
    assert User.objects.get(username="zunyi.filler").grants.count() == 2


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"role": "filler"}, 400, "region_required"),
        ({"role": "filler", "region": "999999"}, 400, "region_unknown"),
        ({"role": "emperor"}, 400, "invalid"),
        ({"role": "audit_administrator"}, 409, "administrators_must_differ"),
    ],
)
def test_a_role_that_does_not_fit_is_not_given(body: dict[str, str], status: int, code: str) -> None:
    a_user("reviewer", Role.REVIEWER)
    answer = posted(security(), "accounts/reviewer/grants/", body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_the_insider_list_is_kept_and_read_over_http() -> None:
    keeper = approver()
    a_user("leader", Role.COMMISSION_LEADER, organisation="520000-reform")
    wanted = {"username": "leader", "reason": "听取汇报"}
    assert posted(keeper, "insider-lists/2021c06/", wanted).status_code == 201
    client = signed_in(keeper)
    (entry,) = client.get("/api/people/insider-lists/2021c06/", {"current": "true"}).json()["results"]
    assert (entry["username"], entry["reason"], entry["added_by"]) == ("leader", "听取汇报", "approver")
    assert client.get("/api/people/insider-lists/2021c09/").json()["count"] == 0
    assert client.delete("/api/people/insider-lists/2021c06/leader/").status_code == 204
    assert client.delete("/api/people/insider-lists/2021c06/leader/").status_code == 404
    assert client.get("/api/people/insider-lists/2021c06/", {"current": "true"}).json()["count"] == 0
    assert client.get("/api/people/insider-lists/2021c06/").json()["count"] == 1


def test_a_list_of_insiders_costs_the_same_however_long_it_is(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    keeper = approver()
    for number in range(4):
        user = a_user(f"leader-{number}", Role.COMMISSION_LEADER, organisation="520000-reform")
        InsiderEntry.objects.create(
            subject="2021c06", user=user, reason="会签", valid_from=timezone.now(), added_by="approver"
        )
    client = signed_in(keeper)
    with django_assert_num_queries(QUERIES_OF_A_LIST):
        assert client.get("/api/people/insider-lists/2021c06/").json()["count"] == 4


@pytest.mark.parametrize(
    ("address", "body", "code"),
    [
        ("insider-lists/2021q1/", {"username": "approver", "reason": "x"}, "not_a_period"),
        ("insider-lists/2021c06/", {"username": "nobody", "reason": "x"}, "user_unknown"),
        ("insider-lists/2021c06/", {"username": "approver", "reason": " "}, "invalid"),
    ],
)
def test_an_entry_that_names_nobody_no_period_or_no_reason_is_refused(
    address: str, body: dict[str, str], code: str
) -> None:
    answer = posted(approver(), address, body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_a_deputy_holds_the_role_for_its_days_only() -> None:
    stand_in = a_user("stand.in", Role.REVIEWER)
    stand_in.grants.update(valid_until=timezone.now() - timedelta(seconds=1))
    assert signed_in(stand_in).get("/api/people/me/").json()["roles"] == []
