"""CSV of a run in constant memory: ten times the rows take no more of it; the full size has a million."""

import sys

import pytest

from assessment.people.models import User
from assessment.scoring.models import Run
from tests.benchmarks.interchange_memory import (
    Measured,
    bare_lines,
    fill,
    keep_lines_bare,
    lines_of,
    most_resident_bytes,
    timed,
    traced,
)
from tests.situations.scoring import ISSUED, an_issued_run, the_officer

MOST_TIMES_THE_MEMORY = 1.1
FEW, TEN_TIMES = 100, 1_000
# 3,400 units × 50 columns × (a figure and five numbers of a score).
A_MILLION = 3_400


@pytest.mark.benchmark_suite
@pytest.mark.django_db
def test_ten_times_the_rows_take_no_more_memory() -> None:
    run, officer = an_issued_run(), the_officer()
    fill(run, FEW)
    timed(lines_of(run, by=officer, at=ISSUED))  # what is loaded once is no part of the comparison
    small = traced(lambda: lines_of(run, by=officer, at=ISSUED))
    fill(run, TEN_TIMES)
    large = traced(lambda: lines_of(run, by=officer, at=ISSUED))
    say("traced", small)
    say("traced", large)
    assert large.lines > 9 * small.lines
    assert large.peak_bytes <= MOST_TIMES_THE_MEMORY * small.peak_bytes


@pytest.mark.full
@pytest.mark.benchmark_suite
@pytest.mark.django_db
def test_a_million_figures_take_no_more_memory_than_a_tenth_of_them() -> None:
    """The most the whole process occupies hardly moves; how long it takes is told beside the same lines bare."""
    run, officer = an_issued_run(), the_officer()
    fill(run, A_MILLION // 10)
    timed(lines_of(run, by=officer, at=ISSUED))
    before = most_resident_bytes()
    fill(run, A_MILLION)
    ours = timed(lines_of(run, by=officer, at=ISSUED))
    after = most_resident_bytes()
    sys.stdout.write(f"resident at most {before / 2**20:.1f} MiB with a tenth, {after / 2**20:.1f} MiB with all\n")
    assert ours.lines >= 1_000_000
    assert after <= MOST_TIMES_THE_MEMORY * before
    beside_bare(run, officer, ours)


def beside_bare(run: Run, officer: User, ours: Measured) -> None:
    keep_lines_bare(run, by=officer, at=ISSUED)
    bare, again = timed(bare_lines()), timed(lines_of(run, by=officer, at=ISSUED))
    assert bare.lines == ours.lines - 1, "all but the heads"
    for name, one in (("ours", ours), ("bare", bare), ("ours", again)):
        say(name, one)
    ratio = min(ours.processor_seconds, again.processor_seconds) / bare.processor_seconds
    sys.stdout.write(f"processor time of ours to bare {ratio:.2f}\n")


def say(name: str, one: Measured) -> None:
    sys.stdout.write(
        f"{name}: {one.lines} lines, {one.seconds:.1f} s ({one.processor_seconds:.1f} s of processor time)"
        f", peak {one.peak_bytes / 2**20:.2f} MiB\n"
    )
