"""Why a unit has its score: contributions add up exactly, and each step shows its formula."""

import random
from collections.abc import Iterator
from decimal import Decimal

import pytest

from assessment.methodology.evaluation import Evaluation, evaluate
from assessment.methodology.explain import ExplanationNode, UnitNotEvaluated, explain
from assessment.methodology.formula_text import figure_text, operand_text
from assessment.methodology.normalise import METHODS
from assessment.methodology.normalise_combined import COMBINED
from assessment.methodology.rounding import exact_context
from tests.methodology.scoring_situations import Cell, column, indicator, row, scheme

GROWTH = "growth: {of: now, base: before, floor: 10, bad_base: %s}"


def steps(tree: ExplanationNode) -> Iterator[ExplanationNode]:
    yield tree
    for child in tree.children:
        yield from steps(child)


def assert_adds_up(tree: ExplanationNode) -> None:
    for step in steps(tree):
        if step.children and step.score is not None:
            with exact_context():
                parts = sum((each.contribution or Decimal(0) for each in step.children), Decimal(0))
            assert parts == step.score


def leaf(evaluation: Evaluation, unit: str, code: str = "x") -> ExplanationNode:
    return next(step for step in steps(explain(evaluation, unit=unit, period="2021")) if step.code == code)


def formula(normalise: str, cells: list[Cell], unit: str, *, more: str = "") -> str:
    return leaf(evaluate(scheme(indicator(normalise, more=more)), column(cells)), unit).formula


@pytest.mark.parametrize("aggregation", ["arithmetic", "geometric", "harmonic", "{power: 2}"])
def test_contributions_add_up_exactly_on_random_trees(aggregation: str) -> None:
    draw = random.Random(7)
    themes = "  - {code: T}\n  - {code: A, parent: T, weight: 3}\n  - {code: B, parent: T, weight: 4}"
    leaves = [
        f"code: i{number}, parent: {'AB'[number % 2]}, weight: {draw.randint(1, 9)}, "
        "normalise: {method: minmax, range: [60, 100]}"
        for number in range(7)
    ]
    one = scheme(*leaves, aggregates=themes, settings=f"aggregation: {aggregation}\nmissing: renormalise")
    rows = [
        row(
            f"u{unit}",
            {f"i{number}": None if draw.random() < 0.2 else draw.randint(1, 10**6) for number in range(7)},
        )
        for unit in range(30)
    ]
    evaluation = evaluate(one, rows)
    for each in rows:
        assert_adds_up(explain(evaluation, unit=each.unit, period="2021"))


def test_what_rounding_leaves_goes_to_the_largest_contribution() -> None:
    thirds = [indicator("method: goalposts, lower: 0, upper: 100", code=code) for code in "xyz"]
    tree = explain(evaluate(scheme(*thirds), [row("a", {"x": 10, "y": 10, "z": 10})]), unit="a", period="2021")
    assert [str(each.contribution) for each in tree.children] == [
        "3.33333333333333333334",
        "3.33333333333333333333",
        "3.33333333333333333333",
    ]
    assert_adds_up(tree)


def test_a_mean_that_punishes_imbalance_shows_what_it_takes_off() -> None:
    posts = "method: goalposts, lower: 0, upper: 100"
    one = scheme(indicator(posts), indicator(posts, code="y"), settings="aggregation: geometric")
    tree = explain(evaluate(one, [row("a", {"x": 4, "y": 9})]), unit="a", period="2021")
    imbalance = tree.children[-1]
    assert (imbalance.kind, imbalance.contribution) == ("imbalance", Decimal("-0.5"))
    assert tree.formula == "(4^1 × 9^1)^(1/2)"
    assert_adds_up(tree)


def test_adjustments_and_the_cap_are_steps_of_the_total() -> None:
    settings = (
        "adjustments: [{code: B, name: Bonus, column: bonus, cap: 3}, "
        "{code: L, column: late, points: -0.2, floor: -1}]\ncap: {upper: 100}"
    )
    one = scheme(indicator("method: goalposts, lower: 0, upper: 100"), settings=settings)
    rows = [row("a", {"x": 99, "bonus": 5, "late": 1}), row("b", {"x": 50, "bonus": None, "late": 9})]
    evaluation = evaluate(one, rows)
    capped, plain = (explain(evaluation, unit=unit, period="2021") for unit in "ab")
    assert [(each.code, each.kind, each.contribution) for each in capped.children] == [
        ("x", "indicator", 99),
        ("B", "adjustment", 3),
        ("L", "adjustment", Decimal("-0.2")),
        ("cap", "cap", Decimal("-1.8")),
    ]
    assert capped.children[1].formula == "min(5 × 1; 3)"
    assert capped.children[2].formula == "max(1 × (-0.2); -1)"
    assert capped.formula == "min((1 × 99) / 1 + 3 + (-0.2); 100)"
    assert [each.code for each in plain.children] == ["x", "L"]
    for tree in (capped, plain):
        assert_adds_up(tree)


