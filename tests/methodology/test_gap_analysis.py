"""差距分析: the distance to the next place, taken apart exactly."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assessment.methodology.evaluation import Evaluation, evaluate
from assessment.methodology.explain import UnitNotEvaluated
from assessment.methodology.gap_analysis import gap_to_next_place
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_document import evaluation_of
from tests.methodology.scoring_situations import indicator, row, scheme

GOLDEN = Path(__file__).parents[2] / "fixtures" / "golden"
QUARTER = "2021c03"


def quarterly() -> Evaluation:
    document: dict[str, Any] = json.loads((GOLDEN / "quarterly-2021.1-small.json").read_text("utf-8"))["document"]
    return evaluation_of(document)


def test_the_second_is_told_what_parts_it_from_the_first() -> None:
    """甲市 35 = 20 + 15, 乙市 68 = 8 + 60: 33 points behind, of which growth 45 and level −12."""
    gap = gap_to_next_place(quarterly(), unit="A", period=QUARTER)
    assert gap is not None
    assert (gap.ahead, gap.own_rank, gap.rank_ahead, gap.points) == ("B", 2, 1, 33)
    assert [(part.code, part.own, part.ahead, part.gap) for part in gap.parts] == [
        ("growth", 15, 60, 45),
        ("level", 20, 8, -12),
    ]


def test_the_third_is_measured_against_the_second() -> None:
    """丙市 23 = 8 + 15 with its provisional scores: 12 points behind 甲市, all of them level."""
    gap = gap_to_next_place(quarterly(), unit="C", period=QUARTER)
    assert gap is not None
    assert (gap.ahead, gap.points, [part.gap for part in gap.parts]) == ("A", 12, [12, 0])


def test_the_first_has_nobody_ahead() -> None:
    assert gap_to_next_place(quarterly(), unit="B", period=QUARTER) is None


def test_a_unit_of_another_period_is_refused() -> None:
    with pytest.raises(UnitNotEvaluated):
        gap_to_next_place(quarterly(), unit="A", period="2021c06")


def test_of_two_on_the_next_place_the_nearer_one_counts_and_the_missing_one_has_no_gap() -> None:
    """Published without decimals 90.4 and 90.2 are both first; 50 is behind the nearer one by 40.2. One has none."""
    rows = [row("a", {"x": "90.4"}), row("b", {"x": "90.2"}), row("c", {"x": "50"}), row("d", {"x": None})]
    settings = "missing: require\nrounding: {method: half_up, digits: 0}\nranking: {key: published, ties: min}"
    evaluation = evaluate(scheme(indicator("method: goalposts, lower: 0, upper: 100"), settings=settings), rows)
    gap = gap_to_next_place(evaluation, unit="c", period=rows[0].period)
    assert gap is not None
    assert (gap.ahead, gap.rank_ahead, gap.points) == ("b", 1, Decimal("40.2"))
    assert gap_to_next_place(evaluation, unit="d", period=rows[0].period) is None


def test_the_parts_add_up_where_a_mean_is_not_the_arithmetic_one() -> None:
    leaves = [
        f"code: i{n}, parent: T, weight: {n + 1}, normalise: {{method: minmax, range: [60, 100]}}" for n in range(3)
    ]
    figures = {"a": (3, 7, 1), "b": (2, 5, 9), "c": (4, 1, 4)}
    rows = [row(unit, {f"i{n}": str(one) for n, one in enumerate(three)}) for unit, three in figures.items()]
    evaluation = evaluate(scheme(*leaves, settings="aggregation: geometric"), rows)
    ranks = {one.unit: one for one in evaluation.placings}
    last = max(ranks.values(), key=lambda one: one.rank or 0)
    gap = gap_to_next_place(evaluation, unit=last.unit, period=rows[0].period)
    assert gap is not None
    with exact_context():
        assert sum((part.gap for part in gap.parts), Decimal(0)) == gap.points
        assert gap.points == (ranks[gap.ahead].score or 0) - (last.score or 0)
