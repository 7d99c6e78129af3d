"""Amounts as they are stored: money in 万元, with at most four decimals, never rounded on the way in."""

from decimal import Decimal
from typing import Final

from assessment.measurement.deliveries import as_stored
from assessment.measurement.errors import TooManyDecimals
from assessment.methodology.rounding import decimals_of
from assessment.methodology.units import Unit

STORED_DECIMALS: Final = 4


def stored_amount(value: Decimal, unit: Unit, *, row: int, column: str) -> Decimal:
    amount = as_stored(value, unit)
    if decimals_of(amount) > STORED_DECIMALS:
        raise TooManyDecimals(row=row, column=column, received=amount)
    return amount
