"""The checks of a return against the bare comparisons, timed in the same run."""

import statistics

import pytest

from assessment.methodology.check_return import check_return
from assessment.methodology.check_rules import Outcome
from tests.benchmarks.check_speed import a_return, bare, measure, thirty_rules

REPETITIONS = 5
# About 8 times when written; 20 ms would be 200 times.
MOST_TIMES_THE_BARE_LOOP = 30


@pytest.mark.benchmark_suite
def test_the_checks_of_a_return_keep_to_their_bar() -> None:
    assert statistics.median(timing.ratio for timing in measure(REPETITIONS)) <= MOST_TIMES_THE_BARE_LOOP


def test_both_sides_of_the_comparison_do_the_same_work() -> None:
    figures = a_return()
    results = check_return(figures, thirty_rules()).results
    assert [result.outcome is Outcome.PASSED for result in results] == bare(figures)
    assert len(figures.cells) == 60
    assert len(results) == 30
