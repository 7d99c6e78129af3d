"""How long answers on paper take to enter, against a bare COPY of the same columns and its index in the same run.

`PAPER_ROWS=1000000 pytest tests/benchmarks/test_paper_import_speed.py -s` prints the figures; 100,000 rows unless said.

The bare run copies the same bytes into an ordinary table of the same columns without a check, and then builds a unique
index over the number of the questionnaire. The import does all it always does: heading, digest of the file, numbers,
bounds, parts within their whole, uniqueness, and that every row belongs to the sample.
"""

import io
import random
import time
from typing import NamedTuple

import psycopg
from django.db import connection

from assessment.measurement.paper_file import COLUMNS
from assessment.measurement.questionnaire_actions import enter_paper_answers
from assessment.measurement.survey_models import Survey, SurveyUnit
from assessment.people.models import User
from tests.situations.survey import ANSWERED, a_drawn_survey

SEED = 4
BARE = "bare_paper_answers"


class Timing(NamedTuple):
    """Seconds on the clock."""

    entered: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.entered / self.bare


def a_survey_of(rows: int) -> Survey:
    """Drawn whole; the units come straight from the database, their pseudonyms are running numbers."""
    survey = a_drawn_survey()
    first = survey.units.select_related("stratum").order_by("pk")[0]
    assert first.stratum is not None
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {SurveyUnit._meta.db_table} (survey_id, stratum_id, code, name_zh, region_id, industry,"
            " size_class, value_added, pseudonym, drawn, reminders)"
            " SELECT %s, %s, 'U' || number, 'U', %s, 'C1310', 'small', 1, lpad(number::text, 10, '0'), true, 0"
            " FROM generate_series(1, %s) number",
            [survey.pk, first.stratum_id, first.region_id, rows],
        )
        cursor.execute(f"ANALYZE {SurveyUnit._meta.db_table}")
    return survey


def a_file_of(rows: int) -> bytes:
    draw = random.Random(SEED)
    lines = [",".join(COLUMNS.values())]
    for number in range(1, rows + 1):
        output = draw.randrange(1_000_00, 9_000_000_00)
        costs = [output // draw.randrange(60, 400) for _ in range(3)]
        amounts = (output, output // 3, output // draw.randrange(4, 30), output * 4 // 5, *costs)
        lines.append(f"{number:010d}," + ",".join(f"{amount // 100}.{amount % 100:02d}" for amount in amounts))
    return "\n".join(lines).encode()


def enter(survey: Survey, content: bytes, *, by: User) -> float:
    start = time.perf_counter()
    enter_paper_answers(survey.pk, io.BytesIO(content), name="paper.csv", by=by, at=ANSWERED)
    return time.perf_counter() - start


def bare_copy(owner: psycopg.Connection[tuple[object, ...]], content: bytes) -> float:
    """In a table of its own, which is gone afterwards."""
    amounts = ", ".join(f"{name} numeric" for name in list(COLUMNS)[1:])
    with owner.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {BARE}")
        cursor.execute(f"CREATE TABLE {BARE} (id bigserial PRIMARY KEY, pseudonym varchar(12), {amounts})")
        start = time.perf_counter()
        with cursor.copy(f"COPY {BARE} ({', '.join(COLUMNS)}) FROM STDIN WITH (FORMAT csv, HEADER true)") as copy:
            for place in range(0, len(content), 1 << 20):
                copy.write(content[place : place + (1 << 20)])
        cursor.execute(f"CREATE UNIQUE INDEX ON {BARE} (pseudonym)")
        seconds = time.perf_counter() - start
        cursor.execute(f"DROP TABLE {BARE}")
    return seconds
