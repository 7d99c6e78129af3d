"""The only writers of accounts and grants; and signing in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import get_random_string

from assessment.audit.actions import SYSTEM, SYSTEM_CHAIN, Actor, Fact, record
from assessment.audit.models import Entry
from assessment.people import throttle
from assessment.people.deputy_actions import end_deputies_of
from assessment.people.errors import (
    AccountDisabled,
    AccountExists,
    AdministratorsMustDiffer,
    GrantEnded,
    NotFound,
    PasswordNotGoodEnough,
    RegionRequired,
    SignInRefused,
    UsernameNotAllowed,
)
from assessment.people.models import RoleGrant, User
from assessment.people.permissions import REGIONAL_ROLES, Action
from assessment.people.queries import grants_in_force, require
from assessment.people.roles import Role, SeparationClass, class_of_role
from assessment.territory.models import Organisation, Region

INITIAL_PASSWORD_LIFE = timedelta(hours=24)
INITIAL_PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"  # noqa: S105 - letters, not a password
USERNAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")


@dataclass(frozen=True)
class Newcomer:
    """Who gets an account; `employee_number` is the person's, so that nobody gets two."""

    username: str
    display_name: str
    organisation: Organisation
    employee_number: str
    separation_class: SeparationClass
    email: str = ""


def sign_in(username: str, password: str, *, source: str, at: datetime) -> User:
    """The account of these credentials. Throttled before hashing; unknown and known names take the same time.

    Raises `SignInThrottled` or `SignInRefused`; either is recorded.
    """
    throttle.refuse_if_throttled(username, source)
    user = User.objects.select_related("organisation").filter(username=username).first()
    with throttle.room_to_hash():
        right = check_password(password, user.password) if user else _hash_in_vain(password)
    if user is None or not right or not user.is_active or _initial_password_expired(user, at=at):
        throttle.count_failure(username, source)
        _record_sign_in(username, user, source=source, at=at, outcome=Entry.Outcome.REFUSED)
        raise SignInRefused
    throttle.forgive(username, source)
    _record_sign_in(username, user, source=source, at=at, outcome=Entry.Outcome.DONE)
    return user


def open_account(newcomer: Newcomer, *, by: User, at: datetime) -> tuple[User, str]:
    """A new account and its initial password: random, for one use, gone after 24 hours."""
    with transaction.atomic():
        require(by, Action.ACCOUNT_CREATE, at=at)
        return create_account(newcomer, by=by, at=at)


def create_account(newcomer: Newcomer, *, by: Actor, at: datetime) -> tuple[User, str]:
    """The same without the permission check: for the first administrator, from the server's own console."""
    if not USERNAME.fullmatch(newcomer.username) or newcomer.username == SYSTEM.username:
        raise UsernameNotAllowed(received=newcomer.username, example="zunyi.filler")
    password = get_random_string(16, INITIAL_PASSWORD_ALPHABET)
    with transaction.atomic():
        _refuse_second_account(newcomer)
        user = User.objects.create(
            username=newcomer.username,
            display_name=newcomer.display_name,
            organisation=newcomer.organisation,
            employee_number=newcomer.employee_number,
            email=newcomer.email,
            separation_class=newcomer.separation_class.value,
            password=make_password(password),
            initial_password_until=at + INITIAL_PASSWORD_LIFE,
            created_at=at,
        )
        record(Fact(Action.ACCOUNT_CREATE, SYSTEM_CHAIN, "user", user.username), by=by, at=at)
    return user, password


def change_password(user: User, old: str, new: str, *, at: datetime) -> None:
    """Replace the password; every session of the account ends, because its hash is bound to the old one."""
    with transaction.atomic():
        locked = User.objects.select_for_update().get(id=user.id)
        if not check_password(old, locked.password):
            raise SignInRefused
        try:
            validate_password(new, locked)
        except ValidationError as error:
            raise PasswordNotGoodEnough(problems=error.messages) from None
        set_password(locked, new, by=user, at=at)
        user.password = locked.password


