"""Weights inside each parent, and every aggregate from the bottom up to the total."""

import math
from functools import cached_property

from assessment.methodology.scheme_parts import Aggregate, Aggregation, AggregationMethod, Indicator, MissingMethod
from reporting import official_terms as terms
from reporting.workbook.calculation import FIRST_DATA, Calculation, Column, draw_step, plain_format
from reporting.workbook.places import fixed

NOISE = 9
"""Decimals kept before a comparison: binary fractions carry errors near the thirteenth."""

APART = "0.000000001"
"""Scores nearer to each other than this are the same."""

WeightCells = dict[str, str]
"""Node → the cell of its weight within its parent, normalised to sum 1."""


def draw_weights(sheet: Calculation) -> WeightCells:
    """The scheme's weights as parameters, divided by the sum of their siblings by formula."""
    sheet.begin(terms.STEP_WEIGHTS, lines=2 + len(sheet.scheme.aggregates) + len(sheet.scheme.indicators))
    heads = (terms.NAME, terms.PARENT, terms.WEIGHT, terms.WEIGHT_SHARE)
    for column, head in enumerate(heads):
        sheet.canvas.text((sheet.top, column), text=head, look="small_head")
    sheet.top += 1
    cells: WeightCells = {}
    for parent in reversed(sheet.scheme.upwards):
        children = [sheet.scheme.node(code) for code in sheet.scheme.tree[parent.code]]
        _draw_siblings(sheet, parent=parent, children=children, cells=cells)
    sheet.top += 1
    return cells


def draw_aggregates(sheet: Calculation, *, weights: WeightCells) -> None:
    """One column per aggregate, the total last (before adjustments and cap)."""
    columns = []
    for aggregate in sheet.scheme.upwards:
        is_total = aggregate.code == sheet.scheme.root
        columns.append(
            Column(
                key=("normalised" if is_total else "score", aggregate.code),
                label=aggregate.name,
                formula=_Mean(sheet, code=aggregate.code, weights=weights),
                value=sheet.kept(aggregate.code, lambda column: column.normalised).__getitem__,
            )
        )
    draw_step(sheet, title=terms.STEP_AGGREGATES, columns=columns)


def _draw_siblings(
    sheet: Calculation, *, parent: Aggregate, children: list[Aggregate | Indicator], cells: WeightCells
) -> None:
    first = sheet.top
    span = f"{fixed(first, FIRST_DATA)}:{fixed(first + len(children) - 1, FIRST_DATA)}"
    total = sum(child.weight or 0 for child in children)
    for child in children:
        at = sheet.top
        weight = child.weight or 0
        sheet.canvas.text((at, 0), text=child.name, look="small_text")
        sheet.canvas.text((at, 1), text=parent.name, look="small_text")
        declared = plain_format(child.weight)
        sheet.canvas.number((at, FIRST_DATA), value=weight, look="parameter", number_format=declared)
        sheet.canvas.formula(
            (at, FIRST_DATA + 1),
            formula=f"={fixed(at, FIRST_DATA)}/SUM({span})",
            value=weight / total if total else None,
            number_format="0.000000",
        )
        cells[child.code] = fixed(at, FIRST_DATA + 1)
        sheet.top += 1


