import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.methodology.periods import NoSamePeriodLastYear, NotAPeriod, Period, PeriodKind


@pytest.mark.parametrize(
    ("code", "chinese", "english"),
    [
        ("2021c01", "2021年1月", "January 2021"),
        ("2021c02", "2021年1—2月", "January to February 2021"),
        ("2021c03", "2021年一季度", "first quarter 2021"),
        ("2021c06", "2021年上半年", "first half 2021"),
        ("2021c09", "2021年前三季度", "first three quarters 2021"),
        ("2021c10", "2021年1—10月", "January to October 2021"),
        ("2021c12", "2021年全年", "January to December 2021"),
        ("2021", "2021年度", "year 2021"),
        ("2021b2", "2021年第2批次", "batch 2 of 2021"),
    ],
)
def test_a_period_has_official_words(code: str, chinese: str, english: str) -> None:
    period = Period.parse(code)
    assert (period.name_zh, period.name_en, period.code, str(period)) == (chinese, english, code, code)


@pytest.mark.parametrize(
    "text", ["", "2021q1", "2021c00", "2021c13", "2021c3", "2021b0", "21", " 2021", "２０２１", "1821", "2021C03"]
)
def test_anything_but_a_code_is_refused_and_named(text: str) -> None:
    with pytest.raises(NotAPeriod) as refusal:
        Period.parse(text)
    assert f"“{text}”" in str(refusal.value)


def test_periods_of_a_year_run_from_cumulative_through_batches_to_the_year() -> None:
    codes = ["2022c02", "2021", "2021b2", "2021c12", "2021c03", "2021b10"]
    assert [p.code for p in sorted(map(Period.parse, codes))] == [
        "2021c03",
        "2021c12",
        "2021b2",
        "2021b10",
        "2021",
        "2022c02",
    ]
    assert Period.parse("2021c03") < Period.parse("2021c06") <= Period.parse("2021c06")


@pytest.mark.parametrize(("code", "month"), [("2021c06", 6), ("2021", 12), ("2021b1", None)])
def test_the_closing_month_is_known_except_for_batches(code: str, month: int | None) -> None:
    assert Period.parse(code).month == month


def test_the_same_period_last_year_keeps_its_kind() -> None:
    assert Period.parse("2021c09").same_period_last_year() == Period.cumulative(2020, 9)
    assert Period.parse("2021").same_period_last_year() == Period.annual(2020)


def test_a_batch_has_no_counterpart_by_its_number() -> None:
    with pytest.raises(NoSamePeriodLastYear):
        Period.batch(2021, 2).same_period_last_year()


def test_kinds_are_told_apart() -> None:
    assert [Period.parse(code).kind for code in ("2021c03", "2021b1", "2021")] == [
        PeriodKind.CUMULATIVE,
        PeriodKind.BATCH,
        PeriodKind.YEAR,
    ]


@pytest.mark.no_cover
@given(st.integers(1900, 2099), st.integers(1, 12))
def test_every_cumulative_period_is_read_back_from_its_code(year: int, month: int) -> None:
    period = Period.cumulative(year, month)
    assert Period.parse(period.code) == period
    assert period.same_period_last_year() < period or year == 1900


def test_a_period_has_its_like_in_another_year() -> None:
    assert [Period.parse(code).in_year(2022).code for code in ("2021c06", "2021", "2021b2")] == [
        "2022c06",
        "2022",
        "2022b2",
    ]
