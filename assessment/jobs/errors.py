"""Refusals of the jobs."""

from assessment.methodology.errors import N_, AssessmentError


class UnmappedEvent(AssessmentError):
    code = "unmapped_event"
    message = N_("The event {name} is not mapped to any task. Add it to deploy/events.py.")
    status = 500


class LeaseLost(AssessmentError):
    code = "lease_lost"
    message = N_("Another worker has taken over job {job}; what this worker computed is dropped.")
    status = 409


class JobCancelled(AssessmentError):
    code = "job_cancelled"
    message = N_("Job {job} was cancelled by {by}.")
    status = 409


class KeyUsedForOther(AssessmentError):
    code = "idempotency_key_reused"
    message = N_("The Idempotency-Key {key} was already used for another request. Use a new key.")
    status = 422


class TooManyAttempts(AssessmentError):
    code = "too_many_attempts"
    message = N_(
        "The job was tried {attempts} times and its worker died each time. "
        "Look at the worker's log, then start it again."
    )
    status = 500
