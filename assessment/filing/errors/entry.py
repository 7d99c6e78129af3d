"""Refusals while cells are filled."""

from assessment.methodology.errors import N_, AssessmentError


class NoSuchCell(AssessmentError):
    code = "no_such_cell"
    message = N_("The return has no cell {item}, {basis}. Use an item and a basis of its form.")
    status = 404
