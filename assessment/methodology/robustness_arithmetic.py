"""Arithmetic whose digits do not depend on the processor or the library behind it.

Sums of products of whole numbers below 2^53 are exact in any order; logarithm and exponential are made of single
additions, multiplications and divisions, each rounded as IEEE 754 says, in one fixed order. Scores are whole numbers of
millionths of a point, kept in 64-bit floating point.
"""

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.scheme_parts import Aggregation, AggregationMethod

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Function = Callable[[Floats], Floats]

MILLIONTHS: Final = 1e6
_EXACT: Final = 2.0**52
_MOST_PARTS: Final = 2.0**30
_FEWEST_PARTS: Final = 2.0**10
_FINEST: Final = 2.0**27
_LN_2: Final = 0.6931471805599453
_ROOT_HALF: Final = 0.7071067811865476
_LOG_TERMS: Final = 12
_EXP_TERMS: Final = 15


class ScoresTooLarge(AssessmentError):
    code = "robustness_scores_too_large"
    message = N_(
        "Scores up to {received} points are too large for an exact comparison of many replications. "
        "Check the bounds of the scheme."
    )


def natural_log(values: Floats) -> Floats:
    """The natural logarithm, x > 0: of 2^k · m with ln m = 2 · artanh((m - 1) / (m + 1)); error below 1e-14."""
    mantissa, exponent = np.frexp(values)
    small = mantissa < _ROOT_HALF
    mantissa = np.where(small, mantissa * 2.0, mantissa)
    ratio = (mantissa - 1.0) / (mantissa + 1.0)
    square = ratio * ratio
    series = np.zeros_like(ratio)
    for term in range(_LOG_TERMS, -1, -1):
        series = series * square + 1.0 / (2 * term + 1)
    return np.asarray((exponent - small) * _LN_2 + 2.0 * ratio * series, dtype=np.float64)


def natural_exp(values: Floats) -> Floats:
    """The exponential: 2^k · e^r with |r| ≤ ln 2 / 2, and e^r by its series."""
    power = np.rint(values / _LN_2)
    rest = values - power * _LN_2
    series = np.ones_like(rest)
    for term in range(_EXP_TERMS, 0, -1):
        series = series * (rest / term) + 1.0
    return np.ldexp(series, power.astype(np.int64))


def whole_parts(shares: Floats, largest: float) -> Floats:
    """Shares (along the last axis) as whole numbers, so that with factors up to `largest` every sum stays exact."""
    parts = min(_EXACT / max(largest, 1.0), _MOST_PARTS)
    if parts < _FEWEST_PARTS:
        raise ScoresTooLarge(received=f"{largest / MILLIONTHS:.0f}")
    whole: Floats = np.rint(shares * np.floor(parts))
    return whole


def generator(aggregation: Aggregation) -> tuple[Function, Function]:
    """What a mean adds up, and the way back: the score itself, its logarithm, reciprocal or power, in points."""
    if aggregation.method is AggregationMethod.GEOMETRIC:
        return natural_log, natural_exp
    if aggregation.method is AggregationMethod.HARMONIC:
        return _reciprocal, _reciprocal
    exponent = float(aggregation.power or 1)
    return (
        lambda values: natural_exp(exponent * natural_log(values)),
        lambda values: natural_exp(natural_log(values) / exponent),
    )


def _reciprocal(values: Floats) -> Floats:
    return 1.0 / values


def fineness(largest: float) -> float:
    """The power of two by which figures up to `largest` become whole numbers of 27 bits."""
    return math.ldexp(_FINEST, -math.frexp(largest)[1])
