"""The pages of returns: the overview, one return, filling a draft. Each button is one action."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.pages import carry_out
from assessment.display.wording import say
from assessment.evidence.queries import files_of
from assessment.filing import actions
from assessment.filing.checking import checked
from assessment.filing.errors.findings import PledgeMissing
from assessment.filing.evidence_view import STAMPED_PAGE, STAMPED_WHILE
from assessment.filing.findings_view import panel_of
from assessment.filing.lateness import lateness_of
from assessment.filing.matrix import matrix
from assessment.filing.models import Version
from assessment.filing.queries import return_seen, signatures_of, steps_missing, version_seen
from assessment.filing.return_view import chain_of, open_moves, rows_of
from assessment.filing.verification import is_genuine
from assessment.filing.wording import light_of
from assessment.methodology.errors import N_, AssessmentError
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.navigation import Place, links_open
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to

# The move in the address -> the action and the sentence once it is done.
STEPS: dict[str, tuple[Callable[..., object], str]] = {
    "request-signatures": (actions.request_signatures, N_("The signatures are asked for.")),
    "sign": (actions.sign, N_("You have signed.")),
    "submit": (actions.submit, N_("The return is submitted. The receipt is below.")),
    "withdraw": (actions.withdraw, N_("The version is withdrawn.")),
    "open-review": (actions.open_review, N_("The review has begun; the unit can no longer withdraw.")),
    "accept": (actions.accept, N_("The return is accepted.")),
    "lock": (actions.lock, N_("The return is locked.")),
}
# What belongs to the returns and stands in no head navigation of its own.
BESIDE_RETURNS = (
    Place(N_("Requests for correction"), "filing:corrections", (Action.OBLIGATION_VIEW,)),
    Place(N_("Values used for the assessment"), "filing:adopted-values", (Action.ADOPTED_VALUE_VIEW,)),
    Place(N_("Explanations"), "filing:explanations", (Action.OBLIGATION_VIEW,)),
    Place(N_("Collections"), "filing:collections", (Action.OBLIGATION_VIEW,)),
    Place(N_("Letters of request"), "filing:letters", (Action.LETTER_ISSUE,)),
    Place(N_("Claims between cities"), "directory:claims", (Action.ENTERPRISE_VIEW,)),
    Place(N_("Rule book"), "catalogue:rule-book"),
    Place(N_("Assessment schemes"), "catalogue:schemes", (Action.SCHEME_VIEW,)),
    Place(N_("Report downloads"), "reporting:operation-reports", (Action.OPERATION_DOWNLOAD,)),
    Place(N_("Verify a receipt"), "filing:verify"),
)
# The steps with which somebody answers for the figures: only with the 承诺 ticked.
PLEDGED = frozenset({"sign", "submit"})


@login_required
@require_GET
def returns_page(request: HttpRequest) -> HttpResponse:
    """市（州） × 报表: what every unit the reader may see owes, for one period."""
    at = timezone.now()
    shown = matrix(_user(request), request.GET.get("period", ""), at=at)
    allowed = actions_open_to(_user(request), at=at)
    words = {
        "matrix": shown,
        "table": shown.table,
        "reviews": Action.RETURN_REVIEW in allowed,
        "links": links_open(BESIDE_RETURNS, allowed),
        "reminds": Action.REMINDER_SEND in allowed,
    }
    return render(request, "filing/returns.html", words)


@login_required
@require_GET
def return_page(request: HttpRequest, return_id: int, number: int | None = None) -> HttpResponse:
    """One version of a return; without a number the newest."""
    at = timezone.now()
    filed = return_seen(return_id, by=_user(request), at=at)
    versions = list(filed.versions.order_by("-number"))
    chosen = [one for one in versions if number is None or one.number == number]
    if not chosen:
        raise NotFound
    version = version_seen(chosen[0].pk, by=_user(request), at=at)
    words = _return_words(version, _user(request), at=at)
    newest = version.pk == versions[0].pk
    return render(request, "filing/return.html", {**words, "filed": filed, "versions": versions, "newest": newest})


@login_required
@require_POST
def start_page(request: HttpRequest) -> HttpResponse:
    """Begin the first or the next version and go straight to filling it."""
    collection, unit = request.POST.get("collection", ""), request.POST.get("unit", "")
    try:
        version = actions.start_version(
            int(collection) if collection.isdecimal() else 0, unit, by=_user(request), at=timezone.now()
        )
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        messages.error(request, say(error))
        return HttpResponseRedirect("/")
    return HttpResponseRedirect(reverse("filing:fill", args=[version.pk]))


@login_required
@require_POST
def step_page(request: HttpRequest, version_id: int, step: str) -> HttpResponse:
    """One move of a version."""
    if step not in STEPS:
        raise NotFound
    action, done = STEPS[step]
    at = timezone.now()
    version = version_seen(version_id, by=_user(request), at=at)
    if step in PLEDGED and request.POST.get("pledge") != "on":
        messages.error(request, say(PledgeMissing()))
        return HttpResponseRedirect(reverse("filing:summary", args=[version_id]))
    back = reverse("filing:receipt", args=[version_id]) if step == "submit" else _address_after(request, version)
    return carry_out(
        request,
        lambda: action(version_id, by=_user(request), at=at),
        done=gettext(done),
        back=back,
    )


@login_required
@require_POST
def send_back_page(request: HttpRequest, version_id: int) -> HttpResponse:
    """退回 the items that carry a note."""
    at = timezone.now()
    version = version_seen(version_id, by=_user(request), at=at)
    notes = {
        name.removeprefix("note."): str(text).strip()
        for name, text in request.POST.items()
        if name.startswith("note.") and str(text).strip()
    }
    done = ngettext("{count} item is sent back.", "{count} items are sent back.", len(notes))
    return carry_out(
        request,
        lambda: actions.send_back(version_id, notes, by=_user(request), at=at),
        done=done.format(count=len(notes)),
        back=_address_of(version),
    )


def _return_words(version: Version, user: User, *, at: datetime) -> dict[str, Any]:
    form = version.return_filed.collection.form_version
    missing = steps_missing(version)
    allowed = actions_open_to(user, at=at, region=version.return_filed.reporting_unit.region)
    return {
        "version": version,
        "light": light_of(version),
        "rows": rows_of(version, form.items.all()),
        "chain": chain_of(version, signatures_of(version), form.sign_off_steps.all()),
        "panel": panel_of(version, checked(version), by=user, at=at),
        "stamped": files_of(STAMPED_PAGE, [str(version.pk)]),
        "may_attach": Action.EVIDENCE_ADD in allowed and version.state in STAMPED_WHILE and not missing,
        "next_title": missing[0] if missing else None,
        "moves": open_moves(version, missing, by=user, at=at),
        "receipt": getattr(version, "receipt", None),
        "lateness": lateness_of(version, at=at),
        "may_vet": Action.RETURN_VET_LATE in allowed,
        "genuine": is_genuine(version),
    }


def _address_after(request: HttpRequest, version: Version) -> str:
    """Back to the review where the step was taken from there."""
    return reverse("filing:review", args=[version.pk]) if "review" in request.POST else _address_of(version)


def _address_of(version: Version) -> str:
    return reverse("filing:version", args=[version.return_filed_id, version.number])


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("returns/", returns_page, name="returns"),
    path("returns/start/", start_page, name="start"),
    path("returns/<int:return_id>/", return_page, name="return"),
    path("returns/<int:return_id>/<int:number>/", return_page, name="version"),
    path("returns/versions/<int:version_id>/send-back/", send_back_page, name="send-back"),
    path("returns/versions/<int:version_id>/<slug:step>/", step_page, name="step"),
]
