"""The door for enterprises, and what a city's office and the bureau do with the lists: import, events, claims."""

from datetime import date
from decimal import Decimal
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessment.directory import actions
from assessment.directory.claim_actions import Decision
from assessment.directory.errors import ListHeadingWrong, ListUnreadable, ListWrong
from assessment.directory.event_actions import EventEntry
from assessment.directory.identity import read_day
from assessment.directory.list_file import template
from assessment.directory.middleware import SESSION_KEY
from assessment.directory.queries import claims_visible_to, events_visible_to, filing_regions, is_enterprise
from assessment.directory.wording import EVENT_WORDS, claim_rows, event_rows
from assessment.display.pages import carry_out
from assessment.display.wording import say
from assessment.methodology.errors import AssessmentError
from assessment.methodology.text_numbers import read_number
from assessment.people.models import User
from assessment.people.pages import BACKEND
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, require
from assessment.people.sessions import source_address

MOST_SHOWN = 20


@sensitive_post_parameters("token")
@require_http_methods(["GET", "POST"])
def door_page(request: HttpRequest) -> HttpResponse:
    """Where a one-time link leads.

    The token stands behind the # and reaches the server with the button alone: a mail filter that follows links uses
    none up, and no log holds it.
    """
    user = request.user
    if request.method == "GET" and isinstance(user, User) and is_enterprise(user):
        return HttpResponseRedirect(reverse(settings.ENTERPRISE_HOME))
    trouble = gettext("The link behind this page has ended.") if "ended" in request.GET else ""
    status = 200
    if request.method == "POST":
        try:
            opened = actions.use_link(request.POST.get("token", ""), source=source_address(request), at=timezone.now())
        except AssessmentError as error:
            trouble, status = say(error), error.status
        else:
            login(request, opened.user, backend=BACKEND)
            request.session[SESSION_KEY] = opened.link.pk
            return HttpResponseRedirect(reverse(settings.ENTERPRISE_HOME))
    return render(request, "directory/door.html", {"trouble": trouble}, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """Take over a list; with a slip nothing is written and each slip is named with row and column."""
    user, at = _user(request), timezone.now()
    require(user, Action.ENTERPRISE_LIST, at=at)
    problems: list[str] = []
    file = request.FILES.get("file")
    if request.method == "POST" and file is not None:
        try:
            report = actions.import_list(file.read(), file_name=str(file.name), by=user, at=at)
        except ListWrong as error:
            problems = [say(error), *(say(one) for one in error.problems)]
        except (ListHeadingWrong, ListUnreadable) as error:
            problems = [say(error)]
        else:
            said = gettext(
                "{listed} listed, {changed} changed, {unchanged} as before, {claimed} claimed from other cities."
            )
            counts = {name: len(getattr(report, name)) for name in ("listed", "changed", "unchanged", "claimed")}
            messages.success(request, said.format(**counts))
            return HttpResponseRedirect(reverse("filing:enterprises"))
    elif request.method == "POST":
        problems = [gettext("Choose a file first.")]
    words = {"problems": problems[: MOST_SHOWN + 1], "more": max(0, len(problems) - MOST_SHOWN - 1)}
    return render(request, "directory/import.html", words, status=400 if problems else 200)


@login_required
@require_GET
def template_file(request: HttpRequest) -> HttpResponse:
    """An empty list with its headings."""
    require(_user(request), Action.ENTERPRISE_LIST, at=timezone.now())
    response = HttpResponse(template(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="enterprises.csv"'
    return response


@login_required
@require_GET
def claims_page(request: HttpRequest) -> HttpResponse:
    """Claims between cities. No figure of the enterprise stands here: decided first, computed afterwards."""
    user, at = _user(request), timezone.now()
    claims = claim_rows(claims_visible_to(user, at=at))
    decides = Action.ENTERPRISE_CLAIM_DECIDE in actions_open_to(user, at=at)
    return render(request, "directory/claims.html", {"claims": claims, "decides": decides})


@login_required
@require_POST
def decide_page(request: HttpRequest, claim_id: int) -> HttpResponse:
    granted = request.POST.get("granted") == "yes"

    def decide() -> None:
        decision = Decision(granted, _day(request, "effective_on"), request.POST.get("reason", ""))
        actions.decide_claim(claim_id, decision, by=_user(request), at=timezone.now())

    return carry_out(request, decide, done=gettext("The claim is decided."), back=reverse("directory:claims"))


@login_required
@require_http_methods(["GET", "POST"])
def events_page(request: HttpRequest) -> HttpResponse:
    """Life events that touch the reader's cities, and the form to enter one."""
    user, at = _user(request), timezone.now()
    if request.method == "POST":
        return carry_out(
            request,
            lambda: actions.enter_event(_entry(request), by=user, at=at),
            done=gettext("The event is recorded."),
            back=reverse("directory:events"),
        )
    words = {
        "events": event_rows(events_visible_to(user, at=at)),
        "enters": Action.ENTERPRISE_LIST in actions_open_to(user, at=at),
        "kinds": [(kind, gettext(text)) for kind, text in EVENT_WORDS.items()],
        "regions": filing_regions(),
    }
    return render(request, "directory/events.html", words)


def _entry(request: HttpRequest) -> EventEntry:
    amount = request.POST.get("amount", "").strip()
    return EventEntry(
        code=request.POST.get("code", "").strip().upper(),
        kind=request.POST.get("kind", ""),
        day=_day(request, "day"),
        reason=request.POST.get("reason", ""),
        counterpart=request.POST.get("counterpart", "").strip().upper(),
        to_region=request.POST.get("to_region", ""),
        amount_10k_yuan=_amount(amount) if amount else None,
    )


def _amount(text: str) -> Decimal:
    return read_number(text).value


def _day(request: HttpRequest, name: str) -> date:
    return read_day(request.POST.get(name, ""))


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


app_name = "directory"
urlpatterns: list[URLPattern] = [
    path("enterprise/", door_page, name="door"),
    path("enterprises/import/", import_page, name="import"),
    path("enterprises/import/template.csv", template_file, name="template"),
    path("enterprises/claims/", claims_page, name="claims"),
    path("enterprises/claims/<int:claim_id>/", decide_page, name="decide"),
    path("enterprises/events/", events_page, name="events"),
]
