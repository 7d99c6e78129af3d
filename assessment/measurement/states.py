"""The life of a measurement batch (测算 → 提交 → 确认, or 退回 with reasons), and of a dispute over a figure."""

from enum import StrEnum

from assessment.audit.state_tables import StateTable
from assessment.measurement.models import Batch, Dispute
from assessment.methodology.errors import N_

S = Batch.State


class Move(StrEnum):
    MEASURE = "measure"
    CANCEL = "cancel"
    SUBMIT = "submit"
    GIVE_OPINION = "give_opinion"
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
    Move.CANCEL: N_("Cancel the measuring"),
    Move.GIVE_OPINION: N_("Give an opinion"),
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
        # The job stops; the batch is measured when it is asked for again.
        (S.REQUESTED, Move.CANCEL): S.REQUESTED,
        (S.MEASURED, Move.SUBMIT): S.SUBMITTED,
        (S.SUBMITTED, Move.GIVE_OPINION): S.SUBMITTED,
        (S.SUBMITTED, Move.CONFIRM): S.CONFIRMED,
        (S.SUBMITTED, Move.RETURN): S.RETURNED,
    },
    words={**STATE_WORDS, **MOVE_WORDS},
)

D = Dispute.State


class DisputeMove(StrEnum):
    DECIDE = "decide"
    WITHDRAW = "withdraw"


DISPUTE_STATE_WORDS: dict[str, str] = {
    D.OPEN: N_("Awaiting the commission's decision"),
    D.DECIDED: N_("Decided by the commission"),
    D.WITHDRAWN: N_("Withdrawn by the bureau of statistics"),
}

DISPUTE_STATES = StateTable(
    name="dispute",
    states=tuple(D.values),
    moves_known=DisputeMove,
    moves={
        (D.OPEN, DisputeMove.DECIDE): D.DECIDED,
        (D.OPEN, DisputeMove.WITHDRAW): D.WITHDRAWN,
    },
    words={
        **DISPUTE_STATE_WORDS,
        "dispute": N_("Dispute"),
        DisputeMove.DECIDE: N_("Record the decision"),
        DisputeMove.WITHDRAW: N_("Withdraw the objection"),
    },
)