def set_password(user: User, password: str, *, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        user.password = make_password(password)
        user.must_change_password = False
        user.initial_password_until = None
        user.save(update_fields=["password", "must_change_password", "initial_password_until"])
        record(Fact("account.password", SYSTEM_CHAIN, "user", user.username), by=by, at=at)


def disable_account(username: str, *, by: User, at: datetime) -> None:
    """Close an account; its sessions end with the next request, its jobs lose their permission."""
    with transaction.atomic():
        require(by, Action.ACCOUNT_DISABLE, at=at)
        user = _locked(username)
        if not user.is_active:
            raise AccountDisabled(username=username)
        user.is_active = False
        user.disabled_at = at
        user.save(update_fields=["is_active", "disabled_at"])
        end_deputies_of(user, by=by, at=at)
        record(
            Fact(Action.ACCOUNT_DISABLE, SYSTEM_CHAIN, "user", username, changes={"is_active": (True, False)}),
            by=by,
            at=at,
        )


def grant_role(username: str, role: Role, *, region: Region | None, by: User, at: datetime) -> RoleGrant:
    """Give a role from now on; giving twice changes nothing, so that one revocation takes all of it back.

    `AdministratorsMustDiffer` where the role lies outside the account's class, `AccountDisabled` where nobody uses it.
    """
    with transaction.atomic():
        require(by, Action.ROLE_GRANT, at=at)
        user = _locked(username)
        if not user.is_active:
            raise AccountDisabled(username=username)
        own = grants_in_force(user, at=at).filter(deputy_of__isnull=True)
        held = own.filter(role=role.value, region=region, valid_until__isnull=True).first()
        return held or create_grant(user, role, region=region, by=by, at=at)


def create_grant(user: User, role: Role, *, region: Region | None, by: Actor, at: datetime) -> RoleGrant:
    """The same without the permission check: for the first administrators, from the server's own console."""
    if class_of_role(role).value != user.separation_class:
        raise AdministratorsMustDiffer(username=user.username, expected=user.separation_class, role=role.value)
    if role in REGIONAL_ROLES and region is None:
        raise RegionRequired(role=role.value)
    with transaction.atomic():
        grant = RoleGrant.objects.create(
            user=user,
            separation_class=user.separation_class,
            role=role.value,
            region=region,
            valid_from=at,
            granted_by=by.username,
        )
        facts: Mapping[str, object] = {"role": role.value, "region": region.code if region else ""}
        record(Fact(Action.ROLE_GRANT, SYSTEM_CHAIN, "user", user.username, facts=facts), by=by, at=at)
    return grant


def revoke_role(grant_id: int, *, by: User, at: datetime) -> RoleGrant:
    """Take a role back from now on; `GrantEnded` where it has ended before."""
    with transaction.atomic():
        require(by, Action.ROLE_REVOKE, at=at)
        grants = RoleGrant.objects.select_for_update(of=("self",)).select_related("user", "region", "deputy_of")
        grant = grants.filter(id=grant_id).first()
        if grant is None:
            raise NotFound
        if grant.valid_until is not None and grant.valid_until <= at:
            raise GrantEnded(role=grant.role)
        grant.valid_until = max(at, grant.valid_from)
        grant.save(update_fields=["valid_until"])
        facts = {"role": grant.role}
        record(Fact(Action.ROLE_REVOKE, SYSTEM_CHAIN, "user", grant.user.username, facts=facts), by=by, at=at)
        if grant.deputy_of_id is None:
            end_deputies_of(grant.user, role=grant.role, by=by, at=at)
    return grant


def _locked(username: str) -> User:
    user = User.objects.select_for_update().filter(username=username).first()
    if user is None:
        raise NotFound
    return user


def _refuse_second_account(newcomer: Newcomer) -> None:
    for field in ("username", "employee_number"):
        received = getattr(newcomer, field)
        if User.objects.filter(**{field: received}).exists():
            raise AccountExists(field=field, received=received)


def _hash_in_vain(password: str) -> bool:
    """As long as a real check, so that the answer's time does not tell which names exist."""
    make_password(password)
    return False


def _initial_password_expired(user: User, *, at: datetime) -> bool:
    return user.initial_password_until is not None and user.initial_password_until < at


@dataclass(frozen=True)
class _Knocker:
    username: str
    source_address: str


def _record_sign_in(username: str, user: User | None, *, source: str, at: datetime, outcome: str) -> None:
    with transaction.atomic():
        name = user.username if user else "?"
        # An unknown name may be a password typed into the wrong field: it is not written down.
        record(
            Fact("account.sign_in", SYSTEM_CHAIN, "user", name, outcome=outcome),
            by=_Knocker(name, source),
            at=at,
        )
