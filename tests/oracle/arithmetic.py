"""Fractions wherever the method is rational; 60-digit decimals where a logarithm, an exponential or a root is taken."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

WIDE = Context(prec=60, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999)
KEPT_DIGITS = 20
ROUNDINGS = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}


def wide(value: Fraction) -> Decimal:
    return WIDE.divide(Decimal(value.numerator), Decimal(value.denominator))


def logarithm(value: Fraction) -> Fraction:
    return Fraction(WIDE.ln(wide(value)))


def exponential(value: Fraction) -> Fraction:
    return Fraction(WIDE.exp(wide(value)))


def root(value: Fraction) -> Fraction:
    return Fraction(WIDE.sqrt(wide(value)))


def raised(value: Fraction, power: Fraction) -> Fraction:
    """A whole power is exact."""
    if power.denominator == 1:
        return value ** int(power)
    return Fraction(WIDE.power(wide(value), wide(power))) if value else Fraction(0)


def rounded(value: Fraction, digits: int, method: str = "half_even") -> Fraction:
    """One rounding of the exact number; half_up goes away from zero (四舍五入)."""
    scaled = abs(value) * 10**digits
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest
    up = twice > scaled.denominator or (twice == scaled.denominator and (method == "half_up" or whole % 2 == 1))
    size = Fraction(whole + up, 10**digits)
    return -size if value < 0 else size


def kept(value: Fraction) -> Fraction:
    """What is stored of an aggregate: 20 decimals, half to even."""
    return rounded(value, KEPT_DIGITS)


def mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def deviation(values: Sequence[Fraction]) -> Fraction:
    """Standard deviation with n − 1."""
    centre = mean(values)
    return root(sum(((value - centre) ** 2 for value in values), Fraction(0)) / (len(values) - 1))


def quantile(values: Iterable[Fraction], share: Fraction) -> Fraction:
    """Linear interpolation between neighbours (type 7)."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = place.numerator // place.denominator
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def squared_skewness(values: Sequence[Fraction]) -> tuple[Fraction, int]:
    """G1 squared, which is rational, and the sign of G1; at least three values that differ."""
    count, centre = len(values), mean(values)
    second = mean([(value - centre) ** 2 for value in values])
    third = mean([(value - centre) ** 3 for value in values])
    squared = Fraction(count * (count - 1), (count - 2) ** 2) * third**2 / second**3
    return squared, (third > 0) - (third < 0)


def excess_kurtosis(values: Sequence[Fraction]) -> Fraction:
    """G2; at least four values that differ."""
    count, centre = len(values), mean(values)
    second = mean([(value - centre) ** 2 for value in values])
    fourth = mean([(value - centre) ** 4 for value in values])
    plain = fourth / second**2 - 3
    return Fraction(count - 1, (count - 2) * (count - 3)) * ((count + 1) * plain + 6)
