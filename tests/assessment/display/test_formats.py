"""How figures look: one form for screens, workbooks, documents and the API."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from assessment.display import formats
from assessment.methodology.figures import Condition, Figure

D = Decimal


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (D("1234567.5"), 2, "1,234,567.50"),
        (D("0"), 2, "0.00"),
        (D("-3204"), 2, "−3,204.00"),
        (D("-0.004"), 2, "0.00"),
        (D("2.345"), 2, "2.35"),
        (D("-2.345"), 2, "−2.35"),
        (D("0.5"), 0, "1"),
        (D("6412"), 0, "6,412"),
        (D("1E+3"), 1, "1,000.0"),
        (None, 2, "--"),
    ],
)
def test_a_number_is_grouped_in_threes_and_rounded_once_half_up(
    value: Decimal | None, decimals: int, shown: str
) -> None:
    assert formats.number(value, decimals=decimals) == shown


def test_a_difference_carries_its_sign_and_zero_carries_none() -> None:
    assert [formats.signed(D(text)) for text in ("3", "-0.5", "0.001")] == ["+3.00", "−0.50", "0.00"]
    assert formats.signed(None) == "--"


def test_a_place_has_no_decimals_unless_equal_units_share_the_mean() -> None:
    assert [formats.place(D(text)) for text in ("1", "10.00", "2.50")] == ["1", "10", "2.5"]
    assert formats.place(None) == "--"


def test_missing_not_applicable_and_zero_stay_three_things() -> None:
    figures = [Figure.of(D(0)), Figure.not_applicable("无此项"), Figure.not_available("未到"), Figure.empty()]
    assert [formats.figure(figure) for figure in figures] == ["0.00", "不适用", "暂无数据", ""]


def test_outputs_have_signs_for_too_small_and_for_suppressed() -> None:
    assert formats.figure(Figure(Condition.BELOW_UNIT)) == "…"
    assert formats.figure(Figure(Condition.SUPPRESSED)) == "×"


def test_a_stored_cell_is_shown_by_its_condition() -> None:
    assert formats.cell("value", D("12.5"), decimals=1) == "12.5"
    assert formats.cell("not_available", None) == "暂无数据"
    assert formats.cell("empty", None) == ""


def test_machines_get_numbers_without_grouping_and_exponent() -> None:
    assert formats.plain(D("1E+3")) == "1000"
    assert formats.plain(D("0.10")) == "0.10"
    assert formats.plain(None) is None


@pytest.mark.parametrize(
    ("now", "before", "text", "direction"),
    [
        ("1", "3", "↑2", "up"),
        ("4", "3", "↓1", "down"),
        ("3", "3", "—", "same"),
        ("3", None, "新", "new"),
        (None, "3", "--", "none"),
    ],
)
def test_a_change_of_place_points_up_when_the_place_gets_smaller(
    now: str | None, before: str | None, text: str, direction: str
) -> None:
    change = formats.rank_change(D(now) if now else None, D(before) if before else None, first=False)
    assert (change.text, change.direction) == (text, direction)


def test_nobody_moves_in_a_first_assessment() -> None:
    assert formats.rank_change(D(1), None, first=True).text == "—（首次考核）"


def test_units_and_heads_follow_the_language() -> None:
    assert formats.with_unit("软件业务收入", "10k_yuan") == "软件业务收入（万元）"
    assert formats.with_unit("占GDP比重（%）", "%") == "占GDP比重（%）"
    assert formats.unit("箱") == "箱"
    with translation.override("en"):
        assert formats.with_unit("Software revenue", "万元") == "Software revenue (10,000 yuan)"


def test_periods_have_their_official_names() -> None:
    assert formats.period("2021c09") == "2021年前三季度"
    assert formats.short_period("2021c12") == "全年"
    assert formats.period("not a period") == "not a period"


def test_dates_are_plain_and_times_have_24_hours_in_beijing() -> None:
    moment = datetime(2021, 10, 20, 9, 5, 7, tzinfo=UTC)
    assert formats.moment(moment) == "2021-10-20 17:05"
    assert formats.moment_to_the_second(moment) == "2021-10-20 17:05:07"
    assert formats.day(datetime(2021, 10, 20, 16, 30, tzinfo=UTC)) == "2021-10-21"
    assert formats.day(date(2021, 10, 20)) == "2021-10-20"
    assert formats.weekday(moment) == "星期三"
    assert [formats.day(None), formats.moment(None)] == ["--", "--"]


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(days=2, hours=3, minutes=59), "2 天 3 小时"),
        (timedelta(hours=1, minutes=5), "1 小时 5 分钟"),
        (timedelta(days=1, minutes=5), "1 天 5 分钟"),
        (timedelta(seconds=42), "42 秒"),
        (timedelta(milliseconds=300), "不足 1 秒"),
        (timedelta(seconds=-5), "不足 1 秒"),
    ],
)
def test_a_duration_is_said_in_its_two_largest_units(span: timedelta, words: str) -> None:
    assert formats.duration(span) == words


def test_a_check_code_is_the_part_of_a_digest_one_can_compare_by_eye() -> None:
    assert formats.check_code("9f3a72c1" + "0" * 56) == "9f3a-72c1"
    assert formats.check_code("") == "--"
