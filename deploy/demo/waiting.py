"""Waiting for a job that a Celery worker carries out."""

import time

from assessment.jobs.models import Job
from assessment.methodology.errors import N_, AssessmentError

PATIENCE_SECONDS = 180.0
PAUSE_SECONDS = 0.1
ENDED = (Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED)


class JobDidNotEnd(AssessmentError):
    code = "job_did_not_end"
    message = N_("The job {job} is {state} after {seconds} seconds: {problem}. Is a Celery worker running?")
    status = 500


def wait_for(job: Job | None) -> Job:
    """The job when it is done; `JobDidNotEnd` when it failed or nobody works on it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    if job is None:
        raise JobDidNotEnd(job="--", state="--", seconds=0, problem=N_("nothing was queued"))
    while True:
        job.refresh_from_db()
        if job.state == Job.State.DONE:
            return job
        if job.state in ENDED or time.monotonic() > deadline:
            raise JobDidNotEnd(job=job.name, state=job.state, seconds=int(PATIENCE_SECONDS), problem=job.error_text)
        time.sleep(PAUSE_SECONDS)
