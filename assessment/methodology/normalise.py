"""Normalisation: the score of a figure within its pool, by the method the scheme names.

Source: the table of methods of the assessment's scoring rules (min-max, goalposts, 功效系数, ranks, targets …); each
method stands with its own source in the module of its family. Scores are in points of the score range, exact
to 50 digits; nothing is rounded here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assessment.methodology import (
    normalise_by_bounds,
    normalise_by_rank,
    normalise_by_target,
    normalise_combined,
    normalise_efficacy,
    normalise_tiers,
)
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.methods import Method
from assessment.methodology.pools import Column, Ends

METHODS: Final[Mapping[str, Method]] = {
    **normalise_by_bounds.METHODS,
    **normalise_by_rank.METHODS,
    **normalise_by_target.METHODS,
    **normalise_combined.METHODS,
    **normalise_efficacy.METHODS,
    **normalise_tiers.METHODS,
    **normalise_combined.METHODS,
}


class BoundsOutOfOrder(AssessmentError):
    code = "bounds_out_of_order"
    message = N_(
        "Indicator {indicator}: the bounds are in the wrong order (worst {worst}, best {best}); "
        "a distance would change its sign. Correct the bounds or targets of the scheme."
    )


class IndicatorConstant(AssessmentError):
    code = "indicator_constant"
    message = N_(
        "The {place} cannot discriminate: fewer than two different values, or equal bounds. "
        "Choose `constant: neutral` or leave the indicator out."
    )


@dataclass(frozen=True, slots=True)
class Normaliser:
    """A method applied to one pool. `constant`: it cannot discriminate, and every unit gets `neutral`.

    `least` and `most` limit the score (truncation, cap) after the formula; `template` is the formula's text with
    {x} in the place of the figure.
    """

    score: Callable[[Decimal], Decimal]
    neutral: Decimal
    constant: bool
    ends: Ends | None
    least: Decimal | None
    most: Decimal | None
    template: str


def tells_apart(method: Method, column: Column) -> bool:
    """Whether the figures suffice for the method: one for declared bounds, two different ones for observed bounds."""
    return column.varies if method.observes(column.parameters) else bool(column.values)


def normaliser(method: Method, column: Column) -> Normaliser:
    """The method made ready for a pool, in points.

    A constant column, fewer than two values (where the method looks at the pool; no value at all for any) or
    equal bounds make it constant; bounds in the wrong order raise `BoundsOutOfOrder`.
    """
    neutral = method.neutral(column)
    if not tells_apart(method, column):
        return Normaliser(lambda _: neutral, neutral, True, None, None, None, "")
    ends = method.ends(column)
    if ends is not None and ends.worst == ends.best and not method.refuses_equal_ends:
        return Normaliser(lambda _: neutral, neutral, True, ends, None, None, "")
    if ends is not None and (ends.worst == ends.best or (ends.worst < ends.best) != column.higher):
        raise BoundsOutOfOrder(indicator=column.indicator, worst=ends.worst, best=ends.best)
    least, most = method.limits(column)
    template = method.formula(column)
    return Normaliser(method.score(column), neutral, False, ends, least, most, template)
