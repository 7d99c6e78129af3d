"""How much memory and time the CSV of a run takes while it is streamed, beside the same lines written bare.

The rows are made inside the database, so that the process is no larger for having made them. Bare is the least a
program can do: the finished cells of every line in one table, a server-side cursor of the driver, `csv.writer`.
"""

import csv
import resource
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from assessment.methodology.run_document import INDICATORS
from assessment.people.models import User
from assessment.scoring.models import Run, Score
from reporting import interchange_terms as terms
from reporting.interchange_files import BOM, Heading, Names, csv_lines
from reporting.interchange_queries import ROWS_AT_ONCE, observations, sight_of

COLUMNS = 50
KIBIBYTE = 1024
BLOCK = 1 << 20
_MANY_SCORES = """
    INSERT INTO scoring_score (run_id, unit, "group", code, level, raw, treated, normalised, weight, score, marker)
    SELECT %s, lpad((number / 50)::text, 6, '0'), '', 'c' || (number %% 50), 0, number, number, number %% 100, 2,
           number / 7.0, 'computed'
      FROM generate_series(0, %s - 1) AS number
"""
_MANY_FIGURES = """
    UPDATE scoring_stepresult SET document = (
        SELECT jsonb_build_array(1, jsonb_build_object('apart', '[]'::jsonb, 'units', jsonb_agg(jsonb_build_object(
                   'unit', lpad(unit::text, 6, '0'), 'name', '地区', 'group', '', 'figures', figures))))::text
          FROM generate_series(0, %s - 1) AS unit,
               (SELECT jsonb_object_agg('c' || number,
                           '{"condition": "value", "value": "1234.5", "marker": "reported"}'::jsonb) AS figures
                  FROM generate_series(0, 49) AS number) AS same)
     WHERE run_id = %s AND name = %s
"""


@dataclass(frozen=True)
class Measured:
    """`peak_bytes` is what Python held at most beyond what it held before; 0 where it was not traced."""

    lines: int
    seconds: float
    processor_seconds: float
    peak_bytes: int = 0


def fill(run: Run, units: int) -> None:
    """Put `units` × 50 figures and as many scores of five numbers in the place of the run's own."""
    Score.objects.filter(run=run).delete()
    with connection.cursor() as cursor:
        cursor.execute(_MANY_SCORES, [run.pk, units * COLUMNS])
        cursor.execute(_MANY_FIGURES, [units, run.pk, INDICATORS])


def lines_of(run: Run, *, by: User, at: datetime) -> Iterator[str]:
    heading = Heading(run.period, run.pk, run.issue_number, run.result_digest, "")
    return csv_lines(observations(sight_of(run, by=by, at=at), by=by, at=at), Names({}, {}), heading)


def keep_lines_bare(run: Run, *, by: User, at: datetime) -> None:
    """The cells of every line of the CSV as a table of texts, for `bare_lines`."""
    columns = ", ".join(f'"{head}" text' for head in terms.CSV_HEADS)
    with tempfile.TemporaryFile("w+", newline="") as kept, connection.cursor() as cursor:
        kept.writelines(chunk.removeprefix(BOM) for chunk in lines_of(run, by=by, at=at))
        kept.seek(0)
        cursor.execute(f"CREATE TEMPORARY TABLE bare_lines ({columns}) ON COMMIT DROP")
        with cursor.copy("COPY bare_lines FROM STDIN WITH (FORMAT csv, HEADER)") as taken:
            while block := kept.read(BLOCK):
                taken.write(block)


def bare_lines() -> Iterator[str]:
    kept: list[str] = []

    class Kept:
        write = kept.append

    writer = csv.writer(Kept, lineterminator="\r\n")
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT * FROM bare_lines")
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            writer.writerows(rows)
            yield "".join(kept)
            kept.clear()


def timed(chunks: Iterator[str]) -> Measured:
    """Write it all to nowhere."""
    started, used, lines = time.perf_counter(), time.process_time(), 0
    for chunk in chunks:
        lines += chunk.count("\r\n")
    return Measured(lines, time.perf_counter() - started, time.process_time() - used)


def traced(chunks: Callable[[], Iterator[str]]) -> Measured:
    tracemalloc.start()
    found = timed(chunks())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Measured(found.lines, found.seconds, found.processor_seconds, peak)


def most_resident_bytes() -> int:
    """The most this process has ever occupied, libraries in C included."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIBIBYTE
