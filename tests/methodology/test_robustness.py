"""Places under other weights, methods and data: against the exact engine, by hand, and against itself."""

import json
import random
from decimal import Decimal
from pathlib import Path

import pytest

from assessment.methodology.evaluation import evaluate
from assessment.methodology.robustness import (
    NothingRanked,
    Robustness,
    UnitRobustness,
    robustness,
    robustness_of_run,
    uncertainty,
)
from assessment.methodology.robustness_document import robustness_document
from assessment.methodology.robustness_draws import REPLICATIONS, uniform
from assessment.methodology.robustness_replications import Experiment
from assessment.methodology.robustness_settings import RobustnessSettings, settings_of
from assessment.methodology.robustness_tree import CombinationNotPositive, TooManyToOutrank
from assessment.methodology.scheme import parse_scheme
from assessment.methodology.scheme_parts import Aggregation, AggregationMethod
from tests.methodology.robustness_situations import drawn_rows, exact_places, tree, tree_text, weights_by_hand
from tests.methodology.scoring_situations import Cell, column, indicator, row, scheme

GOLDEN = Path(__file__).parents[2] / "fixtures" / "golden"
POSTS = "method: goalposts, lower: 0, upper: 100"


def units(result: Robustness, number: int = 0) -> dict[str, UnitRobustness]:
    return {unit.unit: unit for unit in result.groups[number].uncertainty.units}


def settings(**changes: object) -> RobustnessSettings:
    return RobustnessSettings(**{"replications": 40, "seed": 9, **changes})  # type: ignore[arg-type]


TREES = {
    "arithmetic": "",
    "exact scores, mean places": "ranking: {key: exact, ties: average}",
    "whole points, places without a gap": "ranking: {ties: dense}\nrounding: {digits: 0}",
    "half to even": "rounding: {method: half_even, digits: 0}",
    "many decimals": "rounding: {digits: 8}",
    "geometric": "aggregation: geometric",
    "harmonic": "aggregation: harmonic",
    "power": "aggregation: {power: -2}",
    "geometric below arithmetic": "aggregation: [geometric, arithmetic]",
    "arithmetic below harmonic": "aggregation: [arithmetic, harmonic]",
    "balanced": "aggregation: mazziotta_pareto",
    "balanced below power": "aggregation: [mazziotta_pareto, {power: 3}]",
    "outranking": "aggregation: copeland",
    "outranking above arithmetic": "aggregation: [arithmetic, copeland]",
}
GAPS = {
    "renormalised": "missing: renormalise",
    "renormalised harmonic": "missing: renormalise\naggregation: harmonic",
    "renormalised balance": "missing: renormalise\naggregation: mazziotta_pareto",
    "renormalised outranking": "missing: renormalise\naggregation: copeland",
    "required": "missing: require",
    "required outranking": "missing: require\naggregation: [copeland, arithmetic]",
    "threshold": "missing: {threshold: 0.6}",
    "floor": "missing: floor",
}


@pytest.mark.parametrize("case", [*TREES, *GAPS])
def test_every_replication_gives_the_places_of_the_exact_engine_under_the_drawn_weights(case: str) -> None:
    gaps = 0.15 if case in GAPS else 0.0
    evaluation = tree({**TREES, **GAPS}[case], seed=21, gaps=gaps)
    chosen = settings(weight_spread=Decimal("0.6"))
    experiment = Experiment.of(evaluation, chosen)
    rows = [number for number, score in enumerate(evaluation.scores.columns[-1].scores) if score is not None]
    assert len(rows) > 2
    draws = uniform(chosen, stream=REPLICATIONS, shape=(chosen.replications, experiment.columns))
    found = experiment.places(experiment.group(range(len(evaluation.rows)), rows), draws).tolist()
    codes = experiment.trees[0].codes
    nominal = {node.code: node.weight or Decimal(1) for node in evaluation.scheme.nodes}
    moved = 0
    for number, places in enumerate(found):
        weights = weights_by_hand(codes, nominal, experiment.factors, draws[number].tolist(), "0.6")
        expected = exact_places(evaluation, weights=weights)
        assert [Decimal(place) / 2 for place in places] == [expected[evaluation.rows[row].unit] for row in rows]
        moved += places != found[0]
    assert moved or "digits: 0" in {**TREES, **GAPS}[case]


def test_without_anything_uncertain_every_place_is_the_official_one() -> None:
    result = robustness(tree("", seed=3), settings(weight_spread=Decimal(0)))
    for unit in units(result).values():
        assert unit.nominal == unit.mean == unit.median == unit.rank_5 == unit.rank_95
        assert unit.mean_absolute_shift == 0
        assert unit.keeps_order in (1, None)
    assert result.groups[0].uncertainty.mean_absolute_shift == 0
    assert result.groups[0].sensitivities == ()


def two_opposed() -> list[str]:
    return [indicator(POSTS, weight="60"), indicator(POSTS, code="y", weight="40")]


def test_a_pair_keeps_its_order_as_often_as_geometry_says() -> None:
    """A is best in x, b in y; a leads while w_x > w_y. Drawn from 30–90 and 20–60: 1 − 450 / 2400 = 81.25 %."""
    evaluation = evaluate(scheme(*two_opposed()), [row("a", {"x": 100, "y": 0}), row("b", {"x": 0, "y": 100})])
    result = robustness(evaluation, settings(replications=4000, weight_spread=Decimal("0.5")))
    a, b = units(result)["a"], units(result)["b"]
    assert a.keeps_order is not None
    assert float(a.keeps_order) == pytest.approx(0.8125, abs=0.02)
    assert b.keeps_order is None
    assert (a.nominal, a.median, a.rank_5, a.rank_95) == (1, 1, 1, 2)
    assert a.mean == 1 + a.mean_absolute_shift == 2 - a.keeps_order
    assert result.groups[0].uncertainty.mean_absolute_shift == a.mean_absolute_shift


def test_only_the_weights_of_the_chosen_levels_are_drawn() -> None:
    evaluation = tree("", seed=4)
    names = {
        levels: [factor.name for factor in Experiment.of(evaluation, settings(weight_levels=levels)).factors]
        for levels in ((), (0,), (1,), (0, 1))
    }
    assert names == {
        (): ["weights:0", "weights:1"],
        (0,): ["weights:0"],
        (1,): ["weights:1"],
        (0, 1): ["weights:0", "weights:1"],
    }


def test_the_weight_of_an_only_child_is_no_uncertainty() -> None:
    evaluation = evaluate(scheme(indicator(POSTS)), column([1, 2]))
    assert Experiment.of(evaluation, settings()).columns == 0
    assert units(robustness(evaluation, settings()))["b"].mean == 1


def test_other_aggregations_are_tried_and_each_agrees_with_the_exact_engine() -> None:
    methods = [None, Aggregation(AggregationMethod.GEOMETRIC), Aggregation(AggregationMethod.POWER, Decimal(2))]
    evaluation = tree("", seed=8)
    chosen = settings(weight_spread=Decimal(0), aggregations=tuple(methods))
    experiment = Experiment.of(evaluation, chosen)
    rows = range(len(evaluation.rows))
    draws = uniform(chosen, stream=REPLICATIONS, shape=(chosen.replications, experiment.columns))
    found = experiment.places(experiment.group(rows, rows), draws).tolist()
    seen = set()
    for number, places in enumerate(found):
        choice = draws[number].tolist()[0] * 3 >> 32
        seen.add(choice)
        expected = exact_places(evaluation, weights={}, aggregation=methods[choice])
        assert [Decimal(place) / 2 for place in places] == [expected[evaluation.rows[row].unit] for row in rows]
    assert seen == {0, 1, 2}


def test_other_normalisations_and_other_outliers_are_computed_by_the_exact_engine() -> None:
    """By places every unit but one keeps 1 … 8; with one point winsorised the outlier no longer squeezes the rest."""
    cells: list[Cell] = [1, 2, 3, 4, 5, 6, 7, 1000]
    parts = [indicator("method: minmax"), indicator("method: minmax", code="y")]
    rows = [row(f"u{n}", {"x": cell, "y": cells[(3 * n + 1) % 8]}) for n, cell in enumerate(cells)]
    evaluation = evaluate(scheme(*parts), rows)
    chosen = settings_of(
        {
            "replications": 60,
            "seed": 1,
            "weight_spread": "0",
            "normalisations": ["scheme", {"method": "minmax", "range": ["1", "10"]}, "rank"],
            "winsorise_points": ["scheme", 0, 2],
        }
    )
    result = robustness(evaluation, chosen)
    assert [factor.name for factor in Experiment.of(evaluation, chosen).factors] == ["normalisation", "winsorisation"]
    assert any(unit.mean_absolute_shift for unit in units(result).values())


def test_noise_moves_every_figure_by_at_most_its_share_of_itself() -> None:
    """Far apart, 1 % cannot exchange two cities; 1 % apart, it does in some copies."""
    far = evaluate(scheme(indicator(POSTS)), column([10, 20, None]))
    near = evaluate(scheme(indicator(POSTS)), column(["20", "20.1"]))
    noise = settings(noise=Decimal("0.01"), noise_samples=7, replications=80)
    assert units(robustness(far, noise))["b"].rank_95 == 1
    moved = units(robustness(near, noise))["b"]
    assert 1 < moved.mean < 2
    assert robustness(near, noise) == robustness(near, noise)


