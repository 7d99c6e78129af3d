"""How a program signs its requests: `Authorization: Bearer …`, for reading, so many times a minute."""

from typing import Any, cast

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, MethodNotAllowed
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_200_OK
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from assessment.people.models import ApiToken, User
from assessment.people.sessions import source_address
from assessment.people.token_actions import digest_of, note_use, record_reading
from assessment.people.token_queries import token_in_force

SCHEME = "bearer"


class TokenAuthentication(BaseAuthentication):
    """The owner of the token, narrowed to its scope; only the addresses that name this class take one."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _, text = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != SCHEME:
            return None
        at = timezone.now()
        token = token_in_force(digest_of(text.strip()), at=at)
        if token is None:
            raise AuthenticationFailed
        if request.method not in SAFE_METHODS:
            raise MethodNotAllowed(str(request.method))
        note_use(token, at=at)
        owner = token.owner
        owner.source_address = source_address(request)
        owner.token_number, owner.token_scope = token.pk, frozenset(token.scope)
        return owner, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself, untyped
    """What the description of the API says of it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": SCHEME, "description": "an access token made on the page of its owner"}


class TokenThrottle(SimpleRateThrottle):
    """So many readings a minute by one token; people in their browser are not counted."""

    scope = "token"
    rate = "60/min"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        token = request.auth
        return self.cache_format % {"scope": self.scope, "ident": token.pk} if isinstance(token, ApiToken) else None


class ReadByToken(APIView):
    """An address that people read signed in, and programs with a token; what a program was given is on record."""

    authentication_classes = [TokenAuthentication, SessionAuthentication]
    throttle_classes = [TokenThrottle]
    # Where the reading is recorded by what answers it, with the number of the token.
    records_token = False

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        token = getattr(request, "auth", None)
        if isinstance(token, ApiToken) and not self.records_token and answer.status_code == HTTP_200_OK:
            record_reading(token, request.get_full_path(), by=cast(User, request.user), at=timezone.now())
        return answer
