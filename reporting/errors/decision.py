"""Why a 批示 is not recorded."""

from assessment.methodology.errors import N_, AssessmentError


class DecisionNeedsFinalText(AssessmentError):
    code = "decision_needs_final_text"
    message = N_("A decision is given on final papers. Declare the text final first.")
    status = 409


class DecisionIncomplete(AssessmentError):
    code = "decision_incomplete"
    message = N_("Who decided, the outcome and the words of the decision are needed.")
    status = 400


class DecisionScanMissing(AssessmentError):
    code = "decision_scan_missing"
    message = N_("Add the scan of the paper with the decision: PDF, PNG or JPG.")
    status = 400


class DecisionDayWrong(AssessmentError):
    code = "decision_day_wrong"
    message = N_(
        "“{received}” cannot be the day of the decision. Write it like 2021-04-25, between the day on which the "
        "package was made and today."
    )
    status = 400
