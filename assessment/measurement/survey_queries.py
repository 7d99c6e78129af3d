"""Reads over surveys. Code and name of a unit leave this module for the bureau alone."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from assessment.filing.enterprise_rows import counted_versions
from assessment.filing.models import Version
from assessment.measurement.survey_answers import Channel
from assessment.measurement.survey_models import PaperAnswer, Survey, SurveyEstimation, SurveyUnit
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require

_PEOPLE = ("imported_by", "frozen_by", "designed_by", "drawn_by")


def surveys_open_to(user: User, *, at: datetime) -> QuerySet[Survey]:
    """Every survey, for the bodies that see surveys at all; nothing of its units is counted."""
    require(user, Action.SURVEY_VIEW, at=at)
    return Survey.objects.select_related("collection__form_version__form", *_PEOPLE)


def surveys_visible_to(user: User, *, at: datetime) -> QuerySet[Survey]:
    """Every survey with the numbers of its units, newest first."""
    counted = surveys_open_to(user, at=at).annotate(
        unit_count=Count("units"), drawn_count=Count("units", filter=Q(units__drawn=True))
    )
    return counted.order_by("-period", "-number")


def survey_seen(survey_id: int, *, by: User, at: datetime) -> Survey:
    survey = surveys_visible_to(by, at=at).filter(pk=survey_id).first()
    if survey is None:
        raise NotFound
    return survey


def estimations_visible_to(user: User, *, at: datetime) -> QuerySet[SurveyEstimation]:
    """Newest first, without the answers they froze."""
    require(user, Action.SURVEY_VIEW, at=at)
    estimations = SurveyEstimation.objects.defer("document").select_related(
        "survey", "job__event", "requested_by", "delivered_by"
    )
    return estimations.order_by("-survey__period", "-survey__number", "-number")


def estimation_seen(estimation_id: int, *, by: User, at: datetime) -> SurveyEstimation:
    estimation = estimations_visible_to(by, at=at).filter(pk=estimation_id).first()
    if estimation is None:
        raise NotFound
    return estimation


def channels_of(survey: Survey) -> dict[str, Channel]:
    """How each drawn unit that has answered did so, by pseudonym; its own filing comes before any paper."""
    paper = PaperAnswer.objects.filter(paper_import__survey=survey).values_list("pseudonym", flat=True).distinct()
    channels = dict.fromkeys(paper, Channel.PAPER)
    if survey.collection is None:
        return channels
    units = dict(survey.units.filter(drawn=True).values_list("code", "pseudonym"))
    online = counted_versions(survey.collection, units)
    return channels | {units[code]: Channel.ONLINE for code in online}


def unit_seen(survey_id: int, pseudonym: str, *, by: User, at: datetime) -> tuple[SurveyUnit, Version | None]:
    """The enterprise behind a pseudonym with what it filed; for the bureau alone."""
    require(by, Action.SURVEY_UNIT_VIEW, at=at)
    units = SurveyUnit.objects.filter(survey=survey_id, pseudonym=pseudonym, drawn=True)
    unit = units.select_related("survey__collection", "region", "stratum").first()
    if unit is None:
        raise NotFound
    collection = unit.survey.collection
    return unit, None if collection is None else counted_versions(collection, [unit.code]).get(unit.code)
