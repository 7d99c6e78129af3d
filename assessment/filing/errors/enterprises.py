"""Refusals around the rows of enterprises."""

from assessment.methodology.errors import N_, AssessmentError


class PromiseMissing(AssessmentError):
    code = "promise_missing"
    message = N_("Confirm that the figures are true before the row is filed.")


class NamesMissing(AssessmentError):
    code = "names_missing"
    message = N_("Write the names of who filled the row and of the head of the unit.")


class NotARow(AssessmentError):
    code = "not_an_enterprise_row"
    message = N_("{unit} is not an enterprise; its return is signed by the chain of its form.")
    status = 409


class NoRowToFill(AssessmentError):
    code = "no_row_to_fill"
    message = N_("The row of this enterprise is open through its link alone.")
    status = 404
