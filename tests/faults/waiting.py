"""Waiting that leaves the processor to the processes that are waited for."""

import time
from threading import Event

from assessment.jobs.models import Job

PATIENCE = 60.0
LOOK_AGAIN_SECONDS = 0.05


def until(moment: float) -> None:
    """Until a moment of the monotonic clock that was drawn: nothing depends on meeting it exactly."""
    Event().wait(max(0.0, moment - time.monotonic()))


def done(job_id: int | None) -> float:
    """How many seconds until the job is done."""
    began, pause = time.monotonic(), Event()
    while Job.objects.get(id=job_id).state != Job.State.DONE:
        assert time.monotonic() - began < PATIENCE, Job.objects.filter(id=job_id).values()
        pause.wait(LOOK_AGAIN_SECONDS)
    return time.monotonic() - began
