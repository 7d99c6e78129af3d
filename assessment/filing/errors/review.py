"""Refusals of the review: queries, acceptance, values used for the assessment."""

from assessment.methodology.errors import N_, AssessmentError


class NothingAsked(AssessmentError):
    code = "nothing_asked"
    message = N_("No question was written. Write at least one question beside its item.")


class QuestionMissing(AssessmentError):
    code = "question_missing"
    message = N_("The query on {item} has no question. Write what the unit is to verify.")


class DueDayPast(AssessmentError):
    code = "due_day_past"
    message = N_("The due date {received} of the query on {item} is past. Choose {today} or a later day.")


class DueDayUnreadable(AssessmentError):
    code = "due_day_unreadable"
    message = N_("“{received}” is not a date. Write the due date as 2021-04-16.")


class CellNotOnForm(AssessmentError):
    code = "cell_not_on_form"
    message = N_("The return has no cell {item} with the basis {basis}. Use the items and bases of the form.")


class QueryStillOpen(AssessmentError):
    code = "query_still_open"
    message = N_("The item {item} is being queried already (no. {serial}). Close that query or ask again in it.")
    status = 409


class NothingAnswered(AssessmentError):
    code = "nothing_answered"
    message = N_("No answer was written. Write an answer beside at least one question.")


class ReasonForClosingMissing(AssessmentError):
    code = "closing_reason_missing"
    message = N_(
        "Query no. {serial} cannot be closed without a reason. Write which reason is accepted, or why it ends."
    )


class QueriesOpen(AssessmentError):
    """Acceptance waits until every query of the return is closed."""

    code = "queries_open"
    message = N_(
        "{count} queries of this return are not closed (no. {serials}). Close each with its accepted reason first."
    )
    status = 409


class FindingsStand(AssessmentError):
    """Acceptance together with other returns is for those without a finding; this one is reviewed by itself."""

    code = "findings_stand"
    message = N_("{count} findings of the checks stand in this return ({codes}). Review it by itself.")
    status = 409


class NothingChosen(AssessmentError):
    code = "nothing_chosen"
    message = N_("No return is chosen. Tick at least one return.")


class AdoptionReasonMissing(AssessmentError):
    code = "adoption_reason_missing"
    message = N_("The value used for the assessment of {item} needs a reason and the document it rests on. Write both.")


class ProposalWaiting(AssessmentError):
    code = "proposal_waiting"
    message = N_("Record {number} for {item} still waits for its second person. Confirm or reject it first.")
    status = 409


class NothingAdopted(AssessmentError):
    code = "nothing_adopted"
    message = N_("No value used for the assessment is in force for {item}; there is nothing to withdraw.")
    status = 409


class NothingFiled(AssessmentError):
    code = "nothing_filed"
    message = N_("The return has no accepted version yet. A value is adopted beside a figure in force.")
    status = 409


class AdoptionFilesClosed(AssessmentError):
    code = "adoption_files_closed"
    message = N_("The proposer adds documents until the second person decides.")
    status = 409


class SecondPersonProposed(AssessmentError):
    code = "second_person_proposed"
    message = N_("You proposed this record yourself. Another person has to confirm it.")
    status = 403


class RejectionReasonMissing(AssessmentError):
    code = "rejection_reason_missing"
    message = N_("The proposal for {item} cannot be rejected without a reason. Write why.")
