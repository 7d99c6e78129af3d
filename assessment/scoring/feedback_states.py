"""The lives of a city's answer in 反馈核对 and of an objection."""

from enum import StrEnum

from assessment.audit.state_tables import StateTable
from assessment.methodology.errors import N_
from assessment.scoring.models import CityFeedback, Objection

Answer, Stage = CityFeedback.State, Objection.State


class FeedbackMove(StrEnum):
    RETURN_FORM = "return_form"
    AGREE = "agree"
    OBJECT = "object"
    RESUME = "resume"
    DEEM = "deem"


class ObjectionMove(StrEnum):
    ADD_FILE = "add_file"
    WITHDRAW = "withdraw"
    DECIDE = "decide"
    SEND_BACK = "send_back"
    CONFIRM = "confirm"


FEEDBACK_WORDS: dict[str, str] = {
    Answer.AWAITING: N_("Awaiting the answer"),
    Answer.AGREED: N_("Checked and correct"),
    Answer.OBJECTED: N_("Objection raised"),
    Answer.DEEMED: N_("Deemed without objection"),
}
OBJECTION_WORDS: dict[str, str] = {
    Stage.RECEIVED: N_("Objection received"),
    Stage.DECIDED: N_("Decided, to be confirmed"),
    Stage.CONFIRMED: N_("Decision confirmed"),
    Stage.WITHDRAWN: N_("Objection withdrawn"),
}

FEEDBACK_STATES = StateTable(
    name="feedback",
    states=tuple(Answer.values),
    moves_known=FeedbackMove,
    moves={
        (Answer.AWAITING, FeedbackMove.RETURN_FORM): Answer.AWAITING,
        (Answer.AWAITING, FeedbackMove.AGREE): Answer.AGREED,
        (Answer.AWAITING, FeedbackMove.OBJECT): Answer.OBJECTED,
        (Answer.AWAITING, FeedbackMove.DEEM): Answer.DEEMED,
        # Several figures may be contested, and the stamped form may follow the objection.
        (Answer.OBJECTED, FeedbackMove.OBJECT): Answer.OBJECTED,
        (Answer.OBJECTED, FeedbackMove.RETURN_FORM): Answer.OBJECTED,
        # The last objection was withdrawn: the unit has not answered yet.
        (Answer.OBJECTED, FeedbackMove.RESUME): Answer.AWAITING,
    },
    words={
        **FEEDBACK_WORDS,
        "feedback": N_("Data check of a city"),
        FeedbackMove.RETURN_FORM: N_("Return the stamped confirmation form"),
        FeedbackMove.AGREE: N_("Confirm that the figures are correct"),
        FeedbackMove.OBJECT: N_("Raise an objection"),
        FeedbackMove.RESUME: N_("Resume the check"),
        FeedbackMove.DEEM: N_("Deem without objection"),
    },
)

OBJECTION_STATES = StateTable(
    name="objection",
    states=tuple(Stage.values),
    moves_known=ObjectionMove,
    moves={
        (Stage.RECEIVED, ObjectionMove.ADD_FILE): Stage.RECEIVED,
        (Stage.RECEIVED, ObjectionMove.WITHDRAW): Stage.WITHDRAWN,
        (Stage.RECEIVED, ObjectionMove.DECIDE): Stage.DECIDED,
        # The second person may not agree: then it is decided anew.
        (Stage.DECIDED, ObjectionMove.SEND_BACK): Stage.RECEIVED,
        (Stage.DECIDED, ObjectionMove.CONFIRM): Stage.CONFIRMED,
    },
    words={
        **OBJECTION_WORDS,
        "objection": N_("Objection"),
        ObjectionMove.ADD_FILE: N_("Add evidence"),
        ObjectionMove.WITHDRAW: N_("Withdraw the request"),
        ObjectionMove.DECIDE: N_("Decide on the objection"),
        ObjectionMove.SEND_BACK: N_("Send the decision back"),
        ObjectionMove.CONFIRM: N_("Confirm the decision"),
    },
)
