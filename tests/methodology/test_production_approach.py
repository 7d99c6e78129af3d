"""The production approach beside the income approach; every expected number is worked by hand."""

from decimal import Decimal

import pytest

from assessment.methodology.production_approach import ProductionRow, compare_approaches, value_added_by_production

D = Decimal


def test_output_that_includes_vat_less_intermediate_consumption() -> None:
    assert value_added_by_production(ProductionRow(D("1000.50"), D("400.25"))) == D("600.25")


def test_vat_is_added_where_output_is_stated_without_it() -> None:
    assert value_added_by_production(ProductionRow(D(1000), D(400), D(-30))) == D(570)


@pytest.mark.parametrize("row", [ProductionRow(), ProductionRow(D(1)), ProductionRow(None, D(1)), ProductionRow(D(0))])
def test_a_blank_is_never_taken_for_zero(row: ProductionRow) -> None:
    assert value_added_by_production(row) is None
    assert compare_approaches(row, D(1), decimals=2) is None


def test_nothing_is_compared_with_a_value_added_that_is_missing() -> None:
    assert compare_approaches(ProductionRow(D(3), D(1)), None, decimals=0) is None


@pytest.mark.parametrize(
    ("row", "by_income", "tolerance", "agree"),
    [
        # Two decimals, 4 components and 2 items: 0.005 × 7 = 0.035.
        (ProductionRow(D("100.00"), D("40.00")), D("60.03"), D("0.035"), True),
        (ProductionRow(D("100.00"), D("40.00")), D("60.04"), D("0.035"), False),
        # With VAT there are seven parts: 0.005 × 8 = 0.04.
        (ProductionRow(D("100.00"), D("40.00"), D("5.00")), D("65.04"), D("0.04"), True),
        (ProductionRow(D("100.00"), D("40.00"), D("5.00")), D("64.95"), D("0.04"), False),
    ],
)
def test_the_two_approaches_agree_within_what_rounding_can_hide(
    row: ProductionRow, by_income: Decimal, tolerance: Decimal, agree: bool
) -> None:
    compared = compare_approaches(row, by_income, decimals=2)
    assert compared is not None
    assert (compared.tolerance, compared.agree) == (tolerance, agree)
    assert compared.difference == compared.by_production - by_income


def test_whether_anything_of_production_was_given() -> None:
    assert ProductionRow(None, None, D(0)).given
    assert not ProductionRow().given
