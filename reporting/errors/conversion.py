"""Refusals of 折算得分."""

from assessment.methodology.errors import N_, AssessmentError


class NoConversionRule(AssessmentError):
    code = "conversion_rule_missing"
    message = N_("No rule of conversion is in force for {period}. Enter one with its start period first.")
    status = 409


class ConversionRuleStands(AssessmentError):
    code = "conversion_rule_stands"
    message = N_("A rule of conversion starts with {period} already and is never edited. Enter one that starts later.")
    status = 409


class ConversionNumberMissing(AssessmentError):
    code = "conversion_number_missing"
    message = N_("The rule needs the number of the document it comes from.")
    status = 400


class NotANumberOfPoints(AssessmentError):
    code = "conversion_not_points"
    message = N_("“{received}” is not a number of points. Write digits such as 3 or 0.2.")
    status = 400
