"""What waits in this stage for whoever asks."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from assessment.display.templatetags.components import Light
from assessment.display.templatetags.figures import named
from assessment.display.todo import ToDo
from assessment.filing.letter_actions import letters_visible_to
from assessment.filing.models import Extension, Version
from assessment.filing.queries import versions_visible_to
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


def to_decide(allowed: frozenset[Action]) -> list[ToDo]:
    """Extensions that units ask for, oldest first."""
    if Action.EXTENSION_GRANT not in allowed:
        return []
    asked = Extension.objects.filter(state=Extension.State.ASKED).select_related(
        "collection__form_version__form", "reporting_unit__region"
    )
    return [
        ToDo(
            what=gettext("Extension"),
            about=one.reporting_unit.region.short_name_zh or one.reporting_unit.name_zh,
            period=one.collection.period,
            light=Light("warn", gettext("Extension asked for")),
            since=one.asked_at,
            address=reverse("filing:collection-units", args=[one.collection_id]),
            verb=gettext("Decide"),
        )
        for one in asked.order_by("asked_at", "id")
    ]


def to_answer(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Letters of request without a reply, by the day it is wished by."""
    if Action.LETTER_ANSWER not in allowed:
        return []
    return [
        ToDo(
            what=gettext("Letters of request"),
            about=letter.number,
            period=letter.period,
            light=Light("note", gettext("Awaiting the reply")),
            since=letter.issued_at,
            address=reverse("filing:letters"),
            verb=gettext("Reply"),
        )
        for letter in letters_visible_to(user, at=at).filter(replied_at__isnull=True).order_by("reply_by", "id")
    ]


def _review(version: Version) -> ToDo:
    filed = version.return_filed
    return ToDo(
        what=named(filed.collection.form_version.form),
        about=filed.reporting_unit.region.short_name_zh or filed.reporting_unit.name_zh,
        period=filed.collection.period,
        light=light_of(version),
        since=version.submitted_at,
        address=reverse("filing:version", args=[filed.pk, version.number]),
        verb=gettext("Review"),
    )
