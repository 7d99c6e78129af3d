"""The only writers of events and jobs. PostgreSQL holds the truth; the broker carries hints."""

import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from celery import chain, current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from assessment.audit.actions import SYSTEM, SYSTEM_CHAIN, Actor, Fact, record
from assessment.display.wording import say
from assessment.jobs.errors import KeyUsedForOther, LeaseLost, TooManyAttempts, UnmappedEvent
from assessment.jobs.models import IdempotencyKey, Job, OutboxEvent
from assessment.jobs.states import JOB_STATES, Move
from assessment.methodology.canonical import digest

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3


def emit(name: str, payload: Mapping[str, int | str], *, by: Actor, at: datetime) -> OutboxEvent:
    """Write an event and the job it asks for, in the caller's transaction. `payload` holds ids only.

    The message goes to the broker after the commit; if that fails, the beat sends it seconds later.
    """
    steps = _steps_of(name)
    event = OutboxEvent.objects.create(name=name, payload=dict(payload), created_at=at, created_by=by.username)
    Job.objects.create(
        event=event,
        name=name,
        steps=list(steps),
        arguments=dict(payload),
        requested_by=by.username,
        created_at=at,
    )
    transaction.on_commit(_poke, robust=True)
    return event


def drain_outbox(*, at: datetime) -> int:
    """Send the messages of waiting events; stops quietly while the broker is away."""
    with transaction.atomic():
        waiting = OutboxEvent.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            dispatched_at__isnull=True
        )
        jobs = [event.job for event in waiting.select_related("job").order_by("id")[:200]]
        sent = _send_until_refused(jobs)
        OutboxEvent.objects.filter(job__in=sent).update(dispatched_at=at)
        Job.objects.filter(id__in=[job.id for job in sent]).update(message_sent_at=at)
    return len(sent)


def watch(*, at: datetime) -> int:
    """Send again what nobody works on: queued without a claim for too long, or under a lease that ran out."""
    with transaction.atomic():
        silent = at - timedelta(seconds=settings.JOBS_LEASE_SECONDS)
        orphans = Job.objects.select_for_update(skip_locked=True).filter(
            Q(state=Job.State.RUNNING, lease_until__lt=at)
            | Q(state=Job.State.QUEUED, event__dispatched_at__isnull=False, message_sent_at__lt=silent)
        )
        alive = [job for job in orphans.order_by("id")[:200] if _revive(job, at=at)]
        sent = _send_until_refused(alive)
        Job.objects.filter(id__in=[job.id for job in sent]).update(message_sent_at=at)
    return len(sent)


def claim(job_id: int, *, step: int, at: datetime) -> Job | None:
    """Take the lease of one step, by compare-and-set; None when somebody else has it or it is done."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(id=job_id, step=step).first()
        if job is None or not _claimable(job, at=at):
            return None
        job.state = Job.State.RUNNING
        job.attempt += 1
        job.lease_owner = secrets.token_hex(16)
        job.heartbeat_at = at
        job.lease_until = at + timedelta(seconds=settings.JOBS_LEASE_SECONDS)
        job.save()
        return job


def heartbeat(job_id: int, *, owner: str, at: datetime) -> bool:
    """Extend the lease; False when it is no longer ours."""
    until = at + timedelta(seconds=settings.JOBS_LEASE_SECONDS)
    mine = Job.objects.filter(id=job_id, lease_owner=owner, state=Job.State.RUNNING)
    return mine.update(heartbeat_at=at, lease_until=until) == 1


def hold(job_id: int, *, owner: str) -> Job:
    """Lock the job's row for the rest of the transaction; `LeaseLost` when another worker took over."""
    job = Job.objects.select_for_update().filter(id=job_id, lease_owner=owner, state=Job.State.RUNNING).first()
    if job is None:
        raise LeaseLost(job=job_id)
    return job


def report_progress(job_id: int, *, owner: str, done: int, total: int) -> None:
    Job.objects.filter(id=job_id, lease_owner=owner).update(progress_done=done, progress_total=total)


def finish_step(job_id: int, *, owner: str, at: datetime) -> None:
    """Hand the job to its next step, or end it."""
    with transaction.atomic():
        job = hold(job_id, owner=owner)
        last = job.step + 1 >= len(job.steps)
        job.state = JOB_STATES.after(job.state, Move.FINISH if last else Move.FINISH_STEP)
        job.step += 1
        job.attempt = 0
        job.lease_owner, job.lease_until = "", None
        job.message_sent_at = at
        job.finished_at = at if last else None
        job.save()


