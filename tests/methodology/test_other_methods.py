"""Scores in parts, penalties for imbalance, outranking, and rates over three years: each worked by hand."""

from decimal import Decimal

import pytest

from assessment.methodology.aggregate import geometric
from assessment.methodology.evaluation import Evaluation, evaluate
from assessment.methodology.explain import Explainer, explain
from assessment.methodology.normalise import BoundsOutOfOrder, IndicatorConstant
from assessment.methodology.outranking import copeland, net_wins
from assessment.methodology.rounding import exact_context, quantise_aggregate
from assessment.methodology.tree_scores import MeanNotPositive
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
PARTS = "parts: [{points: 4, method: target_met, target: 8}, {points: 6, method: rank_ladder, of: above_target}]"


def in_parts(parts: str, cells: list[Cell], *, more: str = "", settings: str = "") -> Evaluation:
    one = f"code: x, parent: T, weight: 10{more}"
    return evaluate(scheme(one, settings=f"combine: [{{code: x, {parts}}}]\n{settings}"), column(cells))


def scores(evaluation: Evaluation, code: str = "x") -> list[str]:
    return shown([each.score for each in evaluation.scores if each.code == code])


def test_reaching_eight_percent_gives_four_points_and_the_place_the_other_six() -> None:
    """10 %: 4 + 6; 9 %: 4 + 95 % of 6 = 9.7; 8 %: 4 + 90 % of 6 = 9.4; 7 %: nothing. In points of 100."""
    evaluation = in_parts(PARTS, [10, 9, 8, 7])
    assert scores(evaluation) == ["100.00", "97.00", "94.00", "0.00"]
    assert explain(evaluation, unit="b", period="2021").children[0].formula == (
        "(4 × [9 ≥ 8 → 100 / 0] + 6 × [9 ≥ 8 → [100 − 5 × (rank(9; n = 4) − 1)] / 0]) / 10"
    )


def test_parts_where_lower_is_better() -> None:
    assert scores(in_parts(PARTS, [10, 9, 8, 7], more=", direction: lower")) == ["0.00", "0.00", "97.00", "100.00"]


def test_who_ties_above_the_target_shares_the_better_place() -> None:
    assert scores(in_parts(PARTS, [9, 9, 8, 1])) == ["100.00", "100.00", "94.00", "0.00"]


def test_equal_figures_of_all_take_the_middle_place_and_are_flagged() -> None:
    """Two cities: places 1 and 2, in the middle 97.5 of 100; the target is met or not for both."""
    met, missed = in_parts(PARTS, [9, 9]), in_parts(PARTS, [7, 7])
    assert (scores(met), scores(missed)) == (["98.50", "98.50"], ["0.00", "0.00"])
    assert [flag.indicator for flag in met.flags] == ["x"]
    with pytest.raises(IndicatorConstant):
        in_parts(PARTS, [9, 9], settings="constant: refuse")


def test_a_column_of_parts_without_any_figure_is_worth_the_middle_of_each() -> None:
    """50 of 100 for the target; of two cities the middle place, 97.5 of 100: 0.4 · 50 + 0.6 · 97.5 = 78.5."""
    assert scores(in_parts(PARTS, [None, None])) == ["78.50", "78.50"]


def test_parts_keep_the_limits_of_their_methods_and_do_not_need_a_pool() -> None:
    """96 of 80 would be 120 %, capped at 100; 96 lies beyond the goalpost. 40: half the target, below the posts."""
    parts = (
        "parts: [{points: 3, method: target_completion, target: 80, cap: 1}, "
        "{points: 2, method: goalposts, lower: 60, upper: 90, truncate: true}]"
    )
    assert scores(in_parts(parts, [96, 40])) == ["100.00", "30.00"]
    assert scores(in_parts(parts, [80])) == ["86.67"]
    assert in_parts(parts, [80, 80]).flags == ()


def test_standard_values_against_the_direction_are_refused() -> None:
    with pytest.raises(BoundsOutOfOrder):
        scored("method: standard_tiers, standards: [1, 2, 3, 4, 5]", [3])


