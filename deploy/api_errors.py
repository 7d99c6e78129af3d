"""The one place where an error becomes an HTTP answer: `{"error": {"code", "message", "where"}}`."""

import logging
import secrets
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.http.request import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, status
from rest_framework.response import Response

from assessment.display.pages import page_not_found
from assessment.display.wording import say
from assessment.methodology.errors import AssessmentError

logger = logging.getLogger(__name__)

SENTENCES = {
    "not_signed_in": _("You are not signed in. Sign in and repeat the request."),
    "permission_denied": _("Your role does not allow this step."),
    "not_found": _("There is nothing at this address, or you may not see it."),
    "method_not_allowed": _("This address does not accept this kind of request."),
    "not_acceptable": _("This address answers in JSON only."),
    "unsupported_media_type": _("This address does not accept this type of content."),
    "unreadable": _("The body of the request cannot be read as JSON."),
    "invalid": _("Some fields are missing or wrong; each is named with its reason."),
    "too_many_requests": _("Too many requests. Wait, then repeat."),
    "internal_error": _("Something went wrong on our side. Give the number to the administrator."),
}
CODES: tuple[tuple[type[Exception], str, int], ...] = (
    (exceptions.NotAuthenticated, "not_signed_in", status.HTTP_401_UNAUTHORIZED),
    (exceptions.AuthenticationFailed, "not_signed_in", status.HTTP_401_UNAUTHORIZED),
    (exceptions.PermissionDenied, "permission_denied", status.HTTP_403_FORBIDDEN),
    (PermissionDenied, "permission_denied", status.HTTP_403_FORBIDDEN),
    (exceptions.NotFound, "not_found", status.HTTP_404_NOT_FOUND),
    (Http404, "not_found", status.HTTP_404_NOT_FOUND),
    (exceptions.MethodNotAllowed, "method_not_allowed", status.HTTP_405_METHOD_NOT_ALLOWED),
    (exceptions.NotAcceptable, "not_acceptable", status.HTTP_406_NOT_ACCEPTABLE),
    (exceptions.UnsupportedMediaType, "unsupported_media_type", status.HTTP_415_UNSUPPORTED_MEDIA_TYPE),
    (exceptions.ParseError, "unreadable", status.HTTP_400_BAD_REQUEST),
    (exceptions.ValidationError, "invalid", status.HTTP_400_BAD_REQUEST),
    (exceptions.Throttled, "too_many_requests", status.HTTP_429_TOO_MANY_REQUESTS),
)


def handler(error: Exception, context: Mapping[str, Any]) -> Response:
    """Answer for any error of an API view; an unforeseen one is logged under the number the caller gets."""
    if isinstance(error, AssessmentError):
        return Response(body(error.code, say(error), _plain(error.where)), status=error.status)
    for kind, code, answer in CODES:
        if isinstance(error, kind):
            where = _plain(error.detail) if isinstance(error, exceptions.ValidationError) else {}
            return Response(body(code, str(SENTENCES[code]), where), status=answer, headers=_headers(error))
    number = log_unforeseen(error, request=context.get("request"))
    return Response(body("internal_error", str(SENTENCES["internal_error"]), {"number": number}), status=500)


def body(code: str, message: str, where: Any) -> dict[str, Any]:
    """The shape that every error answer has."""
    return {"error": {"code": code, "message": message, "where": where}}


def log_unforeseen(error: Exception, *, request: Any) -> str:
    """Write the error to the log under a number that can be read out on the telephone."""
    number = secrets.token_hex(4)
    place = getattr(request, "path", "")
    logger.error("unforeseen error %s at %s", number, place, exc_info=error)
    return number


def nothing_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An unknown address: under /api/ in the shape of the other errors, elsewhere a page."""
    if request.path.startswith("/api/"):
        return JsonResponse(body("not_found", str(SENTENCES["not_found"]), {}), status=404)
    return page_not_found(request, exception)


def _headers(error: Exception) -> dict[str, str]:
    """Seconds to wait, where they are known."""
    wait = getattr(error, "wait", None)
    return {"Retry-After": str(int(wait))} if wait else {}


def _plain(value: Any) -> Any:
    """Details as plain JSON: names and lists stay, anything else becomes its text."""
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value if isinstance(value, bool | int | None) else str(value)
