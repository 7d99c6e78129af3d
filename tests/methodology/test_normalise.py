"""Each method of normalisation on examples from its source or worked by hand."""

from decimal import Decimal

import pytest

from assessment.methodology.evaluation import evaluate
from assessment.methodology.normalise import METHODS, BoundsOutOfOrder, IndicatorConstant
from assessment.methodology.normalise_by_target import AverageNotPositive, TooFarFromAverage
from assessment.methodology.normalise_combined import COMBINED
from tests.methodology.scoring_situations import (
    Cell,
    column,
    footnotes,
    indicator,
    node,
    row,
    scheme,
    scored,
    shown,
)

LOWER = "direction: lower"


def test_efficacy_falls_below_sixty_as_in_the_published_example() -> None:
    """A figure of 5.81 with satisfactory 12 and not allowed 6 gives 58.73."""
    assert shown(scored("method: efficacy, not_allowed: 6, satisfactory: 12", ["5.81"])) == ["58.73"]


def test_exponential_efficacy_gives_the_published_quarters() -> None:
    scores = scored("method: efficacy_exponential", ["0", "0.25", "0.5", "0.75", "1"])
    assert shown(scores) == ["60.00", "68.17", "77.46", "88.01", "100.00"]


def test_the_rank_ladder_for_ten_points_and_nine_cities() -> None:
    """10, 9.5, 9 … 6: 争先进位计分法."""
    scores = scored("method: rank_ladder, full: 10, step: 0.5", [9, 8, 7, 6, 5, 4, 3, 2, 1])
    assert shown(scores, 1) == ["10.0", "9.5", "9.0", "8.5", "8.0", "7.5", "7.0", "6.5", "6.0"]


