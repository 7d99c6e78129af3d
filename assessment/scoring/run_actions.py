"""Writers of the moves of people: confirming, approving, cancelling, and reading what is not yet issued."""

from datetime import datetime

from django.db import transaction

from assessment.jobs.actions import request_cancel
from assessment.jobs.models import Job
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.scoring.errors.runs import ReasonMissing, RunHasSuccessor, StaleWithoutReason
from assessment.scoring.feedback_actions import deem_unanswered
from assessment.scoring.feedback_queries import has_successor, require_objections_settled
from assessment.scoring.models import CurrentRun, Run
from assessment.scoring.planned_issue_actions import withdraw_waiting
from assessment.scoring.queries import WITHOUT_SCORES, run_with_scores_seen
from assessment.scoring.run_records import locked_run, record_run, require_another_person
from assessment.scoring.staleness import is_stale
from assessment.scoring.states import Move, states_of

UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)


def confirm_run(run_id: int, *, by: User, at: datetime) -> Run:
    """The bureau confirms the figures that went in; it sees values, no score."""
    with transaction.atomic():
        run = locked_run(run_id, Action.RUN_CONFIRM, by=by, at=at)
        run.state = states_of(run).after(run.state, Move.CONFIRM)
        require_another_person(by, run.started_by_id, at=at)
        run.confirmed_by, run.confirmed_at = by, at
        run.save()
        record_run(Action.RUN_CONFIRM, run, by=by, at=at)
    return run


def approve_run(run_id: int, *, by: User, at: datetime, stale_reason: str = "") -> Run:
    """审定 by a second person: neither who started the run nor who confirmed it.

    Refused while a unit has yet to answer within its window, while an objection is not decided and carried out, and
    while inputs have changed without a stated reason. Whoever kept silent to the end is recorded as 视同无异议.
    """
    with transaction.atomic():
        run = locked_run(run_id, Action.RUN_APPROVE, by=by, at=at)
        run.state = states_of(run).after(run.state, Move.APPROVE)
        require_another_person(by, run.started_by_id, run.confirmed_by_id, at=at)
        require_objections_settled(run)
        if has_successor(run):
            raise RunHasSuccessor
        deem_unanswered(run, by=by, at=at)
        if is_stale(run):
            if not stale_reason.strip():
                raise StaleWithoutReason
            run.stale_reason = stale_reason.strip()
        run.approved_by, run.approved_at = by, at
        run.save()
        facts = {"stale_reason": run.stale_reason} if run.stale_reason else {}
        record_run(Action.RUN_APPROVE, run, by=by, at=at, facts=facts)
    return run


def cancel_run(run_id: int, reason: str, *, by: User, at: datetime) -> Run:
    """Take a run out before it is issued, with a reason; a job still at work is stopped."""
    with transaction.atomic():
        run = locked_run(run_id, Action.RUN_CANCEL, by=by, at=at)
        run.state = states_of(run).after(run.state, Move.CANCEL)
        if not reason.strip():
            raise ReasonMissing
        run.cancelled_by, run.cancelled_at, run.cancel_reason = by, at, reason.strip()
        run.save()
        withdraw_waiting(run, by=by, at=at)
        _step_back(run, at=at)
        if run.job is not None and run.job.state in UNFINISHED:
            request_cancel(run.job, by=by, at=at)
        record_run(Action.RUN_CANCEL, run, by=by, at=at)
    return run


def open_scores(run_id: int, *, by: User, at: datetime) -> Run:
    """Hand over a run whose scores `by` may read; reading what is not issued is written down."""
    with transaction.atomic():
        run = run_with_scores_seen(run_id, by=by, at=at)
        if run.state != Run.State.ISSUED:
            record_run(Action.SCORE_VIEW, run, by=by, at=at)
    return run


def _step_back(run: Run, *, at: datetime) -> None:
    """Where a cancelled run was the current one, the last computed one before it counts again."""
    current = CurrentRun.objects.select_for_update().filter(run=run).first()
    if current is None:
        return
    left = Run.objects.exclude(state__in=WITHOUT_SCORES).exclude(pk=run.pk).filter(purpose=Run.Purpose.OFFICIAL)
    before = left.filter(period=run.period, scheme_version__kind=current.kind).order_by("-computed_at").first()
    if before is None:
        current.delete()
        return
    current.run, current.switched_at = before, at
    current.save()
