"""The only writer of access tokens: made by their owner, shown once, ended by the owner or the administrator."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.db.models import Q

from assessment.audit.actions import SYSTEM_CHAIN, Fact, record
from assessment.people import throttle
from assessment.people.errors import NotFound, SignInRefused, TokenDatesRefused, TokenRevoked, TokenScopeRefused
from assessment.people.models import ApiToken, User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, may, require

# All of it reading: a token never opens a step that writes.
SCOPES = (
    Action.INTERCHANGE_DOWNLOAD,
    Action.SCORE_VIEW,
    Action.RUN_VIEW,
    Action.FIGURE_VIEW_INTERNAL,
    Action.REPORT_DOWNLOAD,
    Action.DASHBOARD_VIEW,
    Action.CITY_PACK_VIEW,
    Action.CITY_PACK_DOWNLOAD,
    Action.CONVERSION_VIEW,
    Action.CONVERSION_DOWNLOAD,
    Action.SCHEME_VIEW,
    Action.COLLECTION_VIEW,
    Action.BATCH_VIEW,
)
READING = "token.read"
MOST_DAYS = 365
PREFIX = "gzde_"
LETTERS_SHOWN = 10
USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class WantedToken:
    """What the owner asks for; `days` counts from now."""

    purpose: str
    scope: frozenset[Action]
    days: int


def create_token(wanted: WantedToken, password: str, *, by: User, at: datetime) -> tuple[ApiToken, str]:
    """A token of `by` and its text, which is not kept. The password is asked again, throttled like a sign-in."""
    _check_password(password, by=by)
    with transaction.atomic():
        require(by, Action.TOKEN_CREATE, at=at)
        owner = User.objects.select_for_update().get(pk=by.pk)
        beyond = wanted.scope - actions_open_to(by, at=at) | wanted.scope - frozenset(SCOPES)
        if beyond or not wanted.scope:
            raise TokenScopeRefused(received="、".join(sorted(action.value for action in beyond)) or "–")
        if not 1 <= wanted.days <= MOST_DAYS:
            raise TokenDatesRefused(received=wanted.days, most=MOST_DAYS)
        text = PREFIX + secrets.token_urlsafe(32)
        token = ApiToken.objects.create(
            owner=owner,
            purpose=wanted.purpose,
            digest=digest_of(text),
            beginning=text[:LETTERS_SHOWN],
            bound_to=owner.get_session_auth_hash(),
            scope=sorted(action.value for action in wanted.scope),
            created_at=at,
            expires_at=at + timedelta(days=wanted.days),
        )
        facts = {"scope": token.scope, "expires_at": token.expires_at.isoformat()}
        record(Fact(Action.TOKEN_CREATE, SYSTEM_CHAIN, "token", str(token.pk), facts=facts), by=by, at=at)
    return token, text


def revoke_token(token_id: int, *, by: User, at: datetime) -> ApiToken:
    """End a token now: one's own, or any for the security administrator. Another's is not found otherwise."""
    with transaction.atomic():
        tokens = ApiToken.objects.select_for_update(of=("self",)).select_related("owner")
        token = tokens.filter(pk=token_id).first()
        if token is None or (token.owner_id != by.pk and not may(by, Action.TOKEN_REVOKE, at=at)):
            raise NotFound
        if token.revoked_at is not None:
            raise TokenRevoked
        token.revoked_at, token.revoked_by = at, by
        token.save(update_fields=["revoked_at", "revoked_by"])
        facts = {"owner": token.owner.username}
        record(Fact(Action.TOKEN_REVOKE, SYSTEM_CHAIN, "token", str(token.pk), facts=facts), by=by, at=at)
    return token


def note_use(token: ApiToken, *, at: datetime) -> None:
    """Remember that a token was used, at most once a minute; what was read with it is in the audit of the reading."""
    unnoted = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at - USE_NOTED_EVERY)
    ApiToken.objects.filter(unnoted, pk=token.pk).update(last_used_at=at)


def record_reading(token: ApiToken, address: str, *, by: User, at: datetime) -> None:
    """Which address a program read, where the reading leaves no entry of its own."""
    facts = {"address": address, "token": str(token.pk)}
    with transaction.atomic():
        record(Fact(READING, SYSTEM_CHAIN, "token", str(token.pk), facts=facts), by=by, at=at)


def digest_of(text: str) -> str:
    """256 random bits need no slow hash: nobody finds them by trying."""
    return hashlib.sha256(text.encode()).hexdigest()


def _check_password(password: str, *, by: User) -> None:
    counted_as = f"{by.username} token"
    throttle.refuse_if_throttled(counted_as, by.source_address)
    with throttle.room_to_hash():
        right = check_password(password, by.password)
    if not right:
        throttle.count_failure(counted_as, by.source_address)
        raise SignInRefused
    throttle.forgive(counted_as, by.source_address)
