"""Refusals of opinions, disputes and their decision, and of the comparison of batches."""

from assessment.methodology.errors import N_, AssessmentError


class ObjectionWithoutReason(AssessmentError):
    code = "objection_without_reason"
    message = N_("An objection states its reason: name what is wrong and on which document the other figure rests.")


class AgreementWithFigures(AssessmentError):
    code = "agreement_with_figures"
    message = N_("Who agrees names no other figures. Choose “objects”, or leave the figures out.")


class FigureNotInBatch(AssessmentError):
    code = "figure_not_in_batch"
    message = N_("The batch holds no figure {code} of {region}. Name a figure of its result table.")


class FigureTwice(AssessmentError):
    code = "figure_named_twice"
    message = N_("{region} {code} is named twice. One figure has one other figure: remove one of the two.")


class SameFigure(AssessmentError):
    code = "proposed_figure_is_the_same"
    message = N_("{region} {code}: the figure proposed is the one measured, {received}. There is nothing to decide.")


class OtherFigureUnreadable(AssessmentError):
    code = "other_figure_unreadable"
    message = N_("“{received}” is not a number with at most {decimals} decimals. Enter it in {unit} and repeat.")


class DecisionIncomplete(AssessmentError):
    code = "decision_incomplete"
    message = N_("A decision names the figure that holds, the document number (文号) and the reasons.")


class NothingToCompare(AssessmentError):
    code = "nothing_to_compare"
    message = N_("“{name}” has not been measured yet. Compare it once its figures are there.")
    status = 409


class SameBatch(AssessmentError):
    code = "same_batch"
    message = N_("A batch is compared with another batch. Choose a second one.")