def test_the_tree_names_inputs_weights_and_scores() -> None:
    one = scheme(
        indicator("method: minmax", weight="40", more="name: Level, treat: [{method: denominate, by: people}]")
    )
    rows = [row("a", {"x": 10, "people": 5}), row("b", {"x": 9, "people": 1})]
    step = leaf(evaluate(one, rows), "a")
    assert (step.name, step.kind, step.weight, step.value) == ("Level", "indicator", 40, 10)
    assert step.inputs == (("x", Decimal(10)), ("people", Decimal(5)))
    assert step.formula == "denominate(10) = 2; (2 − 2) / (9 − 2) × 100 + 0"


FORMULAS: dict[str, tuple[str, str, list[Cell], str, str]] = {
    "minmax": ("method: minmax", "", [2, 4, 12], "b", "(4 − 2) / (12 − 2) × 100 + 0"),
    "minmax lower": ("method: minmax", "direction: lower", [2, 4, 12], "b", "(12 − 4) / (12 − 2) × 100 + 0"),
    "negative figures": ("method: minmax", "", [-2, -1, 0], "b", "((-1) − (-2)) / (0 − (-2)) × 100 + 0"),
    "goalposts": ("method: goalposts, lower: 0, upper: 8", "", [2], "a", "(2 − 0) / (8 − 0) × 100 + 0"),
    "truncated": (
        "method: goalposts, lower: 0, upper: 8, truncate: true",
        "",
        [9],
        "a",
        "(9 − 0) / (8 − 0) × 100 + 0 → 100",
    ),
    "scaled": ("method: scaled, lower: -3, upper: 5, factor: 3", "", [1], "a", "(1 − (-3)) / (5 − (-3)) × 3"),
    "zscore": ("method: zscore", "", [1, 2, 3], "a", "(1 − 2) / 1 × 1 + 0"),
    "zscore lower": ("method: zscore", "direction: lower", [1, 2, 3], "a", "(2 − 1) / 1 × 1 + 0"),
    "rank": ("method: rank", "", [1, 2, 3], "a", "rank(1; n = 3)"),
    "borda": ("method: borda", "", [1, 2, 3], "a", "rank(1; n = 3) − 1"),
    "percentile_rank": ("method: percentile_rank", "", [1, 2, 3], "a", "(rank(1; n = 3) − 1) / 2 × 1 + 0"),
    "rank_ladder": ("method: rank_ladder", "", [1, 2, 3], "a", "100 − 5 × (rank(1; n = 3) − 1)"),
    "rank_ladder floor": (
        "method: rank_ladder, floor: 60",
        "",
        [1, 2],
        "a",
        "max(100 − 5 × (rank(1; n = 2) − 1); 60)",
    ),
    "fraction_of_max": ("method: fraction_of_max", "", [1, 2], "a", "1 / 2"),
    "fraction_of_max lower": ("method: fraction_of_max", "direction: lower", [1, 2], "b", "1 / 2"),
    "distance_to_max": ("method: distance_to_max", "", [1, 3], "a", "1 − (3 − 1) / (3 − 1)"),
    "distance_to_max lower": (
        "method: distance_to_max",
        "direction: lower",
        [1, 3],
        "b",
        "1 − (3 − 1) / (3 − 1)",
    ),
    "distance_to_reference": (
        "method: distance_to_reference, reference: 5",
        "",
        [1, 3],
        "b",
        "1 − (5 − 3) / (5 − 1)",
    ),
    "distance_to_target": ("method: distance_to_target, target: 5", "", [1, 3], "b", "1 − (5 − 3) / (5 − 1)"),
    "target_completion": ("method: target_completion, target: 5", "", [4], "a", "min(1.2; 4 / 5) × 100"),
    "target_completion lower": (
        "method: target_completion, target: 5",
        "direction: lower",
        [10],
        "a",
        "min(1.2; 5 / 10) × 100",
    ),
    "standard_tiers": (
        "method: standard_tiers, standards: [12, 10, 8, 6, 4]",
        "",
        [7],
        "a",
        "standard(7; 12 → 100, 10 → 80, 8 → 60, 6 → 40, 4 → 20)",
    ),
    "mazziotta_pareto": ("method: mazziotta_pareto", "", [-1, 0, 4], "a", "((-1) − 1) / (4 − (-1)) × 60 + 100"),
    "mazziotta_pareto lower": (
        "method: mazziotta_pareto, lower: 0, upper: 5, reference: 1",
        "direction: lower",
        [2],
        "a",
        "(2 − 1) / (0 − 5) × 60 + 100",
    ),
    "target_met": ("method: target_met, target: 5", "", [4], "a", "4 ≥ 5 → 100 / 0"),
    "target_met lower": ("method: target_met, target: 5", "direction: lower", [4], "a", "4 ≤ 5 → 100 / 0"),
    "average_tiers": (
        "method: average_tiers, base: 60",
        "",
        [1, 3],
        "a",
        "60 + 60 × tiers((1 − 2) / 2 × 100; 10 / 20, 10 / 40 …)",
    ),
    "average_tiers lower": (
        "method: average_tiers, base: 60, kind: increment",
        "direction: lower",
        [1, 3],
        "a",
        "60 − 60 × tiers(1 − 2; 10 / 60, 10 / 80 …)",
    ),
    "efficacy": (
        "method: efficacy, not_allowed: 6, satisfactory: 12",
        "",
        ["5.81"],
        "a",
        "(5.81 − 6) / (12 − 6) × 40 + 60",
    ),
    "efficacy_exponential": (
        "method: efficacy_exponential",
        "",
        [0, 1],
        "b",
        "60 × exp(−ln 0.6 × (1 − 0) / (1 − 0))",
    ),
    "efficacy_log": ("method: efficacy_log", "", [1, 9], "a", "(ln 1 − ln 1) / (ln 9 − ln 1) × 100 + 0"),
    "constant": ("method: minmax", "", [3, 3], "a", "→ 50"),
    "floor": ("method: minmax, range: [60, 100]", "", [3, 4, None], "c", "min = 60"),
}


