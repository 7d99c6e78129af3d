"""Reads of access tokens: one's own, all for the security administrator, and the one a program presents."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from assessment.people.models import ApiToken, User
from assessment.people.permissions import Action
from assessment.people.queries import require


def own_tokens(user: User) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(owner=user)


def tokens_visible_to(user: User, *, at: datetime) -> QuerySet[ApiToken]:
    """Every token with its owner, newest first, for the security administrator."""
    require(user, Action.TOKEN_VIEW, at=at)
    return ApiToken.objects.select_related("owner", "revoked_by")


def token_in_force(digest: str, *, at: datetime) -> ApiToken | None:
    """The token of that digest while it counts: not ended, its account open, with the password it was made under."""
    tokens = ApiToken.objects.select_related("owner__organisation")
    token = tokens.filter(digest=digest, revoked_at__isnull=True, expires_at__gt=at, owner__is_active=True).first()
    if token is None or token.owner.must_change_password:
        return None
    return token if constant_time_compare(token.bound_to, token.owner.get_session_auth_hash()) else None