BY_HAND: dict[str, tuple[str, str, list[Cell], list[str]]] = {
    "standard tiers": (  # 11 is half of the way from good to excellent, 4 is poor, 3 below it
        "method: standard_tiers, standards: [12, 10, 8, 6, 4]",
        "",
        [13, 12, 11, 8, 5, 4, 3],
        ["100.00", "100.00", "90.00", "60.00", "30.00", "20.00", "0.00"],
    ),
    "standard tiers, lower is better": (
        "method: standard_tiers, standards: [1, 2, 3, 4, 5], full: 50",
        LOWER,
        [0, "1.5", 3, 5, 6],
        ["50.00", "45.00", "30.00", "10.00", "0.00"],
    ),
    "Mazziotta and Pareto, observed": ("method: mazziotta_pareto", "", [1, 2, 6], ["76.00", "88.00", "136.00"]),
    "Mazziotta and Pareto, declared": (  # 60 points over 10, 100 at the reference 4
        "method: mazziotta_pareto, lower: 0, upper: 10, reference: 4",
        LOWER,
        [4, 2, 6],
        ["100.00", "112.00", "88.00"],
    ),
    "min-max": ("method: minmax", "", [2, 4, 12], ["0.00", "20.00", "100.00"]),
    "min-max into 60 to 100": ("method: minmax, range: [60, 100]", "", [2, 4, 12], ["60.00", "68.00", "100.00"]),
    "min-max, lower is better": ("method: minmax", LOWER, [2, 4, 12], ["100.00", "80.00", "0.00"]),
    "goalposts beyond the posts": (
        "method: goalposts, lower: 0, upper: 10",
        "",
        [-1, 5, 12],
        ["-10.00", "50.00", "120.00"],
    ),
    "goalposts truncated": (
        "method: goalposts, lower: 0, upper: 10, truncate: true",
        "",
        [-1, 5, 12],
        ["0.00", "50.00", "100.00"],
    ),
    "goalposts written on the own scale when lower is better": (
        "method: goalposts, lower: 2, upper: 10",
        LOWER,
        [2, 4, 10],
        ["100.00", "75.00", "0.00"],
    ),
    "scaled": ("method: scaled, lower: 1, upper: 5, factor: 8", "", [2, 5], ["2.00", "8.00"]),
    "scaled, lower is better": ("method: scaled, lower: 1, upper: 5", LOWER, [2, 5], ["0.75", "0.00"]),
    "z-score with n - 1": ("method: zscore", "", [1, 2, 3], ["-1.00", "0.00", "1.00"]),
    "z-score as marks": ("method: zscore, mean: 50, sd: 10", "", [1, 2, 3], ["40.00", "50.00", "60.00"]),
    "z-score, lower is better": ("method: zscore", LOWER, [1, 2, 3], ["1.00", "0.00", "-1.00"]),
    "rank, ties share the lowest": ("method: rank", "", [5, 7, 7, 9], ["1.00", "2.00", "2.00", "4.00"]),
    "rank, ties share the mean": (
        "method: rank, ties: average",
        "",
        [5, 7, 7, 9],
        ["1.00", "2.50", "2.50", "4.00"],
    ),
    "rank, lower is better": ("method: rank", LOWER, [5, 7, 7, 9], ["4.00", "2.00", "2.00", "1.00"]),
    "borda": ("method: borda", "", [5, 7, 9], ["0.00", "1.00", "2.00"]),
    "percentile rank": ("method: percentile_rank", "", [5, 7, 7, 9, 8], ["0.00", "0.25", "0.25", "1.00", "0.75"]),
    "percentile rank into a range": (
        "method: percentile_rank, range: [0, 100]",
        "",
        [5, 7, 9],
        ["0.00", "50.00", "100.00"],
    ),
    "fraction of the maximum": ("method: fraction_of_max", "", [2, 5, -1], ["0.40", "1.00", "-0.20"]),
    "fraction of the minimum": ("method: fraction_of_max", LOWER, [2, 5], ["1.00", "0.40"]),
    "distance to the maximum": ("method: distance_to_max", "", [0, 1, 4], ["0.00", "0.25", "1.00"]),
    "distance to the minimum": ("method: distance_to_max", LOWER, [0, 1, 4], ["1.00", "0.75", "0.00"]),
    "distance to a reference": (
        "method: distance_to_reference, reference: 5",
        "",
        [0, 4, 6],
        ["0.00", "0.80", "1.20"],
    ),
    "distance to a reference, capped": (
        "method: distance_to_reference, reference: 5, cap: true",
        "",
        [0, 4, 6],
        ["0.00", "0.80", "1.00"],
    ),
    "distance to a reference unit": (
        "method: distance_to_reference, reference_unit: c",
        "",
        [0, 4, 5],
        ["0.00", "0.80", "1.00"],
    ),
    "distance to a target": ("method: distance_to_target, target: 10", "", [5, 7], ["0.00", "0.40"]),
    "distance to a target, lower is better": (
        "method: distance_to_target, target: 2",
        LOWER,
        [10, 6, 1],
        ["0.00", "0.50", "1.12"],
    ),
    "completion of a target": (
        "method: target_completion, target: 50",
        "",
        [25, 50, 55, 90],
        ["50.00", "100.00", "110.00", "120.00"],
    ),
    "completion, lower is better": (
        "method: target_completion, target: 50, cap: 1",
        LOWER,
        [100, 50, 25],
        ["50.00", "100.00", "100.00"],
    ),
    "target met": ("method: target_met, target: 8", "", ["7.99", 8, 9], ["0.00", "100.00", "100.00"]),
    "target met, lower is better": (
        "method: target_met, target: 8",
        LOWER,
        [7, 8, "8.01"],
        ["100.00", "100.00", "0.00"],
    ),
    "rank ladder, ties share the best rung": (
        "method: rank_ladder",
        "",
        [9, 8, 8, 1],
        ["100.00", "95.00", "95.00", "85.00"],
    ),
    "rank ladder with a floor": (
        "method: rank_ladder, step: 40, floor: 30",
        "",
        [9, 8, 7],
        ["100.00", "60.00", "30.00"],
    ),
    "rank ladder, lower is better": ("method: rank_ladder", LOWER, [9, 8, 7], ["90.00", "95.00", "100.00"]),
    "efficacy between observed bounds": ("method: efficacy", "", [0, 1, 4], ["60.00", "70.00", "100.00"]),
    "efficacy, lower is better": (
        "method: efficacy, not_allowed: 12, satisfactory: 6",
        LOWER,
        [6, 9, 15],
        ["100.00", "80.00", "40.00"],
    ),
    "efficacy with its own base and span": (
        "method: efficacy, base: 50, span: 50",
        "",
        [0, 1, 4],
        ["50.00", "62.50", "100.00"],
    ),
    "efficacy truncated": (
        "method: efficacy, not_allowed: 6, satisfactory: 12, truncate: true",
        "",
        [5, 9, 15],
        ["60.00", "80.00", "100.00"],
    ),
    "exponential efficacy, lower is better": (
        "method: efficacy_exponential, not_allowed: 1, satisfactory: 0",
        LOWER,
        ["0.5", 0],
        ["77.46", "100.00"],
    ),
    "logarithmic efficacy": (
        "method: efficacy_log, not_allowed: 1, satisfactory: 100",
        "",
        [1, 10, 100],
        ["0.00", "50.00", "100.00"],
    ),
    "logarithmic efficacy, mirrored": ("method: efficacy_log", LOWER, [1, 10, 100], ["100.00", "50.00", "0.00"]),
    # average 100: 25 points above are 10 / 20 + 10 / 40 + 5 / 60 of the base 60; 5 below are 5 / 20 of it
    "tiers of totals": (
        "method: average_tiers, base: 60",
        "",
        [125, 95, 80],
        ["110.00", "45.00", "15.00"],
    ),
    "tiers of totals, lower is better": (
        "method: average_tiers, base: 60",
        LOWER,
        [125, 95, 80],
        ["10.00", "75.00", "105.00"],
    ),
    # average 0: 15 points above are 10 / 60 + 5 / 80 of the base 60
    "tiers of increments": (
        "method: average_tiers, base: 60, kind: increment",
        "",
        [15, 0, -15],
        ["73.75", "60.00", "46.25"],
    ),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_a_score_worked_by_hand(case: str) -> None:
    normalise, more, figures, expected = BY_HAND[case]
    assert shown(scored(normalise, figures, more=more)) == expected


def test_every_method_is_worked_by_hand() -> None:
    worked = {text.split(",")[0].removeprefix("method: ") for text, *_ in BY_HAND.values()}
    assert set(METHODS) <= worked | {"efficacy_exponential", COMBINED}


NEUTRAL = {
    "minmax": ("method: minmax, range: [60, 100]", "80.00"),
    "goalposts with equal posts": ("method: goalposts, lower: 7, upper: 7", "50.00"),
    "scaled with equal ends": ("method: scaled, lower: 7, upper: 7, factor: 8", "4.00"),
    "zscore": ("method: zscore, mean: 50", "50.00"),
    "rank": ("method: rank", "2.00"),
    "borda": ("method: borda", "1.00"),
    "percentile_rank": ("method: percentile_rank", "0.50"),
    "fraction_of_max": ("method: fraction_of_max", "0.50"),
    "distance_to_max": ("method: distance_to_max", "0.50"),
    "distance_to_reference": ("method: distance_to_reference, reference: 9", "0.50"),
    "distance_to_target": ("method: distance_to_target, target: 9", "0.50"),
    "rank_ladder": ("method: rank_ladder", "95.00"),
    "efficacy": ("method: efficacy", "80.00"),
    "efficacy with equal bounds": ("method: efficacy, not_allowed: 7, satisfactory: 7", "80.00"),
    "efficacy_exponential": ("method: efficacy_exponential", "80.00"),
    "efficacy_log": ("method: efficacy_log", "50.00"),
    "average_tiers": ("method: average_tiers, base: 60", "60.00"),
}


@pytest.mark.parametrize("case", NEUTRAL)
def test_a_constant_column_gives_all_the_midpoint(case: str) -> None:
    normalise, middle = NEUTRAL[case]
    assert shown(scored(normalise, [7, 7, 7])) == [middle] * 3


@pytest.mark.parametrize("case", NEUTRAL)
def test_or_a_constant_column_is_refused_by_name(case: str) -> None:
    normalise, _ = NEUTRAL[case]
    with pytest.raises(IndicatorConstant) as refusal:
        scored(normalise, [7, 7, 7], settings="constant: refuse")
    assert "The indicator x (period “2021”) cannot discriminate" in str(refusal.value)


def test_a_declared_bound_discriminates_even_where_all_are_equal() -> None:
    assert shown(scored("method: target_met, target: 5", [7, 7])) == ["100.00", "100.00"]
    assert shown(scored("method: target_completion, target: 14", [7, 7])) == ["50.00", "50.00"]


def test_a_single_value_cannot_be_placed_between_observed_bounds() -> None:
    evaluation = evaluate(scheme(indicator("method: minmax")), column([7]))
    only = node(evaluation, "x", "a")
    assert (only.score, only.marker, footnotes(only)) == (Decimal(50), "neutral", ["neutral"])
    assert [(flag.code, flag.indicator) for flag in evaluation.flags] == [("constant", "x")]


WRONG_ORDER = {
    "target below the minimum": ("method: distance_to_target, target: 3", "", [5, 7]),
    "target at the minimum": ("method: distance_to_target, target: 5", "", [5, 7]),
    "target above the maximum, lower is better": ("method: distance_to_target, target: 9", LOWER, [5, 7]),
    "reference below the minimum": ("method: distance_to_reference, reference: 3", "", [5, 7]),
    "satisfactory below not allowed": ("method: efficacy, not_allowed: 9, satisfactory: 3", "", [5, 7]),
    "posts exchanged": ("method: goalposts, lower: 9, upper: 3", "", [5, 7]),
    "worst observed beyond the satisfactory value": ("method: efficacy, satisfactory: 3", "", [5, 7]),
    "worst unit as the reference": ("method: distance_to_reference, reference_unit: a", "", [5, 7]),
}


@pytest.mark.parametrize("case", WRONG_ORDER)
def test_bounds_in_the_wrong_order_never_flip_a_sign(case: str) -> None:
    normalise, more, figures = WRONG_ORDER[case]
    with pytest.raises(BoundsOutOfOrder):
        scored(normalise, list(figures), more=more)


def test_tiers_of_totals_need_an_average_above_zero() -> None:
    with pytest.raises(AverageNotPositive):
        scored("method: average_tiers, base: 60", [-1, 0])


def test_tiers_end_somewhere() -> None:
    with pytest.raises(TooFarFromAverage):
        scored("method: average_tiers, base: 60, kind: increment", [10**9, 0])


def test_ranks_stay_within_the_period_even_if_bounds_do_not() -> None:
    rows = [
        row("a", {"x": 1, "y": 1}, period="2021"),
        row("b", {"x": 2, "y": 2}, period="2021"),
        row("a", {"x": 8, "y": 8}, period="2022"),
        row("b", {"x": 9, "y": 9}, period="2022"),
    ]
    both = scheme(indicator("method: rank"), indicator("method: minmax", code="y"), settings="pool: all")
    evaluation = evaluate(both, rows)
    assert node(evaluation, "x", "b", period="2021").score == 2
    assert node(evaluation, "x", "b", period="2022").score == 2
    assert node(evaluation, "y", "b", period="2021").score == Decimal("12.5")
    assert node(evaluation, "y", "b", period="2022").score == 100
