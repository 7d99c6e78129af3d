"""A thousand replications against the bare kernel, timed in the same run and judged by the quietest round."""

import pytest

from tests.benchmarks.robustness_speed import measure

ROUNDS = 5
MOST_TIMES_THE_BARE_KERNEL = 5.0


@pytest.mark.benchmark_suite
def test_a_thousand_replications_keep_to_their_bar() -> None:
    timings = measure(3000, 50, ROUNDS)
    assert min(each.ratio for each in timings) <= MOST_TIMES_THE_BARE_KERNEL
