"""The pages of runs: starting, watching, confirming, sending, approving. Scores have pages of their own."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display import formats
from assessment.display.kept_input import keep_input
from assessment.display.pages import carry_out
from assessment.display.wording import say
from assessment.jobs.progress_view import job_view
from assessment.methodology.errors import AssessmentError
from assessment.methodology.text_numbers import read_number
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to
from assessment.scoring import actions
from assessment.scoring.change_view import changes_of
from assessment.scoring.errors.feedback import WindowNotPossible
from assessment.scoring.feedback_actions import LEAST_WINDOW, LONGEST_WINDOW, USUAL_WINDOW
from assessment.scoring.models import Run
from assessment.scoring.next_step import next_step
from assessment.scoring.queries import run_seen, runs_visible_to, runs_with_scores_open_to
from assessment.scoring.result_view import comparable_runs, result_words
from assessment.scoring.run_tabs import RUN, run_tabs
from assessment.scoring.run_view import amount_unit, open_moves, run_figures, startable
from assessment.scoring.wording import PUBLICITIES, kind_name, life_of, light_of, publicity_choices, title_of

PER_PAGE = 30


@login_required
@require_GET
def runs_page(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    page = Paginator(
        runs_visible_to(_user(request), at=at).select_related("scheme_version", "job__event"), PER_PAGE
    ).get_page(request.GET.get("page"))
    may_start = Action.RUN_START in actions_open_to(_user(request), at=at)
    lines = [(run, light_of(run), kind_name(run.scheme_version.kind), job_view(run.job, at=at)) for run in page]
    words = {"page": page, "lines": lines, "startable": startable() if may_start else [], "purposes": Run.Purpose}
    return render(request, "scoring/runs.html", words)


@login_required
@require_GET
def run_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """Inputs and figures of a run. The bureau confirms here and sees no score and no place."""
    at = timezone.now()
    user = _user(request)
    run = run_seen(run_id, by=user, at=at)
    allowed = actions_open_to(user, at=at)
    sees_scores = Action.SCORE_VIEW in allowed and runs_with_scores_open_to(user, at=at).filter(pk=run.pk).exists()
    moves = open_moves(run, allowed, user)
    words = {
        "run": run,
        "light": light_of(run),
        "title": title_of(run),
        "unit": formats.unit(amount_unit(run)),
        "life": life_of(run) if run.purpose == Run.Purpose.OFFICIAL else (),
        "trial_word": gettext("Trial run"),
        "job": job_view(run.job, at=at),
        "figures": run_figures(run),
        "moves": moves,
        "next": next_step(run, moves, allowed, at=at),
        "tabs": run_tabs(run, RUN, allowed, sees_scores=sees_scores),
        "sees_scores": sees_scores,
        "sees_insiders": Action.INSIDER_LIST_VIEW in allowed,
        "changes": changes_of(run, allowed),
        "usual_window": USUAL_WINDOW,
        "publicities": publicity_choices(),
        "publicity": gettext(PUBLICITIES[Run.Publicity(run.publicity)]) if run.publicity else "",
        "comparable": comparable_runs(run, by=user, at=at) if sees_scores else (),
        **result_words(run, allowed, user),
    }
    return render(request, "scoring/run.html", words)


@login_required
@require_POST
def start_page(request: HttpRequest) -> HttpResponse:
    period, _, kind = request.POST.get("what", "").partition(" ")
    starting = actions.start_trial if request.POST.get("purpose") == Run.Purpose.TRIAL else actions.start_run
    try:
        run = starting(period, kind, by=_user(request), at=timezone.now())
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        messages.error(request, say(error))
        keep_input(request)
        return HttpResponseRedirect(reverse("scoring:runs"))
    return HttpResponseRedirect(_address(run.pk))


@login_required
@require_POST
def confirm_page(request: HttpRequest, run_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: actions.confirm_run(run_id, by=_user(request), at=timezone.now()),
        done=gettext("The run is confirmed."),
        back=_address(run_id),
    )


@login_required
@require_POST
def send_page(request: HttpRequest, run_id: int) -> HttpResponse:
    def step() -> Run:
        days = whole_days(request.POST.get("working_days", ""))
        return actions.send_feedback(run_id, by=_user(request), at=timezone.now(), working_days=days)

    done = gettext("The figures are sent; each city checks its own.")
    return carry_out(request, step, done=done, back=_address(run_id))


@login_required
@require_POST
def approve_page(request: HttpRequest, run_id: int) -> HttpResponse:
    reason = request.POST.get("stale_reason", "")
    return carry_out(
        request,
        lambda: actions.approve_run(run_id, by=_user(request), at=timezone.now(), stale_reason=reason),
        done=gettext("The results are approved."),
        back=_address(run_id),
    )


@login_required
@require_POST
def cancel_page(request: HttpRequest, run_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return carry_out(
        request,
        lambda: actions.cancel_run(run_id, reason, by=_user(request), at=timezone.now()),
        done=gettext("The run is cancelled."),
        back=_address(run_id),
    )


def whole_days(typed: str) -> int:
    days = read_number(typed).value
    if days != int(days):
        raise WindowNotPossible(least=LEAST_WINDOW, most=LONGEST_WINDOW, received=typed.strip())
    return int(days)


def _address(run_id: int) -> str:
    return reverse("scoring:run", args=[run_id])


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("runs/", runs_page, name="runs"),
    path("runs/start/", start_page, name="start"),
    path("runs/<int:run_id>/", run_page, name="run"),
    path("runs/<int:run_id>/confirm/", confirm_page, name="confirm"),
    path("runs/<int:run_id>/send/", send_page, name="send-feedback"),
    path("runs/<int:run_id>/approve/", approve_page, name="approve"),
    path("runs/<int:run_id>/cancel/", cancel_page, name="cancel"),
]
