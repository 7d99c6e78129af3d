"""Columns that tell no unit from another: the scheme says whether all get the middle or the run is refused."""

import pytest

from assessment.methodology.evaluation import evaluate
from assessment.methodology.evaluation_parts import Flag
from assessment.methodology.normalise import IndicatorConstant
from tests.methodology.scoring_situations import indicator, node, row, scheme, scored, shown

REFUSE = "constant: refuse"
GROWTH = "growth: {of: now, base: before, bad_base: increment}"


@pytest.mark.parametrize("method", ["fraction_of_max", "efficacy_log"])
@pytest.mark.parametrize("direction", ["higher", "lower"])
def test_noughts_throughout_are_a_constant_column_not_a_wrong_figure(method: str, direction: str) -> None:
    middle = "0.50" if method == "fraction_of_max" else "50.00"
    assert shown(scored(f"method: {method}", [0, 0], more=f"direction: {direction}")) == [middle, middle]
    with pytest.raises(IndicatorConstant):
        scored(f"method: {method}", [0, 0], more=f"direction: {direction}", settings=REFUSE)


def test_a_column_without_any_figure_is_refused_also_against_declared_bounds() -> None:
    with pytest.raises(IndicatorConstant):
        scored("method: goalposts, lower: 0, upper: 10", [None, None], settings=REFUSE)


def test_a_column_without_any_figure_is_flagged_where_all_get_the_middle() -> None:
    one = scheme(indicator("method: goalposts, lower: 0, upper: 10"))
    evaluation = evaluate(one, [row("a", {"x": None}), row("b", {"x": None})])
    assert shown([each.score for each in evaluation.scores if each.code == "x"]) == ["50.00", "50.00"]
    assert evaluation.flags == (Flag("constant", "2021", "", "x"),)


def test_changes_that_are_all_the_same_are_refused_or_flagged_as_rates_are() -> None:
    """5 − 0, 15 − 10 and 25 − 20: the rates differ, the changes scored for the first do not."""
    rows = [row(unit, {"now": now, "before": now - 5}) for unit, now in (("a", 5), ("b", 15), ("c", 25))]
    with pytest.raises(IndicatorConstant):
        evaluate(scheme(indicator("method: minmax", more=GROWTH), settings=REFUSE), rows)
    evaluation = evaluate(scheme(indicator("method: minmax", more=GROWTH)), rows)
    assert shown([node(evaluation, "x", unit).score for unit in "abc"]) == ["50.00", "100.00", "0.00"]
    assert node(evaluation, "x", "a").marker == "neutral"
    assert evaluation.flags == (Flag("constant", "2021", "", "x"),)


def test_a_column_told_to_be_the_same_twice_is_flagged_once() -> None:
    rows = [row(unit, {"now": 5, "before": before}) for unit, before in (("a", 0), ("b", 0))]
    evaluation = evaluate(scheme(indicator("method: minmax", more=GROWTH)), rows)
    assert shown([node(evaluation, "x", unit).score for unit in "ab"]) == ["50.00", "50.00"]
    assert evaluation.flags == (Flag("constant", "2021", "", "x"),)
