"""Writers of the planned issue (定时印发): prepared by a person, carried out by the server's clock, or withdrawn.

Until its moment the run stays approved, so that every wall that hides an approved result hides this one. At the
moment the run is issued as if whoever planned it had pressed the button, in one transaction: all readers see it from
then on and none before. Who has lost the right to issue meanwhile issues nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assessment.audit.actions import PROVINCE, SYSTEM, Actor, Fact, record
from assessment.filing.told_again import document_of
from assessment.methodology.errors import AssessmentError
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.scoring.errors.runs import NoIssuePlanned, NotAhead
from assessment.scoring.issue_actions import IssuedDocument, add_issue_scan, issue_run, require_issuable
from assessment.scoring.models import PlannedIssue, Run
from assessment.scoring.planned_issues import refuse_while_planned
from assessment.scoring.publication_actions import refuse_undecided
from assessment.scoring.publication_view import pattern_now
from assessment.scoring.run_records import locked_run
from assessment.scoring.scoring_notices import tell_plan_failed
from assessment.scoring.states import PLANNED_ISSUE_STATES, PlanMove

CARRIED_OUT = "issue_plan.carry_out"
FAILED = "issue_plan.fail"


@dataclass(frozen=True)
class IssuePlan:
    """Under which 文号 and 公开属性 a result is to go out, and when."""

    number: str
    publicity: str
    release_at: datetime


def plan_issue(run_id: int, planned: IssuePlan, *, by: User, at: datetime) -> PlannedIssue:
    """Plan the issue of an approved run for a moment ahead; all that an issue needs is there already."""
    with transaction.atomic():
        run = locked_run(run_id, Action.ISSUE_PLAN, by=by, at=at)
        refuse_while_planned(run)
        require_issuable(run, planned.number, planned.publicity, by=by, at=at)
        if planned.release_at <= at:
            raise NotAhead(received=planned.release_at)
        refuse_undecided(run, pattern_now(run))
        plan = PlannedIssue.objects.create(
            run=run,
            issue_number=planned.number.strip(),
            publicity=planned.publicity,
            release_at=planned.release_at,
            planned_by=by,
            planned_at=at,
        )
        _record(Action.ISSUE_PLAN.value, plan, by=by, at=at)
    return plan


def plan_with_scan(
    run_id: int, issued: IssuedDocument, release_at: datetime, *, by: User, at: datetime
) -> PlannedIssue:
    """The scan and the plan in one step, both or neither."""
    with transaction.atomic():
        add_issue_scan(run_id, issued.name, issued.content, by=by, at=at)
        return plan_issue(run_id, IssuePlan(issued.number, issued.publicity, release_at), by=by, at=at)


def withdraw_planned_issue(run_id: int, *, by: User, at: datetime) -> PlannedIssue:
    """Take the waiting plan back; the run stays approved."""
    with transaction.atomic():
        run = locked_run(run_id, Action.ISSUE_PLAN_WITHDRAW, by=by, at=at)
        plan = withdraw_waiting(run, by=by, at=at)
        if plan is None:
            raise NoIssuePlanned
    return plan


def withdraw_waiting(run: Run, *, by: User, at: datetime) -> PlannedIssue | None:
    """Within the caller's transaction, the run locked: its waiting plan ends, where there is one."""
    plan = _waiting(run)
    if plan is not None:
        plan.ended_by = by
        _end(plan, PlanMove.WITHDRAW, at=at)
        _record(Action.ISSUE_PLAN_WITHDRAW.value, plan, by=by, at=at)
    return plan


def release_due(*, at: datetime) -> int:
    """Issue every run whose planned moment has come; how many were issued.

    Called by the clock, from several workers perhaps: the lock of the run lets one of them work, and the rest pass on.
    """
    return sum(_release(run_id, at=at) for run_id in _due(at=at))


def _due(*, at: datetime) -> Iterator[int]:
    due = PlannedIssue.objects.filter(state=PlannedIssue.State.WAITING, release_at__lte=at)
    yield from due.order_by("release_at", "id").values_list("run_id", flat=True)


def _release(run_id: int, *, at: datetime) -> bool:
    with transaction.atomic():
        run = Run.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=run_id).defer("document").first()
        plan = _waiting(run) if run is not None else None
        if plan is None:
            return False
        try:
            with transaction.atomic():
                _end(plan, PlanMove.CARRY_OUT, at=at)
                issue_run(run_id, plan.issue_number, plan.publicity, by=plan.planned_by, at=at)
        except AssessmentError as refusal:
            _fail(plan.pk, refusal, at=at)
            return False
        _record(CARRIED_OUT, plan, by=SYSTEM, at=at)
    return True


def _fail(plan_id: int, refusal: AssessmentError, *, at: datetime) -> None:
    """Nothing was issued; whoever may issue is told."""
    plan = PlannedIssue.objects.select_related("run", "planned_by").get(pk=plan_id)
    plan.failure = document_of(refusal)
    _end(plan, PlanMove.FAIL, at=at)
    _record(FAILED, plan, by=SYSTEM, at=at)
    tell_plan_failed(plan, at=at)


def _waiting(run: Run) -> PlannedIssue | None:
    plans = PlannedIssue.objects.select_for_update(of=("self",)).select_related("planned_by", "run")
    return plans.filter(run=run, state=PlannedIssue.State.WAITING).first()


def _end(plan: PlannedIssue, move: PlanMove, *, at: datetime) -> None:
    plan.state = PLANNED_ISSUE_STATES.after(plan.state, move)
    plan.ended_at = at
    plan.save(update_fields=["state", "ended_at", "ended_by", "failure"])


def _record(action: str, plan: PlannedIssue, *, by: Actor, at: datetime) -> None:
    facts = {
        "run": plan.run_id,
        "issue_number": plan.issue_number,
        "publicity": plan.publicity,
        "release_at": plan.release_at.isoformat(),
        "state": plan.state,
        "refusal": (plan.failure or {}).get("code", ""),
    }
    record(Fact(action, PROVINCE, "scoring.planned_issue", str(plan.pk), facts=facts), by=by, at=at)
