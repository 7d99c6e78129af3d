"""The pages of the survey: list, dashboard, design, questionnaires, one unit; files come in here as well."""

from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.wording import say
from assessment.filing.wording import light_of as version_light
from assessment.jobs.progress_view import job_view
from assessment.measurement import paper_file, survey_frame_file
from assessment.measurement.questionnaire_actions import (
    enter_paper_answers,
)
from assessment.measurement.survey_actions import import_frame
from assessment.measurement.survey_answers import drawn_units
from assessment.measurement.survey_errors import FrameWrong, PaperWrong
from assessment.measurement.survey_models import Survey, SurveyStratum
from assessment.measurement.survey_planning import Planned, plan, read_wanted, rows_of_strata
from assessment.measurement.survey_prior import earlier_estimations, estimation_planned_by, prior_of, read_earlier
from assessment.measurement.survey_queries import (
    channels_of,
    estimations_visible_to,
    survey_seen,
    surveys_visible_to,
    unit_seen,
)
from assessment.measurement.survey_states import SURVEY_STATES, SurveyMove
from assessment.measurement.survey_step_pages import csv_answer
from assessment.measurement.survey_step_pages import urlpatterns as step_pages
from assessment.measurement.survey_view import estimation_view, questionnaire_lines, response_lines, stratum_lines
from assessment.measurement.survey_wording import ESTIMATORS, METHODS, channel_light, size_name, survey_light
from assessment.methodology.errors import AssessmentError
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, require
from assessment.territory.models import Region

MOST_SHOWN = 20
USUAL_DESIGN = {"cv": "5", "minimum": "5", "certainty": "", "earlier": ""}
# What strata are made of; the code and the name of a unit stay where they are.
FRAME_FIELDS = ("survey", "region", "industry", "size_class", "value_added")
LINES_A_PAGE = 100
MOVES = {
    SurveyMove.FREEZE: Action.SURVEY_FRAME,
    SurveyMove.DESIGN: Action.SURVEY_DESIGN,
    SurveyMove.DRAW: Action.SURVEY_DRAW,
    SurveyMove.INVITE: Action.SURVEY_INVITE,
    SurveyMove.ENTER: Action.SURVEY_ENTER,
    SurveyMove.ESTIMATE: Action.SURVEY_ESTIMATE,
}


@login_required
@require_GET
def surveys_page(request: HttpRequest) -> HttpResponse:
    return _surveys(request)


@login_required
@require_POST
def import_page(request: HttpRequest) -> HttpResponse:
    """Take over a frame; with a slip nothing is stored and each slip is named with row and column."""
    file = request.FILES.get("file")
    if file is None:
        return _surveys(request, problems=[gettext("Choose a file first.")])
    try:
        year = request.POST.get("year", "").strip()
        survey = import_frame(file.read(), year, file=str(file.name), by=_user(request), at=timezone.now())
    except AssessmentError as error:
        return _surveys(request, problems=_sentences(error))
    messages.success(request, gettext("The frame is stored. Freeze it once it is complete."))
    return HttpResponseRedirect(_address(survey.pk))


@login_required
@require_GET
def frame_template(request: HttpRequest) -> HttpResponse:
    require(_user(request), Action.SURVEY_FRAME, at=timezone.now())
    return csv_answer(survey_frame_file.template(), "frame.csv")


@login_required
@require_GET
def paper_template(request: HttpRequest) -> HttpResponse:
    require(_user(request), Action.SURVEY_ENTER, at=timezone.now())
    return csv_answer(paper_file.template(), "paper.csv")


