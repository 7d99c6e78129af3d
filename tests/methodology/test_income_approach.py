"""The income approach on printed accounts: China Statistical Yearbook 2009, Fujian and other yearbooks, 亿元."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.methodology.figures import Marker
from assessment.methodology.income_approach import (
    ACCOUNT_ITEMS,
    COMPONENT_NAMES,
    AccountRow,
    Components,
    GrossDomesticProductNotPositive,
    NothingToReconcile,
    complete,
    growth_from_shares_percent,
    identity_tolerance,
    nominal_growth_percent,
    reconcile,
    share_of_gdp_percent,
    structure,
    value_added,
)
from tests.methodology.published_figures import account_rows

D = Decimal
GUIZHOU_2007 = AccountRow(D("2741.90"), D("1234.36"), D("434.75"), D("380.85"), D("691.94"))
amounts = st.decimals(min_value=-(10**8), max_value=10**8, places=2)


def provinces_of_2007() -> list[tuple[str, AccountRow]]:
    found = dict(account_rows(year="2007", sector="地区生产总值"))
    return list(found.items())


def test_the_31_provinces_of_2007_keep_the_identity_within_rounding() -> None:
    provinces = provinces_of_2007()
    assert len(provinces) == 31
    tolerance = identity_tolerance(2)
    assert tolerance == D("0.025")
    differences = {}
    for region, row in provinces:
        account = complete(row)
        assert account is not None
        assert account.marker is Marker.REPORTED
        assert abs(account.identity_difference) <= tolerance, region
        differences[region] = account.identity_difference
    assert {region: gap for region, gap in differences.items() if gap} == {
        "江苏省": D("0.01"),
        "广西壮族自治区": D("-0.01"),
        "青海省": D("-0.02"),
        "宁夏回族自治区": D("0.01"),
    }


@pytest.mark.parametrize("blank", ACCOUNT_ITEMS)
def test_a_single_blank_is_the_residual_of_the_other_four(blank: str) -> None:
    printed = getattr(GUIZHOU_2007, blank)
    account = complete(GUIZHOU_2007._replace(**{blank: None}))
    assert account is not None
    assert (account.derived_item, account.marker) == (blank, Marker.DERIVED)
    derived = account.value_added if blank == "value_added" else getattr(account.components, blank)
    assert derived == printed
    assert account.identity_difference == 0


def test_fujian_s_primary_sector_has_no_surplus_left() -> None:
    """2007: 1002.11 − 993.96 − 2.94 − 5.21 = 0.00, the cell is blank in the yearbook."""
    ((_, row),) = account_rows(region="福建省", year="2007", sector="第一产业")
    account = complete(row)
    assert account is not None
    assert account.components.operating_surplus == 0


def test_two_blanks_are_not_guessed() -> None:
    ((_, row),) = account_rows(region="福建省", year="2007", sector="租赁和商务服务业")
    assert complete(row) is None


@pytest.mark.no_cover
@given(st.tuples(amounts, amounts, amounts, amounts))
def test_value_added_is_the_sum_and_any_component_its_residual(
    parts: tuple[Decimal, Decimal, Decimal, Decimal],
) -> None:
    components = Components(*parts)
    total = value_added(components)
    assert total == sum(parts)
    for name in COMPONENT_NAMES:
        account = complete(AccountRow(total, *parts)._replace(**{name: None}))
        assert account is not None
        assert account.components == components


@pytest.mark.no_cover
@given(st.tuples(amounts, amounts, amounts, amounts), st.tuples(amounts, amounts, amounts, amounts))
def test_accounts_of_two_cities_add_up_component_by_component(
    one: tuple[Decimal, Decimal, Decimal, Decimal], other: tuple[Decimal, Decimal, Decimal, Decimal]
) -> None:
    both = Components(*one) + Components(*other)
    assert value_added(both) == value_added(Components(*one)) + value_added(Components(*other))


def test_a_loss_may_make_value_added_negative_and_then_has_no_structure() -> None:
    account = complete(AccountRow(None, D(10), D(-5), D(2), D(-20)))
    assert account is not None
    assert account.value_added == -13
    assert structure(account) is None


def test_the_structure_of_guizhou_2007() -> None:
    """By hand: 1234.36 / 2741.90 = 45.02 %, 15.86 %, 13.89 %, 25.24 %."""
    account = complete(GUIZHOU_2007)
    assert account is not None
    shares = structure(account)
    assert shares is not None
    assert [round(shares[name] * 100, 2) for name in COMPONENT_NAMES] == [
        D("45.02"),
        D("15.86"),
        D("13.89"),
        D("25.24"),
    ]
    assert abs(sum(shares.values(), D(-1))) < D("1e-20")


def test_share_of_gdp_of_the_synthetic_city() -> None:
    """Digital economy 200 of 600 亿元 is 33.33 %; 170 the year before makes 17.65 % nominal growth."""
    assert round(share_of_gdp_percent(D(200), D(600)), 2) == D("33.33")
    rate = nominal_growth_percent(D(200), D(170)).rate_percent
    assert rate is not None
    assert round(rate, 2) == D("17.65")


@pytest.mark.parametrize("gdp", ["0", "-1"])
def test_a_share_needs_a_positive_gdp(gdp: str) -> None:
    with pytest.raises(GrossDomesticProductNotPositive):
        share_of_gdp_percent(D(1), D(gdp))


def test_nominal_growth_on_a_negative_base_is_not_meaningful() -> None:
    result = nominal_growth_percent(D(5), D(-1))
    assert (result.rate_percent, result.marker) == (None, Marker.NOT_MEANINGFUL)


def test_growth_and_share_of_guizhou_2021_agree_in_nominal_terms() -> None:
    """35.3 / 32.3 × 1.097 = 1.199, published growth 20.6 %: apart by 0.7 points, more than 0.5."""
    implied = growth_from_shares_percent(D("35.3"), D("32.3"), gdp_growth_percent=D("9.7"))
    assert round(implied, 1) == D("19.9")
    with pytest.raises(GrossDomesticProductNotPositive):
        growth_from_shares_percent(D("35.3"), D(0), gdp_growth_percent=D("9.7"))


def test_cities_that_sum_to_more_than_the_province_are_reported_not_scaled() -> None:
    """Guizhou 2014: nine cities 10007.78, province 9251.01 亿元: 8.2 % more; 2020 to the last digit."""
    gap = reconcile(D("10007.78"), D("9251.01"))
    assert gap.difference == D("756.77")
    assert round(gap.factor, 4) == D("0.9244")
    assert not gap.within()
    assert reconcile(D("17826.56"), D("17826.56")).within(D(0))


def test_parts_that_sum_to_nothing_cannot_be_reconciled() -> None:
    with pytest.raises(NothingToReconcile):
        reconcile(D(0), D(5))
