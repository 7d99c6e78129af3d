"""Signing in: throttled before hashing, the same answer for everybody who may not, recorded."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.core.cache import cache
from django.test import Client

from assessment.audit.actions import SYSTEM
from assessment.audit.models import Entry
from assessment.people import actions, throttle
from assessment.people.actions import Newcomer
from assessment.people.errors import (
    AccountExists,
    PasswordNotGoodEnough,
    PermissionRefused,
    SignInRefused,
    SignInThrottled,
    UsernameNotAllowed,
)
from assessment.people.models import User
from assessment.people.roles import Role, SeparationClass
from assessment.territory.models import Organisation
from tests.situations.people import PASSWORD, a_user

NOW = datetime(2021, 4, 20, 9, 0, tzinfo=UTC)
HERE, ELSEWHERE = "10.1.1.1", "10.2.2.2"


@pytest.fixture(autouse=True)
def no_earlier_failures() -> None:
    cache.clear()


@pytest.mark.django_db
def test_passwords_are_hashed_with_argon2id_at_19_mib_two_passes_one_lane() -> None:
    user = a_user("zunyi.filler", Role.FILLER, region_code="520300")
    assert identify_hasher(user.password).algorithm == "argon2"
    assert "argon2id$v=19$m=19456,t=2,p=1" in user.password


@pytest.mark.django_db
def test_the_right_password_gives_the_account_and_an_entry() -> None:
    a_user("zunyi.filler", Role.FILLER, region_code="520300")
    assert actions.sign_in("zunyi.filler", PASSWORD, source=HERE, at=NOW).username == "zunyi.filler"
    entry = Entry.objects.get(action="account.sign_in")
    assert (entry.by, entry.outcome, entry.source_address) == ("zunyi.filler", "done", HERE)


@pytest.mark.django_db
def test_the_sixth_try_is_refused_even_with_the_right_password_and_hashes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_user("zunyi.filler", Role.FILLER, region_code="520300")
    for _ in range(throttle.FAILURES_ALLOWED):
        with pytest.raises(SignInRefused):
            actions.sign_in("zunyi.filler", "wrong", source=HERE, at=NOW)
    hashed: list[object] = []
    monkeypatch.setattr(actions, "check_password", lambda *args: hashed.append(args))
    with pytest.raises(SignInThrottled):
        actions.sign_in("zunyi.filler", PASSWORD, source=HERE, at=NOW)
    assert hashed == []


@pytest.mark.django_db
def test_failures_elsewhere_do_not_lock_the_officer_at_the_own_desk() -> None:
    a_user("zunyi.filler", Role.FILLER, region_code="520300")
    for _ in range(throttle.FAILURES_ALLOWED):
        with pytest.raises(SignInRefused):
            actions.sign_in("zunyi.filler", "wrong", source=ELSEWHERE, at=NOW)
    assert actions.sign_in("zunyi.filler", PASSWORD, source=HERE, at=NOW)


@pytest.mark.django_db
def test_an_unknown_name_is_hashed_too_refused_alike_and_not_written_down() -> None:
    with pytest.raises(SignInRefused):
        actions.sign_in("a-password-typed-here", "x", source=HERE, at=NOW)
    assert "a-password-typed-here" not in str(Entry.objects.values())


@pytest.mark.django_db
def test_the_session_of_a_disabled_account_ends_with_its_next_request() -> None:
    user, administrator = (
        a_user("zunyi.filler", Role.FILLER, region_code="520300"),
        a_user("sys", Role.SYSTEM_ADMINISTRATOR),
    )
    client = Client()
    client.force_login(user)
    assert client.get("/api/schema/").status_code == 200
    actions.disable_account("zunyi.filler", by=administrator, at=NOW)
    assert client.get("/api/schema/").status_code in {401, 403}


@pytest.mark.django_db
def test_a_new_password_ends_the_sessions_bound_to_the_old_one() -> None:
    user = a_user("zunyi.filler", Role.FILLER, region_code="520300")
    client = Client()
    client.force_login(user)
    actions.change_password(user, PASSWORD, "another-Long-passw0rd", at=NOW)
    assert client.get("/api/schema/").status_code in {401, 403}


@pytest.mark.django_db
@pytest.mark.parametrize("weak", ["short", "123456789012345", "password1234", "zunyi.filler"])
def test_weak_passwords_are_refused(weak: str) -> None:
    user = a_user("zunyi.filler", Role.FILLER, region_code="520300")
    with pytest.raises(PasswordNotGoodEnough):
        actions.change_password(user, PASSWORD, weak, at=NOW)


def newcomer() -> actions.Newcomer:
    return actions.Newcomer(
        username="new.officer",
        display_name="新人",
        organisation=Organisation.objects.get(code="520300-officer"),
        employee_number="E-1",
        separation_class=SeparationClass.BUSINESS,
    )


@pytest.mark.django_db
def test_an_initial_password_is_random_must_be_changed_and_dies_after_a_day() -> None:
    administrator = a_user("sys", Role.SYSTEM_ADMINISTRATOR)
    user, password = actions.open_account(newcomer(), by=administrator, at=NOW)
    assert user.must_change_password
    assert actions.sign_in("new.officer", password, source=HERE, at=NOW + timedelta(hours=23))
    with pytest.raises(SignInRefused):
        actions.sign_in("new.officer", password, source=HERE, at=NOW + timedelta(hours=25))


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM_ADMINISTRATOR])
def test_nobody_but_the_system_administrator_opens_accounts(role: Role) -> None:
    outsider = a_user("outsider", role, region_code="520300")
    with pytest.raises(PermissionRefused):
        actions.open_account(newcomer(), by=outsider, at=NOW)


@pytest.mark.django_db
def test_one_person_gets_one_account() -> None:
    a_user("first", Role.REVIEWER)
    assert not User.objects.filter(employee_number="E-1").exists()
    actions.create_account(newcomer(), by=SYSTEM, at=NOW)
    with pytest.raises(AccountExists):
        actions.create_account(replace(newcomer(), username="second.name"), by=SYSTEM, at=NOW)
    with pytest.raises(AccountExists):
        actions.create_account(replace(newcomer(), employee_number="E-2"), by=SYSTEM, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["system", "Zunyi.filler", "a/b", "a b", "遵义", ".a", "a..b", "?"])
def test_a_name_that_could_be_taken_for_another_is_refused(name: str) -> None:
    with pytest.raises(UsernameNotAllowed):
        actions.create_account(Newcomer(name, "", Organisation(), "", SeparationClass.BUSINESS), by=SYSTEM, at=NOW)
