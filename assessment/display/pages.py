"""Pages for when something is wrong: what happened, what to do, and a number to read out on the telephone.

The handlers of deploy/urls.py, and the middleware that turns a refusal of a page's action into one of them.
"""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext

from assessment.display.kept_input import keep_input
from assessment.display.site import site_name
from assessment.display.wording import say
from assessment.methodology.errors import N_, AssessmentError

logger = logging.getLogger(__name__)

API = "/api/"
OLD_KERNELS = ("MSIE ", "Trident/")


@dataclass(frozen=True)
class Trouble:
    """Title, what happened, what to do."""

    title: str
    sentence: str
    advice: str


TROUBLES = {
    400: Trouble(
        N_("This request cannot be read"),
        N_("The server could not make sense of what the page sent."),
        N_("Go back, reload the page and repeat the step."),
    ),
    403: Trouble(
        N_("Your account may not do this"),
        N_("The page or the step belongs to another role."),
        N_("If it belongs to your duties, ask the security administrator of your unit for the role."),
    ),
    404: Trouble(
        N_("Nothing is found at this address"),
        N_("The address may be mistyped, or the page has moved."),
        N_("Start from “My tasks”: everything you have to do is listed there."),
    ),
    409: Trouble(
        N_("The state has changed meanwhile"),
        N_("Somebody else, or you in another window, has taken this step already."),
        N_("Reload the page and look at the present state before you go on."),
    ),
    429: Trouble(
        N_("Too many requests"),
        N_("This address was called too often within a short time."),
        N_("Wait a few minutes, then repeat the step."),
    ),
    500: Trouble(
        N_("The system has a fault"),
        N_("The step was not carried out and nothing of it was saved."),
        N_("Repeat it in a few minutes. If the fault remains, give the error number to the duty desk."),
    ),
}
EXPIRED = Trouble(
    N_("This page has expired"),
    N_("You were signed out after half an hour without a request, or signed in again in another window."),
    N_("Go back, reload the page and repeat the step; sign in again if you are asked to."),
)
UNSUPPORTED = Trouble(
    N_("Please switch your browser to speed mode"),
    N_("This page was opened with the Internet Explorer kernel (compatibility mode), which cannot show it."),
    N_(
        "Click the kernel sign at the end of the address bar and choose speed mode, or use a browser with the"
        " Chromium kernel, version 86 or newer."
    ),
)


def trouble_page(request: HttpRequest, status: int, *, error: AssessmentError | None = None) -> HttpResponse:
    """The page of `status`; the sentence of `error` takes the place of the general one."""
    trouble = TROUBLES.get(status, TROUBLES[400])
    sentence = say(error) if error else gettext(trouble.sentence)
    return _page(request, trouble, sentence=sentence, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return trouble_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return trouble_page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return trouble_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without context processors: they may be what failed. Django has logged the traceback."""
    number = _number()
    logger.error("error page %s at %s", number, request.path)
    trouble = TROUBLES[500]
    return HttpResponse(_bare(trouble, number=number), status=500)


def page_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: the token belongs to a session that has ended."""
    return _page(request, EXPIRED, sentence=gettext(EXPIRED.sentence), status=403)


def carry_out(request: HttpRequest, step: Callable[[], object], *, done: str, back: str) -> HttpResponse:
    """Run one action of a page: say `done`, or say why not, and return to `back`, where what was typed is still there.

    What the reader may not know of, or may not do, is answered by a page of its own.
    """
    try:
        step()
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        messages.error(request, say(error))
        keep_input(request)
    else:
        messages.success(request, done)
    return HttpResponseRedirect(back)


class RefusalMiddleware:
    """An `AssessmentError` that leaves a page's view becomes the page of its status. The API has its own handler."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, AssessmentError) or request.path.startswith(API):
            return None
        # What lies beyond a wall and what does not exist get the same page, word for word.
        return trouble_page(request, error.status, error=None if error.status == 404 else error)


class BrowserMiddleware:
    """Answers the Internet Explorer kernel with how to switch; nothing else would look right there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        agent = request.headers.get("User-Agent", "")
        if any(kernel in agent for kernel in OLD_KERNELS) and not request.path.startswith(API):
            return HttpResponse(_bare(UNSUPPORTED))
        return self.get_response(request)


class NoStoreMiddleware:
    """Nothing that a view answers is kept by a browser or a proxy; static files have their own headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        add_never_cache_headers(response)
        return response


def _page(request: HttpRequest, trouble: Trouble, *, sentence: str, status: int) -> HttpResponse:
    number = _number()
    logger.warning("error page %s: %s at %s", number, status, request.path)
    signed_in = bool(getattr(getattr(request, "user", None), "is_authenticated", False))
    words = {
        "title": gettext(trouble.title),
        "sentence": sentence,
        "advice": gettext(trouble.advice),
        "number": number,
        "code": status,
        "way_on": "/",
        "way_on_text": gettext("My tasks") if signed_in else gettext("Sign in"),
    }
    return render(request, "errors/page.html", words, status=status)


def _bare(trouble: Trouble, *, number: str = "") -> str:
    words = {
        "title": gettext(trouble.title),
        "sentence": gettext(trouble.sentence),
        "advice": gettext(trouble.advice),
        "number": number,
        "site_name": site_name(),
    }
    return render_to_string("errors/bare.html", words)


def _number() -> str:
    return secrets.token_hex(4)
