"""What each request must know or obey about the account that sends it."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from assessment.people.models import User
from assessment.people.sessions import source_address


class SourceAddressMiddleware:
    """Writes the caller's address on the account of the request, so that each audit entry can name it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            request.user.source_address = source_address(request)
        return self.get_response(request)


class FirstPasswordMiddleware:
    """An account that still has its initial password reaches nothing but the page that changes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User) or not user.must_change_password:
            return self.get_response(request)
        if request.path.startswith("/api/"):
            # The API answers in its own shape: not signed in.
            request.user = AnonymousUser()
            return self.get_response(request)
        if request.path in {reverse("people:password"), reverse("people:sign-out"), reverse("set_language")}:
            return self.get_response(request)
        return HttpResponseRedirect(reverse("people:password"))
