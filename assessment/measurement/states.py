"""The life of a measurement batch: 测算 → 提交 → 省大数据局确认, or 退回 with reasons."""

from enum import StrEnum

from assessment.audit.state_tables import StateTable
from assessment.measurement.models import Batch

S = Batch.State


class Move(StrEnum):
    MEASURE = "measure"
    SUBMIT = "submit"
    CONFIRM = "confirm"
    RETURN = "return"


BATCH_STATES = StateTable(
    name="batch",
    states=tuple(S.values),
    moves_known=Move,
    moves={
        (S.REQUESTED, Move.MEASURE): S.MEASURED,
        (S.MEASURED, Move.SUBMIT): S.SUBMITTED,
        (S.SUBMITTED, Move.CONFIRM): S.CONFIRMED,
        (S.SUBMITTED, Move.RETURN): S.RETURNED,
    },
)
