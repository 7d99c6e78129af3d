"""Refusals around corrections, items that are closed, and figures as they stood."""

from assessment.methodology.errors import N_, AssessmentError


class CorrectionNeeded(AssessmentError):
    code = "correction_needed"
    message = N_(
        "Version {number} of this return is accepted and in force. A new version begins only after a request for "
        "correction was granted: say which items are to be corrected and why."
    )
    status = 409


class CorrectionNotPossible(AssessmentError):
    code = "correction_not_possible"
    message = N_("Only an accepted return is corrected by request; the newest version of this one is “{state}”.")
    status = 409


class CorrectionOpen(AssessmentError):
    code = "correction_open"
    message = N_("The request {number} for this return is still open. One request is dealt with at a time.")
    status = 409


class CorrectionFilesClosed(AssessmentError):
    code = "correction_files_closed"
    message = N_("Documents are added until the request is decided; {number} no longer waits for its decision.")
    status = 409


class CorrectionItemsMissing(AssessmentError):
    code = "correction_items_missing"
    message = N_("Name at least one item that is to be corrected.")


class CorrectionReasonMissing(AssessmentError):
    code = "correction_reason_missing"
    message = N_("Say in at least five characters why; “{received}” is not enough.")


class ReopeningMissing(AssessmentError):
    code = "reopening_missing"
    message = N_(
        "The collection was locked on {locks_at}. Say until when this unit may file its correction; it is reopened "
        "for this unit alone."
    )


class ReopeningPast(AssessmentError):
    code = "reopening_past"
    message = N_("The day until which the unit may file its correction, {received}, has passed.")


class ItemClosed(AssessmentError):
    code = "item_closed"
    message = N_("Not open in this version: {items}. Only these items may change: {open}.")
    status = 409


class ItemLaidOut(AssessmentError):
    code = "item_laid_out"
    message = N_(
        "The item {item} is laid out by {department} and is not filled in by the unit. Check it; if it is not right, "
        "dispute it with a reason."
    )
    status = 409


class DayUnreadable(AssessmentError):
    code = "day_unreadable"
    message = N_("“{received}” is not a day. Write it as 2021-04-30.")
