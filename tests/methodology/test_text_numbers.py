from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.methodology.text_numbers import NotANumber, NumberTooLong, Repair, excerpt, read_number

D = Decimal


@pytest.mark.parametrize("text", ["0", "-12.50", "19586.42", "+5", "5.", ".5", "007"])
def test_plain_numbers_are_read_without_repair(text: str) -> None:
    assert read_number(text).value == D(text)
    assert read_number(text).repairs == ()


@pytest.mark.parametrize(
    ("text", "value", "repairs"),
    [
        ("１２３４．５", "1234.5", [Repair.FULL_WIDTH]),
        ("3。5", "3.5", [Repair.FULL_WIDTH]),
        ("1,234,567.8", "1234567.8", [Repair.THOUSANDS_SEPARATORS]),
        ("１，２３４", "1234", [Repair.FULL_WIDTH, Repair.THOUSANDS_SEPARATORS]),
        ("\u00a012 ", "12", [Repair.SPACES]),
        ("1\u00a0234", "1234", [Repair.SPACES, Repair.THOUSANDS_SEPARATORS]),
        ("12\u200b", "12", [Repair.SPACES]),
        ("−5", "-5", [Repair.MINUS_SIGN]),
        ("–5", "-5", [Repair.MINUS_SIGN]),
        ("￥1,234.50", "1234.50", [Repair.CURRENCY_SIGN, Repair.THOUSANDS_SEPARATORS]),
        ("-¥5", "-5", [Repair.CURRENCY_SIGN]),
        ("26.5%", "26.5", [Repair.PERCENT_SIGN]),
        ("26.5 ％", "26.5", [Repair.FULL_WIDTH, Repair.SPACES, Repair.PERCENT_SIGN]),
    ],
)
def test_what_has_one_reading_is_repaired_and_each_repair_named(text: str, value: str, repairs: list[Repair]) -> None:
    read = read_number(text)
    assert read.value == D(value)
    assert list(read.repairs) == repairs


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "暂无数据", "-", "--", "…", "12万元", "1e5", "1E+05", "nan", "Infinity", "(5)", "5-3"),
        *("1,23", "1,2345", "12 34", "1,234 567", "1.2.3", "²", "٣", "0x10", "1_000", "%", "￥", "1,234,", "--5"),
    ],
)
def test_what_has_no_single_reading_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        read_number(text)


def test_a_very_long_text_is_refused_without_repeating_all_of_it() -> None:
    with pytest.raises(NotANumber) as refusal:
        read_number("9" * 5000)
    assert len(str(refusal.value)) < 200


@pytest.mark.no_cover
@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12))
def test_a_grouped_number_means_the_same_as_the_plain_one(value: Decimal) -> None:
    assert read_number(format(value, ",f")).value == value
    assert read_number(format(value, "f")).value == value


@pytest.mark.no_cover
@given(st.text(max_size=80))
def test_any_text_is_either_a_finite_number_or_refused(text: str) -> None:
    try:
        read = read_number(text)
    except NotANumber:
        return
    assert read.value.is_finite()


def test_minus_zero_is_zero_with_its_decimals_kept() -> None:
    assert [str(read_number(text).value) for text in ("-0.00", "−0.0", "-0")] == ["0.00", "0.0", "0"]


@pytest.mark.parametrize("text", ["1" * 29, "9" * 61, "0." + "1" * 21, "-" + "1" * 29 + ".5"])
def test_more_digits_than_can_be_reckoned_with_are_refused_as_such(text: str) -> None:
    with pytest.raises(NumberTooLong, match="at most 28 digits"):
        read_number(text)


def test_the_longest_numbers_are_read_to_the_last_digit() -> None:
    text = "1" * 28 + "." + "2" * 20
    assert str(read_number(text).value) == text
    assert read_number("0" * 40 + "7").value == 7


def test_a_sentence_repeats_a_long_text_on_one_line_and_cut() -> None:
    assert excerpt("甲\n乙") == "甲 乙"
    assert excerpt("x" * 60) == "x" * 60
    assert excerpt("x" * 61) == "x" * 60 + "…"
