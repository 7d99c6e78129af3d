"""The life of one version of a return."""

from enum import StrEnum

from assessment.audit.state_tables import StateTable
from assessment.filing.models import AdoptedValue, QueryThread, Version
from assessment.methodology.errors import N_

State = Version.State


class Move(StrEnum):
    SAVE = "save"
    REQUEST_SIGNATURES = "request_signatures"
    SIGN = "sign"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    OPEN_REVIEW = "open_review"
    QUERY = "query"
    ANSWER = "answer"
    CLOSE_QUERY = "close_query"
    SEND_BACK = "send_back"
    ACCEPT = "accept"
    LOCK = "lock"


# The official words; the lights of the pages and the sentence of a refusal read the same.
STATE_WORDS: dict[str, str] = {
    State.DRAFT: N_("Being filled"),
    State.AWAITING_SIGNATURE: N_("Awaiting sign-off"),
    State.SUBMITTED: N_("Submitted"),
    State.UNDER_REVIEW: N_("Under review"),
    State.QUERYING: N_("Being queried"),
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
    Move.QUERY: N_("Query"),
    Move.ANSWER: N_("Answer a query"),
    Move.CLOSE_QUERY: N_("Close a query"),
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
        (State.UNDER_REVIEW.value, Move.QUERY): State.QUERYING.value,
        (State.QUERYING.value, Move.QUERY): State.QUERYING.value,
        # These two lead on once no query waits for the unit any more; until then the version stays where it is.
        (State.QUERYING.value, Move.ANSWER): State.UNDER_REVIEW.value,
        (State.QUERYING.value, Move.CLOSE_QUERY): State.UNDER_REVIEW.value,
        (State.UNDER_REVIEW.value, Move.CLOSE_QUERY): State.UNDER_REVIEW.value,
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
        State.QUERYING.value,
        State.SENT_BACK.value,
        State.ACCEPTED.value,
        State.LOCKED.value,
    }
)


class ThreadMove(StrEnum):
    ANSWER = "answer_one"
    CLOSE = "close"
    REOPEN = "reopen"


THREAD_STATES = StateTable(
    "query_thread",
    tuple(state.value for state in QueryThread.State),
    ThreadMove,
    {
        ("asked", ThreadMove.ANSWER): "answered",
        ("asked", ThreadMove.CLOSE): "closed",
        ("answered", ThreadMove.CLOSE): "closed",
        ("answered", ThreadMove.REOPEN): "asked",
        ("closed", ThreadMove.REOPEN): "asked",
    },
    {
        "query_thread": N_("Query"),
        "asked": N_("Waiting for the answer"),
        "answered": N_("Answered"),
        "closed": N_("Closed"),
        ThreadMove.ANSWER: N_("Answer a query"),
        ThreadMove.CLOSE: N_("Close a query"),
        ThreadMove.REOPEN: N_("Ask again"),
    },
)


class AdoptionMove(StrEnum):
    CONFIRM = "confirm"
    REJECT = "reject"


ADOPTION_STATES = StateTable(
    "adopted_value",
    tuple(state.value for state in AdoptedValue.State),
    AdoptionMove,
    {
        ("proposed", AdoptionMove.CONFIRM): "confirmed",
        ("proposed", AdoptionMove.REJECT): "rejected",
    },
    {
        "adopted_value": N_("Value used for the assessment"),
        "proposed": N_("Waiting for the second person"),
        "confirmed": N_("Confirmed"),
        "rejected": N_("Rejected"),
        AdoptionMove.CONFIRM: N_("Confirm"),
        AdoptionMove.REJECT: N_("Reject"),
    },
)
