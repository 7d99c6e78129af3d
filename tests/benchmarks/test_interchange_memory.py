"""CSV of a run in constant memory: ten times the rows take no more of it; the full size has a million."""

import sys

import pytest

from tests.benchmarks.interchange_memory import fill, measure
from tests.situations.scoring import ISSUED, an_issued_run, the_officer

MOST_TIMES_THE_MEMORY = 1.1
FEW, TEN_TIMES = 100, 1_000
# 3,400 units × 50 columns × (a figure and five numbers of a score).
A_MILLION = 3_400


@pytest.mark.benchmark_suite
@pytest.mark.django_db
def test_ten_times_the_rows_take_no_more_memory() -> None:
    _compare(FEW, TEN_TIMES)


@pytest.mark.full
@pytest.mark.benchmark_suite
@pytest.mark.django_db
def test_a_million_figures_take_no_more_memory_than_a_tenth_of_them() -> None:
    assert _compare(A_MILLION // 10, A_MILLION) >= 1_000_000


def _compare(few: int, many: int) -> int:
    run, officer = an_issued_run(), the_officer()
    fill(run, few)
    measure(run, by=officer, at=ISSUED)  # what is loaded once is no part of the comparison
    small = measure(run, by=officer, at=ISSUED)
    fill(run, many)
    large = measure(run, by=officer, at=ISSUED)
    ratio = large.peak_bytes / small.peak_bytes
    for one in (small, large):
        sys.stdout.write(
            f"{one.observations} observations, peak {one.peak_bytes / 2**20:.2f} MiB, {one.seconds:.1f} s\n"
        )
    sys.stdout.write(f"memory ratio {ratio:.2f}\n")
    assert large.observations > 9 * small.observations
    assert ratio <= MOST_TIMES_THE_MEMORY
    return large.observations
