"""Standard values in tiers: five values from excellent to poor with the coefficients 1, 0.8, 0.6, 0.4, 0.2.

Source: 企业综合绩效评价 (基础分 + 调整分): the coefficient of the tier reached, and on the way to the next tier its
share of the difference. Never above full marks; below the poor value no tier, and nothing (MEMORY: 较差以下为 0).
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Final

from assessment.methodology.formula_text import figure_text
from assessment.methodology.methods import HUNDRED, Limits, Method, Scorer, never
from assessment.methodology.parameters import Kind, Parameter
from assessment.methodology.pools import TWO, ZERO, Column, Ends

COEFFICIENTS: Final = tuple(map(Decimal, ("1", "0.8", "0.6", "0.4", "0.2")))
Tier = tuple[Decimal, Decimal, Decimal, Decimal]


def tiers_of(column: Column) -> Iterator[Tier]:
    """From the top down: value and points where a tier begins, value and points of the tier above it."""
    full, standards = column.parameters.number("full"), column.parameters.numbers("standards")
    marks = [(value, full * coefficient) for value, coefficient in zip(standards, COEFFICIENTS, strict=True)]
    for (above, points_above), (start, points) in pairwise(marks):
        yield start, points, above, points_above


def _standard_tiers(column: Column) -> Scorer:
    """w·c0 + (x - v0) / (v1 - v0) · (w·c1 - w·c0) with w full marks; the top tier goes on above its end."""
    tiers, higher = tuple(tiers_of(column)), column.higher

    def score(x: Decimal) -> Decimal:
        for start, points, above, points_above in tiers:
            if x >= start if higher else x <= start:
                return points + (x - start) / (above - start) * (points_above - points)
        return ZERO

    return score


def _text(column: Column) -> str:
    full = column.parameters.number("full")
    standards = [figure_text(value) for value in column.parameters.numbers("standards")]
    points = [figure_text((full * coefficient).normalize()) for coefficient in COEFFICIENTS]
    pairs = ", ".join(f"{value} → {mark}" for value, mark in zip(standards, points, strict=True))
    return f"standard({{x}}; {pairs})"


def _limits(column: Column) -> Limits:
    return None, column.parameters.number("full")


def _ends(column: Column) -> Ends:
    """Poor and excellent."""
    standards = column.parameters.numbers("standards")
    return Ends(standards[-1], standards[0])


METHODS: Final[Mapping[str, Method]] = {
    "standard_tiers": Method(
        parameters=(
            Parameter("standards", Kind.STANDARDS, required=True),
            Parameter("full", Kind.POSITIVE, HUNDRED),
        ),
        score=_standard_tiers,
        formula=_text,
        neutral=lambda column: column.parameters.number("full") / TWO,
        ends=_ends,
        observes=never,
        limits=_limits,
    ),
}