def test_bonus_and_cap_belong_to_every_replication() -> None:
    parts = (indicator(POSTS), indicator(POSTS, code="y"))
    bonus = "adjustments: [{code: B, column: bonus}]\ncap: {upper: 60}"
    rows = [
        row("a", {"x": 40, "y": 40, "bonus": 30}),
        row("b", {"x": 90, "y": 90, "bonus": None}),
        row("c", {"x": 50, "y": 50, "bonus": 0}),
    ]
    found = units(robustness(evaluate(scheme(*parts, settings=bonus), rows), settings()))
    assert {unit: each.mean for unit, each in found.items()} == {"a": 1, "b": 1, "c": 3}
    assert found["a"].keeps_order == 1


def test_groups_are_ranked_apart_and_units_without_a_total_are_left_out() -> None:
    rows = [row("a", {"x": 1}), row("b", {"x": None}), row("c", {"x": 3}, group="other")]
    result = robustness(evaluate(scheme(indicator(POSTS), settings="missing: require"), rows), settings())
    assert [[unit.unit for unit in each.uncertainty.units] for each in result.groups] == [["a"], ["c"]]


def test_a_unit_that_loses_its_total_under_another_method_stands_last() -> None:
    """The base of b is just above the floor: where noise takes it below, b has no rate and, under require, no total."""
    one = scheme(indicator(POSTS, more="growth: {of: now, base: before, floor: 100}"), settings="missing: require")
    rows = [row("a", {"now": 101, "before": 1000}), row("b", {"now": 150, "before": 100})]
    found = units(robustness(evaluate(one, rows), settings(noise=Decimal("0.05"), replications=200)))
    assert found["b"].nominal == 1
    assert 1 < found["b"].mean < 2


def test_no_ranking_is_refused() -> None:
    with pytest.raises(NothingRanked):
        robustness(evaluate(scheme(indicator(POSTS), settings="missing: require"), column([None])), settings())


@pytest.mark.parametrize("gap", [None, 3])
def test_a_mean_that_meets_a_zero_is_refused_with_the_aggregate_named(gap: Cell) -> None:
    parts = (indicator("method: minmax"), indicator("method: minmax", code="y"))
    rows = [row("a", {"x": 1, "y": 2}), row("b", {"x": 2, "y": gap})]
    evaluation = evaluate(scheme(*parts, settings="missing: renormalise"), rows)
    for method in (AggregationMethod.GEOMETRIC, AggregationMethod.HARMONIC):
        with pytest.raises(CombinationNotPositive) as refusal:
            robustness(evaluation, settings(aggregations=(Aggregation(method),)))
        assert "T" in str(refusal.value)


def test_a_balance_whose_mean_is_zero_is_refused() -> None:
    rows = [row("a", {"x": 0, "y": 0}), row("b", {"x": 2, "y": 3})]
    evaluation = evaluate(scheme(indicator(POSTS), indicator(POSTS, code="y")), rows)
    with pytest.raises(CombinationNotPositive):
        robustness(evaluation, settings(aggregations=(Aggregation(AggregationMethod.MAZZIOTTA_PARETO),)))


def test_too_many_units_cannot_be_outranked_in_every_replication() -> None:
    evaluation = evaluate(scheme(*two_opposed()), [row(f"u{n}", {"x": n % 90, "y": n % 70}) for n in range(301)])
    with pytest.raises(TooManyToOutrank):
        uncertainty(evaluation, settings(aggregations=(Aggregation(AggregationMethod.COPELAND),)))


def test_a_run_is_tested_from_its_document_and_plain_settings() -> None:
    stored = json.loads((GOLDEN / "quarterly-2021.2-small.json").read_text(encoding="utf-8"))
    result = robustness_of_run(stored["document"], {"replications": 20, "seed": 1, "weight_spread": "0"})
    official = {unit: placing["rank"] for unit, placing in stored["expected"].items()}
    found = {unit: f"{each.mean.normalize():f}" for unit, each in units(result).items()}
    assert {unit: found[unit] for unit in official} == official


def test_the_same_seed_gives_the_same_digits_and_another_seed_others() -> None:
    evaluation = tree("", seed=3)
    first, again, other = (robustness_document(robustness(evaluation, settings(seed=seed))) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_the_order_of_the_rows_changes_nothing() -> None:
    text = tree_text("", normalise="{method: minmax, range: [1, 100]}")
    rows = drawn_rows(random.Random(2), units=9, leaves=5)
    shuffled = random.Random(3).sample(rows, len(rows))
    one, two = (robustness(evaluate(parse_scheme(text), each), settings(samples=16)) for each in (rows, shuffled))
    assert robustness_document(one) == robustness_document(two)