class _Mean:
    """The formula of one aggregate, line by line, under the scheme's mean and missing rule."""

    def __init__(self, sheet: Calculation, *, code: str, weights: WeightCells) -> None:
        self._sheet = sheet
        self._children = sheet.scheme.tree[code]
        self._weights = [weights[child] for child in self._children]
        self._mean = sheet.scheme.aggregation_of(code)

    def __call__(self, line: int) -> str:
        scores = [self._sheet.places.ref(("score", child), line=line) for child in self._children]
        return self._otherwise_missing(f"COUNT({','.join(scores)})<{self._needed}", self._mean_of(scores, line=line))

    @cached_property
    def _needed(self) -> int:
        """How many children must be there."""
        rule, count = self._sheet.scheme.missing, len(self._children)
        if rule.threshold is not None:
            return max(1, math.ceil(rule.threshold * count))
        return 1 if rule.method is MissingMethod.RENORMALISE else count

    def _mean_of(self, scores: list[str], *, line: int) -> str:
        if self._mean.method is AggregationMethod.COPELAND:
            return self._outranked(scores, line=line)
        return self._complete(scores) if self._needed == len(scores) else self._over_what_is_there(scores)

    def _otherwise_missing(self, condition: str, formula: str) -> str:
        return f'IF({condition},"{terms.NOT_AVAILABLE}",{formula})'

    def _outranked(self, scores: list[str], *, line: int) -> str:
        """Units outranked less units outranking, by the sign of each weighted comparison.

        A child one of the two lacks has no vote; who lacks too many children is not compared with at all. Others are
        only compared and asked whether they are numbers: a word among them would spoil any arithmetic.
        """
        places, lines = self._sheet.places, self._sheet.ranked_with(line)
        votes, there = [], []
        for weight, child, own in zip(self._weights, self._children, scores, strict=True):
            others = places.span(("score", child), lines=lines)
            sides = f"(({others}<N({own})-{APART})-({others}>N({own})+{APART}))"
            votes.append(f"{weight}*ISNUMBER({own})*ISNUMBER({others})*{sides}")
            there.append(f"ISNUMBER({others})")
        compared = f"({'+'.join(there)}>={self._needed})"
        return f"SUMPRODUCT({compared}*SIGN(ROUND({'+'.join(votes)},{NOISE})))"

    def _complete(self, scores: list[str]) -> str:
        pairs = list(zip(self._weights, scores, strict=True))
        if self._mean.method is AggregationMethod.MAZZIOTTA_PARETO:
            return balanced(pairs, count=str(len(pairs)))
        if self._mean.method is AggregationMethod.GEOMETRIC:
            return "*".join(f"{score}^{weight}" for weight, score in pairs)
        terms_ = "+".join(f"{weight}*{transformed(self._mean, score)}" for weight, score in pairs)
        return restored(self._mean, terms_)

    def _over_what_is_there(self, scores: list[str]) -> str:
        pairs = list(zip(self._weights, scores, strict=True))
        if self._mean.method is AggregationMethod.MAZZIOTTA_PARETO:
            return balanced(pairs, count=f"COUNT({','.join(scores)})")
        present = "+".join(f"{weight}*ISNUMBER({score})" for weight, score in pairs)
        summed = "+".join(
            f"IF(ISNUMBER({score}),{weight}*{transformed(self._mean, score)},0)" for weight, score in pairs
        )
        return restored(self._mean, f"({summed})/({present})")


def balanced(pairs: list[tuple[str, str]], *, count: str) -> str:
    """Mean less squared deviation over mean, of the scores that are there; one alone has no imbalance."""
    present = "+".join(f"{weight}*ISNUMBER({score})" for weight, score in pairs)

    def mean_of(power: str) -> str:
        summed = "+".join(f"IF(ISNUMBER({score}),{weight}*{score}{power},0)" for weight, score in pairs)
        return f"(({summed})/({present}))"

    mean = mean_of("")
    return f"IF({count}<2,{mean},{mean}-({mean_of('^2')}-{mean}^2)*{count}/({count}-1)/{mean})"


def transformed(mean: Aggregation, score: str) -> str:
    """What a mean adds up: the score, its logarithm, reciprocal or power."""
    if mean.method is AggregationMethod.GEOMETRIC:
        return f"LN({score})"
    if mean.method is AggregationMethod.HARMONIC:
        return f"1/{score}"
    return score if mean.power is None else f"{score}^{_exponent(mean)}"


def restored(mean: Aggregation, summed: str) -> str:
    """Back from the sum to the scale of scores."""
    if mean.method is AggregationMethod.GEOMETRIC:
        return f"EXP({summed})"
    if mean.method is AggregationMethod.HARMONIC:
        return f"1/({summed})"
    return summed if mean.power is None else f"({summed})^(1/{_exponent(mean)})"


def _exponent(mean: Aggregation) -> str:
    return f"({mean.power:f})"
