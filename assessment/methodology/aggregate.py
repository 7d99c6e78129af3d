"""Aggregation of scores under one parent. Weights are normalised to sum 1 by dividing by their sum.

Sources: OECD/JRC handbook; domain §3.2 (arithmetic Σ W·d; geometric Π d^w with the 改进功效系数: 75.368, 96.844,
74.940, 83.404 give 82.18); Mazziotta and Pareto (mean less a penalty for imbalance). Scores in points; the result is
quantised half-even to 20 decimals.
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


def mazziotta_pareto(weights: Numbers, scores: Numbers) -> Decimal:
    """Mean - sd · cv, so mean - sd² / mean, the mean above zero; one child alone has no imbalance.

    sd² = Σ w·(y - mean)² / Σ w · n / (n - 1): with equal weights the variance with n - 1.
    """
    mean, count = arithmetic(weights, scores), len(scores)
    if count < 2:
        return mean
    gaps = [(score - mean) * (score - mean) for score in scores]
    return mean - arithmetic(weights, gaps) * count / (count - 1) / mean


_MEANS: Final[Mapping[AggregationMethod, Callable[[Numbers, Numbers], Decimal]]] = {
    AggregationMethod.ARITHMETIC: arithmetic,
    AggregationMethod.GEOMETRIC: geometric,
    AggregationMethod.HARMONIC: harmonic,
    AggregationMethod.MAZZIOTTA_PARETO: mazziotta_pareto,
}


def aggregate(aggregation: Aggregation, weights: Numbers, scores: Numbers) -> Decimal:
    """The score of a parent from at least one child, in points.

    Copeland's rule, which compares units, stands in `outranking`. `accepts` says which scores the method has no
    answer for; where `needs_positive_mean` the mean must be above zero. The caller names the unit that breaks this.
    """
    if aggregation.power is not None:
        return quantise_aggregate(power(weights, scores, aggregation.power))
    return quantise_aggregate(_MEANS[aggregation.method](weights, scores))


def accepts(aggregation: Aggregation, score: Decimal) -> bool:
    """Whether the method can form a mean of such a score: of any, above 0 alone, power above 0 also of zero."""
    if not needs_positive(aggregation):
        return True
    return score > 0 or (score == 0 and aggregation.power is not None and aggregation.power > 0)


def needs_positive(aggregation: Aggregation) -> bool:
    """Whether some score the method has no answer for may occur: the replications, by logarithms, then refuse zero."""
    return aggregation.method in _POSITIVE


def needs_positive_mean(aggregation: Aggregation) -> bool:
    return aggregation.method is AggregationMethod.MAZZIOTTA_PARETO


_POSITIVE: Final = (AggregationMethod.GEOMETRIC, AggregationMethod.HARMONIC, AggregationMethod.POWER)