def test_full_marks_of_standard_tiers_are_a_cap_and_said_so() -> None:
    evaluation = evaluate(scheme(indicator("method: standard_tiers, standards: [5, 4, 3, 2, 1]")), column([9, None]))
    assert node(evaluation, "x", "a").marker == "capped"
    empty = evaluate(scheme(indicator("method: standard_tiers, standards: [5, 4, 3, 2, 1]")), column([None]))
    assert scores(empty) == ["50.00"]


def test_constant_figures_stand_at_the_reference_mean() -> None:
    assert shown(scored("method: mazziotta_pareto", [3, 3])) == ["100.00", "100.00"]


def three(
    settings: str, *cells: tuple[Cell, Cell, Cell], weights: tuple[str, str, str] = ("1", "1", "1")
) -> Evaluation:
    parts = [indicator(POSTS, code=code, weight=weight) for code, weight in zip("xyz", weights, strict=True)]
    rows = [row("abcdef"[number], dict(zip("xyz", each, strict=True))) for number, each in enumerate(cells)]
    return evaluate(scheme(*parts, settings=settings), rows)


def test_imbalance_is_penalised_by_variance_over_mean() -> None:
    """40, 50, 60: mean 50, variance 100, 50 − 100 / 50 = 48. 50 three times: nothing taken off."""
    evaluation = three("aggregation: mazziotta_pareto", (40, 50, 60), (50, 50, 50))
    assert scores(evaluation, "T") == ["48.00", "50.00"]
    tree = explain(evaluation, unit="a", period="2021")
    assert tree.formula == "mean − sd² / mean; mean = (1 × 40 + 1 × 50 + 1 × 60) / 3"
    assert [(step.code, shown([step.contribution])) for step in tree.children][-1] == ("imbalance", ["-2.00"])
    assert sum(step.contribution or 0 for step in tree.children) == tree.score


def test_weights_count_in_mean_and_variance_alike() -> None:
    """Weights 2, 1, 1: mean 50, gaps −10, 0, 20; variance (200 + 0 + 400) / 4 · 3 / 2 = 225; 50 − 225 / 50 = 45.5."""
    evaluation = three("aggregation: mazziotta_pareto", (40, 50, 70), weights=("2", "1", "1"))
    assert scores(evaluation, "T") == ["45.50"]


def test_one_score_alone_has_no_imbalance() -> None:
    evaluation = three("aggregation: mazziotta_pareto\nmissing: renormalise", (40, None, None))
    assert scores(evaluation, "T") == ["40.00"]


def test_a_mean_of_zero_is_refused_with_the_unit_named() -> None:
    with pytest.raises(MeanNotPositive) as refusal:
        three("aggregation: mazziotta_pareto", (0, 0, 0))
    assert "a" in str(refusal.value)
    assert "T" in str(refusal.value)


def test_outranking_counts_majorities_not_distances() -> None:
    """Weights 2, 1, 1. a wins x against b and c (2), loses y, z to both: 2 against 2, a draw with each.

    b against c: x equal, b better in y and z: b outranks c. So a 0, b 1, c −1, however far apart the figures are.
    """
    evaluation = three("aggregation: copeland", (50, 10, 10), (40, 90, 80), (40, 20, 30), weights=("2", "1", "1"))
    assert scores(evaluation, "T") == ["0.00", "1.00", "-1.00"]
    assert ranks(evaluation) == {"b": "1", "a": "2", "c": "3"}


def test_an_outranking_is_explained_by_weighted_net_wins_and_what_majorities_add() -> None:
    """b: x below one and above none, −1 · 2 / 4; y and z above both, 2 · 1 / 4 each; 0.5 − majorities make it 1."""
    evaluation = three("aggregation: copeland", (50, 10, 10), (40, 90, 80), (40, 20, 30), weights=("2", "1", "1"))
    tree = explain(evaluation, unit="b", period="2021")
    assert tree.formula == "Σ sgn(2 × sgn(40 − y) + 1 × sgn(90 − y) + 1 × sgn(80 − y))"
    assert [(step.code, shown([step.contribution])) for step in tree.children] == [
        ("x", ["-0.50"]),
        ("y", ["0.50"]),
        ("z", ["0.50"]),
        ("majority", ["0.50"]),
    ]
    explainer = Explainer(evaluation)
    for number in range(3):
        each = explainer.tree(number)
        assert sum(step.contribution or 0 for step in each.children) == each.score


