"""Refusals of 方案比选."""

from assessment.methodology.errors import N_, AssessmentError


class DraftFrozen(AssessmentError):
    code = "variant_of_frozen_scheme"
    message = N_("{scheme} is frozen. Schemes are compared before that: start from a draft.")
    status = 409


class VariantOfOtherKind(AssessmentError):
    code = "variant_of_other_kind"
    message = N_("The draft is for the {draft} assessment and the run for the {run} one. Choose two of the same kind.")


class VariantNameMissing(AssessmentError):
    code = "variant_name_missing"
    message = N_("A variant is saved under a name of 1 to {most} characters, for instance “growth 70 %”.")


class VariantNameTaken(AssessmentError):
    code = "variant_name_taken"
    message = N_("The draft has a variant “{name}” already. Choose another name.")
    status = 409
