"""The load script itself, for three seconds: what was acknowledged is stored. Its times are reported, not judged."""

import sys

import pytest

from tests.benchmarks.filing_load import Officer, report, run
from tests.faults.running_year import a_draft_now
from tests.situations.filing import a_city
from tests.situations.people import PASSWORD

SECONDS = 3.0
CITIES = ("520200", "520300", "520400")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.usefixtures("audit_files")
def test_what_is_acknowledged_under_load_is_stored(two_web_processes: tuple[int, int]) -> None:
    officers = [Officer(a_city(code).filler.username, PASSWORD, a_draft_now(code).pk) for code in CITIES]
    tallies = run(f"http://127.0.0.1:{two_web_processes[0]}", officers, SECONDS)
    sys.stdout.write(report(tallies, SECONDS))
    assert [(tally.acknowledged > 0, dict(tally.errors), tally.lost) for tally in tallies] == [(True, {}, 0)] * 3
