"""Evaluations at the edge: pools without figures, rates without meaning, figures too large."""

from decimal import Decimal

import pytest

from assessment.methodology.evaluation import Evaluation, ScoreOutOfRange, evaluate
from assessment.methodology.evaluation_parts import UnitRow
from assessment.methodology.figures import Figure
from assessment.methodology.scheme import parse_scheme
from assessment.methodology.scheme_reading import SchemeTooDeep

HEAD = """code: edges
missing: floor
constant: neutral
rounding: {method: half_up, digits: 2}
ranking: {key: published, ties: min%s}
aggregation: arithmetic
aggregates: [{code: TOTAL, name: 总分}]
indicators:
"""


def evaluated(indicators: str, rows: list[tuple[str, str, dict[str, str]]], *, then: str = "") -> Evaluation:
    """`rows`: unit, period, figures as text; a blank one is empty."""
    units = [
        UnitRow(
            unit,
            unit,
            "",
            period,
            {name: Figure.of(Decimal(text)) if text else Figure.empty() for name, text in given.items()},
        )
        for unit, period, given in rows
    ]
    return evaluate(parse_scheme(HEAD % then + indicators), units)


def scores(evaluation: Evaluation, code: str = "a") -> dict[tuple[str, str], Decimal | None]:
    return {(node.unit, node.period): node.score for node in evaluation.scores if node.code == code}


def test_clipping_a_period_in_which_nobody_has_a_figure_leaves_it_to_the_missing_rule() -> None:
    text = """  - {code: a, name: 甲, parent: TOTAL, weight: 1, direction: higher,
     treat: [{method: clip, quantiles: [0.1, 0.9]}], normalise: {method: minmax}}
"""
    rows = [("A", "2021c03", {"a": "1"}), ("B", "2021c03", {"a": "2"})]
    rows += [("A", "2021c06", {"a": ""}), ("B", "2021c06", {"a": ""})]
    found = scores(evaluated(text, rows))
    assert (found["A", "2021c03"], found["B", "2021c03"]) == (0, 100)
    assert (found["A", "2021c06"], found["B", "2021c06"]) == (50, 50)


@pytest.mark.parametrize(("method", "most"), [("rank_ladder", 100), ("borda", 1), ("rank", 2)])
def test_a_column_without_any_figure_gives_all_the_same_score_within_the_range(method: str, most: int) -> None:
    text = f"  - {{code: a, name: 甲, parent: TOTAL, weight: 1, direction: higher, normalise: {{method: {method}}}}}\n"
    found = set(scores(evaluated(text, [("A", "", {"a": ""}), ("B", "", {"a": ""})])).values())
    assert len(found) == 1
    assert all(score is not None and 0 <= score <= most for score in found)


def test_a_rate_without_meaning_breaks_no_tie() -> None:
    """A grew from 10, below the floor, and has its declared 10 points; B by a meant 10 %: a tie, and B is ahead."""
    text = """  - {code: a, name: 甲, parent: TOTAL, weight: 1, direction: higher,
     normalise: {method: goalposts, lower: 0, upper: 100},
     growth: {of: now, base: then, floor: 500, bad_base: {points: 10}}}
"""
    rows = [("A", "", {"now": "100", "then": "10"}), ("B", "", {"now": "1100", "then": "1000"})]
    places = {
        placing.unit: (placing.shown, placing.rank) for placing in evaluated(text, rows, then=", then: [a]").placings
    }
    assert places == {"A": (Decimal("10.00"), 2), "B": (Decimal("10.00"), 1)}


def test_parts_too_large_to_be_exact_are_refused_even_where_they_cancel_out() -> None:
    text = "".join(
        f"  - {{code: {code}, name: 甲, parent: TOTAL, weight: 1, direction: higher,"
        " normalise: {method: scaled, lower: 0, upper: 1, factor: 1}}\n"
        for code in ("a", "b")
    )
    huge = "9" * 31
    with pytest.raises(ScoreOutOfRange):
        evaluated(text, [("A", "", {"a": huge, "b": f"-{huge}"}), ("B", "", {"a": "1", "b": "2"})])


@pytest.mark.parametrize("depth", [600, pytest.param(3000, marks=pytest.mark.no_cover)])
def test_a_scheme_nested_three_thousand_deep_is_refused_with_a_sentence(depth: int) -> None:
    with pytest.raises(SchemeTooDeep):
        parse_scheme("a: " + "[" * depth + "]" * depth)
