"""Writers that start runs: official ones, and trials of the commission."""

from datetime import datetime

from django.db import transaction

from assessment.audit.actions import Actor
from assessment.catalogue.models import SchemeVersion
from assessment.jobs.actions import emit, retry
from assessment.jobs.models import Job
from assessment.methodology.run_document import CURRENT_METHOD
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.scoring.feedback_queries import predecessor_of, require_none_undecided
from assessment.scoring.freezing import FrozenInputs, freeze_inputs
from assessment.scoring.models import Run
from assessment.scoring.run_records import record_run

RUN_REQUESTED = {
    SchemeVersion.Kind.QUARTERLY: "scoring.quarterly_run_requested",
    SchemeVersion.Kind.ANNUAL: "scoring.annual_run_requested",
}


def start_run(period: str, kind: str, *, by: User, at: datetime) -> Run:
    """Freeze the inputs of `period` and have them scored as an official run.

    The same inputs under the same scheme are the same run, whoever asks; one whose job failed is tried again. Where
    a version was fed back to the cities already, the new one names it. 先定后算: refused while an objection is open.
    """
    return _start(period, kind, Run.Purpose.OFFICIAL, by=by, at=at)


def start_trial(period: str, kind: str, *, by: User, at: datetime) -> Run:
    """The same for the eyes of the commission alone: a trial is never confirmed, fed back, approved or issued."""
    return _start(period, kind, Run.Purpose.TRIAL, by=by, at=at)


def _start(period: str, kind: str, purpose: Run.Purpose, *, by: User, at: datetime) -> Run:
    action = Action.RUN_TRY if purpose == Run.Purpose.TRIAL else Action.RUN_START
    with transaction.atomic():
        require(by, action, at=at)
        frozen = freeze_inputs(period, kind)
        # Two starters of the same inputs would meet the unique constraint: the second waits here instead. An
        # objection waits here, too, so that none is raised between this look and the start.
        SchemeVersion.objects.select_for_update().get(pk=frozen.scheme_version.pk)
        require_none_undecided(frozen.period.code, kind)
        same = _same_run(frozen, purpose)
        if same is not None:
            return _tried_again(same, by=by, at=at)
        run = _new_run(frozen, purpose, by=by, at=at)
        _queue(run, by=by, at=at)
        record_run(action, run, by=by, at=at)
    return run


def _same_run(frozen: FrozenInputs, purpose: Run.Purpose) -> Run | None:
    gone = (Run.State.CANCELLED, Run.State.REPLACED)
    runs = Run.objects.exclude(state__in=gone).select_related("job", "scheme_version")
    return runs.filter(
        purpose=purpose,
        period=frozen.period.code,
        scheme_version=frozen.scheme_version,
        input_digest=frozen.digest,
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


def _new_run(frozen: FrozenInputs, purpose: Run.Purpose, *, by: User, at: datetime) -> Run:
    official = purpose == Run.Purpose.OFFICIAL
    return Run.objects.create(
        purpose=purpose,
        replaces=predecessor_of(frozen.period.code, frozen.scheme_version.kind) if official else None,
        period=frozen.period.code,
        scheme_version=frozen.scheme_version,
        batch=frozen.batch,
        document=frozen.text,
        input_digest=frozen.digest,
        method_version=CURRENT_METHOD,
        started_by=by,
        started_at=at,
    )
