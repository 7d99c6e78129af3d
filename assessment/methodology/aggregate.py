"""Aggregation of scores under one parent. Weights are normalised to sum 1 by dividing by their sum.

Sources: OECD/JRC handbook; domain §3.2 (arithmetic Σ W·d; geometric Π d^w with the 改进功效系数: 75.368, 96.844,
74.940, 83.404 give 82.18). Scores in points; the result is quantised half-even to 20 decimals.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from operator import mul
from typing import Final

from assessment.methodology.pools import ZERO
from assessment.methodology.rounding import quantise_aggregate
from assessment.methodology.scheme_parts import Aggregation, AggregationMethod

Numbers = Sequence[Decimal]


def arithmetic(weights: Numbers, scores: Numbers) -> Decimal:
    """Σ w·y / Σ w."""
    return sum(map(mul, weights, scores), ZERO) / sum(weights, ZERO)


def geometric(weights: Numbers, scores: Numbers) -> Decimal:
    """Π y^(w / Σ w), every y > 0."""
    logarithms = [score.ln() for score in scores]
    return arithmetic(weights, logarithms).exp()


def harmonic(weights: Numbers, scores: Numbers) -> Decimal:
    """Σ w / Σ (w / y), every y > 0."""
    reciprocals = sum((weight / score for weight, score in zip(weights, scores, strict=True)), ZERO)
    return sum(weights, ZERO) / reciprocals


def power(weights: Numbers, scores: Numbers, exponent: Decimal) -> Decimal:
    """(Σ w·y^p / Σ w)^(1/p), p ≠ 0; every y > 0, or with p > 0 also y = 0, whose power is zero."""
    powers = [(exponent * score.ln()).exp() if score else ZERO for score in scores]
    mean = arithmetic(weights, powers)
    return (mean.ln() / exponent).exp() if mean else ZERO


_MEANS: Final[Mapping[AggregationMethod, Callable[[Numbers, Numbers], Decimal]]] = {
    AggregationMethod.ARITHMETIC: arithmetic,
    AggregationMethod.GEOMETRIC: geometric,
    AggregationMethod.HARMONIC: harmonic,
}


def aggregate(aggregation: Aggregation, weights: Numbers, scores: Numbers) -> Decimal:
    """The score of a parent from at least one child, in points.

    `accepts` says which scores the method has no answer for; the caller names the unit that has one.
    """
    if aggregation.power is not None:
        return quantise_aggregate(power(weights, scores, aggregation.power))
    return quantise_aggregate(_MEANS[aggregation.method](weights, scores))


def accepts(aggregation: Aggregation, score: Decimal) -> bool:
    """Whether the method can form a mean of such a score: arithmetic of any, power above 0 also of zero."""
    if aggregation.method is AggregationMethod.ARITHMETIC:
        return True
    return score > 0 or (score == 0 and aggregation.power is not None and aggregation.power > 0)
