"""Behind our own nginx the address of the caller stands in a header that nginx overwrites."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class CallerAddressMiddleware:
    """Puts the caller's address where the rest of the system reads it. Production only: nowhere else is there a
    proxy that would overwrite what a caller claims.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if told := request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip():
            request.META["REMOTE_ADDR"] = told
        return self.get_response(request)
