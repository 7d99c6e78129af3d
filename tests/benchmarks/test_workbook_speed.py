"""The ranking workbook against its bare cells, both by the same XlsxWriter in the same run."""

from pathlib import Path

import pytest

from tests.benchmarks.workbook_speed import compare

UNITS, ROUNDS = 500, 3
MOST_TIMES_THE_TIME = 1.5
MOST_TIMES_THE_MEMORY = 1.3
# Styles and widths of letters, kilobytes: the same for fifty units and for all counties of the country.
LOADED_ONCE = 1024


@pytest.mark.benchmark_suite
def test_the_workbook_costs_little_more_than_its_cells(tmp_path: Path) -> None:
    found = compare(UNITS, ROUNDS, tmp_path)
    assert found.cells > 100 * UNITS
    # Whoever else uses the machine only ever adds to a round: the quietest of them counts.
    rounds = [ours.seconds / theirs.seconds for ours, theirs in zip(found.whole, found.bare, strict=True)]
    assert min(rounds) <= MOST_TIMES_THE_TIME
    ours, theirs = (min(cost.kilobytes for cost in costs) for costs in (found.whole, found.bare))
    assert ours <= MOST_TIMES_THE_MEMORY * theirs + LOADED_ONCE
