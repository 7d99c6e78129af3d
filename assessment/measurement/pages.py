"""The pages of measurement batches: list, one batch, measuring, submitting, confirming, returning."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.pages import carry_out
from assessment.display.wording import say
from assessment.jobs.models import Job
from assessment.jobs.progress_view import job_view
from assessment.measurement import opinion_pages, reading_pages, revenue_pages, table_pages
from assessment.measurement.actions import cancel_measuring, confirm_batch, request_batch, return_batch, submit_batch
from assessment.measurement.batch_inputs import Choice
from assessment.measurement.batch_requests import address_of, batch_of, batches_of, user_of
from assessment.measurement.batch_timeline import timeline_of
from assessment.measurement.batch_view import batch_view
from assessment.measurement.models import BaseTable, Batch
from assessment.measurement.opinion_models import Opinion
from assessment.measurement.opinion_queries import disputes_visible_to, opinions_visible_to
from assessment.measurement.opinion_view import DisputeLine, OpinionLine, dispute_lines, objection_form, opinion_lines
from assessment.measurement.parameter_sets import set_named, sets_for
from assessment.measurement.queries import gdp_vintages
from assessment.measurement.states import BATCH_STATES, Move
from assessment.measurement.structure_view import growth_names, part_names
from assessment.measurement.survey_pages import urlpatterns as survey_pages
from assessment.measurement.wording import light_of, vintage_name
from assessment.methodology.errors import AssessmentError
from assessment.methodology.run_measurement import FULL_YEAR_MONTHS
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to

MOVES = {
    Move.CANCEL: Action.BATCH_MEASURE,
    Move.GIVE_OPINION: Action.BATCH_GIVE_OPINION,
    Move.SUBMIT: Action.BATCH_SUBMIT,
    Move.CONFIRM: Action.BATCH_CONFIRM,
    Move.RETURN: Action.BATCH_RETURN,
}


@login_required
@require_GET
def batches_page(request: HttpRequest) -> HttpResponse:
    """All batches, newest year first, and for the institute the years that can be measured."""
    at = timezone.now()
    batches = batches_of(request).order_by("-period", "-number")
    allowed = actions_open_to(user_of(request), at=at)
    lines = [(batch, light_of(batch), job_view(batch.job, at=at)) for batch in batches]
    measured = [batch for batch, _, _ in lines if batch.result_digest]
    words = {
        "lines": lines,
        "measured": measured,
        "may_see_tables": Action.BASE_TABLE_VIEW in allowed,
        "may_see_surveys": Action.SURVEY_VIEW in allowed,
    }
    if Action.BATCH_MEASURE in allowed:
        words |= _to_request()
    return render(request, "measurement/batches.html", words)


def _to_request() -> dict[str, Any]:
    """What the institute chooses from: years, months, parameter sets, vintages of the GDP."""
    periods = BaseTable.objects.order_by("-period").values_list("period", flat=True).distinct()
    years = [period for period in periods if period.isdecimal()]
    vintages = dict.fromkeys(vintage for year in years for vintage in gdp_vintages(year))
    return {
        "years": years,
        "months": range(FULL_YEAR_MONTHS, 0, -1),
        "sets": sets_for(years[0]) if years else (),
        "vintages": [(vintage, vintage_name(vintage)) for vintage in vintages],
    }


@login_required
@require_GET
def batch_page(request: HttpRequest, batch_id: int) -> HttpResponse:
    at = timezone.now()
    batch = batch_of(request, batch_id)
    allowed = actions_open_to(user_of(request), at=at)
    moves = [move.value for move, action in MOVES.items() if action in allowed and _open(batch, move)]
    view = batch_view(batch)
    words = {
        "batch": batch,
        "light": light_of(batch),
        "view": view,
        "parts": part_names(),
        "growing": growth_names(),
        "set_name": set_named(batch.parameter_set),
        "vintage": vintage_name(batch.gdp_vintage),
        "job": job_view(batch.job, at=at),
        "timeline": timeline_of(batch),
        "moves": moves,
        "others": _others(request, batch),
        "form": objection_form(view) if Move.GIVE_OPINION.value in moves else None,
        **_said(request, batch),
    }
    return render(request, "measurement/batch.html", words)


def _open(batch: Batch, move: Move) -> bool:
    """Whether the state allows it; what is not running any more cannot be cancelled."""
    running = batch.job is not None and batch.job.state in {Job.State.QUEUED, Job.State.RUNNING}
    return BATCH_STATES.allows(batch.state, move) and (move is not Move.CANCEL or running)


def _others(request: HttpRequest, batch: Batch) -> list[Batch]:
    """What a measured batch can be compared with, newest first."""
    if not batch.result_digest:
        return []
    measured = batches_of(request).exclude(pk=batch.pk).exclude(result_digest="").defer("document", "result_document")
    return list(measured.order_by("-period", "-number"))


def _said(request: HttpRequest, batch: Batch) -> dict[str, Any]:
    at = timezone.now()
    opinions: list[OpinionLine] = opinion_lines(opinions_visible_to(user_of(request), at=at).filter(batch=batch))
    disputes: list[DisputeLine] = dispute_lines(disputes_visible_to(user_of(request), at=at).filter(batch=batch))
    return {"opinions": opinions, "disputes": disputes, "stands": Opinion.Stand}


@login_required
@require_POST
def request_page(request: HttpRequest) -> HttpResponse:
    asked = request.POST
    months = asked.get("months", "")
    choice = Choice(asked.get("parameter_set", ""), asked.get("gdp_vintage", ""))
    try:
        batch = request_batch(
            asked.get("year", ""),
            months=int(months) if months.isdecimal() else FULL_YEAR_MONTHS,
            choice=choice,
            by=user_of(request),
            at=timezone.now(),
        )
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        messages.error(request, say(error))
        return HttpResponseRedirect(reverse("measurement:batches"))
    messages.success(request, gettext("The measurement is requested."))
    return HttpResponseRedirect(address_of(batch.pk))


@login_required
@require_POST
def cancel_page(request: HttpRequest, batch_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: cancel_measuring(batch_id, by=user_of(request), at=timezone.now()),
        done=gettext("The measuring is cancelled; requested again, it begins anew."),
        back=address_of(batch_id),
    )


@login_required
@require_POST
def submit_page(request: HttpRequest, batch_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: submit_batch(batch_id, by=user_of(request), at=timezone.now()),
        done=gettext("The batch is submitted for confirmation."),
        back=address_of(batch_id),
    )


@login_required
@require_POST
def confirm_page(request: HttpRequest, batch_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: confirm_batch(batch_id, by=user_of(request), at=timezone.now()),
        done=gettext("The batch is confirmed."),
        back=address_of(batch_id),
    )


@login_required
@require_POST
def return_page(request: HttpRequest, batch_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: return_batch(batch_id, request.POST.get("reason", ""), by=user_of(request), at=timezone.now()),
        done=gettext("The batch is returned to the measuring institute."),
        back=address_of(batch_id),
    )


app_name = "measurement"
urlpatterns = [
    *table_pages.urlpatterns,
    *revenue_pages.urlpatterns,
    path("batches/", batches_page, name="batches"),
    path("batches/request/", request_page, name="request"),
    path("batches/<int:batch_id>/", batch_page, name="batch"),
    path("batches/<int:batch_id>/cancel/", cancel_page, name="cancel"),
    path("batches/<int:batch_id>/submit/", submit_page, name="submit"),
    path("batches/<int:batch_id>/confirm/", confirm_page, name="confirm"),
    path("batches/<int:batch_id>/return/", return_page, name="return"),
    *opinion_pages.urlpatterns,
    *reading_pages.urlpatterns,
    *survey_pages,
]
