"""Refusals of decisions on what goes out."""

from assessment.methodology.errors import N_, AssessmentError


class FiguresUndecided(AssessmentError):
    code = "figures_undecided"
    message = N_(
        "The units behind these figures are not known, so nobody checked whether they give one away: {figures}. "
        "Decide on the page “What goes out” whether they are published or withheld, and why; then issue."
    )
    status = 409


class PublicationSettled(AssessmentError):
    code = "publication_settled"
    message = N_("What goes out is decided for an official run before its issue. This run is past that, or a trial.")
    status = 409


class ReasonOfPublicationMissing(AssessmentError):
    code = "reason_of_publication_missing"
    message = N_("Choose the figures, say whether they are published or withheld, and state the reason.")
