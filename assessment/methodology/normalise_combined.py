"""Target and places in one indicator: part of the points for reaching the target, part by place among those above it.

Source: domain rule B (争先进位计分法, combined): of 10 points for the growth of GDP 4 are for reaching 8 %, else 0;
above 8 % the other 6 by place: the first 100 %, the second 95 %, the third 90 %, then 5 % less each.
The score is in percent of the points, so the first of those above the target has 100 and who misses it 0.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from assessment.methodology.formula_text import figure_text
from assessment.methodology.methods import HUNDRED, Method, Scorer, never
from assessment.methodology.parameters import Kind, Parameter
from assessment.methodology.pools import ONE, TWO, ZERO, Column, ranks_of

TARGET_AND_LADDER: Final = "target_and_ladder"


def _target_and_ladder(column: Column) -> Scorer:
    """Ranks among all equal those among the units above the target: they stand before everybody else."""
    target = column.parameters.number("target")
    ranks = ranks_of(column.values, best_first=column.higher, average=False)
    for_target, for_place = _shares(column)

    def score(x: Decimal) -> Decimal:
        if x == target:
            return for_target
        if (x > target) != column.higher:
            return ZERO
        return for_target + for_place * _rung(column, ranks[x]) / HUNDRED

    return score


def _rung(column: Column, rank: Decimal) -> Decimal:
    """The points of a place in percent, never below zero."""
    return max(HUNDRED - column.parameters.number("step") * (rank - ONE), ZERO)


def _shares(column: Column) -> tuple[Decimal, Decimal]:
    """What reaching the target and being the first above it are worth, in percent of all points."""
    for_target, for_place = (column.parameters.number(name) for name in ("target_points", "ladder_points"))
    total = for_target + for_place
    return for_target / total * HUNDRED, for_place / total * HUNDRED


def _text(column: Column) -> str:
    numbers = (column.parameters.number(name) for name in ("target", "target_points", "ladder_points", "step"))
    target, for_target, for_place, step = (figure_text(number) for number in numbers)
    above, at = (">", "≥") if column.higher else ("<", "≤")
    ladder = f"max(100 − {step} × (rank({{x}}; n = {len(column.values)}) − 1); 0) / 100"
    points = f"{for_target}·[{{x}} {at} {target}] + {for_place}·[{{x}} {above} {target}] × {ladder}"
    return f"({points}) / ({for_target} + {for_place}) × 100"


METHODS: Final[Mapping[str, Method]] = {
    TARGET_AND_LADDER: Method(
        parameters=(
            Parameter("target", Kind.NUMBER, required=True),
            Parameter("target_points", Kind.POSITIVE, required=True),
            Parameter("ladder_points", Kind.POSITIVE, required=True),
            Parameter("step", Kind.POSITIVE, Decimal(5)),
        ),
        score=_target_and_ladder,
        formula=_text,
        neutral=lambda _: HUNDRED / TWO,
        observes=never,
        within_period=True,
    ),
}
