"""What waits in this stage for whoever asks."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from assessment.display.templatetags.components import Light
from assessment.display.templatetags.figures import named
from assessment.display.todo import ToDo
from assessment.filing.models import AdoptedValue, Version
from assessment.filing.queries import versions_visible_to
from assessment.filing.review_queries import adoptions_visible_to
from assessment.filing.wording import light_of
from assessment.people.models import User
from assessment.people.permissions import Action

State = Version.State


def to_review(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Returns that were submitted, oldest first."""
    if Action.RETURN_REVIEW not in allowed:
        return []
    waiting = versions_visible_to(user, at=at).filter(state__in=[State.SUBMITTED, State.UNDER_REVIEW])
    return [_review(version) for version in waiting.order_by("submitted_at", "id")]


def _review(version: Version) -> ToDo:
    filed = version.return_filed
    return ToDo(
        what=named(filed.collection.form_version.form),
        about=filed.reporting_unit.region.short_name_zh or filed.reporting_unit.name_zh,
        period=filed.collection.period,
        light=light_of(version),
        since=version.submitted_at,
        address=reverse("filing:review", args=[version.pk]),
        verb=gettext("Review"),
    )


def to_answer(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Query sheets with a question that waits for the unit, the earliest due first."""
    if Action.QUERY_ANSWER not in allowed:
        return []
    waiting = versions_visible_to(user, at=at).filter(state=State.QUERYING)
    return [_answer(version) for version in waiting.order_by("submitted_at", "id")]


def _answer(version: Version) -> ToDo:
    filed = version.return_filed
    return ToDo(
        what=named(filed.collection.form_version.form),
        about=filed.reporting_unit.region.short_name_zh or filed.reporting_unit.name_zh,
        period=filed.collection.period,
        light=light_of(version),
        since=version.submitted_at,
        address=reverse("filing:query-sheet", args=[filed.pk]),
        verb=gettext("Answer"),
    )


def to_confirm(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Values used for the assessment that wait for their second person, never the one who proposed."""
    if Action.ADOPTED_VALUE_CONFIRM not in allowed:
        return []
    waiting = adoptions_visible_to(user, at=at).filter(state=AdoptedValue.State.PROPOSED)
    return [_confirm(record) for record in waiting.exclude(proposed_by=user).order_by("proposed_at", "id")]


def _confirm(record: AdoptedValue) -> ToDo:
    unit = record.return_filed.reporting_unit
    return ToDo(
        what=gettext("Value used for the assessment"),
        about=unit.region.short_name_zh or unit.name_zh,
        period=record.return_filed.collection.period,
        light=Light("warn", gettext("Waiting for the second person")),
        since=record.proposed_at,
        address=reverse("filing:adopted-values"),
        verb=gettext("Confirm"),
    )
