from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.methodology.units import Unit, UnitsNotConvertible, UnitUnknown, convert, parse_unit

D = Decimal
YUAN_UNITS = (Unit.YUAN, Unit.TEN_THOUSAND_YUAN, Unit.HUNDRED_MILLION_YUAN)


def test_ten_thousand_yuan_published_by_a_city_become_hundred_million_yuan() -> None:
    """深圳 2009: printed 6660430 万元, converted in the source's table to 666.043 亿元."""
    converted = convert(D(6660430), Unit.TEN_THOUSAND_YUAN, Unit.HUNDRED_MILLION_YUAN)
    assert converted == D("666.0430")
    assert str(converted) == "666.0430"


def test_larger_to_smaller_units_keep_plain_digits() -> None:
    assert str(convert(D("12.3"), Unit.HUNDRED_MILLION_YUAN, Unit.YUAN)) == "1230000000"
    assert str(convert(D("0.3"), Unit.RATIO, Unit.PERCENT)) == "30"
    assert convert(D("1.5"), Unit.PERSON, Unit.PERSON) == D("1.5")


@pytest.mark.no_cover
@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**60), max_value=10**60),
    st.sampled_from(YUAN_UNITS),
    st.sampled_from(YUAN_UNITS),
)
def test_there_and_back_loses_no_digit(value: Decimal, source: Unit, target: Unit) -> None:
    assert convert(convert(value, source, target), target, source) == value


@pytest.mark.parametrize("target", [Unit.TEN_THOUSAND_USD, Unit.PERSON, Unit.PERCENT])
def test_units_without_a_fixed_factor_are_not_converted(target: Unit) -> None:
    with pytest.raises(UnitsNotConvertible):
        convert(D(1), Unit.TEN_THOUSAND_YUAN, target)


def test_infinity_is_no_quantity() -> None:
    with pytest.raises(ValueError, match="finite"):
        convert(D("Infinity"), Unit.YUAN, Unit.TEN_THOUSAND_YUAN)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("万元", Unit.TEN_THOUSAND_YUAN),
        (" 亿元 ", Unit.HUNDRED_MILLION_YUAN),
        ("个", Unit.ENTERPRISE),
        ("家", Unit.ENTERPRISE),
        ("百分点", Unit.PERCENTAGE_POINT),
        ("％", Unit.PERCENT),
        ("10k_usd", Unit.TEN_THOUSAND_USD),
    ],
)
def test_a_unit_is_known_by_code_and_by_its_chinese_names(text: str, unit: Unit) -> None:
    assert parse_unit(text) is unit


def test_an_unknown_unit_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnitUnknown, match=r"千元.*万元"):
        parse_unit("千元")


def test_every_unit_has_a_name_in_both_languages() -> None:
    assert all(unit.name_zh and unit.name_en for unit in Unit)