def give_back(job_id: int, *, owner: str, at: datetime, reason: str) -> None:
    """Return a step that broke for a reason outside the method, to be tried again."""
    with transaction.atomic():
        job = hold(job_id, owner=owner)
        if job.attempt >= MAX_ATTEMPTS:
            _fail(job, code="unexpected_error", text=reason, at=at)
            return
        job.state = JOB_STATES.after(job.state, Move.GIVE_BACK)
        job.lease_owner, job.lease_until = "", None
        job.error_text = reason
        # Left to the watch: a second try at once would meet the same trouble.
        job.message_sent_at = at
        job.save()


def fail(job_id: int, *, owner: str, at: datetime, code: str, text: str) -> None:
    with transaction.atomic():
        _fail(hold(job_id, owner=owner), code=code, text=text, at=at)


def end_cancelled(job_id: int, *, owner: str, at: datetime) -> None:
    with transaction.atomic():
        job = hold(job_id, owner=owner)
        job.state = JOB_STATES.after(job.state, Move.CANCEL)
        job.lease_owner, job.lease_until, job.finished_at = "", None, at
        job.save()


def request_cancel(job: Job, *, by: Actor, at: datetime) -> None:
    """Ask for a stop: a queued job ends at once, a running one at its next checkpoint."""
    with transaction.atomic():
        locked = Job.objects.select_for_update().get(id=job.id)
        JOB_STATES.after(locked.state, Move.CANCEL)
        locked.cancel_requested_at = at
        if locked.state == Job.State.QUEUED:
            locked.state, locked.finished_at = Job.State.CANCELLED, at
        locked.save()
        record(Fact("job.cancel", SYSTEM_CHAIN, "job", str(job.id)), by=by, at=at)


def retry(job_id: int, *, by: Actor, at: datetime) -> Job:
    """Queue a failed job again from the step that failed."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(id=job_id)
        job.state = JOB_STATES.after(job.state, Move.RETRY)
        job.attempt, job.error_code, job.error_text, job.finished_at = 0, "", "", None
        job.save()
        OutboxEvent.objects.filter(id=job.event_id).update(dispatched_at=None)
        record(Fact("job.retry", SYSTEM_CHAIN, "job", str(job.id)), by=by, at=at)
        transaction.on_commit(_poke, robust=True)
    return job


def remember(key: IdempotencyKey) -> None:
    """Keep which object a request made, in the transaction that made it."""
    key.save(force_insert=True)


def recall(*, user: str, key: str, request: object) -> IdempotencyKey | None:
    """What a request with this key made before; `KeyUsedForOther` when the request differs."""
    found = IdempotencyKey.objects.filter(user=user, key=key).first()
    if found is not None and found.request_digest != digest(request):
        raise KeyUsedForOther(key=key)
    return found


def _steps_of(name: str) -> tuple[str, ...]:
    events: Mapping[str, tuple[str, ...]] = import_string(settings.JOBS_EVENTS)
    try:
        return events[name]
    except KeyError:
        raise UnmappedEvent(name=name) from None


def _poke() -> None:
    drain_outbox(at=timezone.now())


def _send_until_refused(jobs: Iterable[Job]) -> list[Job]:
    sent: list[Job] = []
    for job in jobs:
        try:
            _message(job).apply_async(retry=False)
        except (OperationalError, RedisError, OSError) as error:
            log.warning("broker away, %s left for the next round: %s", job, error)
            break
        sent.append(job)
    return sent


def _message(job: Job) -> chain:
    """The Celery chain from the job's present step on; it carries the job's id and nothing else."""
    return chain(*(current_app.signature(name, args=[job.id], immutable=True) for name in job.steps[job.step :]))


def _claimable(job: Job, *, at: datetime) -> bool:
    if job.state == Job.State.RUNNING:
        return job.lease_until is not None and job.lease_until < at and job.attempt < MAX_ATTEMPTS
    return job.state == Job.State.QUEUED


def _revive(job: Job, *, at: datetime) -> bool:
    """Whether an orphan may be tried again; one that killed its workers `MAX_ATTEMPTS` times ends here."""
    if job.attempt >= MAX_ATTEMPTS:
        error = TooManyAttempts(attempts=job.attempt)
        _fail(job, code=error.code, text=say(error), at=at)
        return False
    if job.state == Job.State.RUNNING:
        job.state = JOB_STATES.after(job.state, Move.GIVE_BACK)
        job.lease_owner, job.lease_until = "", None
        job.save()
    return True


def _fail(job: Job, *, code: str, text: str, at: datetime) -> None:
    job.state = JOB_STATES.after(job.state, Move.FAIL)
    job.error_code, job.error_text = code, text
    job.lease_owner, job.lease_until, job.finished_at = "", None, at
    job.save()
    record(
        Fact("job.fail", SYSTEM_CHAIN, "job", str(job.id), facts={"name": job.name, "code": code}),
        by=SYSTEM,
        at=at,
    )
    # Whoever is to know stands above the jobs: the composition root names who tells them.
    tell: Callable[[Job, datetime], None] = import_string(settings.JOBS_FAILED)
    tell(job, at)
