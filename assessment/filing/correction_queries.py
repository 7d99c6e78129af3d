"""Reads over requests for correction, and over what stood when."""

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from assessment.filing.errors.corrections import DayUnreadable
from assessment.filing.models import Correction, InForce, Return
from assessment.filing.queries import return_seen, spans_at
from assessment.filing.walls import returns_within
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require

_CONTEXT = (
    "version",
    "return_filed__collection__form_version__form",
    "return_filed__reporting_unit__region",
    "requested_by",
    "decided_by",
)


def corrections_visible_to(user: User, *, at: datetime) -> QuerySet[Correction]:
    """The requests about returns visible to `user`, undecided ones first, then the newest."""
    require(user, Action.RETURN_VIEW, at=at)
    requests = Correction.objects.filter(returns_within(user, Action.RETURN_VIEW, at=at, path="return_filed__"))
    return requests.select_related(*_CONTEXT).order_by("-decided_at", "-id")


def correction_seen(correction_id: int, *, by: User, at: datetime) -> Correction:
    """One request; `NotFound` where there is none behind the wall."""
    found = corrections_visible_to(by, at=at).filter(pk=correction_id).first()
    if found is None:
        raise NotFound
    return found


def end_of_day(text: str) -> datetime:
    """The end of a day in Beijing: what counted when that day was over."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise DayUnreadable(received=text) from None
    following = datetime.combine(day + timedelta(days=1), time(), tzinfo=timezone.get_default_timezone())
    return following - timedelta(microseconds=1)


def stood_at(return_id: int, moment: datetime, *, by: User, at: datetime) -> tuple[Return, InForce | None]:
    """A return and what was in force of it at `moment`; None where nothing was accepted by then."""
    filed = return_seen(return_id, by=by, at=at)
    spans = spans_at(moment).filter(return_filed=filed)
    return filed, spans.select_related("version__filler", "version__receipt").prefetch_related("version__cells").first()
