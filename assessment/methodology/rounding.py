"""Rounding and the arithmetic context: everything is exact until one declared rounding at the edge."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import (
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    FloatOperation,
    InvalidOperation,
    Overflow,
    localcontext,
)
from enum import StrEnum
from functools import reduce

_EXACT = Context(prec=50, rounding=ROUND_HALF_EVEN, traps=[DivisionByZero, FloatOperation, InvalidOperation, Overflow])
DECIMALS_OF_AGGREGATES = 20
_ZERO = Decimal(0)
_AGGREGATE_QUANTUM = Decimal(1).scaleb(-DECIMALS_OF_AGGREGATES)
_WHOLE_DIGITS_AT_MOST = 50 - DECIMALS_OF_AGGREGATES


class RoundingMethod(StrEnum):
    """`half_up` is 四舍五入 (a tie moves away from zero); `half_even` is GB/T 8170 (to the even digit)."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"


_DECIMAL_MODE = {RoundingMethod.HALF_UP: ROUND_HALF_UP, RoundingMethod.HALF_EVEN: ROUND_HALF_EVEN}


@dataclass(frozen=True)
class Rounding:
    """The declared rounding of a scheme; `digits` counts decimals."""

    method: RoundingMethod
    digits: int

    def apply(self, value: Decimal) -> Decimal:
        """`value` rounded once, so the exact number must come in: 15.4546 is 15, by way of 15.46 it is 16.

        A result of minus zero becomes zero.
        """
        quantum = Decimal(1).scaleb(-self.digits)
        rounded = value.quantize(quantum, rounding=_DECIMAL_MODE[self.method], context=_EXACT)
        return abs(rounded) if rounded.is_zero() else rounded


def exact_context() -> AbstractContextManager[Context]:
    """`with exact_context():` — precision 50, half to even, floats refused, division by zero raised."""
    return localcontext(_EXACT)


def quantise_aggregate(value: Decimal) -> Decimal:
    """20 decimals, half to even: the order of operations before it can no longer show."""
    return value.quantize(_AGGREGATE_QUANTUM, rounding=ROUND_HALF_EVEN, context=_EXACT)


def quantise_if_it_fits(value: Decimal) -> Decimal:
    """As `quantise_aggregate`; a number too large for 20 decimals within 50 digits stays as it is, 50 digits exact."""
    return quantise_aggregate(value) if value.adjusted() < _WHOLE_DIGITS_AT_MOST else value


def decimals_of(value: Decimal) -> int:
    """Decimals a number was printed with: 9353.32 → 2, 7065.0 → 1, 20060 → 0."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def half_unit_of(decimals: int) -> Decimal:
    """Half a unit of the last printed decimal: 2 decimals → 0.005. What rounding alone can hide."""
    return Decimal(5).scaleb(-decimals - 1)


def plain_text(value: Decimal) -> str:
    """A number as data: plain digits, no exponent, no grouping, printed decimals kept; zero has no sign."""
    return format(value if value else value.copy_abs(), "f")


def without_trailing_zeros(value: Decimal) -> Decimal:
    """The same number with no zero at its end and no minus before a zero; 50 digits."""
    return _EXACT.add(_EXACT.normalize(value), _ZERO)


def exact_sum(values: Iterable[Decimal]) -> Decimal:
    """The sum with 50 digits, without entering the context; zero of nothing."""
    return reduce(_EXACT.add, values, _ZERO)
