"""How much memory the CSV of a run takes while it is streamed: figures out of the stored document, and scores."""

import time
import tracemalloc
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from assessment.methodology.canonical import canonical_bytes
from assessment.methodology.run_document import INDICATORS
from assessment.people.models import User
from assessment.scoring.models import Run, Score, StepResult
from reporting.interchange_files import Heading, Names, csv_lines
from reporting.interchange_queries import observations, sight_of

COLUMNS = 50
_MANY_SCORES = """
    INSERT INTO scoring_score (run_id, unit, "group", code, level, raw, treated, normalised, weight, score, marker)
    SELECT %s, lpad((number / 50)::text, 6, '0'), '', 'c' || (number %% 50), 0, number, number, number %% 100, 2,
           number / 7.0, 'computed'
      FROM generate_series(0, %s - 1) AS number
"""


@dataclass(frozen=True)
class Measured:
    observations: int
    peak_bytes: int
    seconds: float


def fill(run: Run, units: int) -> None:
    """Put `units` × 50 figures and as many scores of five numbers in the place of the run's own."""
    Score.objects.filter(run=run).delete()
    with connection.cursor() as cursor:
        cursor.execute(_MANY_SCORES, [run.pk, units * COLUMNS])
    figure = {"condition": "value", "value": "1234.5", "marker": "reported"}
    figures = {f"c{number}": figure for number in range(COLUMNS)}
    entries = [{"unit": f"{n:06d}", "name": "地区", "group": "", "figures": figures, "notes": []} for n in range(units)]
    document = canonical_bytes({"units": entries, "apart": [], "province": {}}).decode()
    StepResult.objects.filter(run=run, name=INDICATORS).update(document=document)


def measure(run: Run, *, by: User, at: datetime) -> Measured:
    """Write the whole CSV to nowhere; the peak is what Python holds beyond what it held before."""
    sight = sight_of(run, by=by, at=at)
    names = Names({}, {})
    heading = Heading(run.period, run.pk, run.issue_number, run.result_digest, "")
    tracemalloc.start()
    started, lines = time.perf_counter(), 0
    for chunk in csv_lines(observations(sight, by=by, at=at), names, heading):
        lines += chunk.count("\r\n")
    seconds = time.perf_counter() - started
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Measured(lines - 1, peak, seconds)
