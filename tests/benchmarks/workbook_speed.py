"""How long a ranking workbook of 2,843 units × 50 indicators takes, and how much memory, against its bare cells.

`python -m tests.benchmarks.workbook_speed [units] [rounds]`

Bare is the same XlsxWriter writing the same cells, formulas and formats in the same order from a file, with nothing to
compute. Each way runs in a process of its own, forked with the evaluation in memory; time is of the processor, memory
is what the process grows by at its highest.
"""

import gc
import marshal
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from assessment.methodology.evaluation import UnitRow, evaluate
from assessment.methodology.figures import Figure
from assessment.methodology.scheme import parse_scheme
from reporting.ranking_report import RankingReport
from reporting.workbook.live_sheet import LiveSheet
from reporting.workbook.ranking import OPTIONS, draw_ranking_workbook, write_ranking_workbook
from tests.benchmarks.evaluation_speed import INDICATORS, scheme_text

UNITS, SEED, CHUNK = 2843, 7, 20_000


class Cost(NamedTuple):
    seconds: float
    kilobytes: int


def ranking_report(units: int) -> RankingReport:
    draw = random.Random(SEED)
    rows = [
        UnitRow(
            f"u{unit:05}",
            f"县{unit}",
            "",
            "2021",
            {f"i{number}": Figure.of(Decimal(draw.randrange(10**8)) / 100) for number in range(INDICATORS)},
        )
        for unit in range(units)
    ]
    return RankingReport(
        title="速度",
        period="2021",
        period_name="2021年度",
        scheme_title="speed",
        maker="",
        unit_line="分",
        made_at=datetime(2021, 1, 1, tzinfo=UTC),
        state="试算",
        digest="0" * 64,
        evaluation=evaluate(parse_scheme(scheme_text()), rows),
        order=tuple(row.unit for row in rows),
    )


class RecordingSheet(LiveSheet):
    """Remembers every cell written to it."""

    record: Callable[[tuple[object, ...]], None]

    def _write_string(self, row: int, col: int, string: str, cell_format: Any = None) -> int:
        self.record((self.index, "_write_string", row, col, cell_format, string))
        return int(super()._write_string(row, col, string, cell_format))

    def _write_number(self, row: int, col: int, number: float, cell_format: Any = None) -> int:
        self.record((self.index, "_write_number", row, col, cell_format, number))
        return int(super()._write_number(row, col, number, cell_format))

    def _write_blank(self, row: int, col: int, blank: Any, cell_format: Any = None) -> int:
        self.record((self.index, "_write_blank", row, col, cell_format, ""))
        return int(super()._write_blank(row, col, blank, cell_format))

    def _write_formula(self, row: int, col: int, formula: str, cell_format: Any = None, value: Any = 0) -> int:
        self.record((self.index, "_write_formula", row, col, cell_format, formula, value))
        return int(super()._write_formula(row, col, formula, cell_format, value))


class RecordingBook(Workbook):
    """Keeps the cells in a file, a chunk at a time, and how each format was asked for."""

    def __init__(self, path: Path, cells: Path) -> None:
        self.asked: list[dict[str, object]] = []
        self._numbers: dict[int, int] = {}
        self._stream = cells.open("wb")
        self._chunk: list[tuple[object, ...]] = []
        super().__init__(path, OPTIONS)
        # Every workbook makes its first formats by itself.
        self.asked.clear()
        self._numbers.clear()

    def add_worksheet(self, name: str, _: object = None) -> Worksheet:
        sheet = super().add_worksheet(name, RecordingSheet)
        sheet.record = self._record
        return sheet

    def add_format(self, properties: dict[str, object] | None = None) -> Any:
        made = super().add_format(properties)
        self._numbers[id(made)] = len(self.asked)
        self.asked.append(properties or {})
        return made

    def close(self) -> None:
        marshal.dump(self._chunk, self._stream)
        self._stream.close()
        super().close()

    def _record(self, cell: tuple[object, ...]) -> None:
        sheet, kind, row, column, cell_format, *rest = cell
        self._chunk.append((sheet, kind, row, column, self._numbers.get(id(cell_format)), *rest))
        if len(self._chunk) == CHUNK:
            marshal.dump(self._chunk, self._stream)
            self._chunk = []


