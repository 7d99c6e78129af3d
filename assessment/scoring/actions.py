"""The only writers of runs: start, the moves of people, and reading what is not yet issued."""

from datetime import datetime

from django.db import transaction

from assessment.audit.actions import PROVINCE, Actor, Fact, record
from assessment.catalogue.models import SchemeVersion
from assessment.jobs.actions import emit, request_cancel, retry
from assessment.jobs.models import Job
from assessment.methodology.run_document import CURRENT_METHOD
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.scoring.errors import IssueNumberMissing, ReasonMissing, SamePerson
from assessment.scoring.freezing import FrozenInputs, freeze_inputs
from assessment.scoring.models import CurrentRun, Run
from assessment.scoring.queries import WITHOUT_SCORES, run_with_scores_seen
from assessment.scoring.states import RUN_STATES, Move

RUN_REQUESTED = {
    SchemeVersion.Kind.QUARTERLY: "scoring.quarterly_run_requested",
    SchemeVersion.Kind.ANNUAL: "scoring.annual_run_requested",
}
UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)


def start_run(period: str, kind: str, *, by: User, at: datetime) -> Run:
    """Freeze the inputs of `period` and have them scored.

    The same inputs under the same scheme are the same run, whoever asks; one whose job failed is tried again.
    """
    with transaction.atomic():
        require(by, Action.RUN_START, at=at)
        frozen = freeze_inputs(period, kind)
        # Two starters of the same inputs would meet the unique constraint: the second waits here instead.
        SchemeVersion.objects.select_for_update().get(pk=frozen.scheme_version.pk)
        same = _same_run(frozen)
        if same is not None:
            return _tried_again(same, by=by, at=at)
        run = _new_run(frozen, by=by, at=at)
        _queue(run, by=by, at=at)
        _record(Action.RUN_START, run, by=by, at=at)
    return run


def confirm_run(run_id: int, *, by: User, at: datetime) -> Run:
    """The bureau confirms the figures that went in; it sees values, no score."""
    with transaction.atomic():
        run = _locked(run_id, Action.RUN_CONFIRM, by=by, at=at)
        run.state = RUN_STATES.after(run.state, Move.CONFIRM)
        _require_another_person(by, run.started_by_id)
        run.confirmed_by, run.confirmed_at = by, at
        run.save()
        _record(Action.RUN_CONFIRM, run, by=by, at=at)
    return run


def approve_run(run_id: int, *, by: User, at: datetime) -> Run:
    """审定 by a second person: neither who started the run nor who confirmed it."""
    with transaction.atomic():
        run = _locked(run_id, Action.RUN_APPROVE, by=by, at=at)
        run.state = RUN_STATES.after(run.state, Move.APPROVE)
        _require_another_person(by, run.started_by_id, run.confirmed_by_id)
        run.approved_by, run.approved_at = by, at
        run.save()
        _record(Action.RUN_APPROVE, run, by=by, at=at)
    return run


def issue_run(run_id: int, issue_number: str, *, by: User, at: datetime) -> Run:
    """印发 under a 文号: from now on the cities see it, and no later computation takes its place by itself."""
    with transaction.atomic():
        run = _locked(run_id, Action.RUN_ISSUE, by=by, at=at)
        run.state = RUN_STATES.after(run.state, Move.ISSUE)
        if not issue_number.strip():
            raise IssueNumberMissing
        run.issue_number = issue_number.strip()
        run.issued_by, run.issued_at = by, at
        run.save()
        CurrentRun.objects.update_or_create(
            period=run.period, kind=run.scheme_version.kind, defaults={"run": run, "switched_at": at}
        )
        _record(Action.RUN_ISSUE, run, by=by, at=at, facts={"issue_number": run.issue_number})
    return run


def cancel_run(run_id: int, reason: str, *, by: User, at: datetime) -> Run:
    """Take a run out before it is issued, with a reason; a job still at work is stopped."""
    with transaction.atomic():
        run = _locked(run_id, Action.RUN_CANCEL, by=by, at=at)
        run.state = RUN_STATES.after(run.state, Move.CANCEL)
        if not reason.strip():
            raise ReasonMissing
        run.cancelled_by, run.cancelled_at, run.cancel_reason = by, at, reason.strip()
        run.save()
        _step_back(run, at=at)
        if run.job is not None and run.job.state in UNFINISHED:
            request_cancel(run.job, by=by, at=at)
        _record(Action.RUN_CANCEL, run, by=by, at=at)
    return run


def open_scores(run_id: int, *, by: User, at: datetime) -> Run:
    """Hand over a run whose scores `by` may read; reading what is not issued is written down."""
    with transaction.atomic():
        run = run_with_scores_seen(run_id, by=by, at=at)
        if run.state != Run.State.ISSUED:
            _record(Action.SCORE_VIEW, run, by=by, at=at)
    return run


def _same_run(frozen: FrozenInputs) -> Run | None:
    runs = Run.objects.exclude(state=Run.State.CANCELLED).select_related("job", "scheme_version")
    return runs.filter(
        period=frozen.period.code, scheme_version=frozen.scheme_version, input_digest=frozen.digest
    ).first()


def _tried_again(run: Run, *, by: Actor, at: datetime) -> Run:
    """A run that was never computed gets its job again: a failed one from its step, a cancelled one anew."""
    if run.state != Run.State.REQUESTED or run.job is None:
        return run
    if run.job.state == Job.State.FAILED:
        run.job = retry(run.job.pk, by=by, at=at)
    elif run.job.state == Job.State.CANCELLED:
        _queue(run, by=by, at=at)
    return run


def _queue(run: Run, *, by: Actor, at: datetime) -> None:
    kind = SchemeVersion.Kind(run.scheme_version.kind)
    run.job = emit(RUN_REQUESTED[kind], {"run": run.pk}, by=by, at=at).job
    run.save(update_fields=["job"])


def _new_run(frozen: FrozenInputs, *, by: User, at: datetime) -> Run:
    return Run.objects.create(
        period=frozen.period.code,
        scheme_version=frozen.scheme_version,
        batch=frozen.batch,
        document=frozen.text,
        input_digest=frozen.digest,
        method_version=CURRENT_METHOD,
        started_by=by,
        started_at=at,
    )


def _locked(run_id: int, action: Action, *, by: User, at: datetime) -> Run:
    require(by, action, at=at)
    runs = Run.objects.select_for_update(of=("self",)).select_related("scheme_version", "job")
    run = runs.filter(pk=run_id).first()
    if run is None:
        raise NotFound
    return run


def _step_back(run: Run, *, at: datetime) -> None:
    """Where a cancelled run was the current one, the last computed one before it counts again."""
    current = CurrentRun.objects.select_for_update().filter(run=run).first()
    if current is None:
        return
    left = Run.objects.exclude(state__in=WITHOUT_SCORES).exclude(pk=run.pk)
    before = left.filter(period=run.period, scheme_version__kind=current.kind).order_by("-computed_at").first()
    if before is None:
        current.delete()
        return
    current.run, current.switched_at = before, at
    current.save()


def _require_another_person(by: User, *others: int | None) -> None:
    if by.pk in others:
        raise SamePerson(name=by.display_name)


def _record(action: Action, run: Run, *, by: Actor, at: datetime, facts: dict[str, object] | None = None) -> None:
    stated = {
        "period": run.period,
        "kind": run.scheme_version.kind,
        "state": run.state,
        "input_digest": run.input_digest,
        **(facts or {}),
    }
    record(Fact(action.value, PROVINCE, "scoring.run", str(run.pk), facts=stated), by=by, at=at)
