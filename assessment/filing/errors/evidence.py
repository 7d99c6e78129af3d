"""Refusals of files beside a return."""

from assessment.methodology.errors import N_, AssessmentError


class EvidenceClosed(AssessmentError):
    code = "evidence_closed"
    message = N_("Files are added and withdrawn while the return is being filled; its state is now {state}.")
    status = 409


class StampedPageTooEarly(AssessmentError):
    code = "stamped_page_too_early"
    message = N_(
        "The stamped page is scanned after the last signature and before the review ends; the state is now {state}."
    )
    status = 409


class TooManyFiles(AssessmentError):
    code = "too_many_files"
    message = N_("A return holds {limit} files at most. Withdraw what is no longer needed, or join pages into one PDF.")
    status = 409


class FileNotChosen(AssessmentError):
    code = "file_not_chosen"
    message = N_("Choose a file first.")
