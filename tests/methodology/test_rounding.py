from decimal import Decimal, DivisionByZero, FloatOperation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.methodology.rounding import (
    Rounding,
    RoundingMethod,
    decimals_of,
    exact_context,
    half_unit_of,
    plain_text,
    quantise_aggregate,
    quantise_if_it_fits,
)

D = Decimal


@pytest.mark.parametrize(
    ("value", "half_up", "half_even"),
    [
        ("2.5", "3", "2"),
        ("3.5", "4", "4"),
        ("-2.5", "-3", "-2"),
        ("15.4546", "15", "15"),
        ("2.4999999999999999999999", "2", "2"),
    ],
)
def test_ties_go_where_the_declared_method_says(value: str, half_up: str, half_even: str) -> None:
    assert Rounding(RoundingMethod.HALF_UP, 0).apply(D(value)) == D(half_up)
    assert Rounding(RoundingMethod.HALF_EVEN, 0).apply(D(value)) == D(half_even)


def test_rounding_twice_would_differ_so_the_exact_number_must_come_in() -> None:
    whole, tenth = Rounding(RoundingMethod.HALF_UP, 0), Rounding(RoundingMethod.HALF_UP, 1)
    exact = D("15.4546")
    assert whole.apply(exact) == 15
    assert whole.apply(tenth.apply(Rounding(RoundingMethod.HALF_UP, 2).apply(exact))) == 16


def test_minus_zero_is_shown_as_zero() -> None:
    assert str(Rounding(RoundingMethod.HALF_UP, 2).apply(D("-0.001"))) == "0.00"


@pytest.mark.no_cover
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15))
def test_rounding_once_is_idempotent_and_within_half_a_unit(value: Decimal) -> None:
    for method in RoundingMethod:
        rounded = Rounding(method, 2).apply(value)
        assert Rounding(method, 2).apply(rounded) == rounded
        with exact_context():
            assert abs(rounded - value) <= D("0.005")


def test_the_exact_context_refuses_floats_and_division_by_zero() -> None:
    with exact_context():
        assert D(1) / 3 == D("0." + "3" * 50)
        with pytest.raises(FloatOperation):
            D(0.5)
        with pytest.raises(DivisionByZero):
            D(1) / 0


def test_an_aggregate_does_not_show_the_order_of_its_operations() -> None:
    with exact_context():
        left, right = D(1) / 3 * 3, D(3) / 3
        assert left != right
    assert quantise_aggregate(left) == quantise_aggregate(right) == 1


@pytest.mark.parametrize(
    ("printed", "decimals", "half"), [("9353.32", 2, "0.005"), ("7065.0", 1, "0.05"), ("20060", 0, "0.5")]
)
def test_half_a_unit_of_the_last_printed_decimal(printed: str, decimals: int, half: str) -> None:
    assert decimals_of(D(printed)) == decimals
    assert half_unit_of(decimals) == D(half)


def test_numbers_as_data_are_plain_digits() -> None:
    assert plain_text(D("1E+3")) == "1000"
    assert plain_text(D("7065.0")) == "7065.0"
    assert decimals_of(D("1E+3")) == 0
    assert decimals_of(D("NaN")) == 0


def test_a_zero_as_data_has_no_sign_and_keeps_its_decimals() -> None:
    assert plain_text(D("-0.00")) == "0.00"
    assert plain_text(D("-0.01")) == "-0.01"


def test_a_number_too_large_for_twenty_decimals_keeps_its_fifty_digits() -> None:
    large = Decimal("9" * 30 + ".5")
    assert quantise_if_it_fits(large * 10) == large * 10
    assert quantise_if_it_fits(Decimal(1) / 3) == Decimal("0." + "3" * 20)
