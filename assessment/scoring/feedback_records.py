"""How the answer of a unit is taken hold of and written down: permission and wall, lock of the run, then the row."""

from datetime import datetime

from assessment.audit.actions import Fact, record
from assessment.methodology.errors import Phrase
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require_reach
from assessment.scoring.errors.feedback import FeedbackClosed, FeedbackNotOpen
from assessment.scoring.models import CityFeedback, Objection, Run
from assessment.scoring.states import STATE_WORDS


def open_feedback(feedback_id: int, action: Action, *, by: User, at: datetime) -> CityFeedback:
    """The row of the own unit under its lock, while the run is being checked and the window is open."""
    row = locked_feedback(feedback_id, action, by=by, at=at)
    run = row.run
    if run.state != Run.State.FEEDBACK:
        raise FeedbackNotOpen(state=Phrase(STATE_WORDS[run.state]))
    if run.feedback_until is not None and at > run.feedback_until:
        raise FeedbackClosed(until=run.feedback_until)
    return row


def locked_feedback(feedback_id: int, action: Action, *, by: User, at: datetime) -> CityFeedback:
    """The row behind the wall of `by`; the run is locked first, as the approval does it."""
    reach = require_reach(by, action, at=at)
    rows = CityFeedback.objects.exclude(run__state=Run.State.CANCELLED)
    if not reach.provincial:
        rows = rows.filter(unit__in=reach.regions.values("code"))
    found = rows.filter(pk=feedback_id).first()
    if found is None:
        raise NotFound
    run = Run.objects.select_for_update(of=("self",)).select_related("scheme_version").get(pk=found.run_id)
    row = CityFeedback.objects.select_for_update().get(pk=found.pk)
    row.run = run
    return row


def locked_objection(objection_id: int, action: Action, *, by: User, at: datetime) -> Objection:
    """The objection behind the wall of `by`, under the locks of its run and of its unit's answer."""
    reach = require_reach(by, action, at=at)
    rows = Objection.objects.all()
    if not reach.provincial:
        rows = rows.filter(feedback__unit__in=reach.regions.values("code"))
    found = rows.filter(pk=objection_id).select_related("feedback").first()
    if found is None:
        raise NotFound
    run = Run.objects.select_for_update(of=("self",)).select_related("scheme_version").get(pk=found.feedback.run_id)
    feedback = CityFeedback.objects.select_for_update().get(pk=found.feedback_id)
    objection = Objection.objects.select_for_update(of=("self",)).select_related("raised_by").get(pk=found.pk)
    feedback.run, objection.feedback = run, feedback
    return objection


def record_feedback(action: Action, row: CityFeedback, *, by: User, at: datetime, step: str) -> None:
    """The step in the chain of the unit; which figures, by their digest."""
    facts = {"run": row.run_id, "unit": row.unit, "state": row.state, "step": step, "digest": row.digest}
    record(Fact(action.value, row.unit, "scoring.feedback", str(row.pk), facts=facts), by=by, at=at)


def record_objection(action: Action, objection: Objection, *, by: User, at: datetime, step: str) -> None:
    """The step in the chain of the unit; no value and no effect."""
    row = objection.feedback
    facts = {
        "number": objection.number,
        "run": row.run_id,
        "unit": row.unit,
        "item": objection.item,
        "state": objection.state,
        "outcome": objection.outcome,
        "step": step,
    }
    record(Fact(action.value, row.unit, "scoring.objection", str(objection.pk), facts=facts), by=by, at=at)
