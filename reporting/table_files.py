"""Reading and writing tables as CSV for the offline commands: row by row, with one clear sentence for a bad file.

UTF-8 with or without mark, UTF-16 with mark, and GB18030 (what Excel writes in Chinese) are read; UTF-8 is written.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.text_numbers import excerpt

_SAMPLE = 1 << 20
_LONGEST_HEADER = 400


class FileUnreadable(AssessmentError):
    code = "file_unreadable"
    message = N_("The file {file} cannot be read: {problem}.")


class FileIsAWorkbook(AssessmentError):
    code = "file_is_a_workbook"
    message = N_("{file} is an Excel workbook; expected CSV. Save it as “CSV UTF-8” and try again.")


class FileEmpty(AssessmentError):
    code = "file_empty"
    message = N_("{file} is empty; expected a first row with the columns {expected}.")


class NoRows(AssessmentError):
    code = "file_without_rows"
    message = N_("{file} has a header but no rows; expected at least one row below it.")


class ColumnMissing(AssessmentError):
    code = "column_missing"
    message = N_(
        "Row 1 of {file} lacks the column “{column}”; expected {expected}, received {received}. Add the column."
    )


class ColumnRepeated(AssessmentError):
    code = "column_repeated"
    message = N_("Row 1 of {file} names the column “{column}” twice; expected it once. Remove one of the two.")


class CellsDoNotMatchHeader(AssessmentError):
    code = "cells_do_not_match_header"
    message = N_(
        "Row {row} of {file}: expected {expected} cells as in the header, received {received}. "
        "Put texts and numbers that contain a comma in quotation marks."
    )


class CellTooLong(AssessmentError):
    code = "cell_number_too_long"
    message = N_(
        "Row {row}, column “{column}” of {file}: “{received}” has more digits than can be reckoned with exactly. "
        "Write at most 28 digits before the decimal point and 20 after it."
    )


class FolderNotWritable(AssessmentError):
    code = "folder_not_writable"
    message = N_("Results cannot be written to {folder}: {problem}.")


@dataclass(frozen=True)
class TableRow:
    """Cells by column name, stripped of outer spaces. `number` counts as a spreadsheet does, the header being 1."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """A header and the rows still to be read; columns in the names of `aliases`."""

    file: str
    columns: tuple[str, ...]
    rows: Iterator[TableRow]

    def require(self, expected: Sequence[str]) -> None:
        """`ColumnMissing` for the first of `expected` that the header lacks."""
        for column in expected:
            if column not in self.columns:
                raise ColumnMissing(
                    file=self.file,
                    column=column,
                    expected=", ".join(expected),
                    received=excerpt(", ".join(map(excerpt, self.columns)), longest=_LONGEST_HEADER),
                )


@contextmanager
def open_table(path: Path, *, expected: Sequence[str], aliases: Mapping[str, str]) -> Iterator[Table]:
    """The table in the file at `path`; blank rows are passed over. Errors name row, expected and received."""
    try:
        with path.open(encoding=_encoding(path), newline="") as stream:
            reader = csv.reader(stream)
            header = next(reader, None)
            if header is None or not any(cell.strip() for cell in header):
                raise FileEmpty(file=path.name, expected=", ".join(expected))
            columns = _columns(header, path.name, aliases)
            yield Table(path.name, columns, _rows(reader, columns, path.name))
    except (OSError, UnicodeError, csv.Error) as problem:
        raise FileUnreadable(file=path.name, problem=problem) from problem


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Writes the rows as they come and puts the file in its place when whole. Returns the number of rows."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    count = 0
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(columns)
            for count, row in enumerate(rows, start=1):  # noqa: B007 - the last number is the answer
                writer.writerow(row)
        unfinished.replace(path)
    except OSError as problem:
        raise FolderNotWritable(folder=path.parent, problem=problem.strerror) from problem
    return count


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise FolderNotWritable(folder=folder, problem=problem.strerror) from problem


def counted(rows: Iterable[TableRow], on_row: Callable[[int], None]) -> Iterator[TableRow]:
    """The same rows, telling `on_row` how many have passed."""
    for count, row in enumerate(rows, start=1):
        on_row(count)
        yield row


def _encoding(path: Path) -> str:
    """UTF-16 by its mark, UTF-8 if the whole file decodes, else GB18030."""
    with path.open("rb") as stream:
        start = stream.read(4)
        if start.startswith(b"PK\x03\x04"):
            raise FileIsAWorkbook(file=path.name)
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            while stream.read(_SAMPLE):
                pass
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _columns(header: list[str], file: str, aliases: Mapping[str, str]) -> tuple[str, ...]:
    names = [cell.strip() for cell in header]
    while names and not names[-1]:
        names.pop()
    columns = [aliases.get(name, name) for name in names]
    for index, column in enumerate(columns):
        if column in columns[:index]:
            raise ColumnRepeated(file=file, column=excerpt(column))
    return tuple(columns)


def _rows(reader: Iterator[list[str]], columns: tuple[str, ...], file: str) -> Iterator[TableRow]:
    found = False
    for number, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        while len(cells) > len(columns) and not cells[-1].strip():
            cells.pop()
        if len(cells) != len(columns):
            raise CellsDoNotMatchHeader(row=number, file=file, expected=len(columns), received=len(cells))
        found = True
        yield TableRow(number, dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
    if not found:
        raise NoRows(file=file)
