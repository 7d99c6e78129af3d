"""The life of a measurement batch: 测算 → 提交 → 省大数据局确认, or 退回 with reasons."""

from enum import StrEnum

from assessment.audit.state_tables import StateTable
from assessment.measurement.models import Batch
from assessment.methodology.errors import N_

S = Batch.State


class Move(StrEnum):
    MEASURE = "measure"
    SUBMIT = "submit"
    CONFIRM = "confirm"
    RETURN = "return"


# The official words; the lights of the pages and the sentence of a refusal read the same.
STATE_WORDS: dict[str, str] = {
    S.REQUESTED: N_("Being measured"),
    S.MEASURED: N_("Measured"),
    S.SUBMITTED: N_("Awaiting confirmation"),
    S.CONFIRMED: N_("Confirmed"),
    S.RETURNED: N_("Returned"),
}
MOVE_WORDS: dict[str, str] = {
    "batch": N_("Measurement batch"),
    Move.MEASURE: N_("Measure"),
    Move.SUBMIT: N_("Submit for confirmation"),
    Move.CONFIRM: N_("Confirm"),
    Move.RETURN: N_("Return the batch"),
}

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
    words={**STATE_WORDS, **MOVE_WORDS},
)
