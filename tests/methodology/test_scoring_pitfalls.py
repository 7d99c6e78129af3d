"""Real defects of ranking tools, each shown not to be one of this engine."""

from decimal import Decimal

import pytest

from assessment.methodology.evaluation import evaluate
from assessment.methodology.normalise import BoundsOutOfOrder
from assessment.methodology.rounding import Rounding, RoundingMethod
from assessment.methodology.tree_scores import ScoreNotPositive
from tests.methodology.scoring_situations import (
    Cell,
    column,
    footnotes,
    indicator,
    node,
    ranks,
    row,
    scheme,
    scored,
    shown,
)

POSTS = "method: goalposts, lower: 0, upper: 100"


def test_nothing_is_rounded_before_ranking() -> None:
    """Parts 50.004 and 50.004 rounded first would tie with 50.00 and 50.00."""
    parts = (indicator(POSTS), indicator(POSTS, code="y"))
    rows = [row("a", {"x": "50.004", "y": "50.004"}), row("b", {"x": 50, "y": 50})]
    evaluation = evaluate(scheme(*parts, settings="ranking: {key: exact}"), rows)
    assert ranks(evaluation) == {"a": "1", "b": "2"}


def test_parts_are_not_rounded_before_the_total() -> None:
    """0.005 + 0.005 of ten parts is 0.05; rounded first, 0.01 each, it would be 0.10."""
    parts = [indicator(POSTS, code=f"p{number}") for number in range(10)]
    rows = [row("a", {f"p{number}": "0.005" for number in range(10)})]
    evaluation = evaluate(scheme(*parts, settings="rounding: {digits: 3}"), rows)
    assert str(evaluation.placings[0].shown) == "0.005"


def test_lower_is_better_is_applied_before_the_bounds_are_taken() -> None:
    assert shown(scored("method: minmax", [1, 2, 5], more="direction: lower")) == ["100.00", "75.00", "0.00"]
    assert shown(scored("method: goalposts, lower: 1, upper: 5", [1, 2, 5], more="direction: lower")) == [
        "100.00",
        "75.00",
        "0.00",
    ]


def test_rank_methods_do_not_mix_their_orders() -> None:
    """`rank` counts up to the best, `rank_ladder` down from it; both put the same unit first."""
    cells: list[Cell] = [10, 30, 20]
    assert shown(scored("method: rank", cells), 0) == ["1", "3", "2"]
    assert shown(scored("method: rank_ladder", cells), 0) == ["90", "100", "95"]
    assert shown(scored("method: rank", cells, more="direction: lower"), 0) == ["3", "1", "2"]
    assert shown(scored("method: rank_ladder", cells, more="direction: lower"), 0) == ["100", "90", "95"]


def test_a_target_below_the_minimum_cannot_turn_the_order_round() -> None:
    with pytest.raises(BoundsOutOfOrder):
        scored("method: distance_to_target, target: 1", [2, 3])


def test_a_geometric_mean_with_a_zero_is_refused_never_silently_zero() -> None:
    with pytest.raises(ScoreNotPositive):
        scored(POSTS, [0, 50], settings="aggregation: geometric")


def test_weights_renormalised_over_missing_are_marked() -> None:
    parts = (indicator(POSTS), indicator(POSTS, code="y"))
    evaluation = evaluate(scheme(*parts, settings="missing: renormalise"), [row("a", {"x": 50, "y": None})])
    total = node(evaluation, "T", "a")
    assert (total.marker, footnotes(total)) == ("provisional", ["renormalised"])


def test_a_constant_column_is_a_flag_never_a_nan() -> None:
    evaluation = evaluate(scheme(indicator("method: zscore")), column([3, 3, 3]))
    assert [each.score for each in evaluation.placings] == [0, 0, 0]
    assert [flag.indicator for flag in evaluation.flags] == ["x"]


def test_growth_from_a_negative_base_is_never_positive_by_arithmetic() -> None:
    """-20 from -10 is a loss that doubled; (x - b) / b would call it +100 %."""
    one = scheme(indicator("method: minmax", more="growth: {of: now, base: before}"))
    rows = [row("a", {"now": -20, "before": -10}), row("b", {"now": 11, "before": 10})]
    worse = node(evaluate(one, rows), "x", "a")
    assert (worse.raw, footnotes(worse)[0]) == (None, "loss_widened")


def test_a_score_is_rounded_once() -> None:
    """15.4546 is 15; by way of 15.455, 15.46 and 15.5 it would be 16."""
    evaluation = evaluate(scheme(indicator(POSTS), settings="rounding: {digits: 0}"), column(["15.4546"]))
    assert str(evaluation.placings[0].shown) == "15"


@pytest.mark.parametrize(
    ("score", "digits", "half_up", "half_even"),
    [
        ("0.125", 2, "0.13", "0.12"),
        ("0.5", 0, "1", "0"),
        ("2.5", 0, "3", "2"),
        ("2.675", 2, "2.68", "2.68"),  # in binary 2.675 lies below the tie and would become 2.67
        ("1.005", 2, "1.01", "1.00"),
    ],
)
def test_the_scheme_says_which_rounding(score: str, digits: int, half_up: str, half_even: str) -> None:
    up, even = (Rounding(method, digits) for method in (RoundingMethod.HALF_UP, RoundingMethod.HALF_EVEN))
    assert (str(up.apply(Decimal(score))), str(even.apply(Decimal(score)))) == (half_up, half_even)
    shown_scores = [
        str(
            evaluate(
                scheme(indicator(POSTS), settings=f"rounding: {{method: {method}, digits: {digits}}}"),
                column([score]),
            )
            .placings[0]
            .shown
        )
        for method in ("half_up", "half_even")
    ]
    assert shown_scores == [half_up, half_even]


def test_exact_decimal_ties_stay_ties() -> None:
    """0.1 + 0.2 against 0.3: unequal in binary floating point."""
    parts = (indicator(POSTS), indicator(POSTS, code="y"))
    rows = [row("a", {"x": "0.1", "y": "0.2"}), row("b", {"x": "0.3", "y": "0"})]
    evaluation = evaluate(scheme(*parts, settings="ranking: {key: exact}"), rows)
    assert ranks(evaluation) == {"a": "1", "b": "1"}


def test_missing_is_never_zero() -> None:
    evaluation = evaluate(scheme(indicator("method: minmax, range: [60, 100]")), column([5, 9, None]))
    assert node(evaluation, "x", "c").score == 60
    assert evaluation.bounds[0].low == 5
