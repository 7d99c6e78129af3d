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
