"""How far a job is, as a page shows it: its steps, its progress, how long it took, why it stopped."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext

from assessment.display.templatetags.components import Light
from assessment.jobs.models import Job
from assessment.jobs.states import JOB_STATES
from assessment.methodology.errors import N_

State = Job.State

STATES: dict[str, tuple[str, str]] = {
    State.QUEUED: ("busy", JOB_STATES.words[State.QUEUED]),
    State.RUNNING: ("busy", JOB_STATES.words[State.RUNNING]),
    State.DONE: ("good", JOB_STATES.words[State.DONE]),
    State.FAILED: ("bad", JOB_STATES.words[State.FAILED]),
    State.CANCELLED: ("warn", JOB_STATES.words[State.CANCELLED]),
}
STEPS = {
    "measurement.measure": N_("Components → value added, share of GDP"),
    "measurement.estimate_survey": N_("Answers → ratios and their errors"),
    "scoring.value_added": N_("Components → value added"),
    "scoring.indicators": N_("Figures → indicators"),
    "scoring.scores": N_("Indicators → scores and places"),
    "scoring.robustness": N_("Scores → simulated places"),
    "reporting.bulletin_preview": N_("Documents → PDF"),
    "reporting.audit_extract": N_("Record → Excel"),
}
UNEXPECTED = "unexpected_error"
FAULT = N_(
    "It stopped on a fault of the system, not of the data. Start it again; if it stops again, give the duty desk the "
    "number {number}."
)
FULL = Decimal(100)


@dataclass(frozen=True)
class JobStep:
    text: str
    state: str


@dataclass(frozen=True)
class JobView:
    """`working` while the page should ask again; `percent` of the whole chain, whole numbers."""

    light: Light
    steps: tuple[JobStep, ...]
    percent: int
    working: bool
    spent: timedelta | None
    attempt: int
    error: str


def job_view(job: Job | None, *, at: datetime) -> JobView | None:
    """`spent` counts from the moment the job was handed to a worker; None while it waits. Reads the job's event."""
    if job is None:
        return None
    tone, words = STATES[job.state]
    begun = job.event.dispatched_at
    working = job.state in {State.QUEUED, State.RUNNING}
    return JobView(
        light=Light(tone, gettext(words)),
        steps=tuple(
            JobStep(gettext(STEPS.get(name, name)), _state_of(job, place)) for place, name in enumerate(job.steps)
        ),
        percent=_percent(job),
        working=working,
        spent=(job.finished_at or at) - begun if begun else None,
        attempt=job.attempt,
        error=_why_stopped(job),
    )


def _why_stopped(job: Job) -> str:
    """The sentence of a refusal; what a fault of the system says of itself is for the log, not for a reader."""
    if job.state != State.FAILED:
        return ""
    return gettext(FAULT).format(number=job.pk) if job.error_code == UNEXPECTED else job.error_text


def _state_of(job: Job, place: int) -> str:
    if job.state == State.DONE or place < job.step:
        return "done"
    return "now" if place == job.step and job.state == State.RUNNING else ""


def _percent(job: Job) -> int:
    if job.state == State.DONE:
        return int(FULL)
    within = Decimal(job.progress_done) / job.progress_total if job.progress_total else Decimal(0)
    return int((job.step + min(within, Decimal(1))) / max(len(job.steps), 1) * FULL)
