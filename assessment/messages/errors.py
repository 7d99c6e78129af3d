"""Refusals of the messages."""

from assessment.methodology.errors import N_, AssessmentError


class SenderUnknown(AssessmentError):
    code = "sender_unknown"
    message = N_("There is no sender {name}. The senders are named in the setting MESSAGE_SENDERS: {expected}.")
