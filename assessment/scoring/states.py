"""The life of a run: 已测算 → 已确认 → 反馈核对 → 已审定 → 已印发; nothing leads back, a new run is a new row.

A trial run ends when it is computed. The answers of the cities and their objections have lives of their own.
"""

from enum import StrEnum

from assessment.audit.state_tables import StateTable
from assessment.methodology.errors import N_
from assessment.scoring.models import PlannedIssue, Run

S = Run.State


class Move(StrEnum):
    COMPUTE = "compute"
    CONFIRM = "confirm"
    SEND_FEEDBACK = "send_feedback"
    REPLACE = "replace"
    APPROVE = "approve"
    ISSUE = "issue"
    CANCEL = "cancel"


# The official words; the lights of the pages and the sentence of a refusal read the same.
STATE_WORDS: dict[str, str] = {
    S.REQUESTED: N_("Being computed"),
    S.COMPUTED: N_("Computed"),
    S.CONFIRMED: N_("Confirmed"),
    S.FEEDBACK: N_("Feedback check"),
    S.APPROVED: N_("Approved"),
    S.ISSUED: N_("Issued"),
    S.REPLACED: N_("Replaced by a later version"),
    S.CANCELLED: N_("Cancelled"),
}
MOVE_WORDS: dict[str, str] = {
    "run": N_("Run of the assessment"),
    "trial": N_("Trial run"),
    Move.COMPUTE: N_("Compute"),
    Move.CONFIRM: N_("Confirm"),
    Move.SEND_FEEDBACK: N_("Send to the cities for checking"),
    Move.REPLACE: N_("Replace by a later version"),
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
        (S.CONFIRMED, Move.SEND_FEEDBACK): S.FEEDBACK,
        (S.CONFIRMED, Move.CANCEL): S.CANCELLED,
        (S.FEEDBACK, Move.APPROVE): S.APPROVED,
        (S.FEEDBACK, Move.REPLACE): S.REPLACED,
        (S.FEEDBACK, Move.CANCEL): S.CANCELLED,
        (S.APPROVED, Move.ISSUE): S.ISSUED,
        (S.APPROVED, Move.CANCEL): S.CANCELLED,
    },
    words={**STATE_WORDS, **MOVE_WORDS},
)

# Nothing is done with these any more: what stands, what was replaced, what was taken out.
SETTLED = frozenset({S.ISSUED, S.REPLACED, S.CANCELLED})

# 试算: seen by the commission alone, and never more than computed.
TRIAL_STATES = StateTable(
    name="trial",
    states=tuple(S.values),
    moves_known=Move,
    moves={
        (S.REQUESTED, Move.COMPUTE): S.COMPUTED,
        (S.REQUESTED, Move.CANCEL): S.CANCELLED,
        (S.COMPUTED, Move.CANCEL): S.CANCELLED,
    },
    words={**STATE_WORDS, **MOVE_WORDS},
)


class PlanMove(StrEnum):
    CARRY_OUT = "carry_out"
    WITHDRAW = "withdraw"
    FAIL = "fail"


P = PlannedIssue.State
PLAN_WORDS: dict[str, str] = {
    "planned_issue": N_("Planned issue"),
    P.WAITING: N_("Waiting for its moment"),
    P.CARRIED_OUT: N_("Carried out"),
    P.WITHDRAWN: N_("Withdrawn"),
    P.FAILED: N_("Failed"),
    PlanMove.CARRY_OUT: N_("Issue at the planned moment"),
    PlanMove.WITHDRAW: N_("Withdraw the planned issue"),
    PlanMove.FAIL: N_("Report that the planned issue failed"),
}
# 定时印发: once it has ended in one way, it ends in no other.
PLANNED_ISSUE_STATES = StateTable(
    name="planned_issue",
    states=tuple(P.values),
    moves_known=PlanMove,
    moves={
        (P.WAITING, PlanMove.CARRY_OUT): P.CARRIED_OUT,
        (P.WAITING, PlanMove.WITHDRAW): P.WITHDRAWN,
        (P.WAITING, PlanMove.FAIL): P.FAILED,
    },
    words=PLAN_WORDS,
)


def states_of(run: Run) -> StateTable:
    return TRIAL_STATES if run.purpose == Run.Purpose.TRIAL else RUN_STATES
