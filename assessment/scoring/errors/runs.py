"""Refusals of runs."""

from assessment.methodology.errors import N_, AssessmentError


class PeriodOfOtherKind(AssessmentError):
    code = "period_of_other_kind"
    message = N_("A {kind} run needs a period such as {expected}; received {received}.")


class NoAcceptedReturn(AssessmentError):
    code = "no_accepted_return"
    message = N_("No return of {period} has been accepted. Accept returns first, then start the run.")
    status = 409


class MeasurementNotConfirmed(AssessmentError):
    code = "measurement_not_confirmed"
    message = N_("No full-year measurement of {years} is confirmed. Have it measured and confirmed first.")
    status = 409


class MonthsNeverScore(AssessmentError):
    code = "months_never_score"
    message = N_(
        "Of {years} only a batch of a part of the year is confirmed. Its figures are extrapolated and never score "
        "under this scheme. Have the full year measured and confirmed first."
    )
    status = 409


class SameMonthsNotConfirmed(AssessmentError):
    code = "same_months_not_confirmed"
    message = N_(
        "Of {year} no batch of the same months ({months}) is confirmed, so there is no base for a growth. Have them "
        "measured and confirmed first."
    )
    status = 409


class MonthsCoverMore(AssessmentError):
    code = "months_cover_more"
    message = N_(
        "Accounts of {batch} were carried on and stand for {received} months, its GDP for {expected}. A share and a "
        "growth over unlike months cannot be scored. Have the batch measured with the rate of value added, or deliver "
        "the accounts of these months."
    )
    status = 409


class SamePerson(AssessmentError):
    code = "same_person"
    message = N_("{name} has already taken part in this run; this step belongs to another person.")
    status = 409


class IssueNumberMissing(AssessmentError):
    code = "issue_number_missing"
    message = N_("State the document number (文号) under which the result is issued.")


class ReasonMissing(AssessmentError):
    code = "reason_missing"
    message = N_("State the reason for cancelling the run.")


class NotComputed(AssessmentError):
    code = "run_not_computed"
    message = N_("The run has not been computed yet; its state is “{state}”. Wait for its job to end.")
    status = 409


class PublicityMissing(AssessmentError):
    code = "publicity_missing"
    message = N_(
        "The publicity of the issued document is missing. Choose whether it is published, open on request or not open."
    )


class IssueScanMissing(AssessmentError):
    code = "issue_scan_missing"
    message = N_("The scan of the issued document is missing. Add it before the result is issued.")
    status = 409


class TooEarlyForScan(AssessmentError):
    code = "issue_scan_too_early"
    message = N_("The scan of the issued document is added once the result is approved; its state is “{state}”.")
    status = 409


class RunHasSuccessor(AssessmentError):
    code = "run_has_successor"
    message = N_("A later version of this run has been started. Go on with that one, or cancel it first.")
    status = 409


class StaleWithoutReason(AssessmentError):
    code = "run_stale"
    message = N_("Inputs have changed since this run froze them. State why it is approved nevertheless, or run again.")
    status = 409


class IssuedBefore(AssessmentError):
    code = "issued_before"
    message = N_(
        "{period} was issued under {number} before. Record the notice of correction first and have it confirmed by a "
        "second person."
    )
    status = 409


class NothingToCorrect(AssessmentError):
    code = "nothing_to_correct"
    message = N_("A notice of correction names an issued run and a later approved run of the same period and kind.")
    status = 409


class NoticeIncomplete(AssessmentError):
    code = "correction_notice_incomplete"
    message = N_("State the number of the notice of correction and its reason.")


class NoticeConfirmed(AssessmentError):
    code = "correction_notice_confirmed"
    message = N_("The notice of correction {number} has been confirmed before.")
    status = 409


class NotComparable(AssessmentError):
    code = "runs_not_comparable"
    message = N_("Two computed runs of the same kind are compared; these are not.")
    status = 409


class NotAhead(AssessmentError):
    code = "release_not_ahead"
    message = N_("The release at {received} is not ahead of now. State a later moment, or issue at once.")


class IssuePlanned(AssessmentError):
    code = "issue_planned"
    message = N_(
        "The issue of this run is planned for {release_at} under {number}. Withdraw that plan first, then issue or "
        "plan anew."
    )
    status = 409


class NoIssuePlanned(AssessmentError):
    code = "no_issue_planned"
    message = N_("No planned issue of this run waits: there is nothing to withdraw.")
    status = 409
