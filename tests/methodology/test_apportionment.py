"""Totals divided to the last digit: branches of operators, parts benchmarked to a total."""

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessment.methodology.apportionment import FinerThanTheQuantum, NothingToDivideBy, apportion
from assessment.methodology.benchmarking import benchmark
from assessment.methodology.branch_allocation import Operator, RevenueDoesNotAddUp, RevenueNegative, allocate
from assessment.methodology.figures import Marker
from assessment.methodology.income_approach import Components, NothingToReconcile, value_added

D = Decimal
money = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
revenues = st.decimals(min_value=0, max_value=10**9, places=2)


def test_the_last_digit_goes_to_the_largest_remainder() -> None:
    """100 by 1 : 1 : 1 and 2 : 3 : 1: remainders .33 each, the first named wins; 33.3, 50.0, 16.7 → .3, 0, .7."""
    assert apportion(D(100), {"a": D(1), "b": D(1), "c": D(1)}, exponent=0) == {"a": 34, "b": 33, "c": 33}
    assert apportion(D(100), {"a": D(2), "b": D(3), "c": D(1)}, exponent=0) == {"a": 33, "b": 50, "c": 17}
    assert apportion(D("0.05"), {"a": D(1), "b": D(1)}, exponent=-2) == {"a": D("0.03"), "b": D("0.02")}


def test_a_negative_total_is_divided_like_a_positive_one_and_still_adds_up() -> None:
    parts = apportion(D(-100), {"a": D(1), "b": D(1), "c": D(1)}, exponent=0)
    assert parts == {"a": -33, "b": -33, "c": -34}


def test_a_total_is_not_divided_by_nothing_or_to_fewer_digits_than_it_has() -> None:
    with pytest.raises(NothingToDivideBy):
        apportion(D(1), {"a": D(1), "b": D(-1)}, exponent=0)
    with pytest.raises(FinerThanTheQuantum):
        apportion(D("1.5"), {"a": D(1)}, exponent=0)


@pytest.mark.no_cover
@settings(deadline=None)
@given(money, st.lists(money, min_size=1, max_size=9))
def test_parts_add_up_exactly_and_lie_within_a_quantum_of_their_share(
    total: Decimal, proportions: list[Decimal]
) -> None:
    whole = sum(proportions)
    assume(abs(whole) > 1)
    named = {str(number): proportion for number, proportion in enumerate(proportions)}
    parts = apportion(total, named, exponent=-2)
    assert sum(parts.values()) == total
    for name, part in parts.items():
        assert abs(part - total * named[name] / whole) < D("0.0100001")


OPERATOR = Operator(
    name="移动",
    components=Components(D(1000), D(-100), D(700), D(401)),
    revenue=D(3000),
    revenue_by_city={"贵阳市": D(1500), "遵义市": D(1000), "安顺市": D(500), "铜仁市": D(0)},
)


def test_an_operator_is_allocated_by_revenue_and_every_component_adds_up() -> None:
    """1/2, 1/3, 1/6 of 1000, −100, 700, 401.

    1000 → 500, 333⅓, 166⅔ → 500, 333, 167; −100 → −50, −33⅓, −16⅔ rounded down −50, −34, −17 with 1 left, to the
    larger remainder (⅔ of 遵义市): −33; 700 → 350, 233⅓, 116⅔ → 117; 401 → 200½, 133⅔, 66⅚ rounded down
    200, 133, 66 with 2 left, to 安顺市 (⅚) and 遵义市 (⅔).
    """
    accounts = allocate(OPERATOR)
    assert {city: account.components.amounts for city, account in accounts.items()} == {
        "贵阳市": (500, -50, 350, 200),
        "遵义市": (333, -33, 233, 134),
        "安顺市": (167, -17, 117, 67),
        "铜仁市": (0, 0, 0, 0),
    }
    assert sum(value_added(account.components) for account in accounts.values()) == 2001
    assert {account.marker for account in accounts.values()} == {Marker.DERIVED}
    assert accounts["贵阳市"].share_of_revenue == D("0.5")


def test_revenue_by_city_must_be_the_whole_revenue_and_never_negative() -> None:
    with pytest.raises(
        RevenueDoesNotAddUp, match="sums to 2500, expected 3000 for the province; the difference is -500"
    ):
        allocate(Operator("移动", OPERATOR.components, D(3000), {"贵阳市": D(2500)}))
    with pytest.raises(RevenueNegative, match="移动 in 遵义市 is -1"):
        allocate(Operator("移动", OPERATOR.components, D(1), {"贵阳市": D(2), "遵义市": D(-1)}))


@pytest.mark.no_cover
@settings(deadline=None)
@given(st.tuples(money, money, money, money), st.lists(revenues, min_size=1, max_size=9))
def test_whatever_the_operator_the_cities_add_up_to_it(
    amounts: tuple[Decimal, Decimal, Decimal, Decimal], by_city: list[Decimal]
) -> None:
    assume(sum(by_city) > 0)
    components = Components(*amounts)
    named = {str(number): revenue for number, revenue in enumerate(by_city)}
    accounts = allocate(Operator("x", components, sum(by_city, D(0)), named, last_digit_exponent=-2)).values()
    for place in range(4):
        assert sum(account.components.amounts[place] for account in accounts) == amounts[place]
    assert sum(value_added(account.components) for account in accounts) == value_added(components)


def test_benchmarked_figures_stand_beside_the_raw_ones_and_add_up_to_the_total() -> None:
    """Raw 100, 60, 40 = 200 against 190: k = 0.95; 95, 57, 38."""
    result = benchmark({"甲": D(100), "乙": D(60), "丙": D(40)}, D(190))
    assert (result.factor, result.alert) == (D("0.95"), False)
    assert {name: (part.raw, part.benchmarked, part.change) for name, part in result.parts.items()} == {
        "甲": (100, 95, -5),
        "乙": (60, 57, -3),
        "丙": (40, 38, -2),
    }


def test_guizhou_2014_is_benchmarked_only_with_an_alert() -> None:
    """Nine cities 10007.78 against 9251.01 亿元: k = 0.9244, |k − 1| = 7.6 %."""
    result = benchmark({"九个市州": D("10007.78")}, D("9251.01"))
    assert result.alert
    assert result.parts["九个市州"].benchmarked == D("9251.01")


@pytest.mark.parametrize(("total", "alert"), [("105", False), ("105.01", True), ("95", False), ("94.99", True)])
def test_five_percent_is_not_yet_an_alert(total: str, alert: bool) -> None:
    assert benchmark({"a": D(100)}, D(total)).alert is alert


def test_parts_that_sum_to_nothing_are_not_benchmarked() -> None:
    with pytest.raises(NothingToReconcile):
        benchmark({"a": D(1), "b": D(-1)}, D(5))