def read_cells(path: Path) -> Iterator[tuple[Any, ...]]:
    with path.open("rb") as stream:
        while True:
            try:
                yield from marshal.load(stream)  # noqa: S302 - written by this very run
            except EOFError:
                return


def record(report: RankingReport, cells: Path) -> None:
    book = RecordingBook(cells.with_suffix(".xlsx"), cells)
    draw_ranking_workbook(book, report)
    cells.with_suffix(".formats").write_bytes(marshal.dumps(book.asked))


def write_bare(cells: Path, target: Path) -> None:
    """The same cells with the same formats, and nothing else."""
    book = Workbook(target, OPTIONS)
    asked = marshal.loads(cells.with_suffix(".formats").read_bytes())  # noqa: S302 - written by this very run
    formats: list[Any] = [book.add_format(properties) for properties in asked]
    sheets: list[Any] = []
    for sheet, kind, row, column, number, *rest in read_cells(cells):
        while len(sheets) <= sheet:
            sheets.append(book.add_worksheet(None, LiveSheet))
        cell_format = None if number is None else formats[number]
        if kind == "_write_formula":
            formula, value = rest
            sheets[sheet].write_formula(row, column, formula, cell_format, value)
        elif kind == "_write_string":
            sheets[sheet].write_string(row, column, rest[0], cell_format)
        elif kind == "_write_number":
            sheets[sheet].write_number(row, column, rest[0], cell_format)
        else:
            sheets[sheet].write_blank(row, column, None, cell_format)
    book.close()


def write_whole(report: RankingReport, target: Path) -> None:
    with target.open("wb") as stream:
        write_ranking_workbook(report, stream)


def cost_of(work: Callable[[], None]) -> Cost:
    """Of a forked process: its processor time, and how far its memory rose."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        before = resource.getrusage(resource.RUSAGE_SELF)
        start = time.process_time()
        work()
        spent, after = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF)
        os.write(writing, marshal.dumps((spent, after.ru_maxrss - before.ru_maxrss)))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        told = answer.read()
    _, status = os.waitpid(child, 0)
    if status:
        raise SystemExit(f"a writer ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(*marshal.loads(told))  # noqa: S302 - written by the child


class Comparison(NamedTuple):
    cells: int
    whole: list[Cost]
    bare: list[Cost]

    @property
    def time_ratio(self) -> float:
        return statistics.median(
            ours.seconds / theirs.seconds for ours, theirs in zip(self.whole, self.bare, strict=True)
        )

    @property
    def memory_ratio(self) -> float:
        return statistics.median(
            ours.kilobytes / theirs.kilobytes for ours, theirs in zip(self.whole, self.bare, strict=True)
        )


def compare(units: int, rounds: int, folder: Path) -> Comparison:
    report, cells = ranking_report(units), folder / "cells"
    gc.collect()
    # Recorded in a process of its own too: memory it leaves behind would serve the others.
    cost_of(lambda: record(report, cells))
    whole, bare = [], []
    for _ in range(rounds):
        whole.append(cost_of(lambda: write_whole(report, folder / "whole.xlsx")))
        bare.append(cost_of(lambda: write_bare(cells, folder / "bare.xlsx")))
    return Comparison(sum(1 for _ in read_cells(cells)), whole, bare)


def main(units: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = compare(units, rounds, Path(folder))
    sys.stdout.write(f"{units} units x {INDICATORS} indicators: {found.cells} cells\n")
    for name, costs in (("whole", found.whole), ("bare", found.bare)):
        seconds, memory = (statistics.median(column) for column in zip(*costs, strict=True))
        sys.stdout.write(f"{name:6} {seconds:7.2f} s  {memory / 1024:7.0f} MB\n")
    sys.stdout.write(f"ratio  {found.time_ratio:7.2f}    {found.memory_ratio:7.2f}\n")


if __name__ == "__main__":
    main(*(int(each) for each in (*sys.argv[1:], *(str(UNITS), "3")[len(sys.argv) - 1 :])))
