"""Two runs compared: the parts of the indicators add up to the change of each total exactly."""

import copy
import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

from assessment.methodology.evaluation import Evaluation, evaluate
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_comparison import UnitChange, compare_runs
from assessment.methodology.run_document import evaluation_of
from tests.methodology.scoring_situations import indicator, row, scheme

GOLDEN = Path(__file__).parents[2] / "fixtures" / "golden"


def quarterly() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((GOLDEN / "quarterly-2021.2-small.json").read_text("utf-8"))["document"]
    return document


def changes(before: Evaluation, now: Evaluation) -> dict[str, UnitChange]:
    return {one.unit: one for one in compare_runs(before, now)}


def assert_adds_up(one: UnitChange) -> None:
    with exact_context():
        assert sum((part.change for part in one.parts), Decimal(0)) == one.change


def test_who_moved_and_why_worked_by_hand() -> None:
    """B files 10 000 instead of 20 000: level 20 → 10, growth 100 % → 0 %.

    Total 0.4·20 + 0.6·100 = 68 before, 0.4·10 + 0.6·0 = 4 now: −64, of which level −4 and growth −60.
    C has no figure and takes the lowest: level 20 → 10, growth 25 → 0; 23 before, 4 now: −19, of which −4 and −15.
    """
    document = quarterly()
    entry = next(entry for entry in document["inputs"]["returns"] if entry["unit"] == "B")
    cell = next(cell for cell in entry["cells"] if cell["basis"] == "current")
    cell["value"] = "10000"
    found = changes(evaluation_of(quarterly()), evaluation_of(document))
    b, c, a = found["B"], found["C"], found["A"]
    assert (b.score_before, b.score_now, b.change) == (68, 4, -64)
    assert {part.code: part.change for part in b.parts} == {"level": -4, "growth": -60}
    assert (c.change, {part.code: part.change for part in c.parts}) == (-19, {"level": -4, "growth": -15})
    assert (a.change, a.rank_before, a.rank_now, a.moved) == (0, 2, 1, 1)
    assert (b.rank_before, b.rank_now, b.moved) == (1, 2, -1)


def test_parts_add_up_exactly_on_random_trees_of_two_levels() -> None:
    draw = random.Random(11)
    themes = "  - {code: T}\n  - {code: A, parent: T, weight: 3}\n  - {code: B, parent: T, weight: 4}"
    for aggregation in ("arithmetic", "geometric"):
        leaves = [
            f"code: i{number}, parent: {'AB'[number % 2]}, weight: {draw.randint(1, 9)}, "
            "normalise: {method: minmax, range: [60, 100]}"
            for number in range(7)
        ]
        one = scheme(*leaves, aggregates=themes, settings=f"aggregation: {aggregation}\nmissing: renormalise")
        rows = [
            [row(f"u{unit}", {f"i{n}": None if draw.random() < 0.1 else draw.randint(1, 10**6) for n in range(7)})
             for unit in range(15)]
            for _ in range(2)
        ]  # fmt: skip
        before, now = (evaluate(one, each) for each in rows)
        found = compare_runs(before, now)
        assert len(found) == 15
        for each in found:
            assert_adds_up(each)


def test_a_unit_of_one_run_only_has_a_place_and_no_change() -> None:
    one = scheme(indicator("method: goalposts, lower: 0, upper: 100"))
    first, second = evaluate(one, [row("a", {"x": 10})]), evaluate(one, [row("b", {"x": 20})])
    found = changes(first, second)
    assert list(found) == ["b", "a"]
    assert (found["a"].score_before, found["a"].score_now, found["a"].change) == (10, None, None)
    assert (found["b"].rank_now, found["b"].moved, found["b"].parts) == (1, None, ())


def test_a_total_of_zero_is_one_part_of_zero() -> None:
    one = scheme(indicator("method: goalposts, lower: 0, upper: 100"))
    before = evaluate(one, [row("a", {"x": 0})])
    found = changes(before, evaluate(copy.deepcopy(one), [row("a", {"x": 30})]))["a"]
    assert found.change == 30
    assert_adds_up(found)


def test_a_unit_without_a_total_has_no_parts() -> None:
    one = scheme(indicator("method: goalposts, lower: 0, upper: 100"), settings="missing: require")
    before = evaluate(one, [row("a", {"x": None}), row("b", {"x": 10})])
    found = changes(before, evaluate(one, [row("a", {"x": 30}), row("b", {"x": 10})]))["a"]
    assert (found.score_before, found.change, found.parts) == (None, None, ())
