"""Reads over explanations, across the cities a person may see."""

from datetime import datetime

from django.db.models import QuerySet

from assessment.filing.models import Explanation
from assessment.filing.walls import returns_within
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require


def explanations_visible_to(user: User, *, at: datetime) -> QuerySet[Explanation]:
    """The explanations of the returns open to `user`, newest first: all for a reviewer, the own for a city."""
    require(user, Action.RETURN_VIEW, at=at)
    return (
        Explanation.objects.filter(returns_within(user, Action.RETURN_VIEW, at=at, path="return_filed__"))
        .select_related(
            "version", "return_filed__collection__form_version__form", "return_filed__reporting_unit__region"
        )
        .order_by("-given_at", "-id")
    )
