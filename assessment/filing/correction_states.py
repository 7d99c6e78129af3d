"""The life of a request for correction."""

from enum import StrEnum

from assessment.audit.state_tables import StateTable
from assessment.filing.models import Correction
from assessment.methodology.errors import N_

State = Correction.State


class CorrectionMove(StrEnum):
    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    BEGIN = "begin"
    SETTLE = "settle"


CORRECTION_STATE_WORDS: dict[str, str] = {
    State.REQUESTED: N_("Correction requested"),
    State.GRANTED: N_("Correction granted"),
    State.REFUSED: N_("Correction refused"),
    State.WITHDRAWN: N_("Correction withdrawn"),
    State.BEGUN: N_("Being corrected"),
    State.SETTLED: N_("Corrected"),
}

CORRECTION_STATES = StateTable(
    "correction",
    tuple(state.value for state in State),
    CorrectionMove,
    {
        (State.REQUESTED.value, CorrectionMove.GRANT): State.GRANTED.value,
        (State.REQUESTED.value, CorrectionMove.REFUSE): State.REFUSED.value,
        (State.REQUESTED.value, CorrectionMove.WITHDRAW): State.WITHDRAWN.value,
        # A grant that is not used can be given back; then another request may be made.
        (State.GRANTED.value, CorrectionMove.WITHDRAW): State.WITHDRAWN.value,
        (State.GRANTED.value, CorrectionMove.BEGIN): State.BEGUN.value,
        (State.BEGUN.value, CorrectionMove.SETTLE): State.SETTLED.value,
    },
    {
        **CORRECTION_STATE_WORDS,
        "correction": N_("Request for correction"),
        CorrectionMove.GRANT: N_("Grant"),
        CorrectionMove.REFUSE: N_("Refuse"),
        CorrectionMove.WITHDRAW: N_("Withdraw the request"),
        CorrectionMove.BEGIN: N_("Begin the corrected version"),
        CorrectionMove.SETTLE: N_("Put the corrected version in force"),
    },
)
