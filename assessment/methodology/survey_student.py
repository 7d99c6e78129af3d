"""Quantiles of Student's t for the intervals of the survey, without a statistics library.

Sources: finite series of the distribution function for whole degrees of freedom, Abramowitz and Stegun, Handbook of
Mathematical Functions (1964), 26.7.3 and 26.7.4; expansion in 1/ν for many degrees, 26.7.5. MEMORY; both are compared
with published tables and a statistics library in the tests.
"""

import math
from statistics import NormalDist

_LONGEST_SERIES = 1000
_STEPS = 60


def t_quantile(degrees_of_freedom: int, *, confidence: float = 0.95) -> float:
    """The t for which P(|T| ≤ t) = `confidence` for ν = `degrees_of_freedom` ≥ 1; no unit. ν = 1 at 95 % gives 12.706.

    Up to ν = 1000 Newton's method on the series: the function is concave and the start, the normal quantile, lies
    below the root, so the steps rise to it. Above, the expansion: its next term is below 10⁻¹³.
    """
    normal = NormalDist().inv_cdf((1 + confidence) / 2)
    if degrees_of_freedom > _LONGEST_SERIES:
        return _expanded(normal, degrees_of_freedom)
    t = normal
    for _ in range(_STEPS):
        step = (confidence - _central_probability(t, degrees_of_freedom)) / (2 * _density(t, degrees_of_freedom))
        t += step
        if abs(step) <= 1e-15 * t:
            break
    return t


def _central_probability(t: float, degrees: int) -> float:
    """P(|T| ≤ t), Abramowitz and Stegun 26.7.3 (odd ν) and 26.7.4 (even ν), θ = arctan(t / √ν)."""
    theta = math.atan(t / math.sqrt(degrees))
    sine, cosine = math.sin(theta), math.cos(theta)
    odd = degrees % 2
    terms = []
    term = cosine if odd else 1.0
    for power in range(1 + odd, degrees, 2):
        terms.append(term)
        term *= cosine * cosine * power / (power + 1)
    series = sine * math.fsum(terms)
    return 2 / math.pi * (theta + series) if odd else series


def _density(t: float, degrees: int) -> float:
    scale = math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2) - math.log(degrees * math.pi) / 2
    return math.exp(scale - (degrees + 1) / 2 * math.log1p(t * t / degrees))


def _expanded(z: float, degrees: int) -> float:
    """Abramowitz and Stegun 26.7.5: z + g₁/ν + g₂/ν² + g₃/ν³ + g₄/ν⁴."""
    square = z * z
    first = z * (square + 1) / 4
    second = z * ((5 * square + 16) * square + 3) / 96
    third = z * (((3 * square + 19) * square + 17) * square - 15) / 384
    fourth = z * ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945) / 92160
    return z + (first + (second + (third + fourth / degrees) / degrees) / degrees) / degrees
