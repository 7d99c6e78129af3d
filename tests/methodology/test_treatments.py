"""Treatments of raw figures: outliers pulled in and marked, scales changed for all."""

import math
from decimal import Decimal

import pytest

from assessment.methodology.evaluation import evaluate
from assessment.methodology.indicator_values import FigureNotPositive, TotalNotPositive
from assessment.methodology.pools import quantile_of
from assessment.methodology.rounding import exact_context
from assessment.methodology.treatments import skew_side
from tests.methodology.scoring_situations import Cell, column, footnotes, indicator, node, row, scheme, shown


def treated(treat: str, cells: list[Cell], *, normalise: str = "method: minmax") -> list[Decimal | None]:
    one = scheme(indicator(normalise, more=f"treat: [{treat}]"))
    return [each.treated for each in evaluate(one, column(cells)).scores if each.code == "x"]


def numbers(*cells: int) -> list[Decimal]:
    return [Decimal(cell) for cell in cells]


def test_the_logarithm_is_natural() -> None:
    result = treated("log", [1, 10])
    assert result[0] == 0
    assert result[1] is not None
    assert float(result[1]) == pytest.approx(math.log(10), abs=1e-15)


def test_the_logarithm_of_zero_is_refused_with_the_unit() -> None:
    with pytest.raises(FigureNotPositive) as refusal:
        treated("log", [1, 0])
    assert "In unit b (period “2021”), x is 0, but log needs figures above zero." in str(refusal.value)


def test_one_far_point_is_winsorised_to_its_neighbour_and_marked() -> None:
    cells: list[Cell] = [1, 2, 3, 4, 5, 6, 7, 100]
    one = scheme(indicator("method: minmax", more="treat: [{method: winsorise, points: 3}]"))
    evaluation = evaluate(one, column(cells))
    far = node(evaluation, "x", "h")
    assert (far.raw, far.treated, far.score) == (Decimal(100), Decimal(7), Decimal(100))
    assert (far.marker, footnotes(far)) == ("winsorised", ["winsorised"])
    assert str(far.footnotes[0]) == "Treated as an outlier: 100 counts as 7."
    assert node(evaluation, "x", "g").marker == "computed"


def test_a_low_outlier_is_winsorised_upwards() -> None:
    assert treated("{method: winsorise, points: 3}", [-100, 1, 2, 3, 4, 5, 6, 7])[0] == 1


def test_two_far_points_move_together_and_no_more_points_than_allowed() -> None:
    cells: list[Cell] = [*range(1, 21), 900, 1000]
    assert treated("{method: winsorise, points: 5}", cells)[-2:] == numbers(20, 20)
    assert treated("{method: winsorise, points: 1}", cells)[-2:] == numbers(900, 900)
    assert treated("{method: winsorise, points: 0}", cells)[-2:] == numbers(900, 1000)


def test_winsorising_leaves_at_least_one_figure_alone() -> None:
    cells: list[Cell] = [0, 0, 0, 0, 0, 0, 0, 1]
    assert treated("{method: winsorise, points: 30}", cells) == numbers(*[0] * 8)


def test_symmetric_figures_are_no_outliers() -> None:
    with exact_context():
        assert skew_side(numbers(1, 2, 3, 4, 5)) == 0
        assert skew_side(numbers(1, 2, 3)) == 0
        assert skew_side(numbers(4, 4, 4, 4)) == 0


def test_skew_is_judged_by_the_corrected_estimators() -> None:
    """0, 0, 0, 0, 1: G1 = 2.2360…, G2 = 5; four zeros and a one lie just above both limits."""
    with exact_context():
        assert skew_side(numbers(0, 0, 0, 0, 1)) == 1
        assert skew_side(numbers(0, 1, 1, 1, 1)) == -1
        assert skew_side(numbers(0, 0, 0, 1, 1)) == 0


