"""The register of 考核采用值: figure filed and value adopted side by side, proposed by one and confirmed by another."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.pages import carry_out
from assessment.filing import actions
from assessment.filing.adopted_view import register_of
from assessment.filing.models import AdoptedValue
from assessment.filing.pages.evidence import uploads_in
from assessment.filing.review_forms import adoption_in
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to


@login_required
@require_GET
def register_page(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    by = _user(request)
    words = {
        "register": register_of(by, at=at),
        "confirms": Action.ADOPTED_VALUE_CONFIRM in actions_open_to(by, at=at),
        "proposes": Action.ADOPTED_VALUE_PROPOSE in actions_open_to(by, at=at),
    }
    return render(request, "filing/adopted_values.html", words)


@login_required
@require_POST
def propose_page(request: HttpRequest, return_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: _propose(request, return_id),
        done=gettext("The value is proposed. It counts once a second person has confirmed it."),
        back=_back(request),
    )


@login_required
@require_POST
def withdraw_page(request: HttpRequest, adopted_id: int) -> HttpResponse:
    reason, document = request.POST.get("reason", ""), request.POST.get("document", "")
    return carry_out(
        request,
        lambda: actions.propose_withdrawal(adopted_id, reason, document, by=_user(request), at=timezone.now()),
        done=gettext("The withdrawal is proposed. Until a second person confirms it the value counts on."),
        back=_back(request),
    )


@login_required
@require_POST
def decide_page(request: HttpRequest, adopted_id: int, decision: str) -> HttpResponse:
    """`confirm` or `reject`, by the second person."""
    at, note = timezone.now(), request.POST.get("note", "")
    confirmed = decision == "confirm"
    act = actions.confirm_adoption if confirmed else actions.reject_adoption
    return carry_out(
        request,
        lambda: act(adopted_id, note=note, by=_user(request), at=at),
        done=gettext("The record is confirmed.") if confirmed else gettext("The proposal is rejected."),
        back=reverse("filing:adopted-values"),
    )


def _propose(request: HttpRequest, return_id: int) -> AdoptedValue:
    adoption = adoption_in(request.POST)
    return actions.propose_with_files(return_id, adoption, uploads_in(request), by=_user(request), at=timezone.now())


def _back(request: HttpRequest) -> str:
    version = request.POST.get("review", "")
    return reverse("filing:review", args=[int(version)]) if version.isdecimal() else reverse("filing:adopted-values")


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("adopted-values/", register_page, name="adopted-values"),
    path("adopted-values/returns/<int:return_id>/propose/", propose_page, name="propose-adoption"),
    path("adopted-values/<int:adopted_id>/withdraw/", withdraw_page, name="withdraw-adoption"),
    path("adopted-values/<int:adopted_id>/confirm/", decide_page, {"decision": "confirm"}, name="confirm-adoption"),
    path("adopted-values/<int:adopted_id>/reject/", decide_page, {"decision": "reject"}, name="reject-adoption"),
]
