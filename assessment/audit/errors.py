"""Refusals of the audit and of every table of states."""

from assessment.methodology.errors import N_, AssessmentError


class WrongState(AssessmentError):
    code = "wrong_state"
    message = N_(
        "{object}: the step “{move}” is not possible in the state “{state}”. Reload the page to see the present state."
    )
    status = 409


class AuditKeyMissing(AssessmentError):
    code = "audit_key_missing"
    message = N_(
        "The audit key {key_id} is not in the key file {path}. "
        "Restore the key file; entries cannot be written or verified without it."
    )
    status = 500


class AuditKeyFileUnreadable(AssessmentError):
    code = "audit_key_file_unreadable"
    message = N_("The audit key file {path} cannot be read. Run set-up, or restore the file from its safe.")
    status = 500


class AnchorFileMissing(AssessmentError):
    code = "anchor_file_missing"
    message = N_("There is no anchor file at {path}. Name the file by --anchors, or restore it from its copy.")
    status = 500
