"""What waits in this stage for whoever asks."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from assessment.display.templatetags.figures import named
from assessment.display.todo import ToDo
from assessment.filing.models import Version
from assessment.filing.queries import versions_visible_to
from assessment.filing.wording import light_of
from assessment.people.models import User
from assessment.people.permissions import Action

State = Version.State


def to_review(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Returns of regions that were submitted, oldest first; rows of enterprises wait in their list."""
    if Action.RETURN_REVIEW not in allowed:
        return []
    waiting = versions_visible_to(user, at=at).filter(
        state__in=[State.SUBMITTED, State.UNDER_REVIEW], return_filed__reporting_unit__kind="region"
    )
    return [_review(version) for version in waiting.order_by("submitted_at", "id")]


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
