"""A part of the year carried on by a stated rule, and growth with the prices taken out; 万元."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.methodology.dated_rules import RuleNotYetInForce
from assessment.methodology.deflation import DeflatorNotPositive, implied_deflator, real_growth_percent
from assessment.methodology.extrapolation import (
    ExtrapolationBase,
    ExtrapolationRule,
    MonthsNotInYear,
    RevenueBaseNotPositive,
    extrapolate,
    months_beyond,
)
from assessment.methodology.figures import Marker
from assessment.methodology.income_approach import Components

D = Decimal
BASE = ExtrapolationBase(
    components=Components(D(100), D(50), D(30), D(20)),
    revenue=D(600),
    revenue_same_months_last_year=D(480),
    revenue_last_year=D(500),
)


def test_by_relative_speed_last_year_grows_as_the_revenue_of_the_same_months() -> None:
    """200 × 600 / 480 = 250 for the months the base covers; every component × 1.25."""
    carried = extrapolate(BASE, ExtrapolationRule.RELATIVE_SPEED, year=2021, months=11)
    assert (carried.value, carried.components) == (250, Components(D(125), D("62.5"), D("37.5"), D(25)))
    assert (carried.months_observed, carried.months_covered) == (11, 12)
    assert (carried.marker, carried.since.code) == (Marker.EXTRAPOLATED, "2020")
    eleven = extrapolate(replace(BASE, months=11), ExtrapolationRule.RELATIVE_SPEED, year=2021, months=11)
    assert eleven.months_covered == 11


def test_by_value_added_rate_the_revenue_of_the_months_has_the_rate_of_last_year() -> None:
    """600 × 200 / 500 = 240 for January to November alone."""
    carried = extrapolate(BASE, ExtrapolationRule.VALUE_ADDED_RATE, year=2021, months=11)
    assert (carried.value, carried.months_covered) == (240, 11)
    assert carried.document() == {
        "rule": "value_added_rate",
        "since": "2020",
        "factor": "1.2",
        "value_added": "240",
        "months_observed": 11,
        "months_covered": 11,
    }


def test_nothing_is_carried_on_from_no_revenue_a_full_year_or_before_the_rules() -> None:
    for rule, field in (
        (ExtrapolationRule.RELATIVE_SPEED, "revenue_same_months_last_year"),
        (ExtrapolationRule.VALUE_ADDED_RATE, "revenue_last_year"),
    ):
        with pytest.raises(RevenueBaseNotPositive):
            extrapolate(replace(BASE, **{field: D(0)}), rule, year=2021, months=11)
    for months in (0, 12):
        with pytest.raises(MonthsNotInYear):
            extrapolate(BASE, ExtrapolationRule.RELATIVE_SPEED, year=2021, months=months)
    with pytest.raises(RuleNotYetInForce):
        extrapolate(BASE, ExtrapolationRule.RELATIVE_SPEED, year=2019, months=11)


@pytest.mark.no_cover
@settings(deadline=None)
@given(st.decimals(min_value=1, max_value=10**8, places=2))
def test_without_growth_of_the_revenue_last_year_stays_what_it_was(revenue: Decimal) -> None:
    still = replace(BASE, revenue=revenue, revenue_same_months_last_year=revenue)
    assert extrapolate(still, ExtrapolationRule.RELATIVE_SPEED, year=2021, months=11).components == BASE.components


def test_real_growth_takes_the_prices_out() -> None:
    """25 % nominal at prices 2.5 % higher: 1.25 / 1.025 − 1 = 21.95 %; the deflator comes back from both."""
    real = real_growth_percent(D(25), deflator=D("102.5"))
    assert round(real, 2) == D("21.95")
    assert round(implied_deflator(D(25), real_percent=real), 20) == D("102.5")
    assert real_growth_percent(D(25), deflator=D(100)) == 25


def test_a_deflator_is_an_index_above_zero() -> None:
    with pytest.raises(DeflatorNotPositive):
        real_growth_percent(D(25), deflator=D(0))
    with pytest.raises(DeflatorNotPositive):
        implied_deflator(D(25), real_percent=D(-100))


@pytest.mark.parametrize(
    ("result", "months"),
    [
        ({"months": 11}, None),
        ({"months": 11, "extrapolations": [{"months_covered": 11}]}, None),
        ({"months": 11, "extrapolations": [{"months_covered": 11}, {"months_covered": 12}]}, 12),
    ],
)
def test_accounts_that_stand_for_other_months_than_their_batch_are_told(
    result: dict[str, Any], months: int | None
) -> None:
    assert months_beyond(result) == months
