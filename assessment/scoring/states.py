"""The life of a run: 已测算 → 已确认 → 已审定 → 已印发; nothing leads back, a new run is a new row."""

from enum import StrEnum

from assessment.audit.state_tables import StateTable
from assessment.methodology.errors import N_
from assessment.scoring.models import Run

S = Run.State


class Move(StrEnum):
    COMPUTE = "compute"
    CONFIRM = "confirm"
    APPROVE = "approve"
    ISSUE = "issue"
    CANCEL = "cancel"


# The official words; the lights of the pages and the sentence of a refusal read the same.
STATE_WORDS: dict[str, str] = {
    S.REQUESTED: N_("Being computed"),
    S.COMPUTED: N_("Computed"),
    S.CONFIRMED: N_("Confirmed"),
    S.APPROVED: N_("Approved"),
    S.ISSUED: N_("Issued"),
    S.CANCELLED: N_("Cancelled"),
}
MOVE_WORDS: dict[str, str] = {
    "run": N_("Run of the assessment"),
    Move.COMPUTE: N_("Compute"),
    Move.CONFIRM: N_("Confirm"),
    Move.APPROVE: N_("Approve"),
    Move.ISSUE: N_("Issue"),
    Move.CANCEL: N_("Cancel the run"),
}

RUN_STATES = StateTable(
    name="run",
    states=tuple(S.values),
    moves_known=Move,
    moves={
        (S.REQUESTED, Move.COMPUTE): S.COMPUTED,
        (S.REQUESTED, Move.CANCEL): S.CANCELLED,
        (S.COMPUTED, Move.CONFIRM): S.CONFIRMED,
        (S.COMPUTED, Move.CANCEL): S.CANCELLED,
        (S.CONFIRMED, Move.APPROVE): S.APPROVED,
        (S.CONFIRMED, Move.CANCEL): S.CANCELLED,
        (S.APPROVED, Move.ISSUE): S.ISSUED,
        (S.APPROVED, Move.CANCEL): S.CANCELLED,
    },
    words={**STATE_WORDS, **MOVE_WORDS},
)
