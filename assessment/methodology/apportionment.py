"""A total divided in proportion so that the parts add up to it to the last digit.

Rule for the last digit (largest remainder, DESIGN): each part is first rounded down to the quantum; the units of the
quantum then left go one each to the parts with the largest remainders, of equal remainders to the part named first.
Every part lies less than one quantum from its exact share.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.rounding import exact_context


class NothingToDivideBy(AssessmentError):
    code = "nothing_to_divide_by"
    message = N_("The figures to divide {total} in proportion to sum to zero. Check them.")


class FinerThanTheQuantum(AssessmentError):
    code = "total_finer_than_quantum"
    message = N_("{total} has digits finer than the last digit to be kept ({quantum}). Keep as many digits as it has.")


def apportion(total: Decimal, proportions: Mapping[str, Decimal], *, exponent: int) -> dict[str, Decimal]:
    """`total` × proportion / Σ proportions for each name, whole in 10^`exponent`, summing exactly to `total`.

    Any one unit. Proportions may be of either sign, the total may be negative; their sum may not be zero.
    """
    units = Fraction(total) / Fraction(10) ** exponent
    if units.denominator != 1:
        raise FinerThanTheQuantum(total=total, quantum=Decimal(1).scaleb(exponent))
    whole = sum(map(Fraction, proportions.values()), Fraction(0))
    if not whole:
        raise NothingToDivideBy(total=total)
    shares = {name: units * Fraction(proportion) / whole for name, proportion in proportions.items()}
    parts = {name: floor(share) for name, share in shares.items()}
    left = int(units) - sum(parts.values())
    by_remainder = sorted(shares, key=lambda name: shares[name] - parts[name], reverse=True)
    for name in by_remainder[:left]:
        parts[name] += 1
    with exact_context():
        return {name: Decimal(part).scaleb(exponent) for name, part in parts.items()}
