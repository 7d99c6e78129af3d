"""Refusals of uploads and of taking figures over from the past."""

from assessment.methodology.errors import N_, AssessmentError


class UploadHasProblems(AssessmentError):
    code = "upload_has_problems"
    message = N_(
        "{count} cells of the workbook cannot be taken; nothing was written. Download the marked workbook, correct it "
        "and upload it again."
    )
    status = 409


class UploadDecided(AssessmentError):
    code = "upload_decided"
    message = N_("This upload was {state} already. Upload the workbook once more if it is to be taken.")
    status = 409


class UploadExpired(AssessmentError):
    code = "upload_expired"
    message = N_("This preview is older than {hours} hours. Upload the workbook once more.")
    status = 409


class PreviewOutdated(AssessmentError):
    """Somebody wrote to the return after the preview was shown: both values are shown, the user chooses."""

    code = "preview_outdated"
    message = N_(
        "Somebody changed {count} of these cells after this preview was shown: {cells}. Nothing was written. Look at "
        "the comparison below once more, then confirm or discard."
    )
    status = 409


class FileNotChosen(AssessmentError):
    code = "file_not_chosen"
    message = N_("No file was chosen. Choose the filled template (.xlsx).")
