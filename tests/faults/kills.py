"""Killing the processes that carry out a job at a given moment, and waiting until the job has ended all the same."""

import contextlib
import os
import signal
import time

from assessment.jobs.models import Job
from tests.fixtures_workers import Workers

PATIENCE = 60.0


def seconds_to_end(job_id: int | None) -> float:
    """How long until the job is done."""
    began = time.monotonic()
    while Job.objects.get(id=job_id).state != Job.State.DONE:
        assert time.monotonic() - began < PATIENCE, Job.objects.filter(id=job_id).values()
    return time.monotonic() - began


def kill_children_at(workers: Workers, seconds: float) -> None:
    """Kill every child of the worker that long from now."""
    moment = time.monotonic() + seconds
    while time.monotonic() < moment:
        pass
    for child in workers.children():
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
