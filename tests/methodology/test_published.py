"""Proofs on figures anybody can look up: fixtures/published, releases of MIIT in 亿元 and percent."""

from decimal import Decimal

import pytest

from assessment.methodology.figures import Marker
from assessment.methodology.published import (
    ProvedGrowth,
    growth_from_pair,
    growth_rebuilt_from_regions,
    implied_bases,
    naive_growth,
    regions_add_up,
)
from assessment.methodology.rounding import Rounding, RoundingMethod
from tests.methodology.published_figures import software_nation, software_regions

D = Decimal


def one_decimal(proof: ProvedGrowth) -> Decimal:
    return Rounding(RoundingMethod.HALF_UP, 1).apply(proof.computed_percent)


@pytest.mark.parametrize(
    ("current", "base", "published"),
    [(19030, 15039, "26.5"), (5456, 4421, "23.4"), (11375, 8804, "29.2"), (264, 211, "24.8"), (1934, 1603, "20.7")],
)
def test_growth_of_2021_q1_follows_from_both_printed_periods(current: int, base: int, published: str) -> None:
    assert growth_from_pair(D(current), D(base), D(published)).holds


@pytest.mark.parametrize(
    ("current", "base", "published"),
    [(25719, 20574, "25.0"), (6823, 5527, "23.5"), (16222, 12798, "26.8"), (384, 299, "28.4"), (2289, 1950, "17.4")],
)
def test_growth_of_2021_january_to_april_follows_likewise(current: int, base: int, published: str) -> None:
    assert growth_from_pair(D(current), D(base), D(published)).holds


@pytest.mark.parametrize(
    ("parts", "total", "difference"),
    [
        ((5456, 11375, 264, 1934), 19030, -1),
        ((6823, 16222, 384, 2289), 25719, -1),
        ((11427, 30296, 755, 3788), 46266, 0),
        ((30417, 92190, 2290, 12379), 137276, 0),
    ],
)
def test_the_four_parts_of_software_revenue_add_up_within_rounding(
    parts: tuple[int, ...], total: int, difference: int
) -> None:
    added = regions_add_up([D(part) for part in parts], D(total))
    assert added.difference == difference
    assert added.tolerance == D("2.5")
    assert added.holds


def test_a_sum_beyond_rounding_is_found() -> None:
    """The misprint of January to February 2023: 65074 printed for five provinces that sum to 10507."""
    five = [D(value) for value in (3163, 2714, 1880, 1480, 1270)]
    added = regions_add_up(five, D(65074))
    assert added.sum_of_parts == 10507
    assert not added.holds


@pytest.mark.parametrize(("year", "period", "published"), [("2022", "1-10月", "10.0"), ("2023", "1-8月", "13.5")])
def test_the_regions_give_the_nation_s_level_and_growth(year: str, period: str, published: str) -> None:
    regions, nation = software_regions(year, period), software_nation(year, period)
    assert len(regions) == 4
    assert nation.growth_percent == D(published)
    assert regions_add_up([region.value for region in regions], nation.value).holds
    rebuilt = growth_rebuilt_from_regions(regions, nation.growth_percent)
    assert one_decimal(rebuilt) == D(published)
    assert rebuilt.holds


def test_dividing_two_printed_levels_is_shown_as_wrong() -> None:
    """2023 January to August, 75178, over the 64368 printed a year before: 16.8, published 13.5."""
    nation, earlier = software_nation("2023", "1-8月"), software_nation("2022", "1-8月")
    naive = naive_growth(nation.value, earlier.value, nation.growth_percent)
    assert one_decimal(naive) == D("16.8")
    assert not naive.holds


def test_a_wrong_rate_of_one_region_breaks_the_proof() -> None:
    regions = software_regions("2022", "1-10月")
    wrong = [regions[0].__class__("东部", regions[0].value, D("9.9")), *regions[1:]]
    assert not growth_rebuilt_from_regions(wrong, D("10.0")).holds


def test_implied_bases_are_marked_derived() -> None:
    """2022 Q1: 20060 at 11.6 % imply 17975."""
    (base,) = implied_bases([software_nation("2022", "1-3月")])
    assert round(base.base) == 17975
    assert (base.name, base.marker) == ("全国", Marker.DERIVED)
