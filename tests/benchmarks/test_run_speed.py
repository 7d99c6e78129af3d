"""An official run from database to database against the bare work, timed in the same run; quarter after quarter."""

import os
import statistics
import sys

import pytest

from tests.benchmarks.run_speed import INDICATORS, PERIODS, Owner, counties, measure, returns_of, settle

UNITS = int(os.environ.get("RUN_UNITS", "600"))
QUARTERS = int(os.environ.get("RUN_QUARTERS", "5"))
MOST_TIMES_THE_BARE_WORK = 4
# What quarters before it may add to a quarter: nothing, within what one measures on a machine at work.
MOST_GROWTH = 1.3


@pytest.mark.benchmark_suite
@pytest.mark.django_db(transaction=True)
def test_a_run_keeps_to_its_bar_quarter_after_quarter(superuser_connection: Owner, audit_files: None) -> None:
    counties(UNITS)
    timings = []
    for period in PERIODS[:QUARTERS]:
        returns_of(period)
        settle(superuser_connection)
        timings.append(measure(period, superuser_connection))
        sys.stdout.write(f"{period}: {timings[-1].line()}\n")
        sys.stdout.flush()
    # The first quarter also loads what a worker has loaded long ago.
    warm = timings[1:]
    middle = statistics.median(each.ratio for each in warm)
    strict = statistics.median(each.ratio_without_documents for each in warm)
    by_the_clock = statistics.median(each.ratio_by_the_clock for each in warm)
    half = len(warm) // 2
    early, late = (statistics.median(each.run.processor for each in part) for part in (warm[:half], warm[-half:]))
    sys.stdout.write(
        f"{UNITS} x {INDICATORS}, median of {len(warm)}: {middle:.2f} times, by the clock {by_the_clock:.2f},"
        f" against the rows of scores and places alone {strict:.2f};"
        f" later half against the earlier {late / early:.2f}\n"
    )
    # Whoever else uses the machine adds to the long run more than to the short bare work: the quietest quarter counts.
    assert min(each.ratio for each in warm) <= MOST_TIMES_THE_BARE_WORK
    assert late <= MOST_GROWTH * early
