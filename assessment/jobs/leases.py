"""A step of a job as a Celery task: claim, heartbeat beside the work, finish, and nothing done twice."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from celery import Task, shared_task
from django.conf import settings
from django.db import connection
from django.utils import timezone

from assessment.display.wording import say
from assessment.jobs import actions
from assessment.jobs.errors import JobCancelled, LeaseLost
from assessment.jobs.models import Job
from assessment.methodology.errors import AssessmentError

log = logging.getLogger(__name__)


class Lease:
    """The right to work on one step until it is finished or taken over."""

    def __init__(self, job: Job) -> None:
        self.job_id = job.id
        self.owner = job.lease_owner
        self.requested_by = job.requested_by
        self.arguments: Mapping[str, Any] = job.arguments

    def hold(self) -> None:
        """To be called inside the final transaction: nobody else can take over until it ends."""
        actions.hold(self.job_id, owner=self.owner)

    def progress(self, done: int, total: int) -> None:
        """Report how far the work is; also the checkpoint at which a cancelled job stops."""
        actions.report_progress(self.job_id, owner=self.owner, done=done, total=total)
        job = Job.objects.get(id=self.job_id)
        if job.lease_owner != self.owner:
            raise LeaseLost(job=self.job_id)
        if job.cancel_requested_at is not None:
            raise JobCancelled(job=self.job_id, by=job.requested_by)


def job_step(name: str, *, queue: str = "interactive") -> Callable[[Callable[[Lease], None]], "Task[..., None]"]:
    """Make `work` the Celery task `name`. It takes a job's id, may be delivered any number of times, and works once."""

    def decorate(work: Callable[[Lease], None]) -> "Task[..., None]":
        def run(job_id: int) -> None:
            _run_step(job_id, name=name, work=work)

        run.__name__ = work.__name__
        run.__doc__ = work.__doc__
        run.__module__ = work.__module__
        task: Task[..., None] = shared_task(name=name, queue=queue)(run)
        return task

    return decorate


def _run_step(job_id: int, *, name: str, work: Callable[[Lease], None]) -> None:
    steps = Job.objects.filter(id=job_id).values_list("steps", flat=True).first() or []
    job = actions.claim(job_id, step=steps.index(name), at=timezone.now()) if name in steps else None
    if job is None:
        log.info("job %s, %s: nothing to do here, somebody else has it or it is done", job_id, name)
        return
    lease = Lease(job)
    with _Heartbeat(lease):
        _work(lease, work)


def _work(lease: Lease, work: Callable[[Lease], None]) -> None:
    """Domain errors end the job with their code; anything else gives the step back to be tried again."""
    try:
        lease.progress(0, 0)
        work(lease)
        actions.finish_step(lease.job_id, owner=lease.owner, at=timezone.now())
    except LeaseLost as lost:
        log.warning("%s", lost)
    except JobCancelled:
        actions.end_cancelled(lease.job_id, owner=lease.owner, at=timezone.now())
    except AssessmentError as error:
        actions.fail(lease.job_id, owner=lease.owner, at=timezone.now(), code=error.code, text=say(error))
    except Exception as error:
        log.exception("job %s broke", lease.job_id)
        actions.give_back(lease.job_id, owner=lease.owner, at=timezone.now(), reason=f"{type(error).__name__}: {error}")


class _Heartbeat:
    """Extends the lease from a thread of its own; stops when the lease is lost."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True, name=f"heartbeat-{lease.job_id}")

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._stop.wait(settings.JOBS_HEARTBEAT_SECONDS):
                if not actions.heartbeat(self._lease.job_id, owner=self._lease.owner, at=timezone.now()):
                    return
        except Exception:
            # The lease runs out and the watch hands the job on: worse than a late job is a worker killed by its pulse.
            log.exception("heartbeat of job %s stopped", self._lease.job_id)
        finally:
            connection.close()
