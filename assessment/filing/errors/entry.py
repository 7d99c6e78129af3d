"""Refusals while cells are filled."""

from assessment.methodology.errors import N_, AssessmentError


class ItemsNotSentBack(AssessmentError):
    """After a send back nothing but the named items is open."""

    code = "items_not_sent_back"
    message = N_("Not sent back, so not open in this version: {items}. Only these items may change: {expected}.")
    status = 409


class NoSuchCell(AssessmentError):
    code = "no_such_cell"
    message = N_("The return has no cell {item}, {basis}. Use an item and a basis of its form.")
    status = 404
