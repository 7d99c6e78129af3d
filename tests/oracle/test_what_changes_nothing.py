"""Changes of a table that must not change a score or a place, over the drawn schemes."""

import random
from collections.abc import Callable
from pathlib import Path

from assessment.methodology.evaluation import Evaluation
from tests.oracle.drawn_schemes import Case, drawn_case
from tests.oracle.test_agreement import IN_THE_ENGINE, computed

# Schemes drawn at random, of methods that other tests call one by one.
SEED = 20215
ONLY_POSITIONS = ("minmax", "rank", "borda", "percentile_rank", "distance_to_max", "rank_ladder")


def evaluated(
    methods: tuple[str, ...], change: Callable[[Case], Case], folder: Path
) -> list[tuple[Evaluation, Evaluation]]:
    """Pairs of evaluations, of a drawn case and of the changed one, where neither is refused."""
    draw = random.Random(SEED)
    pairs = []
    for _ in range(120):
        case = drawn_case(draw, methods)
        first, second = computed(case, folder), computed(change(case), folder)
        if isinstance(first, Evaluation) and isinstance(second, Evaluation):
            pairs.append((first, second))
    assert len(pairs) > 60
    return pairs


def backwards(case: Case) -> Case:
    header, *lines = case[1].splitlines()
    return case[0], "\n".join([header, *reversed(lines)]) + "\n"


def ten_times(case: Case) -> Case:
    """Every figure of an indicator in a unit ten times smaller; adjustments keep theirs."""
    header, *lines = case[1].splitlines()
    names = header.split(",")
    kept = {"unit", "group", "period", "bonus", "late"}

    def larger(line: str) -> str:
        cells = zip(names, line.split(","), strict=True)
        return ",".join(cell if name in kept or not cell else tenfold(cell) for name, cell in cells)

    return case[0], "\n".join([header, *map(larger, lines)]) + "\n"


def tenfold(cell: str) -> str:
    whole, _, decimals = cell.partition(".")
    return f"{whole}{decimals[:1] or '0'}.{decimals[1:] or '0'}"


def test_the_order_of_the_rows(tmp_path: Path) -> None:
    for first, second in evaluated(IN_THE_ENGINE, backwards, tmp_path):
        assert first == second


def test_another_unit_of_measurement_where_only_positions_count(tmp_path: Path) -> None:
    pairs = [
        (first, second)
        for first, second in evaluated(ONLY_POSITIONS, ten_times, tmp_path)
        if not any(each.growth or each.treat for each in first.scheme.indicators)
    ]
    assert len(pairs) > 10
    for first, second in pairs:
        assert first.placings == second.placings
