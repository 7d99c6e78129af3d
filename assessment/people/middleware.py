"""Writes the caller's address on the account of the request, so that each audit entry can name it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from assessment.people.models import User
from assessment.people.sessions import source_address


class SourceAddressMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            request.user.source_address = source_address(request)
        return self.get_response(request)
