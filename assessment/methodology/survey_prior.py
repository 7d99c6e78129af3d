"""What is known before a sample is planned: residuals of an earlier round, and enterprises too large to leave out.

An earlier round (or a pilot) tells how far y lies from R·x in a stratum, which is what a ratio estimate varies by
(Cochran 1977, 6.14 with 5.5; MEMORY). The largest units are drawn with certainty and stand for themselves alone
(take-all stratum; Cochran 1977, 5.8; MEMORY). The threshold and what stands in for an unknown residual: DESIGN.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.survey_allocation import PlannedStratum

CERTAINTY: Final = "all"


class NoResiduals(AssessmentError):
    code = "survey_no_residuals"
    message = N_(
        "The earlier survey tells the spread of no stratum of this frame, so nothing can be planned by it. Choose "
        "another survey, or plan by the value added of last year."
    )


def with_residuals(strata: Sequence[PlannedStratum], residuals: Mapping[str, float]) -> tuple[PlannedStratum, ...]:
    """The strata with S_h of the residuals y − R·x in place of S_h of x, both in the unit of x.

    A stratum the earlier round does not know takes its own S_h of x times the relation the known ones show,
    Σ N_h·S_h(residual) / Σ N_h·S_h(x). A take-all stratum is left as it is: nothing of it is left to chance.
    Worked: N 10, 10, 5, S(x) 10, 30, 20, residuals 2, 6, unknown → 80 / 400 = 0.2 → 2, 6, 4.
    """
    known = [one for one in strata if one.label in residuals and not one.take_all]
    spread = sum(one.population * one.deviation for one in known)
    if not known or not spread:
        raise NoResiduals
    relation = sum(one.population * residuals[one.label] for one in known) / spread
    return tuple(
        one if one.take_all else replace(one, deviation=residuals.get(one.label, one.deviation * relation))
        for one in strata
    )


def is_certain(size: Decimal, threshold: Decimal | None) -> bool:
    """Whether a unit of this size (any one unit) is drawn with certainty: from the threshold on; None: nobody is."""
    return threshold is not None and size >= threshold


def stratum_label(label: str, *, certain: bool) -> str:
    """The label of a stratum, or of the take-all stratum cut off from it."""
    return f"{label}|{CERTAINTY}" if certain else label
