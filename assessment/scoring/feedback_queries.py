"""Reads of 反馈核对 and of objections: each unit its own, the commission all; no score and no place."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import may, reach_of, require_reach
from assessment.scoring.errors.feedback import ObjectionUndecided, ObjectionUnsettled
from assessment.scoring.models import CityFeedback, CurrentRun, Objection, Run
from assessment.territory.models import Region

FED_BACK = (Run.State.FEEDBACK, Run.State.REPLACED, Run.State.APPROVED, Run.State.ISSUED)
UNDECIDED = (Objection.State.RECEIVED, Objection.State.DECIDED)


def feedback_visible_to(user: User, *, at: datetime) -> QuerySet[CityFeedback]:
    """What was sent for checking: to a unit its own, to the commission that of all, newest run first.

    Whoever answers for a ranked unit reads the check of a part as well that is ranked within it (贵安新区 within
    贵阳市): its figures are in those of the whole. The part alone answers for it.
    """
    reach = require_reach(user, Action.FEEDBACK_VIEW, at=at)
    rows = CityFeedback.objects.exclude(run__state=Run.State.CANCELLED)
    if not reach.provincial:
        parts = Region.objects.filter(ranked_within__in=reach.regions)
        rows = rows.filter(Q(unit__in=reach.regions.values("code")) | Q(unit__in=parts.values("code")))
    return (
        rows.select_related("run__scheme_version", "run__feedback_sent_by", "answered_by", "stamped_form")
        .defer("run__document")
        .order_by("-run_id", "unit")
    )


def feedback_seen(feedback_id: int, *, by: User, at: datetime) -> CityFeedback:
    """One of them; `NotFound` where there is none behind the wall."""
    row = feedback_visible_to(by, at=at).filter(pk=feedback_id).first()
    if row is None:
        raise NotFound
    return row


def answered_by(user: User, rows: Iterable[CityFeedback], *, at: datetime) -> frozenset[str]:
    """Of these rows the units for which `user` answers: its own, not one that is ranked within it."""
    regions = reach_of(user, Action.FEEDBACK_ANSWER, at=at).regions
    return frozenset(regions.filter(code__in={row.unit for row in rows}).values_list("code", flat=True))


def objections_visible_to(user: User, *, at: datetime) -> QuerySet[Objection]:
    """The objections of the own unit, or all of them for the commission; undecided ones first."""
    reach = require_reach(user, Action.FEEDBACK_VIEW, at=at)
    rows = Objection.objects.all()
    if not reach.provincial:
        rows = rows.filter(feedback__unit__in=reach.regions.values("code"))
    people = ("raised_by", "decided_by", "confirmed_by__organisation")
    return (
        rows.select_related("feedback__run__scheme_version", *people)
        .defer("feedback__run__document")
        .order_by("-confirmed_at", "-pk")
    )


def objection_seen(objection_id: int, *, by: User, at: datetime) -> Objection:
    row = objections_visible_to(by, at=at).filter(pk=objection_id).first()
    if row is None:
        raise NotFound
    return row


def decision_open_to(objection: Objection, *, by: User, at: datetime) -> bool:
    """Whether `by` reads the decision: a unit only once a second person has confirmed it."""
    if objection.state == Objection.State.CONFIRMED:
        return True
    return may(by, Action.OBJECTION_DECISION_VIEW, at=at)


def predecessor_of(period: str, kind: str, *, other_than: int | None = None) -> Run | None:
    """The version of the official run that was fed back last: the one that a new version takes the place of."""
    runs = Run.objects.filter(
        purpose=Run.Purpose.OFFICIAL, period=period, scheme_version__kind=kind, state__in=FED_BACK
    )
    if other_than is not None:
        runs = runs.exclude(pk=other_than)
    return runs.select_related("scheme_version").order_by("-feedback_sent_at", "-pk").first()


def has_successor(run: Run) -> bool:
    """Whether a later version of the run has been started and not been cancelled."""
    return run.successors.exclude(state=Run.State.CANCELLED).exists()


def undecided_objections(period: str, kind: str) -> list[str]:
    """The numbers of objections of the period on which no confirmed decision stands yet, whatever became of the run."""
    rows = Objection.objects.filter(
        state__in=UNDECIDED, feedback__run__period=period, feedback__run__scheme_version__kind=kind
    )
    return list(rows.order_by("number").values_list("number", flat=True))


def require_none_undecided(period: str, kind: str) -> None:
    """先定后算: nothing is computed anew, not even as a trial, while a decision is open."""
    numbers = undecided_objections(period, kind)
    if numbers:
        raise ObjectionUndecided(numbers=numbers)


def accepted_objections(rows: Iterable[CityFeedback]) -> list[Objection]:
    """Those of these rows whose acceptance is confirmed: their figures must be others in the next version."""
    return list(
        Objection.objects.filter(
            feedback__in=list(rows), state=Objection.State.CONFIRMED, outcome=Objection.Outcome.ACCEPTED
        ).order_by("number")
    )


def require_objections_settled(run: Run) -> None:
    """Neither an undecided objection, nor an accepted one that this version of the run does not carry."""
    require_none_undecided(run.period, run.scheme_version.kind)
    numbers = [objection.number for objection in accepted_objections(run.feedback.all())]
    if numbers:
        raise ObjectionUnsettled(numbers=numbers)


def deemed_units(run: Run) -> frozenset[str]:
    """The units that did not answer within the window; every output of the result says so."""
    return frozenset(run.feedback.filter(state=CityFeedback.State.DEEMED).values_list("unit", flat=True))


def rejected_objections(run: Run) -> list[Objection]:
    """What was contested of this official run or of a version before it, and was not accepted: by number."""
    if run.purpose != Run.Purpose.OFFICIAL:
        return []
    rows = Objection.objects.filter(
        state=Objection.State.CONFIRMED,
        outcome=Objection.Outcome.REJECTED,
        feedback__run__period=run.period,
        feedback__run__scheme_version__kind=run.scheme_version.kind,
        feedback__run__lte=run.pk,
    )
    return list(rows.select_related("feedback").order_by("number"))


def issued_run_of(run: Run) -> Run | None:
    """The other run of the same period and kind that is issued and counts."""
    current = CurrentRun.objects.select_related("run").filter(period=run.period, kind=run.scheme_version.kind).first()
    if current is None or current.run_id == run.pk or current.run.state != Run.State.ISSUED:
        return None
    return current.run
