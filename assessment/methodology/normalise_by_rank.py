"""Methods that look at the order only. Ranks are taken within period × group.

Sources: domain N6 rank with a declared tie method; 争先进位计分法 (best 100 % of the points, second 95 %, third 90 %,
then 5 % less each): 10 points, nine cities give 10, 9.5, 9 … 6.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from assessment.methodology.formula_text import figure_text, operand_text
from assessment.methodology.methods import HUNDRED, UNIT_RANGE, Method, Scorer, middle_of_range
from assessment.methodology.parameters import Kind, Parameter
from assessment.methodology.pools import ONE, TWO, Column, ranks_of

TIES = Parameter("ties", Kind.CHOICE, "min", choices=("min", "average"))


def ascending_ranks(column: Column) -> dict[Decimal, Decimal]:
    """1 = worst, n = best; ties share the lowest or the mean rank, as the parameter `ties` says."""
    return ranks_of(
        column.values,
        best_first=not column.higher,
        average=column.parameters.text("ties") == "average",
    )


def _rank(column: Column) -> Scorer:
    return ascending_ranks(column).__getitem__


def _borda(column: Column) -> Scorer:
    ranks = ascending_ranks(column)
    return lambda x: ranks[x] - ONE


def _percentile_rank(column: Column) -> Scorer:
    ranks = ascending_ranks(column)
    low, high = column.parameters.pair("range")
    width, others = high - low, Decimal(len(column.values) - 1)
    return lambda x: (ranks[x] - ONE) / others * width + low


def _rank_ladder(column: Column) -> Scorer:
    """Points full - step · (rank - 1), rank 1 = best, ties share the best rank; never below `floor`."""
    ranks = ranks_of(column.values, best_first=column.higher, average=False)
    return lambda x: on_ladder(column, ranks[x])


def on_ladder(column: Column, rank: Decimal) -> Decimal:
    """The points of one rung, 1 = the top."""
    points = column.parameters.number("full") - column.parameters.number("step") * (rank - ONE)
    floor = column.parameters.optional_number("floor")
    return points if floor is None else max(points, floor)


def _mean_rank(column: Column) -> Decimal:
    """The middle of the ranks 1 … n of those with a figure; where nobody has one, of all units of the pool."""
    return (Decimal(len(column.values) or column.units) + ONE) / TWO


def _rank_text(column: Column) -> str:
    return f"rank({{x}}; n = {len(column.values)})"


def _percentile_text(column: Column) -> str:
    low, high = column.parameters.pair("range")
    others, width = len(column.values) - 1, figure_text(high - low)
    return f"({_rank_text(column)} − 1) / {others} × {width} + {operand_text(low)}"


def _ladder_text(column: Column) -> str:
    full, step = column.parameters.number("full"), column.parameters.number("step")
    text = f"{figure_text(full)} − {operand_text(step)} × (rank({{x}}; n = {len(column.values)}) − 1)"
    floor = column.parameters.optional_number("floor")
    return text if floor is None else f"max({text}; {figure_text(floor)})"


METHODS: Final[Mapping[str, Method]] = {
    "rank": Method(parameters=(TIES,), score=_rank, formula=_rank_text, neutral=_mean_rank, within_period=True),
    "borda": Method(
        parameters=(TIES,),
        score=_borda,
        formula=lambda column: f"{_rank_text(column)} − 1",
        neutral=lambda column: _mean_rank(column) - ONE,
        within_period=True,
    ),
    "percentile_rank": Method(
        parameters=(TIES, UNIT_RANGE),
        score=_percentile_rank,
        formula=_percentile_text,
        neutral=middle_of_range,
        within_period=True,
    ),
    "rank_ladder": Method(
        parameters=(
            Parameter("full", Kind.NUMBER, HUNDRED),
            Parameter("step", Kind.POSITIVE, Decimal(5)),
            Parameter("floor", Kind.NUMBER),
        ),
        score=_rank_ladder,
        formula=_ladder_text,
        neutral=lambda column: on_ladder(column, _mean_rank(column)),
        within_period=True,
    ),
}
