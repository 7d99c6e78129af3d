"""What is taken from somebody is gone with the next request, in every session that is open."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from assessment.people import actions
from assessment.people.models import User
from assessment.people.roles import Role
from tests.situations.catalogue import moment
from tests.situations.people import PASSWORD, a_user

NOW = moment("2021-04-25 10:00")
SESSIONS = 5
ACCOUNTS = "/api/people/accounts/"

pytestmark = pytest.mark.django_db


def answers(clients: list[Client], address: str) -> list[int]:
    """A second after the change, by the clock of the server."""
    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        return [client.get(address).status_code for client in clients]


def disabled(user: User, security: User, system: User) -> None:
    actions.disable_account(user.username, by=system, at=NOW)


def password_changed(user: User, security: User, system: User) -> None:
    actions.change_password(user, PASSWORD, "another-Long-passw0rd", at=NOW)


def role_taken_back(user: User, security: User, system: User) -> None:
    actions.revoke_role(user.grants.get().pk, by=security, at=NOW)


@pytest.mark.parametrize(
    ("take", "reading", "own_account"),
    [(disabled, 401, 401), (password_changed, 401, 401), (role_taken_back, 403, 200)],
    ids=["the account is disabled", "the password is changed", "the role is taken back"],
)
def test_five_open_sessions_are_refused_with_their_next_request(
    take: Callable[[User, User, User], None], reading: int, own_account: int
) -> None:
    user = a_user("system.one", Role.SYSTEM_ADMINISTRATOR, organisation="520000-administration")
    security = a_user("security", Role.SECURITY_ADMINISTRATOR, organisation="520000-administration")
    system = a_user("system.two", Role.SYSTEM_ADMINISTRATOR, organisation="520000-administration")
    bystander, clients = Client(), [Client() for _ in range(SESSIONS)]
    with time_machine.travel(NOW - timedelta(minutes=1), tick=False):
        bystander.force_login(system)
        for client in clients:
            client.force_login(user)
        assert {client.get(ACCOUNTS).status_code for client in clients} == {200}
    take(user, security, system)
    assert answers(clients, ACCOUNTS) == [reading] * SESSIONS
    assert answers(clients, "/api/people/me/") == [own_account] * SESSIONS
    assert answers([bystander], ACCOUNTS) == [200]
