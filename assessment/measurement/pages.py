"""The pages of measurement batches: list, one batch, measuring, submitting, confirming, returning."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.pages import carry_out
from assessment.display.wording import say
from assessment.jobs.progress_view import job_view
from assessment.measurement.actions import confirm_batch, request_batch, return_batch, submit_batch
from assessment.measurement.batch_view import batch_view
from assessment.measurement.models import BaseTable, Batch
from assessment.measurement.queries import batches_visible_to
from assessment.measurement.states import BATCH_STATES, Move
from assessment.measurement.survey_pages import urlpatterns as survey_pages
from assessment.measurement.wording import light_of
from assessment.methodology.errors import AssessmentError
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to

MOVES = {
    Move.SUBMIT: Action.BATCH_SUBMIT,
    Move.CONFIRM: Action.BATCH_CONFIRM,
    Move.RETURN: Action.BATCH_RETURN,
}


@login_required
@require_GET
def batches_page(request: HttpRequest) -> HttpResponse:
    """All batches, newest year first, and for the institute the years that can be measured."""
    at = timezone.now()
    batches = _batches(request).order_by("-period", "-number")
    may_measure = Action.BATCH_MEASURE in actions_open_to(_user(request), at=at)
    years = BaseTable.objects.order_by("-period").values_list("period", flat=True).distinct() if may_measure else []
    lines = [(batch, light_of(batch), job_view(batch.job, at=at)) for batch in batches]
    words = {"lines": lines, "may_measure": may_measure, "years": [year for year in years if year.isdecimal()]}
    return render(request, "measurement/batches.html", words)


@login_required
@require_GET
def batch_page(request: HttpRequest, batch_id: int) -> HttpResponse:
    at = timezone.now()
    batch = _seen(request, batch_id)
    allowed = actions_open_to(_user(request), at=at)
    words = {
        "batch": batch,
        "light": light_of(batch),
        "view": batch_view(batch),
        "job": job_view(batch.job, at=at),
        "moves": [
            move.value for move, action in MOVES.items() if action in allowed and BATCH_STATES.allows(batch.state, move)
        ],
    }
    return render(request, "measurement/batch.html", words)


@login_required
@require_POST
def request_page(request: HttpRequest) -> HttpResponse:
    try:
        batch = request_batch(request.POST.get("year", ""), by=_user(request), at=timezone.now())
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        messages.error(request, say(error))
        return HttpResponseRedirect(reverse("measurement:batches"))
    messages.success(request, gettext("The measurement is requested."))
    return HttpResponseRedirect(reverse("measurement:batch", args=[batch.pk]))


@login_required
@require_POST
def submit_page(request: HttpRequest, batch_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: submit_batch(batch_id, by=_user(request), at=timezone.now()),
        done=gettext("The batch is submitted for confirmation."),
        back=_address(batch_id),
    )


@login_required
@require_POST
def confirm_page(request: HttpRequest, batch_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: confirm_batch(batch_id, by=_user(request), at=timezone.now()),
        done=gettext("The batch is confirmed."),
        back=_address(batch_id),
    )


@login_required
@require_POST
def return_page(request: HttpRequest, batch_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: return_batch(batch_id, request.POST.get("reason", ""), by=_user(request), at=timezone.now()),
        done=gettext("The batch is returned to the measuring institute."),
        back=_address(batch_id),
    )


def _seen(request: HttpRequest, batch_id: int) -> Batch:
    batch = _batches(request).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    return batch


def _batches(request: HttpRequest) -> QuerySet[Batch]:
    """With the event of each job, which knows when the work was handed out."""
    people = ("requested_by", "submitted_by", "confirmed_by")
    return batches_visible_to(_user(request), at=timezone.now()).select_related("job__event", *people)


def _address(batch_id: int) -> str:
    return reverse("measurement:batch", args=[batch_id])


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


app_name = "measurement"
urlpatterns = [
    path("batches/", batches_page, name="batches"),
    path("batches/request/", request_page, name="request"),
    path("batches/<int:batch_id>/", batch_page, name="batch"),
    path("batches/<int:batch_id>/submit/", submit_page, name="submit"),
    path("batches/<int:batch_id>/confirm/", confirm_page, name="confirm"),
    path("batches/<int:batch_id>/return/", return_page, name="return"),
    *survey_pages,
]
