"""目标值: what a scheme declares as the end to reach, and the distance of each unit to it."""

from decimal import Decimal
from pathlib import Path

import pytest

from assessment.methodology.evaluation import evaluate
from assessment.methodology.indicator_targets import declared_target, target_distances
from assessment.methodology.scheme import parse_scheme
from tests.methodology.scoring_situations import column, indicator, row, scheme

READY_MADE = Path(__file__).parents[2] / "fixtures" / "schemes" / "ready_made"
D = Decimal


@pytest.mark.parametrize(
    ("normalise", "more", "target"),
    [
        ("method: target_completion, target: 40", "", "40"),
        ("method: target_met, target: 8", "", "8"),
        ("method: distance_to_target, target: 6", "", "6"),
        ("method: goalposts, lower: 20, upper: 50", "", "50"),
        ("method: goalposts, lower: 20, upper: 50", "direction: lower", "20"),
        ("method: efficacy, not_allowed: 20, satisfactory: 40", "", "40"),
        ("method: efficacy, not_allowed: worst, satisfactory: best", "", None),
        ("method: minmax, range: [60, 100]", "", None),
    ],
)
def test_the_target_is_the_number_a_method_declares_as_the_end_to_reach(
    normalise: str, more: str, target: str | None
) -> None:
    [one] = scheme(indicator(normalise, more=more)).indicators
    assert declared_target(one) == (None if target is None else D(target))


def test_a_score_in_parts_has_the_target_of_its_part_and_ladders_have_none() -> None:
    ladder = parse_scheme((READY_MADE / "rank-ladder-4-6.yaml").read_text("utf-8"))
    assert {one.code: declared_target(one) for one in ladder.indicators} == {"share": None, "growth": D(8)}


def test_each_unit_is_told_how_far_it_is_from_each_target_and_whether_it_is_met() -> None:
    """Shares of 42 and 31.5 % against 40 %, growth of 8 and 5 % against 8 %, and one city without a figure."""
    pairs = {"a": ("42", "1080"), "b": ("31.5", "1050"), "c": (None, "1080")}
    economy = "digital_economy_value_added"
    rows = [
        row(city, {"share": share, economy: now, f"{economy}_last_year": "1000"})
        for city, (share, now) in pairs.items()
    ]
    found = target_distances(evaluate(parse_scheme((READY_MADE / "target-completion.yaml").read_text("utf-8")), rows))
    assert {(one.unit, one.code): (one.target, one.distance, one.met) for one in found} == {
        ("a", "share"): (40, 2, True),
        ("b", "share"): (40, D("-8.5"), False),
        ("c", "share"): (40, None, None),
        ("a", "growth"): (8, 0, True),
        ("b", "growth"): (8, -3, False),
        ("c", "growth"): (8, 0, True),
    }


def test_where_lower_is_better_a_figure_below_the_target_meets_it() -> None:
    rows = column([3, 5])
    found = target_distances(
        evaluate(scheme(indicator("method: target_met, target: 4", more="direction: lower")), rows)
    )
    assert [(one.distance, one.met) for one in found] == [(-1, True), (1, False)]
