"""The life of a job."""

from enum import StrEnum

from assessment.audit.state_tables import StateTable
from assessment.jobs.models import Job
from assessment.methodology.errors import N_

S = Job.State


class Move(StrEnum):
    CLAIM = "claim"
    FINISH_STEP = "finish_step"
    FINISH = "finish"
    GIVE_BACK = "give_back"
    FAIL = "fail"
    CANCEL = "cancel"
    RETRY = "retry"


JOB_STATES = StateTable(
    name="job",
    states=tuple(S.values),
    moves_known=Move,
    moves={
        (S.QUEUED, Move.CLAIM): S.RUNNING,
        (S.QUEUED, Move.CANCEL): S.CANCELLED,
        # A queued job fails too: its worker died before it could say why.
        (S.QUEUED, Move.FAIL): S.FAILED,
        (S.RUNNING, Move.FINISH_STEP): S.QUEUED,
        (S.RUNNING, Move.FINISH): S.DONE,
        (S.RUNNING, Move.GIVE_BACK): S.QUEUED,
        (S.RUNNING, Move.FAIL): S.FAILED,
        (S.RUNNING, Move.CANCEL): S.CANCELLED,
        (S.FAILED, Move.RETRY): S.QUEUED,
    },
    words={
        "job": N_("Computation"),
        S.QUEUED: N_("Waiting in the queue"),
        S.RUNNING: N_("Computing"),
        S.DONE: N_("Computed without errors"),
        S.FAILED: N_("Stopped by an error"),
        S.CANCELLED: N_("Cancelled"),
        Move.CANCEL: N_("Cancel the computation"),
        Move.RETRY: N_("Restart the job"),
    },
)
