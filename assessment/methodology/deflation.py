"""Real growth: nominal growth with the change of prices taken out.

The digital economy is published with nominal growth (CAICT 2021: 同比名义增长16.2%), GDP with growth at constant
prices: the two are compared only on one of both bases.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.rounding import exact_context

_HUNDRED: Final = Decimal(100)


class DeflatorNotPositive(AssessmentError):
    code = "deflator_not_positive"
    message = N_("A deflator is an index with last year as 100, such as 101.5; received {received}.")


@dataclass(frozen=True)
class Deflator:
    """A price index, last year = 100, and the region it was compiled for."""

    region: str
    index: Decimal


def deflator_of(region: str, indices: Mapping[str, Decimal], *, province: str) -> Deflator | None:
    """The index of the region itself, else that of the province, which then is named (DESIGN); None without either.

    No index is ever derived from another figure.
    """
    for code in (region, province):
        if code in indices:
            return Deflator(code, indices[code])
    return None


def real_growth_percent(nominal_percent: Decimal, *, deflator: Decimal) -> Decimal:
    """(1 + nominal) / (deflator / 100) − 1, percent; `deflator` with last year = 100. MEMORY."""
    if deflator <= 0:
        raise DeflatorNotPositive(received=deflator)
    with exact_context():
        return (_HUNDRED + nominal_percent) * _HUNDRED / deflator - _HUNDRED


def implied_deflator(nominal_percent: Decimal, *, real_percent: Decimal) -> Decimal:
    """The index, last year = 100, that lies between a nominal and a real growth of the same figure. MEMORY."""
    if real_percent <= -_HUNDRED:
        raise DeflatorNotPositive(received=real_percent)
    with exact_context():
        return (_HUNDRED + nominal_percent) * _HUNDRED / (_HUNDRED + real_percent)
