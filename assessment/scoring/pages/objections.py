"""The pages of one objection: what is claimed, the evidence, the decision by two people, the letter."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.pages import carry_out
from assessment.people.models import User
from assessment.scoring import actions
from assessment.scoring.decision_letter import decision_letter
from assessment.scoring.errors.feedback import StampedFormMissing
from assessment.scoring.feedback_queries import decision_open_to, objection_seen
from assessment.scoring.feedback_view import contested_of, moves_of_objection, names_of, objection_light, outcome_words
from assessment.scoring.models import Objection
from assessment.scoring.scoring_files import files_of_objection
from assessment.scoring.wording import title_of


@login_required
@require_GET
def objection_page(request: HttpRequest, objection_id: int) -> HttpResponse:
    """先定后算: both values and the evidence; nothing here knows a score or a place."""
    user, at = _user(request), timezone.now()
    objection = objection_seen(objection_id, by=user, at=at)
    row = objection.feedback
    words = {
        "objection": objection,
        "row": row,
        "name": names_of([row]).get(row.unit, row.unit),
        "title": title_of(row.run),
        "light": objection_light(objection),
        "contested": contested_of(objection),
        "files": files_of_objection(objection),
        "moves": moves_of_objection(objection, by=user, at=at),
        "outcome": outcome_words(objection),
        "shows_decision": decision_open_to(objection, by=user, at=at),
        "outcomes": Objection.Outcome,
    }
    return render(request, "scoring/objection.html", words)


@login_required
@require_POST
def decide_page(request: HttpRequest, objection_id: int) -> HttpResponse:
    outcome, reasons = request.POST.get("outcome", ""), request.POST.get("reasons", "")
    return carry_out(
        request,
        lambda: actions.decide_objection(objection_id, outcome, reasons, by=_user(request), at=timezone.now()),
        done=gettext("The decision is recorded; a second person confirms it."),
        back=_address(objection_id),
    )


@login_required
@require_POST
def confirm_page(request: HttpRequest, objection_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: actions.confirm_decision(objection_id, by=_user(request), at=timezone.now()),
        done=gettext("The decision is confirmed; the city is told."),
        back=_address(objection_id),
    )


@login_required
@require_POST
def send_back_page(request: HttpRequest, objection_id: int) -> HttpResponse:
    reasons = request.POST.get("reasons", "")
    return carry_out(
        request,
        lambda: actions.send_back_decision(objection_id, reasons, by=_user(request), at=timezone.now()),
        done=gettext("The decision is sent back."),
        back=_address(objection_id),
    )


@login_required
@require_POST
def withdraw_page(request: HttpRequest, objection_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: actions.withdraw_objection(objection_id, by=_user(request), at=timezone.now()),
        done=gettext("The objection is withdrawn."),
        back=_address(objection_id),
    )


@login_required
@require_POST
def add_file_page(request: HttpRequest, objection_id: int) -> HttpResponse:
    def step() -> None:
        file = request.FILES.get("file")
        if file is None:
            raise StampedFormMissing
        actions.add_objection_file(objection_id, file.name or "", file.read(), by=_user(request), at=timezone.now())

    return carry_out(request, step, done=gettext("The file is kept."), back=_address(objection_id))


@login_required
@require_GET
def letter_page(request: HttpRequest, objection_id: int) -> HttpResponse:
    return decision_letter(objection_seen(objection_id, by=_user(request), at=timezone.now()))


def _address(objection_id: int) -> str:
    return reverse("scoring:objection", args=[objection_id])


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("objections/<int:objection_id>/", objection_page, name="objection"),
    path("objections/<int:objection_id>/decide/", decide_page, name="decide-objection"),
    path("objections/<int:objection_id>/confirm/", confirm_page, name="confirm-decision"),
    path("objections/<int:objection_id>/send-back/", send_back_page, name="send-back-decision"),
    path("objections/<int:objection_id>/withdraw/", withdraw_page, name="withdraw-objection"),
    path("objections/<int:objection_id>/files/", add_file_page, name="objection-file"),
    path("objections/<int:objection_id>/letter/", letter_page, name="decision-letter"),
]
