"""The life of a run: 已测算 → 已确认 → 已审定 → 已印发; nothing leads back, a new run is a new row."""

from enum import StrEnum

from assessment.audit.state_tables import StateTable
from assessment.scoring.models import Run

S = Run.State


class Move(StrEnum):
    COMPUTE = "compute"
    CONFIRM = "confirm"
    APPROVE = "approve"
    ISSUE = "issue"
    CANCEL = "cancel"


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
)
