"""知悉人员名单 on its page: who stands on it, who may be added, who read before the issue."""

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.people.models import InsiderEntry, User
from assessment.people.roles import Role
from tests.situations.people import a_user
from tests.situations.scoring import (
    FIRST_QUARTER,
    ISSUED,
    an_approved_run,
    on_the_insider_list,
    the_approver,
    the_filler,
    the_officer,
)

pytestmark = pytest.mark.django_db
ADDRESS = f"/insiders/?period={FIRST_QUARTER}"
QUERIES = 14


def a_client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def _at_the_issue() -> object:
    with time_machine.travel(ISSUED, tick=False):
        yield


def test_the_approver_puts_somebody_on_the_list_and_takes_him_off() -> None:
    leader = a_user("leader", Role.COMMISSION_LEADER)
    client = a_client(the_approver())
    an_approved_run()
    said = {"username": "leader", "reason": "听取汇报"}
    page = client.post(f"/insiders/{FIRST_QUARTER}/", said, follow=True).content.decode()
    assert "已列入名单" in page
    assert "听取汇报" in page
    assert "1人，上限8人" in page
    page = client.post(f"/insiders/{FIRST_QUARTER}/leader/remove/", follow=True).content.decode()
    assert "该期间名单为空" in page
    assert "曾在名单内的人员" in page
    assert InsiderEntry.objects.get(user=leader).valid_until == ISSUED


def test_who_opened_and_downloaded_unissued_results_is_counted_by_person() -> None:
    run = an_approved_run()
    officer = a_client(on_the_insider_list(the_officer()))
    for _ in range(2):
        assert officer.get(f"/rankings/{run.pk}/").status_code == 200
    page = a_client(the_approver()).get(ADDRESS).content.decode()
    [row] = [part for part in page.split("<tr>") if the_officer().display_name in part and 'class="num">' in part]
    assert '<td class="num">2</td><td class="num">0</td>' in row


@pytest.mark.parametrize("role", [Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR])
def test_security_and_audit_see_the_list_and_change_nothing(role: Role) -> None:
    on_the_insider_list(the_officer())
    client = a_client(a_user("keeper", role, organisation="520000-administration"))
    page = client.get(ADDRESS).content.decode()
    assert the_officer().display_name in page
    assert "移出名单" not in page
    assert "列入人员" not in page
    assert 'href="/runs/"' not in page
    assert client.post(f"/insiders/{FIRST_QUARTER}/", {"username": "officer", "reason": "x"}).status_code == 403


def test_a_city_sees_no_list() -> None:
    assert a_client(the_filler("520300")).get(ADDRESS).status_code == 403


def test_the_list_asks_the_database_as_often_for_eight_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    an_approved_run()
    client = a_client(the_approver())
    on_the_insider_list(the_officer())
    client.get(ADDRESS)
    with django_assert_num_queries(QUERIES):
        client.get(ADDRESS)
    for number in range(7):
        on_the_insider_list(a_user(f"leader.{number}", Role.COMMISSION_LEADER))
    with django_assert_num_queries(QUERIES):
        client.get(ADDRESS)
