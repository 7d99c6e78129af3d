"""From statement items to components; worked examples in 万元, losses positive."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.methodology.dated_rules import RuleNotYetInForce
from assessment.methodology.figures import Marker
from assessment.methodology.income_approach import Components, value_added
from assessment.methodology.periods import Period
from assessment.methodology.statements import (
    DepreciationCannotBeImputed,
    InterestTreatment,
    Statement,
    components_of,
    impute_depreciation,
)

D = Decimal
YEAR_2021, YEAR_2016 = Period.annual(2021), Period.annual(2016)
EXAMPLE = Statement(
    compensation_payable=D(1200),
    taxes_and_surcharges=D(40),
    value_added_tax_payable=D(160),
    depreciation_of_year=D(300),
    operating_profit=D(900),
    asset_impairment_loss=D(40),
    credit_impairment_loss=D(30),
    investment_income=D(100),
    fair_value_gain=D(20),
    asset_disposal_gain=D(10),
    production_subsidies=D(50),
)


def test_the_worked_example_gives_2490() -> None:
    components = components_of(EXAMPLE, YEAR_2021)
    assert components == Components(D(1200), D(150), D(300), D(840))
    assert value_added(components) == 2490


def test_more_subsidy_inside_the_profit_moves_tax_and_surplus_but_not_value_added() -> None:
    more = replace(EXAMPLE, production_subsidies=D(80), operating_profit=D(930))
    components = components_of(more, YEAR_2021)
    assert components == Components(D(1200), D(120), D(300), D(870))
    assert value_added(components) == 2490


@pytest.mark.no_cover
@given(st.decimals(min_value=0, max_value=10**6, places=2))
def test_value_added_never_depends_on_production_subsidies(subsidy: Decimal) -> None:
    inside = replace(EXAMPLE, production_subsidies=subsidy, operating_profit=D(850) + subsidy)
    assert value_added(components_of(inside, YEAR_2021)) == 2490
    outside = replace(EXAMPLE, production_subsidies=subsidy)
    assert value_added(components_of(outside, YEAR_2016)) == value_added(
        components_of(replace(EXAMPLE, production_subsidies=D(0)), YEAR_2016)
    )


money = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@pytest.mark.no_cover
@settings(deadline=None)
@given(
    st.lists(money, min_size=16, max_size=16), money, st.sampled_from([2016, 2021]), st.sampled_from(InterestTreatment)
)
def test_whatever_the_statement_its_value_added_is_the_same_with_more_subsidy(
    amounts: list[Decimal], more: Decimal, year: int, interest: InterestTreatment
) -> None:
    """Inside 营业利润 the profit rises with the subsidy, outside it does not; the components move, the sum stays."""
    statement = Statement(*amounts)
    inside = year == 2021
    raised = replace(
        statement,
        production_subsidies=statement.production_subsidies + more,
        operating_profit=statement.operating_profit + (more if inside else 0),
    )
    before = components_of(statement, Period.annual(year), interest=interest)
    after = components_of(raised, Period.annual(year), interest=interest)
    assert value_added(after) == value_added(before)
    assert after.net_taxes_on_production == before.net_taxes_on_production - more
    assert after.operating_surplus == before.operating_surplus + more


def test_taxes_in_management_cost_count_up_to_2016_only() -> None:
    with_taxes = replace(EXAMPLE, taxes_in_management_cost=D(15))
    assert components_of(with_taxes, YEAR_2016).net_taxes_on_production == 165
    assert components_of(with_taxes, Period.annual(2017)).net_taxes_on_production == 150


def test_a_statement_may_say_where_its_subsidies_stand() -> None:
    outside = replace(EXAMPLE, subsidies_inside_operating_profit=False)
    assert components_of(outside, YEAR_2021).operating_surplus == 890
    inside = replace(EXAMPLE, subsidies_inside_operating_profit=True)
    assert components_of(inside, YEAR_2016).operating_surplus == 840


def test_gains_and_income_that_are_not_production_leave_the_surplus() -> None:
    statement = replace(EXAMPLE, net_hedging_gain=D(7), other_income_not_subsidy=D(3))
    assert components_of(statement, YEAR_2021).operating_surplus == 830


def test_interest_stays_deducted_unless_the_scheme_follows_the_sna() -> None:
    statement = replace(EXAMPLE, interest_expense=D(60), interest_income=D(12))
    assert components_of(statement, YEAR_2021).operating_surplus == 840
    sna = components_of(statement, YEAR_2021, interest=InterestTreatment.SNA)
    assert sna.operating_surplus == 888


def test_negative_vat_and_losses_are_carried_through() -> None:
    statement = replace(EXAMPLE, value_added_tax_payable=D(-500), operating_profit=D(-3000))
    components = components_of(statement, YEAR_2021)
    assert components.net_taxes_on_production == -510
    assert value_added(components) == -2070


def test_guangzhou_services_2021_as_far_as_published() -> None:
    """Guangzhou yearbook, 万元; depreciation and impairments are not printed and left out."""
    published = Statement(
        compensation_payable=D(35730372),
        taxes_and_surcharges=D(953880),
        value_added_tax_payable=D(3312132),
        depreciation_of_year=D(0),
        operating_profit=D(16158768),
        investment_income=D(11038818),
    )
    components = components_of(published, YEAR_2021)
    assert components.compensation_of_employees + components.net_taxes_on_production == 39996384
    assert components.operating_surplus == 5119950
    assert value_added(components) == 45116334


def test_statements_before_the_2006_standards_have_no_formula_here() -> None:
    with pytest.raises(RuleNotYetInForce):
        components_of(EXAMPLE, Period.annual(2005))


def test_missing_depreciation_is_estimated_from_last_year_and_marked() -> None:
    """120 a year, nine months, original cost up by a fifth: 120 × 9/12 × 600/500 = 108."""
    estimate = impute_depreciation(D(120), original_cost=D(600), original_cost_last_year=D(500), months=9)
    assert (estimate.value, estimate.marker) == (D(108), Marker.IMPUTED)
    with pytest.raises(DepreciationCannotBeImputed):
        impute_depreciation(D(120), original_cost=D(600), original_cost_last_year=D(0))
