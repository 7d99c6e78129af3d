"""Files of `manage.py evaluate`: a scheme and a table of figures in; scores, ranking and explanations out."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.evaluation import Evaluation, UnitRow
from assessment.methodology.figures import Condition, Figure
from assessment.methodology.place_phrases import unit_phrase
from assessment.methodology.robustness import UnitRobustness
from assessment.methodology.rounding import plain_text
from assessment.methodology.scheme import Scheme, parse_scheme
from assessment.methodology.text_numbers import NotANumber, NumberTooLong, Repair, excerpt, read_number
from reporting.file_reasons import reason_of
from reporting.table_files import (
    CellTooLong,
    FileIsAWorkbook,
    FileNotText,
    FileUnreadable,
    Table,
    TableRow,
    counted,
    encoding_of,
    open_table,
    refuse_formulas,
)

ID_COLUMNS: Final = ("unit", "name", "group", "period")
SCORE_COLUMNS: Final = (
    "period",
    "group",
    "unit",
    "code",
    "level",
    "raw",
    "treated",
    "normalised",
    "weight",
    "score",
    "marker",
)
RANKING_COLUMNS: Final = (
    "period",
    "group",
    "unit",
    "score",
    "shown",
    "rank",
    "rank_5",
    "rank_median",
    "rank_95",
)
_PLAIN_NUMBER = re.compile(r"(?!-[0.]+$)-?[0-9]{1,28}(?:\.[0-9]{1,20})?").fullmatch
_CONDITIONS: Final = {
    "": Figure.empty(),
    "不适用": Figure.not_applicable(""),
    "not_applicable": Figure.not_applicable(""),
    "暂无数据": Figure.not_available(""),
    "not_available": Figure.not_available(""),
}


class SchemeRefused(AssessmentError):
    code = "scheme_refused"
    message = N_("{file}: {problem}")


class FigureNotANumber(AssessmentError):
    code = "figure_not_a_number"
    message = N_(
        "Row {row}, column “{column}” of {file}: expected a number such as 1234.56, a blank cell, 不适用 or "
        "暂无数据, received “{received}”. Correct the cell."
    )


class UnitBlank(AssessmentError):
    code = "evaluation_unit_blank"
    message = N_("Row {row}, column “unit” of {file}: expected the code of a unit, received a blank cell.")


class UnitRepeated(AssessmentError):
    code = "evaluation_unit_repeated"
    message = N_("Row {row} of {file} repeats {unit} of row {first}. Remove one of the two.")


class RepairedCell(NamedTuple):
    """A number that could be read in one way only; `repairs` says what was changed."""

    row: int
    column: str
    received: str
    value: Decimal
    repairs: tuple[Repair, ...]


class ReadRows(NamedTuple):
    """Rows in the order of the file, the repairs made on the way, and the columns that play no part."""

    rows: list[UnitRow]
    repaired: list[RepairedCell]
    unread: tuple[str, ...]


def read_scheme(path: Path) -> Scheme:
    """The scheme in the file at `path`; `SchemeRefused` carries the refusal with its line."""
    try:
        text = path.read_text(encoding=encoding_of(path))
    except (OSError, UnicodeError) as problem:
        raise FileUnreadable(file=path.name, problem=reason_of(problem)) from problem
    except FileIsAWorkbook as problem:
        raise FileNotText(file=path.name) from problem
    try:
        return parse_scheme(text)
    except AssessmentError as problem:
        raise SchemeRefused(file=path.name, problem=problem) from problem


def read_rows(path: Path, scheme: Scheme, on_row: Callable[[int], None]) -> ReadRows:
    """D.csv: `unit`, optional `name`, `group`, `period`, and the columns the scheme reads; blank = missing."""
    columns = scheme.columns
    with open_table(path, expected=("unit", *columns), aliases={}) as table:
        table.require(("unit", *columns))
        reader = _RowReader(table, columns)
        rows = [reader.row(row) for row in counted(table.rows, on_row)]
        unread = tuple(name for name in table.columns if name not in (*ID_COLUMNS, *columns))
    return ReadRows(rows, reader.repaired, unread)


class _RowReader:
    """Turns the rows of one table into units, remembering what was seen and repaired."""

    def __init__(self, table: Table, columns: Sequence[str]) -> None:
        self.file = table.file
        self.columns = columns
        self.repaired: list[RepairedCell] = []
        self._first: dict[tuple[str, str], int] = {}

    def row(self, row: TableRow) -> UnitRow:
        cells = row.cells
        unit, period = cells["unit"], cells.get("period", "")
        if not unit:
            raise UnitBlank(row=row.number, file=self.file)
        refuse_formulas(row, ID_COLUMNS, file=self.file)
        first = self._first.setdefault((period, unit), row.number)
        if first != row.number:
            raise UnitRepeated(row=row.number, file=self.file, unit=unit_phrase(unit, period), first=first)
        values = {}
        for column in self.columns:
            text = cells[column]
            if _PLAIN_NUMBER(text):
                values[column] = Figure(Condition.VALUE, Decimal(text))
            else:
                values[column] = self._figure(row, column, text)
        return UnitRow(unit, cells.get("name", "") or unit, cells.get("group", ""), period, values)

    def _figure(self, row: TableRow, column: str, text: str) -> Figure:
        """A condition, or a number that needs a repair."""
        condition = _CONDITIONS.get(text)
        if condition is not None:
            return condition
        try:
            read = read_number(text)
        except NumberTooLong as problem:
            where = {"row": row.number, "column": column, "file": self.file}
            raise CellTooLong(**where, received=excerpt(text)) from problem
        except NotANumber as problem:
            raise FigureNotANumber(row=row.number, column=column, file=self.file, received=excerpt(text)) from problem
        if read.repairs:
            self.repaired.append(RepairedCell(row.number, column, text, read.value, read.repairs))
        return Figure.of(read.value)


class ColumnTexts(NamedTuple):
    """One node of the tree over all rows as text in full precision, "" where missing."""

    raw: list[str]
    treated: list[str]
    normalised: list[str]
    scores: list[str]


def column_texts(evaluation: Evaluation) -> dict[str, ColumnTexts]:
    """Every number of the scores as text, once, by the code of the node."""
    texts = {}
    for column in evaluation.scores.columns:
        raw, normalised = texts_of(column.raw), texts_of(column.normalised)
        treated = raw if column.treated is column.raw else texts_of(column.treated)
        scores = normalised if column.scores is column.normalised else texts_of(column.scores)
        texts[column.code] = ColumnTexts(raw, treated, normalised, scores)
    return texts


def write_scores(folder: Path, evaluation: Evaluation, texts: Mapping[str, ColumnTexts]) -> None:
    """scores.csv: every indicator and aggregate of every unit in full precision, row by row."""
    write_lines(folder / "scores.csv", _score_lines(evaluation, texts))


def write_ranking(folder: Path, evaluation: Evaluation, ranges: Mapping[tuple[str, str], UnitRobustness]) -> None:
    """ranking.csv: exact and shown score and place; the range of places, by period and unit, where it is known."""
    write_lines(folder / "ranking.csv", _ranking_lines(evaluation, ranges))


def _score_lines(evaluation: Evaluation, texts: Mapping[str, ColumnTexts]) -> Iterator[str]:
    yield csv_line(*SCORE_COLUMNS)
    columns = [
        (csv_line(column.code, column.level)[:-1], text_of(column.weight), column.markers, *texts[column.code])
        for column in evaluation.scores.columns
    ]
    for number, row in enumerate(evaluation.rows):
        who = csv_line(row.period, row.group, row.unit)[:-1]
        yield "".join(
            [
                f"{who},{head},{raw[number]},{treated[number]},{normalised[number]},{weight},"
                f"{scores[number]},{markers[number]}\n"
                for head, weight, markers, raw, treated, normalised, scores in columns
            ]
        )


def _ranking_lines(evaluation: Evaluation, ranges: Mapping[tuple[str, str], UnitRobustness]) -> Iterator[str]:
    yield csv_line(*RANKING_COLUMNS)
    for placing in evaluation.placings:
        figures = map(text_of, (placing.score, placing.shown, placing.rank))
        found = ranges.get((placing.period, placing.unit))
        places = (None, None, None) if found is None else (found.rank_5, found.median, found.rank_95)
        texts = ["" if place is None else plain_text(place.normalize()) for place in places]
        yield csv_line(placing.period, placing.group, placing.unit, *figures, *texts)


def text_of(value: Decimal | None) -> str:
    return "" if value is None else plain_text(value)


def texts_of(values: Sequence[Decimal | None]) -> list[str]:
    return ["" if value is None else format(value, "f") for value in values]


def csv_line(*cells: object) -> str:
    """The cells as one line of CSV, quoted where needed."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def write_lines(path: Path, lines: Iterator[str]) -> None:
    """Writes the lines as they come."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(lines)
