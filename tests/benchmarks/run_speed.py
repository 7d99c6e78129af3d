"""How long an official run takes from database to database, against the bare work of the same run.

`RUN_UNITS=2843 RUN_QUARTERS=40 pytest tests/benchmarks/test_run_speed.py -s` prints the figures: seconds of the
processor, of this process and of the server together, and in brackets by the clock.

The run does all it always does: inputs read and frozen, indicators and scores as canonical documents with their
digests, every node and place as a row, the steps of the job and the record. The bare work is the least that gives the
same rows: one SELECT of the cells of the quarter through a cursor, the exact pass, COPY of all rows that the run left
(its frozen document, its two steps, scores and places) into tables with the same columns and indexes, without their
foreign keys and triggers. What the documents take of the COPY is told apart.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import psycopg
from django.db import connection
from django.db.models import Model, QuerySet

from assessment.catalogue.models import Collection, Form, FormVersion, Item, SchemeVersion
from assessment.filing.models import Cell, Return, Version
from assessment.methodology.canonical import digest
from assessment.methodology.evaluation import UnitRow, evaluate
from assessment.methodology.figures import Figure
from assessment.methodology.scheme import parse_scheme
from assessment.people.roles import Role
from assessment.scoring.actions import start_run
from assessment.scoring.models import Placing, Run, Score, StepResult
from assessment.territory.models import Region, ReportingUnit
from tests.benchmarks.evaluation_speed import scheme_text
from tests.situations.catalogue import an_account, moment, the_catalogue
from tests.situations.measurement import work_off
from tests.situations.scoring import the_officer

INDICATORS = 50
FIRST_YEAR, YEARS = 2021, 10
OPENS = moment("2021-04-01 09:00")
PERIODS = [f"{year}c{month:02}" for year in range(FIRST_YEAR, FIRST_YEAR + YEARS) for month in (3, 6, 9, 12)]
# Each figure follows from the names of its cell, so that every database holds the same.
DRAWN_CELLS = """
    INSERT INTO filing_cell (version_id, item, basis, condition, value, reason, source, sent_back_note, marked,
                             changed_revision, changed_by, changed_at)
    SELECT version.id, item.code, 'current', 'value',
           ('x' || substr(md5(unit.code || item.code || collection.period), 1, 7))::bit(28)::int / 100.0,
           '', '', '', false, 0, 'filler', version.created_at
    FROM filing_version version
    JOIN filing_return filed ON filed.id = version.return_filed_id
    JOIN territory_reportingunit unit ON unit.id = filed.reporting_unit_id
    JOIN catalogue_collection collection ON collection.id = filed.collection_id
    JOIN catalogue_item item ON item.form_version_id = collection.form_version_id
    WHERE collection.period = %s
    ORDER BY version.id, item.code
"""
IN_FORCE = """
    UPDATE filing_return filed SET in_force_id = version.id
    FROM filing_version version WHERE version.return_filed_id = filed.id AND filed.collection_id = %s
"""
BARE_READ = """
    SELECT unit.code, cell.item, cell.condition, cell.value
    FROM filing_cell cell
    JOIN filing_return filed ON filed.in_force_id = cell.version_id
    JOIN territory_reportingunit unit ON unit.id = filed.reporting_unit_id
    JOIN catalogue_collection collection ON collection.id = filed.collection_id
    WHERE collection.period = %s
    ORDER BY unit.code, cell.item
