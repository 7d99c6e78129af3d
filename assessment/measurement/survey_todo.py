"""What waits in the survey: the frame and the questionnaires for the bureau, design, draw and estimate for the rest."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from assessment.display.todo import ToDo
from assessment.jobs.models import Job
from assessment.measurement.survey_models import PaperImport, Survey, SurveyEstimation, SurveyUnit
from assessment.measurement.survey_queries import estimations_visible_to, surveys_open_to
from assessment.measurement.survey_wording import survey_light
from assessment.people.models import User
from assessment.people.permissions import Action

State = Survey.State
_STEPS = frozenset(
    {Action.SURVEY_FRAME, Action.SURVEY_DESIGN, Action.SURVEY_DRAW, Action.SURVEY_INVITE, Action.SURVEY_ESTIMATE}
)


def surveys_waiting(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """The next step of each survey, for whoever takes it, by year."""
    if not _STEPS & allowed:
        return []
    surveys = _with_what_is_there(surveys_open_to(user, at=at), at=at).order_by("period", "number")
    steps = [(survey, _step(survey, allowed)) for survey in surveys]
    return [_todo(survey, verb, since) for survey, step in steps if step is not None for verb, since in [step]]


def estimations_waiting(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """The newest estimation of a survey: to deliver once it is done, to estimate again where its job failed."""
    if Action.SURVEY_ESTIMATE not in allowed:
        return []
    later = SurveyEstimation.objects.filter(survey=OuterRef("survey"), number__gt=OuterRef("number"))
    newest = estimations_visible_to(user, at=at).defer("document", "result_document").filter(~Exists(later))
    waiting = newest.filter(
        Q(state=SurveyEstimation.State.DONE, delivered_at__isnull=True)
        | Q(state=SurveyEstimation.State.REQUESTED, job__state=Job.State.FAILED)
    )
    verbs = {
        SurveyEstimation.State.DONE: gettext("Deliver to the batches"),
        SurveyEstimation.State.REQUESTED: gettext("Estimate again"),
    }
    return [
        _todo(one.survey, verbs[SurveyEstimation.State(one.state)], one.estimated_at or one.requested_at)
        for one in waiting.order_by("requested_at")
    ]


def _with_what_is_there(surveys: QuerySet[Survey], *, at: datetime) -> QuerySet[Survey]:
    """`unsent`: somebody drawn has no link yet. `closed`: the time to answer is over, or paper alone was asked for."""
    unsent = SurveyUnit.objects.filter(survey=OuterRef("pk"), drawn=True, invited_at__isnull=True)
    on_paper = PaperImport.objects.filter(survey=OuterRef("pk"))
    estimated = SurveyEstimation.objects.filter(survey=OuterRef("pk"))
    over = Q(collection__on_time_until__lte=at) | Q(Exists(on_paper), collection__isnull=True)
    return surveys.annotate(unsent=Exists(unsent), estimated=Exists(estimated)).annotate(
        closed=Exists(Survey.objects.filter(over, pk=OuterRef("pk")))
    )


def _step(survey: Survey, allowed: frozenset[Action]) -> tuple[str, datetime | None] | None:
    """What is to be done next by somebody who may do `allowed`, and since when it waits."""
    steps = {
        State.FRAME: (Action.SURVEY_FRAME, gettext("Freeze the frame"), survey.imported_at),
        State.FROZEN: (Action.SURVEY_DESIGN, gettext("Fix the design"), survey.frozen_at),
        State.DESIGNED: (Action.SURVEY_DRAW, gettext("Draw the sample"), survey.designed_at),
    }
    if survey.state == State.DRAWN:
        return _after_the_draw(survey, allowed)
    action, verb, since = steps[State(survey.state)]
    return (verb, since) if action in allowed else None


def _after_the_draw(survey: Survey, allowed: frozenset[Action]) -> tuple[str, datetime | None] | None:
    facts = vars(survey)
    if facts["closed"]:
        closed_at = survey.drawn_at if survey.collection is None else survey.collection.on_time_until
        may_estimate = Action.SURVEY_ESTIMATE in allowed and not facts["estimated"]
        return (gettext("Estimate"), closed_at) if may_estimate else None
    may_send = Action.SURVEY_INVITE in allowed and facts["unsent"]
    return (gettext("Send the questionnaires"), survey.drawn_at) if may_send else None


def _todo(survey: Survey, verb: str, since: datetime | None) -> ToDo:
    return ToDo(
        what=gettext("Sample survey"),
        about=gettext("number {number}").format(number=survey.number),
        period=survey.period,
        light=survey_light(survey),
        since=since,
        address=reverse("measurement:survey", args=[survey.pk]),
        verb=verb,
    )
