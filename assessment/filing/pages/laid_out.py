"""Laid-out figures: the page of the body that delivers them, and the page on which a unit checks them (核对)."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from assessment.display.pages import carry_out
from assessment.display.wording import say
from assessment.filing import actions
from assessment.filing.errors.returns import FileWrong
from assessment.filing.laid_out_actions import Said
from assessment.filing.laid_out_queries import checked_items, delivers_by_file, disputes_before
from assessment.filing.laid_out_view import check_lines, deliveries, dispute_lines
from assessment.filing.queries import version_seen
from assessment.filing.states import VERSION_STATES, Move
from assessment.filing.wording import light_of
from assessment.methodology.errors import AssessmentError
from assessment.people.errors import PermissionRefused
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import may

MOST_DISPUTES = 100


@login_required
@require_http_methods(["GET", "POST"])
def deliveries_page(request: HttpRequest) -> HttpResponse:
    """What the body of the reader lays out for each collection, how much is there, and what units dispute."""
    at, user = timezone.now(), cast(User, request.user)
    problems: list[str] = []
    if request.method == "POST":
        problems = _deliver(request)
        if not problems:
            return HttpResponseRedirect(reverse("filing:deliveries"))
    words = {
        "problems": problems,
        "deliveries": deliveries(user, at=at),
        "disputes": dispute_lines(disputes_before(user, at=at)[:MOST_DISPUTES]),
        "body": user.organisation,
        "delivers_by_file": delivers_by_file(user),
    }
    return render(request, "filing/deliveries.html", words, status=400 if problems else 200)


@login_required
@require_POST
def answer_page(request: HttpRequest, check_id: int) -> HttpResponse:
    """The answer of the body, on the page of its deliveries or beside a base table; one comes back to where one was."""
    answer, came_from = request.POST.get("answer", ""), request.POST.get("back", "")
    ours = came_from.startswith("/") and url_has_allowed_host_and_scheme(came_from, allowed_hosts=None)
    return carry_out(
        request,
        lambda: actions.answer_dispute(check_id, answer, by=cast(User, request.user), at=timezone.now()),
        done=gettext("The answer is sent to the unit."),
        back=came_from if ours else reverse("filing:deliveries"),
    )


@login_required
@require_http_methods(["GET", "POST"])
def check_page(request: HttpRequest, version_id: int) -> HttpResponse:
    """核对: each laid-out item with 核对无误 or 有异议; the figures themselves cannot be typed into."""
    at, user = timezone.now(), cast(User, request.user)
    version = version_seen(version_id, by=user, at=at)
    refused = ""
    if request.method == "POST":
        said = _said(request)
        try:
            actions.check_figures(version_id, said, by=user, at=at)
        except AssessmentError as error:
            if error.status in {403, 404}:
                raise
            refused = say(error)
        else:
            messages.success(request, gettext("The check is saved."))
            return HttpResponseRedirect(_after(request, version_id, version.return_filed_id))
    region = version.return_filed.reporting_unit.region
    words = {
        "version": version,
        "filed": version.return_filed,
        "light": light_of(version),
        "lines": check_lines(checked_items(version), request.POST),
        "may_check": may(user, Action.FIGURE_CHECK, at=at, region=region)
        and VERSION_STATES.allows(version.state, Move.SAVE),
        "refused": refused,
    }
    return render(request, "filing/figure_check.html", words, status=400 if refused else 200)


def _deliver(request: HttpRequest) -> list[str]:
    """Take the file in; the sentences of what is wrong with it, or nothing."""
    file = request.FILES.get("file")
    if file is None:
        return [gettext("Choose the CSV file to deliver.")]
    try:
        report = actions.deliver_file(
            file.read(), file_name=file.name or "", by=cast(User, request.user), at=timezone.now()
        )
    except FileWrong as error:
        problems = error.where["problems"]
        return [say(one) for one in problems] if isinstance(problems, list) else [say(error)]
    except PermissionRefused:
        raise
    except AssessmentError as error:
        return [say(error)]
    said = ngettext("{count} figure is new.", "{count} figures are new.", report.new).format(count=report.new)
    messages.success(request, said)
    return []


def _said(request: HttpRequest) -> list[Said]:
    """The items with a choice, in the order of the form."""
    chosen = [name.removeprefix("verdict.") for name in request.POST if name.startswith("verdict.")]
    return [
        Said(item, request.POST[f"verdict.{item}"], request.POST.get(f"reason.{item}", "").strip()) for item in chosen
    ]


def _after(request: HttpRequest, version_id: int, return_id: int) -> str:
    if "and_leave" in request.POST:
        return reverse("filing:return", args=[return_id])
    return reverse("filing:figure-check", args=[version_id])


urlpatterns: list[URLPattern] = [
    path("laid-out/", deliveries_page, name="deliveries"),
    path("laid-out/disputes/<int:check_id>/", answer_page, name="dispute-answer"),
    path("returns/versions/<int:version_id>/figure-check/", check_page, name="figure-check"),
]