@pytest.mark.parametrize("case", FORMULAS)
def test_the_formula_of_each_method(case: str) -> None:
    normalise, more, cells, unit, expected = FORMULAS[case]
    assert formula(normalise, cells, unit, more=more) == expected


def test_every_method_shows_a_formula() -> None:
    assert set(METHODS) <= set(FORMULAS) | {COMBINED}


def test_growth_shows_its_pair_and_a_bad_base_its_change() -> None:
    rows = [
        row("a", {"now": 30, "before": 10}),
        row("b", {"now": 20, "before": 10}),
        row("c", {"now": 5, "before": 0}),
        row("d", {"now": None, "before": 10}),
    ]
    increments = evaluate(scheme(indicator("method: minmax", more=GROWTH % "increment")), rows)
    assert leaf(increments, "b").formula == "(20 − 10) / 10 × 100; (100 − 100) / (200 − 100) × 100 + 0"
    assert leaf(increments, "c").formula == "5 − 0 = 5; (5 − 5) / (20 − 5) × 100 + 0"
    points = evaluate(scheme(indicator("method: minmax", more=GROWTH % "{points: 60}")), rows)
    assert leaf(points, "c").formula == "60"
    treated = evaluate(
        scheme(indicator("method: minmax", more=f"treat: [log], {GROWTH % 'none'}"), settings="missing: renormalise"),
        rows,
    )
    assert leaf(treated, "b").formula.startswith("(20 − 10) / 10 × 100; log(100) = 4.60517018599…; ")
    assert leaf(treated, "d").formula == ""


def test_the_other_means_show_their_formula() -> None:
    posts = "method: goalposts, lower: 0, upper: 100"
    shapes = {
        "harmonic": "4 / (3 / 40 + 1 / 10)",
        "{power: -1}": "((3 × 40^(-1) + 1 × 10^(-1)) / 4)^(1/(-1))",
        "arithmetic": "(3 × 40 + 1 × 10) / 4",
    }
    for aggregation, expected in shapes.items():
        one = scheme(indicator(posts, weight="3"), indicator(posts, code="y"), settings=f"aggregation: {aggregation}")
        evaluation = evaluate(one, [row("a", {"x": 40, "y": 10})])
        assert explain(evaluation, unit="a", period="2021").formula == expected


def test_a_missing_total_is_explained_without_numbers() -> None:
    one = scheme(indicator("method: minmax"), indicator("method: minmax", code="y"), settings="missing: require")
    tree = explain(evaluate(one, [row("a", {"x": 1, "y": None})]), unit="a", period="2021")
    assert (tree.score, tree.formula, tree.contribution) == (None, "", None)
    assert [each.contribution for each in tree.children] == [None, None]


def test_an_unknown_unit_is_refused() -> None:
    evaluation = evaluate(scheme(indicator("method: minmax")), column([1, 2]))
    with pytest.raises(UnitNotEvaluated) as refusal:
        explain(evaluation, unit="z", period="2021")
    assert "Unit z has no row in period “2021”" in str(refusal.value)
    with pytest.raises(UnitNotEvaluated):
        explain(evaluation, unit="a", period="2022")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1234.50", "1234.50"),
        ("0.12345678901234567", "0.123456789012…"),
        ("100.00000000000000000000", "100"),
        ("12000000000000000000000", "12000000000000000000000"),
        ("-2", "-2"),
    ],
)
def test_long_numbers_are_shortened_for_reading_only(number: str, text: str) -> None:
    assert figure_text(Decimal(number)) == text


def test_a_negative_operand_stands_in_brackets() -> None:
    assert (operand_text(Decimal(-2)), operand_text(Decimal(2))) == ("(-2)", "2")
