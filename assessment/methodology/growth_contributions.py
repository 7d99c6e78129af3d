"""增速拉动: how many percentage points of a city's growth each of its enterprises brings.

Source: contribution of a part to the growth of the whole, (current − base) / Σ base, as in releases of growth by
industry. In percentage points, exact to 50 digits, and the parts add up to the rate exactly.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assessment.methodology.comparable_scope import UnitPair
from assessment.methodology.growth import rate_percent
from assessment.methodology.rounding import exact_context

_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Contribution:
    """`increment` in the unit of the pair, `points` in percentage points of the city's growth."""

    unit: str
    increment: Decimal
    points: Decimal


@dataclass(frozen=True)
class Contributions:
    """The city's comparable rate in percent, and its parts, the largest pull first; Σ points = rate."""

    rate_percent: Decimal
    parts: tuple[Contribution, ...]


def growth_contributions(units: Iterable[UnitPair]) -> Contributions | None:
    """Contributions over the units in scope this year; None without a positive base.

    points_i = (current_i − base_i) / Σ base × 100. Division leaves a remainder in the 50th digit; the part with the
    largest increment carries it, so that the parts add up. Equal increments stand in the order of their codes.
    Worked: 150/100 and 30/100 → rate −10, parts +25 and −35 points.
    """
    pairs = list(units)
    with exact_context():
        current = sum((pair.current for pair in pairs), Decimal(0))
        base = sum((pair.base for pair in pairs), Decimal(0))
        if base <= 0:
            return None
        rate = rate_percent(current, base)
        parts = [_part(pair, base) for pair in pairs]
        parts.sort(key=lambda part: (-part.points, part.unit))
        remainder = rate - sum((part.points for part in parts), Decimal(0))
        heaviest = max(parts, key=lambda part: abs(part.increment))
        return Contributions(
            rate,
            tuple(
                Contribution(part.unit, part.increment, part.points + remainder if part is heaviest else part.points)
                for part in parts
            ),
        )


def _part(pair: UnitPair, base: Decimal) -> Contribution:
    increment = pair.current - pair.base
    return Contribution(pair.unit, increment, increment * _HUNDRED / base)
