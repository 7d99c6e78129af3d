"""The exact pass and the whole command against the bare work, timed in the same run."""

import statistics
from pathlib import Path

import pytest

from tests.benchmarks.evaluation_speed import measure

REPETITIONS = 5
MOST_TIMES_THE_BARE_LOOP = 2.5
MOST_TIMES_PARSE_PASS_AND_WRITE = 2.0


@pytest.mark.benchmark_suite
def test_the_pass_and_the_command_keep_to_their_bars(tmp_path: Path) -> None:
    timings = measure(REPETITIONS, tmp_path)
    assert statistics.median(each.pass_ratio for each in timings) <= MOST_TIMES_THE_BARE_LOOP
    assert statistics.median(each.command_ratio for each in timings) <= MOST_TIMES_PARSE_PASS_AND_WRITE
