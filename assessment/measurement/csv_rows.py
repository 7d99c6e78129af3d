"""The rows of a delivered CSV: every cell that cannot be read is noted, so that all of them are told at once."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeVar

from assessment.measurement.errors import CellUnreadable, DeliveryWrong, HeaderWrong, RowRepeated
from assessment.methodology.errors import AssessmentError
from assessment.methodology.text_numbers import NotANumber, read_number
from assessment.methodology.units import Unit, UnitUnknown, parse_unit

MOST_TOLD: Final = 100
MONEY: Final = (Unit.YUAN, Unit.TEN_THOUSAND_YUAN, Unit.HUNDRED_MILLION_YUAN)
INDEX: Final = (Unit.INDEX,)
Row = Mapping[str, str]
T = TypeVar("T")


@dataclass(frozen=True)
class CellRepair:
    """One cell that could be read in one way only, and what was changed to read it."""

    row: int
    column: str
    repair: str


class Notes:
    """What was found while the rows of one file were read."""

    def __init__(self) -> None:
        self.problems: list[AssessmentError] = []
        self.repairs: list[CellRepair] = []

    def taken(self, read: Callable[[], T]) -> T | None:
        """What `read` gives; None where it refuses, which is noted."""
        try:
            return read()
        except AssessmentError as problem:
            self.problems.append(problem)
            return None

    def clean_since(self, before: int) -> bool:
        return len(self.problems) == before


def rows_of(text: str, columns: Sequence[str], notes: Notes, *, also: Sequence[str] = ()) -> list[tuple[int, Row]]:
    """The rows with their numbers. `also` are columns that a file may leave out as a whole."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    received = tuple(reader.fieldnames or ())
    if not set(columns) <= set(received):
        raise HeaderWrong(expected=",".join(columns), received=",".join(received) or "-")
    known = (*columns, *(column for column in also if column in received))
    rows: list[tuple[int, Row]] = []
    for number, row in _read(reader, columns[0], notes):
        if None in row or None in row.values():
            wrong = {"column": columns[-1], "expected": str(len(received)), "received": str(len(row))}
            notes.problems.append(CellUnreadable(row=number, **wrong))
            continue
        rows.append((number, {column: (row[column] or "").strip() for column in known}))
    return rows


def without_repeats(rows: Sequence[tuple[int, Row]], key: Sequence[str], notes: Notes) -> list[tuple[int, Row]]:
    """The rows that are the first of their key; the others are noted with the row they repeat."""
    first: dict[tuple[str, ...], int] = {}
    kept = []
    for number, row in rows:
        before = first.setdefault(tuple(row[column] for column in key), number)
        if before == number:
            kept.append((number, row))
            continue
        named = {name: row.get(name, "") for name in ("region", "industry", "year", "vintage")}
        notes.problems.append(RowRepeated(row=number, first_row=before, **named))
    return kept


def number_in(number: int, row: Row, column: str, notes: Notes) -> Decimal | None:
    """The amount of a cell, None where it is blank or cannot be read; the latter is noted."""
    if not row.get(column):
        return None
    try:
        read = read_number(row[column])
    except NotANumber:
        unreadable = CellUnreadable(row=number, column=column, expected="1234.56", received=row[column])
        notes.problems.append(unreadable)
        return None
    notes.repairs += [CellRepair(number, column, repair.value) for repair in read.repairs]
    return read.value


def wanted_number_in(number: int, row: Row, column: str, notes: Notes) -> Decimal:
    """The same where a blank is noted as well; zero then only keeps the row readable to its end."""
    before = len(notes.problems)
    value = number_in(number, row, column, notes)
    if value is None and notes.clean_since(before):
        notes.problems.append(CellUnreadable(row=number, column=column, expected="1234.56", received=""))
    return Decimal(0) if value is None else value


def year_in(number: int, row: Row) -> str:
    if len(row["year"]) != 4 or not row["year"].isdecimal() or not row["year"].isascii():
        raise CellUnreadable(row=number, column="year", expected="2021", received=row["year"])
    return row["year"]


def unit_in(number: int, row: Row, allowed: Sequence[Unit] = MONEY) -> Unit:
    expected = "、".join(unit.name_zh for unit in allowed)
    try:
        unit = parse_unit(row["unit"])
    except UnitUnknown:
        raise CellUnreadable(row=number, column="unit", expected=expected, received=row["unit"]) from None
    if unit not in allowed:
        raise CellUnreadable(row=number, column="unit", expected=expected, received=row["unit"])
    return unit


def refuse_wrong(problems: Sequence[AssessmentError]) -> None:
    """Raise what is wrong with a file: a single problem as it is, several together, in the order of the rows."""
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise DeliveryWrong(count=len(problems), problems=in_row_order(problems)[:MOST_TOLD])


def in_row_order(problems: Sequence[AssessmentError]) -> list[AssessmentError]:
    return sorted(problems, key=lambda problem: int(str(problem.where.get("row", 0))))


def _read(reader: "csv.DictReader[str]", column: str, notes: Notes) -> Iterator[tuple[int, dict[str, str | None]]]:
    """Up to the end, or to the row at which the quotes of the file no longer fit."""
    try:
        for row in reader:
            yield reader.line_num, dict(row)
    except csv.Error as error:
        wrong = CellUnreadable(row=reader.line_num + 1, column=column, expected="CSV", received=str(error))
        notes.problems.append(wrong)
