"""Proofs of the method on published figures: what must come out again from numbers anybody can look up.

Levels in the unit of the release (亿元), rates in percent. Results are small frozen records that say
what was computed, what was published and whether rounding alone explains the gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessment.methodology.figures import Marker
from assessment.methodology.growth import implied_base, published_growth_interval, rate_percent
from assessment.methodology.income_approach import identity_tolerance
from assessment.methodology.rounding import exact_context

_TENTH = Decimal("0.05")


@dataclass(frozen=True)
class PublishedLevel:
    """A level with the growth printed beside it (percent)."""

    name: str
    value: Decimal
    growth_percent: Decimal


@dataclass(frozen=True)
class AddingUp:
    """Parts against the printed total; `tolerance` is what rounding of parts and total can hide."""

    sum_of_parts: Decimal
    total: Decimal
    difference: Decimal
    tolerance: Decimal

    @property
    def holds(self) -> bool:
        return abs(self.difference) <= self.tolerance


@dataclass(frozen=True)
class ImpliedBase:
    """The comparable base behind a published level and growth; derived, never reported."""

    name: str
    base: Decimal
    marker: Marker = Marker.DERIVED


@dataclass(frozen=True)
class ProvedGrowth:
    """A growth worked out again beside the published one.

    `low` and `high` bound what rounding of the inputs and of the published rate can explain.
    """

    computed_percent: Decimal
    published_percent: Decimal
    low: Decimal
    high: Decimal

    @property
    def holds(self) -> bool:
        return self.low <= self.published_percent <= self.high


def regions_add_up(parts: Sequence[Decimal], total: Decimal, *, decimals: int = 0) -> AddingUp:
    """Whether regions (or items) sum to the nation (or total) within half a unit × (parts + 1).

    Source: NBS, differences by rounding are not mechanically adjusted; MIIT 2021 Q1, 19 029 against 19 030.
    """
    with exact_context():
        added = sum(parts, Decimal(0))
        return AddingUp(added, total, added - total, identity_tolerance(decimals, parts=len(parts)))


def implied_bases(levels: Sequence[PublishedLevel]) -> tuple[ImpliedBase, ...]:
    """Value / (1 + growth) for each published level, in its unit."""
    return tuple(ImpliedBase(level.name, implied_base(level.value, level.growth_percent)) for level in levels)


def growth_from_pair(
    current: Decimal, base: Decimal, published_percent: Decimal, *, half_unit: Decimal = Decimal("0.5")
) -> ProvedGrowth:
    """Growth from two printed levels of one release against the rate printed beside them (rule SW13)."""
    interval = published_growth_interval(current, base, half_unit=half_unit)
    return ProvedGrowth(rate_percent(current, base), published_percent, interval.low, interval.high)


def growth_rebuilt_from_regions(regions: Sequence[PublishedLevel], published_percent: Decimal) -> ProvedGrowth:
    """The nation's growth from its regions' levels and implied bases: Σ level / Σ implied base − 1.

    The nation's own level and rate do not enter, so the proof is not circular. Each region's rate is printed
    to one decimal: the bounds take all of them 0.05 pp lower and higher, and the published rate likewise.
    """
    computed = _rebuilt(regions, Decimal(0))
    with exact_context():
        low = _rebuilt(regions, -_TENTH) - _TENTH
        high = _rebuilt(regions, _TENTH) + _TENTH
    return ProvedGrowth(computed, published_percent, low, high)


def naive_growth(current: Decimal, earlier_published: Decimal, published_percent: Decimal) -> ProvedGrowth:
    """The wrong way, to be shown as wrong: this year's level over the level printed a year before.

    It ignores changes of scope and revision; 2023 January to August it gives 16.8 where 13.5 was published.
    """
    return growth_from_pair(current, earlier_published, published_percent)


def _rebuilt(regions: Sequence[PublishedLevel], shift: Decimal) -> Decimal:
    with exact_context():
        current = sum((region.value for region in regions), Decimal(0))
        base = sum((implied_base(region.value, region.growth_percent + shift) for region in regions), Decimal(0))
    return rate_percent(current, base)
