"""The ranking workbook against its bare cells, both by the same XlsxWriter in the same run."""

from pathlib import Path

import pytest

from tests.benchmarks.workbook_speed import compare

UNITS, ROUNDS = 500, 3
MOST_TIMES_THE_TIME = 1.5
MOST_TIMES_THE_MEMORY = 1.3


@pytest.mark.benchmark_suite
def test_the_workbook_costs_little_more_than_its_cells(tmp_path: Path) -> None:
    found = compare(UNITS, ROUNDS, tmp_path)
    assert found.cells > 100 * UNITS
    # Whoever else uses the machine only ever adds to a round: the quietest of them counts.
    rounds = [ours.seconds / theirs.seconds for ours, theirs in zip(found.whole, found.bare, strict=True)]
    assert min(rounds) <= MOST_TIMES_THE_TIME
    assert found.memory_ratio <= MOST_TIMES_THE_MEMORY
