"""Refusals around laid-out figures and their check."""

from assessment.methodology.errors import N_, AssessmentError


class ItemOfAnotherBody(AssessmentError):
    code = "item_of_another_body"
    message = N_("The item {item} is laid out by {department}; your body delivers only its own items.")
    status = 403


class ItemOfBaseTable(AssessmentError):
    code = "item_of_base_table"
    message = N_(
        "The item {item} comes out of a base table and is laid out with it. Deliver it under “Base tables”, "
        "“Deliver a table”; nothing of this file was taken in."
    )


class ItemNotLaidOut(AssessmentError):
    code = "item_not_laid_out"
    message = N_("The item {item} is filled in by the unit itself; nothing is laid out for it.")


class UnitUnknown(AssessmentError):
    code = "laid_out_unit_unknown"
    message = N_("“{received}” is not the code of a region that files the form {form}.")


class ChecksMissing(AssessmentError):
    code = "figure_checks_missing"
    message = N_(
        "{count} laid-out items are not checked yet; the first is {item}. Agree with each figure or dispute it."
    )
    status = 409


class FigureNotDelivered(AssessmentError):
    code = "figure_not_delivered"
    message = N_(
        "The item {item} has not been delivered yet; there is nothing to agree with. {department} delivers it."
    )
    status = 409


class DisputeReasonMissing(AssessmentError):
    code = "dispute_reason_missing"
    message = N_("The item {item} is disputed without a reason. Write in at least five characters what is not right.")


class VerdictUnknown(AssessmentError):
    code = "figure_verdict_unknown"
    message = N_("“{received}” is not an answer to a laid-out figure. Expected: {expected}.")


class DisputesUnanswered(AssessmentError):
    code = "disputes_unanswered"
    message = N_(
        "{count} disputed items of this return are not answered yet; the first is {item}. It can be accepted when "
        "the body that laid out the figure has answered or delivered anew."
    )
    status = 409


class DisputeAnswered(AssessmentError):
    code = "dispute_answered"
    message = N_("This dispute is answered or settled already.")
    status = 409


class AnswerMissing(AssessmentError):
    code = "dispute_answer_missing"
    message = N_("Write the answer in at least five characters.")
