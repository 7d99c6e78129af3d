"""增速拉动: the pull of enterprises on a city's growth, in percentage points."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from assessment.methodology.growth import BaseProblem, GrowthPair, GrowthPolicy
from assessment.methodology.growth_pull import PullKind, PullUnit, growth_pull, shown_points

D, F = Decimal, Fraction
NEW, MOVED_IN, REST = PullKind.NEW, PullKind.MOVED_IN, PullKind.REST


def test_each_pulls_by_its_increment_over_the_base_of_the_city() -> None:
    """190 / 200 − 1 = −5 %: +25 by B, −35 by A, and 10 of 200 are in no row: +5."""
    found = growth_pull(GrowthPair(D(190), D(200)), [PullUnit("A", D(30), D(100)), PullUnit("B", D(150), D(100))])
    assert found.growth.rate_percent == D(-5)
    assert [(line.unit, line.kind.value, line.increment, line.points) for line in found.lines] == [
        ("B", "continuing", D(50), F(25)),
        ("A", "continuing", D(-70), F(-35)),
        ("", "rest", D(10), F(5)),
    ]


def test_new_ones_those_that_moved_in_and_the_others_are_summed_apart() -> None:
    """Base 300: +60 by C (100 → 160), +30 by N (0 → 30), −15 by M (50 → 35): 20 + 10 − 5 = 25 points of 375 / 300."""
    units = [
        PullUnit("C", D(160), D(100)),
        PullUnit("S", D(150), D(150)),
        PullUnit("N", D(30), D(0), NEW),
        PullUnit("M", D(35), D(50), MOVED_IN),
    ]
    found = growth_pull(GrowthPair(D(375), D(300)), units)
    assert found.points == F(25)
    assert [found.subtotal(kind) for kind in PullKind] == [F(20), F(10), F(-5), F(0), F(0)]
    assert [line.unit for line in found.lines] == ["C", "N", "S", "M"]


def test_the_parts_add_up_exactly_although_thirds_and_sevenths_have_no_end() -> None:
    drawn = random.Random(20210423)
    for _ in range(200):
        units = [PullUnit(f"U{n}", D(drawn.randrange(10**9)) / 100, D(drawn.randrange(10**9)) / 100) for n in range(12)]
        city = GrowthPair(D(drawn.randrange(1, 10**11)) / 100, D(drawn.randrange(1, 10**11)) / 100)
        found = growth_pull(city, units)
        assert sum(line.points for line in found.lines if line.points is not None) == found.points
        assert found.points == (F(city.current) / F(city.base) - 1) * 100


def test_an_enterprise_without_a_base_pulls_with_all_it_has_and_a_change_of_sign_is_no_hindrance() -> None:
    found = growth_pull(GrowthPair(D(120), D(100)), [PullUnit("N", D(15), D(0), NEW), PullUnit("L", D(105), D(100))])
    assert {line.unit: line.points for line in found.lines} == {"N": F(15), "L": F(5)}
    found = growth_pull(GrowthPair(D(110), D(100)), [PullUnit("X", D(5), D(-5)), PullUnit("Y", D(105), D(105))])
    assert {line.unit: line.points for line in found.lines} == {"X": F(10), "Y": F(0)}


@pytest.mark.parametrize(
    ("pair", "problem"),
    [
        (GrowthPair(D(20), D(0)), BaseProblem.ZERO),
        (GrowthPair(D(20), D(-5)), BaseProblem.SIGN_CHANGE),
        (GrowthPair(D(20), D(400)), BaseProblem.BELOW_FLOOR),
    ],
)
def test_a_bad_base_of_the_city_leaves_the_increments_and_no_points(pair: GrowthPair, problem: BaseProblem) -> None:
    found = growth_pull(pair, [PullUnit("N", D(20), D(0), NEW)], GrowthPolicy(floor=D(500)))
    assert found.growth.problem is problem
    assert (found.points, found.lines[0].points, found.subtotal(NEW)) == (None, None, None)
    assert found.lines[0].increment == D(20)


def test_equal_pulls_stand_in_the_order_of_their_codes() -> None:
    found = growth_pull(GrowthPair(D(4), D(2)), [PullUnit("B", D(2), D(1)), PullUnit("A", D(2), D(1))])
    assert [line.unit for line in found.lines] == ["A", "B"]


def test_points_are_shown_half_up_from_the_exact_fraction() -> None:
    shown = [shown_points(points) for points in (F(1, 3), F(-1, 8), F(1, 200), F(-1, 200), F(0), F(199, 100))]
    assert shown == [D("0.33"), D("-0.13"), D("0.01"), D("-0.01"), D("0.00"), D("1.99")]
