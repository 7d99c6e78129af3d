"""增速拉动: how many percentage points of a city's growth each of its enterprises pulls up or down.

Source: contribution of a part to the growth of the whole, (current − base) / Σ base, as in releases of growth by
industry; the base is the comparable one (上年同期, 可比口径). Points are exact fractions, so that the parts add up to
the growth exactly; they are rounded once, where they are shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from assessment.methodology.growth import Growth, GrowthPair, GrowthPolicy, growth
from assessment.methodology.rounding import exact_context

_HUNDRED = 100
_DEFAULT_POLICY = GrowthPolicy()


class PullKind(StrEnum):
    """存量企业, 新增, 迁入; 合并排名区域 as a whole; 其他: what of the city's figure stands in no accepted row."""

    CONTINUING = "continuing"
    NEW = "new"
    MOVED_IN = "moved_in"
    PART = "part"
    REST = "rest"


@dataclass(frozen=True)
class PullUnit:
    """One enterprise in scope this year, or a region ranked within the city; `base` is 0 for a true birth.

    Both figures in the unit of the city's.
    """

    unit: str
    current: Decimal
    base: Decimal
    kind: PullKind = PullKind.CONTINUING


@dataclass(frozen=True)
class PullLine:
    """`increment` in the unit of the pair, `points` in percentage points of the city's growth, exact.

    `points` is None where the city's own growth is not meaningful: then there is nothing to pull.
    """

    unit: str
    kind: PullKind
    increment: Decimal
    points: Fraction | None


@dataclass(frozen=True)
class PullTable:
    """The growth of the city and its parts, the strongest pull first, the rest last; Σ points = growth exactly."""

    growth: Growth
    points: Fraction | None
    lines: tuple[PullLine, ...]

    def subtotal(self, kind: PullKind) -> Fraction | None:
        """The points of one kind together, 0 where there is no line of it."""
        if self.points is None:
            return None
        return sum((line.points for line in self.lines if line.kind is kind and line.points is not None), Fraction(0))


def growth_pull(city: GrowthPair, units: Iterable[PullUnit], policy: GrowthPolicy = _DEFAULT_POLICY) -> PullTable:
    """Each enterprise's pull on the growth of the city: (current_i − base_i) / base × 100.

    `city` is the pair the growth is computed from. What its enterprises' rows do not explain is a line of its own,
    never spread over them; it is left out where it is exactly zero. An enterprise without a base, or one whose sign
    changed, pulls by its increment as any other; only a bad base of the city (growth policy: zero, negative, changed
    in sign, below the floor) leaves all points None. Equal increments stand in the order of their codes.
    Worked: city 190 against 200, rows 150/100 and 30/100 → −5 points = +25 − 35 + 5 of the rest (10/0).
    """
    known = list(units)
    found = growth(city, policy)
    base = None if found.problem is not None else Fraction(city.base)
    with exact_context():
        total = city.current - city.base
        lines = [_line(one.unit, one.kind, one.current - one.base, base) for one in known]
        lines.sort(key=lambda line: (-line.increment, line.unit))
        rest = total - sum((line.increment for line in lines), Decimal(0))
    if rest:
        lines.append(_line("", PullKind.REST, rest, base))
    return PullTable(found, _points(total, base), tuple(lines))


def shown_points(points: Fraction, decimals: int = 2) -> Decimal:
    """Percentage points half up (四舍五入, a tie away from zero), from the exact fraction: 1/3 → 0.33, −1/8 → −0.13."""
    scaled = floor(abs(points) * 10**decimals + Fraction(1, 2))
    signed = -scaled if points < 0 else scaled
    return Decimal(signed).scaleb(-decimals)


def _line(unit: str, kind: PullKind, increment: Decimal, base: Fraction | None) -> PullLine:
    return PullLine(unit, kind, increment, _points(increment, base))


def _points(increment: Decimal, base: Fraction | None) -> Fraction | None:
    return None if base is None else Fraction(increment) * _HUNDRED / base
