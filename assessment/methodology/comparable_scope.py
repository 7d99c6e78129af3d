"""Growth over a changing set of units: comparable, panel and naive rates, and the scope effect between them.

Source: the pair 本期累计 / 去年同期累计 with unit counts of both periods in MIIT's releases (39 911 against
37 545 units in January to April 2021); no rule text is published, the formulas are the province's own.
Rates in percent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assessment.methodology.growth import NoImpliedBase, rate_percent
from assessment.methodology.rounding import exact_context

_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class UnitPair:
    """One unit in scope this year: its current figure and the comparable figure it reports for last year.

    `base` is 0 for a true birth; `counted_last_year` tells whether last year's total held the unit.
    """

    unit: str
    current: Decimal
    base: Decimal
    counted_last_year: bool = True


def comparable_growth_percent(units: Iterable[UnitPair]) -> Decimal | None:
    """Σ current / Σ base − 1 over the units in scope this year; None without a positive base."""
    return _growth_of_sums(list(units))


def panel_growth_percent(units: Iterable[UnitPair]) -> Decimal | None:
    """As `comparable_growth_percent`, over the units counted in both years only."""
    return _growth_of_sums([unit for unit in units if unit.counted_last_year])


def scope_effect_percent(naive_percent: Decimal, comparable_percent: Decimal) -> Decimal:
    """(1 + naive) / (1 + comparable) − 1: what change of scope and revision add to the naive rate.

    The naive rate divides two published levels; it is shown and explained, never scored.
    """
    if comparable_percent <= -_HUNDRED:
        raise NoImpliedBase(received=comparable_percent)
    with exact_context():
        return rate_percent(_HUNDRED + naive_percent, _HUNDRED + comparable_percent)


def _growth_of_sums(units: list[UnitPair]) -> Decimal | None:
    with exact_context():
        current = sum((unit.current for unit in units), Decimal(0))
        base = sum((unit.base for unit in units), Decimal(0))
    return rate_percent(current, base) if base > 0 else None
