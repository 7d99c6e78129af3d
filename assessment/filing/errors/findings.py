"""Refusals that rest on findings, on their explanations and on the signed sheet."""

from assessment.methodology.errors import N_, AssessmentError


class BlockingFindings(AssessmentError):
    code = "blocking_findings"
    message = N_(
        "{count} mandatory checks fail, first: {first}. Check these items against the original documents, then "
        "correct them."
    )
    status = 409


class ExplanationsMissing(AssessmentError):
    code = "explanations_missing"
    message = N_(
        "{count} findings still need an explanation, first: {first}. Choose a reason and write what lies behind each."
    )
    status = 409


class EvidenceMissing(AssessmentError):
    code = "evidence_missing"
    message = N_("{count} findings need a file as evidence, first: {first}. Add the file at the item.")
    status = 409


class AcceptanceFindings(AssessmentError):
    code = "acceptance_findings"
    message = N_(
        "{count} checks that bar acceptance fail, first: {first}. Send these items back to be checked against the "
        "original documents."
    )
    status = 409


class NothingToExplain(AssessmentError):
    code = "nothing_to_explain"
    message = N_(
        "The check {received} asks for no explanation in this return as it stands. Load the findings again and explain "
        "those that are listed: {expected}."
    )
    status = 409


class NothingToConvert(AssessmentError):
    code = "nothing_to_convert"
    message = N_(
        "For the check {received} no conversion of a unit or a period is offered. Check the item against the original "
        "documents."
    )
    status = 409


class PledgeMissing(AssessmentError):
    code = "pledge_missing"
    message = N_(
        "The pledge is not ticked. Read the summary and confirm that the figures are true, complete and filed as the "
        "Statistics Law demands."
    )


class SheetDiffers(AssessmentError):
    code = "stamped_sheet_differs"
    message = N_(
        "The check code {received} is not that of version {number}, which is {expected}: the sheet was printed from "
        "other figures. Print this version again, have it stamped and upload that sheet."
    )
    status = 409
