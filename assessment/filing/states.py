"""The life of one version of a return."""

from enum import StrEnum

from assessment.audit.state_tables import StateTable
from assessment.filing.models import Version
from assessment.methodology.errors import N_

State = Version.State


class Move(StrEnum):
    SAVE = "save"
    REQUEST_SIGNATURES = "request_signatures"
    SIGN = "sign"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    OPEN_REVIEW = "open_review"
    SEND_BACK = "send_back"
    ACCEPT = "accept"
    LOCK = "lock"


# The official words; the lights of the pages and the sentence of a refusal read the same.
STATE_WORDS: dict[str, str] = {
    State.DRAFT: N_("Being filled"),
    State.AWAITING_SIGNATURE: N_("Awaiting sign-off"),
    State.SUBMITTED: N_("Submitted"),
    State.UNDER_REVIEW: N_("Under review"),
    State.SENT_BACK: N_("Sent back"),
    State.ACCEPTED: N_("Accepted"),
    State.LOCKED: N_("Locked"),
    State.WITHDRAWN: N_("Withdrawn"),
}
MOVE_WORDS: dict[str, str] = {
    "version": N_("Returns"),
    Move.SAVE: N_("Save"),
    Move.REQUEST_SIGNATURES: N_("Ask for signatures"),
    Move.SIGN: N_("Sign-off"),
    Move.SUBMIT: N_("Submit"),
    Move.WITHDRAW: N_("Withdraw"),
    Move.OPEN_REVIEW: N_("Begin the review"),
    Move.SEND_BACK: N_("Send back"),
    Move.ACCEPT: N_("Accept"),
    Move.LOCK: N_("Lock"),
}

VERSION_STATES = StateTable(
    "version",
    tuple(state.value for state in State),
    Move,
    {
        (State.DRAFT.value, Move.SAVE): State.DRAFT.value,
        (State.DRAFT.value, Move.REQUEST_SIGNATURES): State.AWAITING_SIGNATURE.value,
        (State.AWAITING_SIGNATURE.value, Move.SIGN): State.AWAITING_SIGNATURE.value,
        (State.AWAITING_SIGNATURE.value, Move.SUBMIT): State.SUBMITTED.value,
        # The unit may take its return back until the reviewer opens it.
        (State.AWAITING_SIGNATURE.value, Move.WITHDRAW): State.WITHDRAWN.value,
        (State.SUBMITTED.value, Move.WITHDRAW): State.WITHDRAWN.value,
        (State.SUBMITTED.value, Move.OPEN_REVIEW): State.UNDER_REVIEW.value,
        (State.UNDER_REVIEW.value, Move.SEND_BACK): State.SENT_BACK.value,
        (State.UNDER_REVIEW.value, Move.ACCEPT): State.ACCEPTED.value,
        (State.ACCEPTED.value, Move.LOCK): State.LOCKED.value,
    },
    {**STATE_WORDS, **MOVE_WORDS},
)

# After these a next version may begin; after acceptance it takes a granted correction; while one of the others stands
# the return is being worked on, or is locked.
NEXT_VERSION_AFTER = frozenset({State.SENT_BACK.value, State.WITHDRAWN.value})

# A version that has been submitted and not taken back answers a repeated submission with its receipt.
RECEIPT_STANDS = frozenset(
    {
        State.SUBMITTED.value,
        State.UNDER_REVIEW.value,
        State.SENT_BACK.value,
        State.ACCEPTED.value,
        State.LOCKED.value,
    }
)
