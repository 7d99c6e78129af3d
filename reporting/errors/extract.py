"""Refusals of the audit extract."""

from assessment.methodology.errors import N_, AssessmentError


class ExtractDateUnreadable(AssessmentError):
    code = "extract_date_unreadable"
    message = N_("“{received}” is not a day. Write the days of the extract like 2021-04-25.")
    status = 400


class ExtractDaysReversed(AssessmentError):
    code = "extract_days_reversed"
    message = N_("The extract would end on {until}, before it begins on {since}. Exchange the two days.")
    status = 400


class ExtractActionUnknown(AssessmentError):
    code = "extract_action_unknown"
    message = N_("The record knows no action or object “{received}”. Choose one from the list.")
    status = 400


class ExtractUnfinished(AssessmentError):
    code = "extract_unfinished"
    message = N_("The extract is still being made. Wait for its job to end.")
    status = 409


class ExtractExpired(AssessmentError):
    code = "extract_expired"
    message = N_("The extract was kept until {until} and has been removed. Ask for it again.")
    status = 409