def test_a_kurtosis_just_below_and_just_above_three_and_a_half_tell_outliers_apart() -> None:
    """Zeros and ones, G1 above 2: 3 ones among 22 have G2 = 3.4981, 5 ones among 39 have G2 = 3.5342."""
    with exact_context():
        assert skew_side(numbers(*[0] * 19, 1, 1, 1)) == 0
        assert skew_side(numbers(*[0] * 34, 1, 1, 1, 1, 1)) == 1


def test_winsorising_stops_before_all_are_the_same_point() -> None:
    with exact_context():
        assert treated("{method: winsorise, points: 9}", [0, 0, 0, 0, 1]) == numbers(0, 0, 0, 0, 0)


def test_clipping_uses_linear_quantiles() -> None:
    """Quartiles of 0, 4, 8, 20: positions 0.75 and 2.25, so 3 and 11."""
    one = scheme(indicator("method: minmax", more="treat: [{method: clip, quantiles: [0.25, 0.75]}]"))
    evaluation = evaluate(one, column([0, 4, 8, 20]))
    assert [each.treated for each in evaluation.scores if each.code == "x"] == numbers(3, 4, 8, 11)
    assert footnotes(node(evaluation, "x", "d")) == ["clipped"]


def test_the_highest_quantile_is_the_maximum() -> None:
    assert quantile_of(numbers(1, 2, 3), Decimal(1)) == 3


def test_shares_of_the_total_are_taken_within_period_and_group() -> None:
    one = scheme(indicator("method: minmax", more="treat: [share_of_total]"), settings="pool: all")
    rows = [
        row("a", {"x": 1}),
        row("b", {"x": 3}),
        row("a", {"x": 30}, period="2022"),
        row("b", {"x": 10}, period="2022"),
        row("c", {"x": None}, period="2022"),
    ]
    evaluation = evaluate(one, rows)
    assert node(evaluation, "x", "b").treated == Decimal("0.75")
    assert node(evaluation, "x", "b", period="2022").treated == Decimal("0.25")
    assert node(evaluation, "x", "c", period="2022").treated is None


def test_a_total_below_one_has_shares_as_well() -> None:
    assert treated("share_of_total", ["0.2", "0.6"]) == [Decimal("0.25"), Decimal("0.75")]


def test_shares_of_nothing_are_refused() -> None:
    with pytest.raises(TotalNotPositive):
        treated("share_of_total", [0])
    with pytest.raises(TotalNotPositive) as refusal:
        treated("share_of_total", [-1, 1])
    assert "the total is 0" in str(refusal.value)


def test_shares_without_any_figure_stay_missing() -> None:
    assert treated("share_of_total", [None, None]) == [None, None]


def test_a_figure_is_divided_by_another_column() -> None:
    one = scheme(indicator("method: minmax", more="treat: [{method: denominate, by: people}]"))
    rows = [
        row("a", {"x": 10, "people": 4}),
        row("b", {"x": 10, "people": 5}),
        row("c", {"x": 10, "people": None}),
        row("d", {"x": None, "people": 5}),
    ]
    evaluation = evaluate(one, rows)
    assert [each.treated for each in evaluation.scores if each.code == "x"] == [
        Decimal("2.5"),
        Decimal(2),
        None,
        None,
    ]
    assert node(evaluation, "x", "c").marker == "provisional"


def test_a_denominator_of_zero_is_refused_with_the_unit() -> None:
    one = scheme(indicator("method: minmax", more="treat: [{method: denominate, by: people}]"))
    with pytest.raises(FigureNotPositive) as refusal:
        evaluate(one, [row("a", {"x": 10, "people": 0})])
    assert "people is 0" in str(refusal.value)
    assert "denominate, by: people" in str(refusal.value)


def test_treatments_are_applied_in_the_order_written() -> None:
    one = scheme(indicator("method: minmax", more="treat: [{method: clip, quantiles: [0, 0.5]}, log]"))
    result = [each.treated for each in evaluate(one, column([1, 1, 50])).scores if each.code == "x"]
    assert shown(result) == ["0.00", "0.00", "0.00"]