def test_groups_are_outranked_apart_and_missing_children_say_nothing_about_a_pair() -> None:
    parts = [indicator(POSTS, code=code) for code in "xy"]
    rows = [
        row("a", {"x": 1, "y": 9}),
        row("b", {"x": 2, "y": None}),
        row("c", {"x": None, "y": None}),
        row("d", {"x": 50, "y": 50}, group="other"),
    ]
    evaluation = evaluate(scheme(*parts, settings="aggregation: copeland\nmissing: renormalise"), rows)
    assert scores(evaluation, "T") == ["-1.00", "1.00", "--", "0.00"]
    assert footnotes(node(evaluation, "T", "b")) == ["renormalised"]
    tree = explain(evaluation, unit="b", period="2021")
    assert [step.contribution for step in tree.children] == [1, None, 0]


def test_weights_of_any_length_are_compared_exactly() -> None:
    """0.1 + 0.2 against 0.3 is a draw; a hair more is not, whatever a machine word holds."""
    pair: list[list[Decimal | None]] = [[Decimal(1), Decimal(2)], [Decimal(1), Decimal(2)], [Decimal(2), Decimal(1)]]
    assert copeland([Decimal("0.1"), Decimal("0.2"), Decimal("0.3")], pair) == [0, 0]
    hair = Decimal("0." + "3" + "0" * 30 + "1")
    assert copeland([Decimal("0.1"), Decimal("0.2"), hair], pair) == [1, -1]


def test_shares_with_decimals_keep_their_proportion_when_majorities_are_counted() -> None:
    """0.19 + 0.31 against 0.50 is a draw; by whole hundredths it is one, by any coarser count it would not be."""
    pair: list[list[Decimal | None]] = [[Decimal(2), Decimal(1)], [Decimal(2), Decimal(1)], [Decimal(1), Decimal(2)]]
    assert copeland([Decimal("0.19"), Decimal("0.31"), Decimal("0.50")], pair) == [0, 0]


def test_net_wins_of_one_child() -> None:
    assert net_wins([Decimal(3), Decimal(3), None, Decimal(9), Decimal(1)]) == [0, 0, None, 3, -3]


GROWTH = "growth: {of: now, base: before, floor: 500, bad_base: three_year_average, three_years_ago: then}"


def test_a_base_below_the_floor_counts_by_its_mean_yearly_rate_over_three_years() -> None:
    """1331 after 1000 three years ago is 10 % a year, though the rate on the base of 100 is 1231 %."""
    one = scheme(indicator("method: minmax", more=GROWTH))
    rows = [
        row("a", {"now": 1331, "before": 100, "then": 1000}),
        row("b", {"now": 1200, "before": 1000, "then": None}),
        row("c", {"now": 1000, "before": 1000, "then": 1}),
        row("d", {"now": 300, "before": 100, "then": 0}),
    ]
    evaluation = evaluate(one, rows)
    a, d = node(evaluation, "x", "a"), node(evaluation, "x", "d")
    assert (a.raw, shown([a.treated, a.score]), a.marker) == (1231, ["10.00", "50.00"], "imputed")
    assert footnotes(a) == ["growth_averaged"]
    assert (d.treated, footnotes(d)) == (None, ["base_below_floor", "floor"])
    formula = explain(evaluation, unit="a", period="2021").children[0].formula
    assert formula.startswith("((1331 / 1000)^(1/3) − 1) × 100; ")


def test_a_geometric_mean_takes_weights_of_any_proportion() -> None:
    """Equal scores are their own mean; 4 and 9 weighted alike give 6, as 4 to 1 they give 2 ^ (8 / 5) · 3 ^ (2 / 5)."""
    long = [Decimal("1000.7"), Decimal("999.1")]
    with exact_context():
        assert quantise_aggregate(geometric(long, [Decimal(7), Decimal(7)])) == 7
        assert quantise_aggregate(geometric([Decimal("0.5")] * 2, [Decimal(4), Decimal(9)])) == 6
        unequal = geometric([Decimal("0.8"), Decimal("0.2")], [Decimal(4), Decimal(9)])
    assert float(unequal) == pytest.approx(2 ** (8 / 5) * 3 ** (2 / 5), rel=1e-14)
