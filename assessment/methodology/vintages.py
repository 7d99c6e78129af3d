"""Figures in their vintages 初步核算数, 最终核实数, 普查修订数: which counts at a moment, and how a revision is told.

Annual GDP: preliminary in January of the next year, final verification a year later, revised when a census or the
method changes; when the level is revised the growth is revised with it. Which vintage counts is a DESIGN decision:
the weightiest one confirmed at the moment asked for. An issued score keeps the vintage it was made with.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from assessment.methodology.growth import Growth, change_in_points
from assessment.methodology.income_approach import nominal_growth_percent
from assessment.methodology.rounding import exact_context

_HUNDRED: Final = Decimal(100)
# V-R1: beyond either a revision needs a signed reason.
MOST_LEVEL_PERCENT: Final = Decimal(2)
MOST_GROWTH_POINTS: Final = Decimal(1)


class Vintage(StrEnum):
    """In the order of their weight: a later one replaces an earlier one."""

    PRELIMINARY = "preliminary"
    FINAL = "final"
    CENSUS_REVISED = "census_revised"

    @property
    def name_zh(self) -> str:
        return _NAMES_ZH[self]

    @property
    def weight(self) -> int:
        return tuple(Vintage).index(self)


_NAMES_ZH: Final = {
    Vintage.PRELIMINARY: "初步核算数",
    Vintage.FINAL: "最终核实数",
    Vintage.CENSUS_REVISED: "普查修订数",
}


@dataclass(frozen=True)
class VintageFigure:
    """One figure of a region and year, any one unit; `confirmed_at` None while the bureau has not confirmed it."""

    region: str
    year: int
    vintage: Vintage
    value: Decimal
    confirmed_at: datetime | None


def newest_confirmed(figures: Iterable[VintageFigure], *, as_of: datetime) -> VintageFigure | None:
    """The figure that counts at `as_of`: confirmed by then, of the weightiest vintage, confirmed last.

    Of two confirmed at the same moment the one given last counts; None where nothing was confirmed yet.
    """
    confirmed = [figure for figure in figures if figure.confirmed_at is not None and figure.confirmed_at <= as_of]
    if not confirmed:
        return None
    return sorted(confirmed, key=lambda figure: (figure.vintage.weight, figure.confirmed_at))[-1]


@dataclass(frozen=True)
class GrowthOfVintages:
    """Growth on the year before, and the vintages it stands on; both levels as of the same moment."""

    current: VintageFigure
    base: VintageFigure
    growth: Growth

    @property
    def same_vintage(self) -> bool:
        return self.current.vintage is self.base.vintage


def growth_as_of(figures: Sequence[VintageFigure], *, year: int, as_of: datetime) -> GrowthOfVintages | None:
    """名义增长 of one region's `year`, percent, from the two levels that count at `as_of`; None where one is not there.

    Because both levels are looked up anew, a revised level revises the growth of its own year and of the next one.
    """
    current = newest_confirmed((figure for figure in figures if figure.year == year), as_of=as_of)
    base = newest_confirmed((figure for figure in figures if figure.year == year - 1), as_of=as_of)
    if current is None or base is None:
        return None
    return GrowthOfVintages(current, base, nominal_growth_percent(current.value, base.value))


@dataclass(frozen=True)
class Revision:
    """A level and its growth before and after; the change of the level in percent, of the growth in points."""

    level_before: Decimal
    level_after: Decimal
    level_change_percent: Decimal | None
    growth_change_points: Decimal | None

    @property
    def needs_reason(self) -> bool:
        """V-R1: more than 2 % of the level or more than 1 percentage point of growth needs a signed reason.

        A level revised from zero has no percentage and always needs one.
        """
        if self.level_change_percent is None:
            return True
        by_growth = self.growth_change_points is not None and abs(self.growth_change_points) > MOST_GROWTH_POINTS
        return abs(self.level_change_percent) > MOST_LEVEL_PERCENT or by_growth


def revision(
    before: Decimal, after: Decimal, *, growth_before: Decimal | None = None, growth_after: Decimal | None = None
) -> Revision:
    """The revision of a level (any one unit), with its growth in percent before and after where both are known."""
    with exact_context():
        percent = None if before.is_zero() else (after - before) / abs(before) * _HUNDRED
        if before.is_zero() and after.is_zero():
            percent = Decimal(0)
    points = None
    if growth_before is not None and growth_after is not None:
        points = change_in_points(growth_after, growth_before)
    return Revision(before, after, percent, points)
