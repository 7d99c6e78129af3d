"""Refusals of 反馈核对 and of objections."""

from assessment.methodology.errors import N_, AssessmentError


class FeedbackOutstanding(AssessmentError):
    code = "feedback_outstanding"
    message = N_("Not answered yet: {units}. Wait for the answers, or for the end of the window on {until}.")
    status = 409


class FeedbackClosed(AssessmentError):
    code = "feedback_closed"
    message = N_("The window of the data check ended on {until}. What was not answered by then is deemed correct.")
    status = 409


class FeedbackNotOpen(AssessmentError):
    code = "feedback_not_open"
    message = N_("The data check of this run is over; its state is “{state}”. Answer to the latest version.")
    status = 409


class WindowNotPossible(AssessmentError):
    code = "feedback_window_not_possible"
    message = N_("The window is from {least} to {most} working days; received {received}.")


class StampedFormMissing(AssessmentError):
    code = "stamped_form_missing"
    message = N_("The scan of the stamped confirmation form is missing. Print the form, stamp it and add its scan.")
    status = 409


class FormDiffers(AssessmentError):
    code = "confirmation_form_differs"
    message = N_(
        "The check code {received} is not that of these figures, which is {expected}. Print the form again and stamp "
        "it."
    )


class ItemNotContestable(AssessmentError):
    code = "item_not_contestable"
    message = N_("“{received}” is no figure that can be contested here. Choose one of: {known}.")


class ObjectionTwice(AssessmentError):
    code = "objection_twice"
    message = N_("The objection {number} is about this figure already. Withdraw it first, or add evidence to it.")
    status = 409


class ObjectionIncomplete(AssessmentError):
    code = "objection_incomplete"
    message = N_("State the value you hold to be right, with a unit, and your reasons in at least {fewest} characters.")


class SameValue(AssessmentError):
    code = "objection_same_value"
    message = N_("The value {received} is the one that was used. An objection names another one.")


class DecisionReasonsMissing(AssessmentError):
    code = "objection_decision_incomplete"
    message = N_("State whether the objection is accepted and the reasons, which the unit reads.")


class ObjectionUndecided(AssessmentError):
    code = "objection_undecided"
    message = N_("Objections are not decided yet: {numbers}. Decide first; only then is anything computed with them.")
    status = 409


class ObjectionUnsettled(AssessmentError):
    code = "objection_unsettled"
    message = N_(
        "Accepted objections are not carried out yet: {numbers}. Have the figures corrected by their owner and start "
        "the next version of the run."
    )
    status = 409


class LetterTooEarly(AssessmentError):
    code = "objection_letter_too_early"
    message = N_("The decision on {number} is not confirmed yet; the letter is written once it is.")
    status = 409