@login_required
@require_GET
def survey_page(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The dashboard: how far the survey is, who has answered, what was estimated."""
    user, at = _user(request), timezone.now()
    survey = survey_seen(survey_id, by=user, at=at)
    whole, cities, strata = response_lines(drawn_units(survey), channels_of(survey))
    estimations = list(estimations_visible_to(user, at=at).filter(survey=survey))
    chosen = next((one for one in estimations if str(one.number) == request.GET.get("estimation")), None)
    shown = chosen or (estimations[0] if estimations else None)
    words = {
        "survey": survey,
        "light": survey_light(survey),
        "moves": _moves(survey, user),
        "whole": whole,
        "cities": cities,
        "strata": strata,
        "estimations": estimations,
        "estimation": shown,
        "view": estimation_view(shown) if shown else None,
        "job": job_view(shown.job, at=at) if shown and shown.state == "requested" else None,
        "method": gettext(METHODS[survey.share_method]) if survey.share_method else "",
        "estimators": [(name, gettext(text)) for name, text in ESTIMATORS.items()],
    }
    return render(request, "measurement/survey.html", words)


@login_required
@require_GET
def design_page(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The strata with N_h and S_h, and before the design is fixed n_h as the numbers typed would give it."""
    user, at = _user(request), timezone.now()
    survey = survey_seen(survey_id, by=user, at=at)
    strata = list(survey.strata.select_related("region"))
    planned, trouble = None, ""
    typed = {name: request.GET.get(name, usual) for name, usual in USUAL_DESIGN.items()}
    may_fix = SurveyMove.DESIGN.value in _moves(survey, user)
    if may_fix:
        try:
            strata, planned = _tried(survey, strata, typed)
        except AssessmentError as error:
            trouble = say(error)
    words = {
        "survey": survey,
        "light": survey_light(survey),
        "may_fix": may_fix,
        "typed": typed,
        "planned": planned,
        "reached": Decimal(planned.cv) * 100 if planned else None,
        "target": survey.target_cv * 100 if survey.target_cv is not None else None,
        "trouble": trouble,
        "lines": stratum_lines(strata, planned),
        "units": sum(one.population for one in strata),
        "drawn": planned.total if planned else sum(one.allocated or 0 for one in strata),
        "methods": [(name, gettext(text)) for name, text in METHODS.items()],
        "method": gettext(METHODS[survey.share_method]) if survey.share_method else "",
        "planned_from": estimation_planned_by(survey),
        "earlier": [(str(one.pk), one) for one in earlier_estimations()] if may_fix else [],
    }
    return render(request, "measurement/survey_design.html", words)


def _tried(
    survey: Survey, strata: list[SurveyStratum], typed: Mapping[str, str]
) -> tuple[list[SurveyStratum], Planned]:
    """The strata and the allocation as the numbers typed would give them; nothing is written."""
    wanted = read_wanted(typed["cv"], typed["minimum"], typed["certainty"])
    prior = prior_of(read_earlier(typed["earlier"]))
    if wanted.certainty_from is not None:
        units = survey.units.select_related("region").only(*FRAME_FIELDS)
        strata = rows_of_strata(survey, units, wanted.certainty_from)
    return strata, plan(strata, wanted, prior)


@login_required
@require_GET
def questionnaires_page(request: HttpRequest, survey_id: int) -> HttpResponse:
    return _questionnaires(request, survey_id)


@login_required
@require_GET
def unit_page(request: HttpRequest, survey_id: int, pseudonym: str) -> HttpResponse:
    """The enterprise behind a pseudonym, for the bureau; looking it up is not written down, changing it is."""
    user, at = _user(request), timezone.now()
    unit, version = unit_seen(survey_id, pseudonym, by=user, at=at)
    channel = channels_of(unit.survey).get(pseudonym)
    words = {
        "unit": unit,
        "size": size_name(unit.size_class),
        "light": channel_light(channel),
        "version": version,
        "version_light": version_light(version) if version else None,
    }
    return render(request, "measurement/survey_unit.html", words)


@login_required
@require_POST
def paper_page(request: HttpRequest, survey_id: int) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None or file.file is None:
        return _questionnaires(request, survey_id, problems=[gettext("Choose a file first.")])
    try:
        done = enter_paper_answers(survey_id, file.file, name=str(file.name), by=_user(request), at=timezone.now())
    except AssessmentError as error:
        return _questionnaires(request, survey_id, problems=_sentences(error))
    said = ngettext("{count} answer on paper entered.", "{count} answers on paper entered.", done.rows)
    messages.success(request, said.format(count=done.rows))
    return HttpResponseRedirect(reverse("measurement:survey-questionnaires", args=[survey_id]))


def _surveys(request: HttpRequest, *, problems: list[str] | None = None) -> HttpResponse:
    user, at = _user(request), timezone.now()
    surveys = surveys_visible_to(user, at=at)
    words = {
        "lines": [(survey, survey_light(survey)) for survey in surveys],
        "imports": Action.SURVEY_FRAME in actions_open_to(user, at=at),
        **_shortened(problems),
    }
    return render(request, "measurement/surveys.html", words, status=400 if problems else 200)


def _questionnaires(request: HttpRequest, survey_id: int, *, problems: list[str] | None = None) -> HttpResponse:
    user, at = _user(request), timezone.now()
    survey = survey_seen(survey_id, by=user, at=at)
    city, state = request.GET.get("city", ""), request.GET.get("state", "")
    lines = questionnaire_lines(survey, channels_of(survey), city=city, state=state)
    page = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    words = {
        "survey": survey,
        "moves": _moves(survey, user),
        "page": page,
        "city": city,
        "state": state,
        "cities": Region.objects.filter(pk__in=survey.strata.values("region")).order_by("position"),
        "opens_units": Action.SURVEY_UNIT_VIEW in actions_open_to(user, at=at),
        "paper_imports": survey.paper_imports.select_related("entered_by"),
        **_shortened(problems),
    }
    return render(request, "measurement/survey_questionnaires.html", words, status=400 if problems else 200)


def _shortened(problems: list[str] | None) -> dict[str, object]:
    said = problems or []
    return {"problems": said[: MOST_SHOWN + 1], "more": max(0, len(said) - MOST_SHOWN - 1)}


def _sentences(error: AssessmentError) -> list[str]:
    if error.status in {403, 404}:
        raise error
    parts = error.problems if isinstance(error, FrameWrong | PaperWrong) else ()
    return [say(error), *(say(part) for part in parts)]


def _moves(survey: Survey, user: User) -> list[str]:
    allowed = actions_open_to(user, at=timezone.now())
    return [
        move.value for move, action in MOVES.items() if action in allowed and SURVEY_STATES.allows(survey.state, move)
    ]


def _address(survey_id: int) -> str:
    return reverse("measurement:survey", args=[survey_id])


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("surveys/", surveys_page, name="surveys"),
    path("surveys/import/", import_page, name="survey-import"),
    path("surveys/frame-template.csv", frame_template, name="survey-frame-template"),
    path("surveys/paper-template.csv", paper_template, name="survey-paper-template"),
    path("surveys/<int:survey_id>/", survey_page, name="survey"),
    path("surveys/<int:survey_id>/design/", design_page, name="survey-design"),
    path("surveys/<int:survey_id>/questionnaires/", questionnaires_page, name="survey-questionnaires"),
    path("surveys/<int:survey_id>/units/<str:pseudonym>/", unit_page, name="survey-unit"),
    path("surveys/<int:survey_id>/paper/", paper_page, name="survey-paper"),
    *step_pages,
]