"""
T = TypeVar("T")
Owner = psycopg.Connection[tuple[Any, ...]]


class Spent(NamedTuple):
    """Seconds of some work: on the clock, and of the processor for this process and for the server on its behalf.

    `memory` is what this process took beyond what it held before, at its peak, in megabytes; what others freed
    before is taken again first, so that the first quarter tells most.
    """

    clock: float
    processor: float
    memory: float


class Timing(NamedTuple):
    """One quarter."""

    run: Spent
    read: Spent
    exact_pass: Spent
    copy: Spent
    copy_documents: Spent

    @property
    def bare(self) -> Spent:
        parts = (self.read, self.exact_pass, self.copy, self.copy_documents)
        return Spent(
            sum(part.clock for part in parts),
            sum(part.processor for part in parts),
            max(part.memory for part in parts),
        )

    @property
    def ratio(self) -> float:
        return self.run.processor / self.bare.processor

    @property
    def ratio_by_the_clock(self) -> float:
        return self.run.clock / self.bare.clock

    @property
    def ratio_without_documents(self) -> float:
        return self.run.processor / (self.bare.processor - self.copy_documents.processor)

    def line(self) -> str:
        told = [f"{name} {spent.processor:.2f} ({spent.clock:.2f})" for name, spent in self._asdict().items()]
        ratios = f"{self.ratio:.2f} times, by the clock {self.ratio_by_the_clock:.2f}"
        beside = f"without documents {self.ratio_without_documents:.2f}; {self.run.memory:.0f} MB"
        return f"{', '.join(told)}: {ratios}, {beside}"


def counties(number: int) -> None:
    """That many counties, assessed in the place of the cities, and a frozen scheme over fifty figures of one form."""
    the_catalogue()
    Region.objects.update(assessed=False, ranked_within=None)
    Region.objects.bulk_create(_region(place) for place in range(number))
    found = Region.objects.filter(code__startswith="X").order_by("code")
    ReportingUnit.objects.bulk_create(
        ReportingUnit(code=one.code, kind="region", name_zh=one.name_zh, region=one) for one in found
    )
    form = Form.objects.create(code="SPEED", name_zh="县域报表", name_en="Counties", frequency="quarterly")
    version = FormVersion.objects.create(
        form=form, number=1, first_period=PERIODS[0], valid_until=date(2035, 12, 31), digest="0" * 64
    )
    Item.objects.bulk_create(
        Item(form_version=version, code=f"i{place}", unit="万元", decimals=2, bases=["current"], position=place)
        for place in range(INDICATORS)
    )
    text = scheme_text()
    SchemeVersion.objects.create(
        code="speed", number=1, kind="quarterly", first_period=PERIODS[0], last_period=PERIODS[-1],
        effective_on=date(2021, 1, 1), text=text, digest=digest(text), frozen_at=OPENS, frozen_by="officer",
    )  # fmt: skip


def _region(place: int) -> Region:
    name = f"县{place:04}"
    return Region(
        code=f"X{place:05}", name_zh=name, name_en=name, short_name_zh=name, short_name_en=name,
        level=Region.Level.COUNTY, position=place, assessed=True, valid_from=date(2000, 1, 1),
    )  # fmt: skip


def returns_of(period: str) -> None:
    """An accepted return of every county, as rows."""
    collection = Collection.objects.create(
        form_version=FormVersion.objects.get(form__code="SPEED"), period=period, opens_at=OPENS,
        on_time_until=OPENS + timedelta(days=9), locks_at=OPENS + timedelta(days=19),
    )  # fmt: skip
    units = ReportingUnit.objects.filter(code__startswith="X").order_by("code")
    filed = Return.objects.bulk_create(
        Return(collection=collection, reporting_unit=unit, created_at=OPENS) for unit in units
    )
    filler = an_account("filler-of-all", Role.FILLER, "520200")
    Version.objects.bulk_create(
        Version(
            return_filed=one, number=1, state=Version.State.ACCEPTED, filler=filler, created_at=OPENS,
            submitted_at=OPENS, digest="0" * 64,
        )
        for one in filed
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, [collection.pk])
        cursor.execute(DRAWN_CELLS, [period])


def settle(owner: Owner) -> None:
    """What the server does by itself in quiet hours."""
    for model in (Cell, Version, Return, Region, ReportingUnit, Score, Placing):
        owner.execute(f"VACUUM ANALYZE {model._meta.db_table}")


def officially_run(period: str) -> Run:
    run = start_run(period, "quarterly", by=the_officer(), at=OPENS)
    work_off(run.job)
    return Run.objects.get(pk=run.pk)


def measure(period: str, owner: Owner) -> Timing:
    """One quarter: the run, then the bare work with what it left."""
    run, ran = spent(lambda: officially_run(period), owner)
    assert run.state == Run.State.COMPUTED
    cells, read = spent(lambda: bare_read(period, owner), owner)
    assert len(cells) == run.placings.count() * INDICATORS
    scheme = parse_scheme(scheme_text())
    rows = unit_rows(period, cells)
    _, passed = spent(lambda: evaluate(scheme, rows), owner)
    scores = bare_copy([Score.objects.filter(run=run), Placing.objects.filter(run=run)], owner)
    documents = bare_copy([Run.objects.filter(pk=run.pk), StepResult.objects.filter(run=run)], owner)
    return Timing(ran, read, passed, scores, documents)


def bare_read(period: str, owner: Owner) -> list[tuple[Any, ...]]:
    return owner.execute(BARE_READ, [period]).fetchall()


def unit_rows(period: str, cells: Sequence[tuple[Any, ...]]) -> list[UnitRow]:
    figures: dict[str, dict[str, Figure]] = {}
    for unit, item, _, value in cells:
        figures.setdefault(unit, {})[item] = Figure.of(value)
    return [UnitRow(unit, "", "", period, values) for unit, values in figures.items()]


def bare_copy(stored: Sequence[QuerySet[Any]], owner: Owner) -> Spent:
    """The rows once more, into tables of their own that are gone afterwards."""
    kept = [(rows.model, _columns(rows.model), list(_rows(rows))) for rows in stored]
    for model, _, _ in kept:
        owner.execute(f"DROP TABLE IF EXISTS bare_{model._meta.db_table}")
        owner.execute(f"CREATE TABLE bare_{model._meta.db_table} (LIKE {model._meta.db_table} INCLUDING ALL)")

    def copy() -> None:
        for model, columns, rows in kept:
            with owner.cursor().copy(f"COPY bare_{model._meta.db_table} ({columns}) FROM STDIN") as stream:
                for row in rows:
                    stream.write_row(row)

    _, seconds = spent(copy, owner)
    for model, columns, rows in kept:
        copied = owner.execute(f"SELECT {columns} FROM bare_{model._meta.db_table} ORDER BY id").fetchall()
        assert copied == rows
        owner.execute(f"DROP TABLE bare_{model._meta.db_table}")
    return seconds


def _columns(model: type[Model]) -> str:
    return ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields if field.name != "id")


def _rows(stored: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    names = [field.attname for field in stored.model._meta.concrete_fields if field.name != "id"]
    return stored.order_by("id").values_list(*names).iterator(10_000)


def spent(work: Callable[[], T], owner: Owner) -> tuple[T, Spent]:
    Path("/proc/self/clear_refs").write_text("5")  # from here on the peak is counted anew
    held = _megabytes("VmRSS")
    clock, processor, served = time.perf_counter(), time.process_time(), server_seconds(owner)
    done = work()
    took, computed = time.perf_counter() - clock, time.process_time() - processor
    return done, Spent(took, computed + server_seconds(owner) - served, _megabytes("VmHWM") - held)


def _megabytes(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


def server_seconds(owner: Owner) -> float:
    """Processor time so far of the server's processes of the two connections that the work goes through."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return _processor_seconds(cursor.fetchone()[0]) + _processor_seconds(owner.info.backend_pid)


def _processor_seconds(pid: int) -> float:
    """User and system time in the fourteenth and fifteenth field, the second being the name in brackets."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
