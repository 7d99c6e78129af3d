"""Growth from reported pairs. Published pairs and rates: releases of MIIT, 亿元 and percent."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.methodology.comparable_scope import (
    UnitPair,
    comparable_growth_percent,
    panel_growth_percent,
    scope_effect_percent,
)
from assessment.methodology.figures import Figure, Marker
from assessment.methodology.growth import (
    BadBase,
    BaseLostInRounding,
    BaseProblem,
    GrowthLabel,
    GrowthPair,
    GrowthPolicy,
    GrowthPolicyIncomplete,
    NoImpliedBase,
    change_in_points,
    growth,
    growth_of_figures,
    implied_base,
    published_growth_interval,
    published_growth_is_consistent,
)
from assessment.methodology.rounding import Rounding, RoundingMethod

D = Decimal
ONE_DECIMAL = Rounding(RoundingMethod.HALF_UP, 1)
PRINTED_PAIRS = [
    ("2021 Q1 total", 19030, 15039, "26.5"),
    ("2021 Q1 products", 5456, 4421, "23.4"),
    ("2021 Q1 services", 11375, 8804, "29.2"),
    ("2021 Q1 embedded", 1934, 1603, "20.7"),
    ("2021 Jan-Apr total", 25719, 20574, "25.0"),
    ("2021 Jan-Apr services", 16222, 12798, "26.8"),
    ("2021 Jan-Apr security", 384, 299, "28.4"),
    ("2021 Jan-Apr embedded", 2289, 1950, "17.4"),
    ("2021 Jan-Apr profit", 2885, 2394, "20.5"),
    ("2021 Jan-Apr exports", 149, 130, "14.5"),
]
HIDDEN_BY_ROUNDING = [
    ("2021 Q1 security", 264, 211, "24.8"),
    ("2021 Jan-Apr products", 6823, 5527, "23.5"),
]


def pair(current: str | int, base: str | int) -> GrowthPair:
    return GrowthPair(D(current), D(base))


@pytest.mark.parametrize(("name", "current", "base", "printed"), PRINTED_PAIRS + HIDDEN_BY_ROUNDING)
def test_printed_growth_follows_from_the_printed_pair_and_rounding(
    name: str, current: int, base: int, printed: str
) -> None:
    assert published_growth_is_consistent(D(current), D(base), D(printed)), name


def test_most_printed_growth_is_hit_exactly_and_the_rest_lies_within_rounding() -> None:
    """6823 / 5527 = 23.449 %, printed 23.5: growth was computed before the levels were rounded."""
    rate = growth(pair(6823, 5527)).rate_percent
    assert rate is not None
    assert ONE_DECIMAL.apply(rate) == D("23.4")
    assert published_growth_is_consistent(D(6823), D(5527), D("23.5"))
    assert not published_growth_is_consistent(D(6823), D(5527), D("23.6"))


def test_a_wrong_growth_is_not_explained_by_rounding() -> None:
    """2022 Q1 against the level printed a year before: 5.4 where 11.6 was published."""
    assert not published_growth_is_consistent(D(20060), D(19030), D("11.6"))
    naive = growth(pair(20060, 19030)).rate_percent
    assert naive is not None
    assert ONE_DECIMAL.apply(naive) == D("5.4")


def test_the_interval_is_the_one_of_the_rule() -> None:
    """By hand: (149 − .5)/(130 + .5) − 1 = 13.793 %, (149 + .5)/(130 − .5) − 1 = 15.444 %; 0.05 pp wider."""
    interval = published_growth_interval(D(149), D(130), half_unit=D("0.5"))
    assert interval.low.quantize(D("0.001")) == D("13.743")
    assert interval.high.quantize(D("0.001")) == D("15.494")


def test_the_interval_of_a_negative_level_takes_the_outer_corners() -> None:
    """By hand, without the 0.05: (−10 − 1)/(20 − 1) − 1 = −157.895 % and (−10 + 1)/(20 + 1) − 1 = −142.857 %."""
    interval = published_growth_interval(D(-10), D(20), half_unit=D(1), growth_half_unit=D(0))
    assert (round(interval.low, 3), round(interval.high, 3)) == (D("-157.895"), D("-142.857"))


def test_a_base_that_may_be_zero_before_rounding_gives_no_interval() -> None:
    with pytest.raises(BaseLostInRounding):
        published_growth_interval(D(3), D("0.5"), half_unit=D("0.5"))


def test_the_base_behind_a_published_level_and_growth() -> None:
    """2022 Q1: 20 060 亿元, +11.6 % imply 17 975, not the 19 030 printed a year before."""
    assert round(implied_base(D(20060), D("11.6"))) == 17975
    with pytest.raises(NoImpliedBase):
        implied_base(D(5), D(-100))


@pytest.mark.parametrize(
    ("current", "base", "problem", "label"),
    [
        (5, 0, BaseProblem.ZERO, GrowthLabel.FROM_ZERO),
        (0, 0, BaseProblem.ZERO, None),
        (-5, 0, BaseProblem.ZERO, GrowthLabel.LOSS_WIDENED),
        (5, -5, BaseProblem.SIGN_CHANGE, GrowthLabel.LOSS_TO_PROFIT),
        (-5, 5, BaseProblem.SIGN_CHANGE, GrowthLabel.PROFIT_TO_LOSS),
        (-3, -5, BaseProblem.NEGATIVE, GrowthLabel.LOSS_NARROWED),
        (0, -5, BaseProblem.NEGATIVE, GrowthLabel.LOSS_NARROWED),
        (-8, -5, BaseProblem.NEGATIVE, GrowthLabel.LOSS_WIDENED),
        (-5, -5, BaseProblem.NEGATIVE, GrowthLabel.LOSS_UNCHANGED),
    ],
)
def test_a_bad_base_yields_a_label_and_an_increment_but_no_rate(
    current: int, base: int, problem: BaseProblem, label: GrowthLabel | None
) -> None:
    result = growth(pair(current, base))
    assert (result.rate_percent, result.raw_rate_percent) == (None, None)
    assert (result.problem, result.label) == (problem, label)
    assert result.increment == current - base
    assert result.marker is Marker.NOT_MEANINGFUL
    assert result.scored is None


def test_labels_have_the_official_words() -> None:
    words = {label: label.name_zh for label in GrowthLabel}
    assert words[GrowthLabel.LOSS_TO_PROFIT] == "扭亏为盈"
    assert words[GrowthLabel.PROFIT_TO_LOSS] == "由盈转亏"
    assert words[GrowthLabel.LOSS_NARROWED] == "减亏"
    assert words[GrowthLabel.LOSS_WIDENED] == "增亏"
    assert len(words) == 6


def test_a_fall_to_zero_is_an_ordinary_rate() -> None:
    assert growth(pair(0, 5)).rate_percent == -100


def test_a_base_below_the_floor_keeps_its_raw_rate_in_sight() -> None:
    """40 against 8 is +400 %, but 8 is below the floor of 500 万元."""
    result = growth(pair(40, 8), GrowthPolicy(floor=D(500)))
    assert result.rate_percent is None
    assert result.raw_rate_percent == 400
    assert (result.problem, result.marker) == (BaseProblem.BELOW_FLOOR, Marker.NOT_MEANINGFUL)
    assert growth(pair(40, 500), GrowthPolicy(floor=D(500))).problem is None


@pytest.mark.parametrize(
    ("policy", "rate", "scored", "marker"),
    [
        (GrowthPolicy(D(500), BadBase.NONE), None, None, Marker.NOT_MEANINGFUL),
        (GrowthPolicy(D(500), BadBase.INCREMENT), None, 300, Marker.NOT_MEANINGFUL),
        (GrowthPolicy(D(500), BadBase.POINTS, points=D(60)), None, 60, Marker.NOT_MEANINGFUL),
        (GrowthPolicy(D(500), BadBase.CAP, cap_percent=D(200)), 200, 200, Marker.CAPPED),
        (GrowthPolicy(D(500), BadBase.CAP, cap_percent=D(400)), 300, 300, Marker.COMPUTED),
        (GrowthPolicy(D(500), BadBase.WINSORISE), 300, 300, Marker.COMPUTED),
        (GrowthPolicy(D(500), BadBase.THREE_YEAR_AVERAGE), None, None, Marker.NOT_MEANINGFUL),
    ],
)
def test_the_scheme_says_what_takes_the_place_of_a_rate_on_a_small_base(
    policy: GrowthPolicy, rate: int | None, scored: int | None, marker: Marker
) -> None:
    result = growth(pair(400, 100), policy)
    assert (result.rate_percent, result.scored, result.marker) == (rate, scored, marker)
    assert result.raw_rate_percent == 300


def test_a_three_year_average_is_the_mean_yearly_rate() -> None:
    """50 → 400 in three years: doubled every year."""
    policy = GrowthPolicy(D(500), BadBase.THREE_YEAR_AVERAGE)
    result = growth(GrowthPair(D(400), D(100), three_years_ago=D(50)), policy)
    assert result.rate_percent is not None
    assert abs(result.rate_percent - 100) < D("1e-20")
    assert result.marker is Marker.IMPUTED
    without = growth(GrowthPair(D(400), D(100), three_years_ago=D(0)), policy)
    assert without.rate_percent is None


@pytest.mark.parametrize("policy", [BadBase.WINSORISE, BadBase.THREE_YEAR_AVERAGE, BadBase.INCREMENT, BadBase.NONE])
def test_no_policy_makes_a_rate_of_a_negative_base(policy: BadBase) -> None:
    assert growth(pair(5, -5), GrowthPolicy(bad_base=policy)).rate_percent is None
    assert growth(pair(5, -5), GrowthPolicy(bad_base=BadBase.CAP, cap_percent=D(9))).rate_percent is None


@pytest.mark.parametrize("policy", [BadBase.CAP, BadBase.POINTS])
def test_a_policy_without_its_parameter_is_refused(policy: BadBase) -> None:
    with pytest.raises(GrowthPolicyIncomplete):
        GrowthPolicy(bad_base=policy)


@pytest.mark.no_cover
@given(
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.decimals(min_value=D("0.01"), max_value=10**9, places=2),
)
def test_an_ordinary_rate_is_exact(current: Decimal, base: Decimal) -> None:
    rate = growth(GrowthPair(current, base)).rate_percent
    assert rate is not None
    exact = (Fraction(current) / Fraction(base) - 1) * 100
    assert abs(Fraction(rate) - exact) <= abs(exact) / 10**48


@pytest.mark.no_cover
@given(st.decimals(min_value=1, max_value=10**9, places=2), st.decimals(-99, 900, places=1))
def test_an_implied_base_gives_its_growth_back(value: Decimal, percent: Decimal) -> None:
    rate = growth(GrowthPair(value, implied_base(value, percent))).rate_percent
    assert rate is not None
    assert abs(rate - percent) < D("1e-40")


def test_figures_without_values_have_no_growth_and_say_why() -> None:
    ten, none, empty = Figure.of(D(10)), Figure.not_applicable("no exports"), Figure.empty()
    assert growth_of_figures(Figure.of(D(12)), ten).rate_percent == 20
    assert growth_of_figures(none, ten).marker is Marker.NOT_APPLICABLE
    assert growth_of_figures(ten, none).marker is Marker.NOT_APPLICABLE
    missing = growth_of_figures(ten, empty)
    assert (missing.marker, missing.rate_percent, missing.increment) == (Marker.MISSING, None, None)


def test_a_share_changes_in_points() -> None:
    """Guizhou 2021: 35.3 % after 32.3 %, 提高3个百分点."""
    assert change_in_points(D("35.3"), D("32.3")) == 3


UNITS = [
    UnitPair("stayed", D(120), D(100)),
    UnitPair("grew into scope", D(60), D(40), counted_last_year=False),
    UnitPair("born", D(10), D(0), counted_last_year=False),
]


def test_comparable_growth_takes_the_base_of_every_unit_now_in_scope() -> None:
    """By hand: 190 / 140 − 1 = 35.714 %; the panel of both years 120 / 100 − 1 = 20 %."""
    comparable = comparable_growth_percent(UNITS)
    assert comparable is not None
    assert round(comparable, 3) == D("35.714")
    assert panel_growth_percent(UNITS) == 20


def test_without_a_positive_base_there_is_no_comparable_growth() -> None:
    assert comparable_growth_percent([]) is None
    assert comparable_growth_percent(UNITS[2:]) is None


def test_the_scope_effect_is_what_the_naive_rate_adds() -> None:
    """Naive 1.90 (190 against last year's printed 100), comparable 1.357: scope and births add 40 %."""
    assert round(scope_effect_percent(D(90), D(190) / D(140) * 100 - 100), 6) == 40
    with pytest.raises(NoImpliedBase):
        scope_effect_percent(D(5), D(-100))
