"""Reading and writing tables as CSV for the offline commands: row by row, with one clear sentence for a bad file.

UTF-8 with or without mark, UTF-16 with mark, and GB18030 (what Excel writes in Chinese) are read; UTF-8 is written.
"""

import csv
import errno
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.text_numbers import excerpt
from reporting.file_reasons import reason_of

_SAMPLE = 1 << 20
_LONGEST_HEADER = 400


class FileUnreadable(AssessmentError):
    code = "file_unreadable"
    message = N_("The file {file} cannot be read: {problem}.")


class FileIsAWorkbook(AssessmentError):
    code = "file_is_a_workbook"
    message = N_("{file} is an Excel workbook; expected CSV. Save it as “CSV UTF-8” and try again.")


class FileNotText(AssessmentError):
    code = "file_not_text"
    message = N_("{file} is no text that can be read. Save it as UTF-8 text, a table as “CSV UTF-8”, and try again.")


class SeparatorNotComma(AssessmentError):
    code = "separator_not_comma"
    message = N_(
        "Row 1 of {file} separates its cells by {received}; expected commas. "
        "Save the file as “CSV UTF-8” and try again."
    )


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


class LooksLikeFormula(AssessmentError):
    code = "text_looks_like_formula"
    message = N_(
        "Row {row}, column “{column}” of {file}: “{received}” would be reckoned as a formula where the results are "
        "opened as a table. Take the sign off its beginning."
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
        with path.open(encoding=encoding_of(path), newline="") as stream:
            reader = csv.reader(stream)
            header = next(reader, None)
            if header is None or not any(cell.strip() for cell in header):
                raise FileEmpty(file=path.name, expected=", ".join(expected))
            _check_separator(header, path.name)
            columns = _columns(header, path.name, aliases)
            yield Table(path.name, columns, _rows(reader, columns, path.name))
    except (OSError, UnicodeError, csv.Error) as problem:
        raise FileUnreadable(file=path.name, problem=reason_of(problem)) from problem


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Writes the rows as they come. Returns the number of rows."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        for count, row in enumerate(rows, start=1):  # noqa: B007 - the last number is the answer
            writer.writerow(row)
    return count


@contextmanager
def results_in(folder: Path) -> Iterator[Path]:
    """A folder to write results into; all of them come to `folder` at the end, or none where anything goes wrong.

    A folder that was made for them goes again with them.
    """
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=folder))
        try:
            yield unfinished
            _bring(unfinished, folder)
            made = False
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
            if made:
                folder.rmdir()
    except OSError as problem:
        raise FolderNotWritable(folder=folder, problem=reason_of(problem)) from problem


def refuse_formulas(row: TableRow, columns: Iterable[str], *, file: str) -> None:
    """`LooksLikeFormula` for the first of these text columns that a spreadsheet would reckon instead of showing."""
    for column in columns:
        text = row.cells.get(column, "")
        if text.startswith(("=", "+", "-", "@")) and len(text) > 1:
            raise LooksLikeFormula(row=row.number, column=column, file=file, received=excerpt(text))


def _bring(unfinished: Path, folder: Path) -> None:
    """All results to their places; that none is taken by a folder is seen before the first comes."""
    results = sorted(unfinished.iterdir())
    for path in results:
        if (folder / path.name).is_dir():
            raise IsADirectoryError(errno.EISDIR, path.name)
    for path in results:
        path.replace(folder / path.name)


def counted(rows: Iterable[TableRow], on_row: Callable[[int], None]) -> Iterator[TableRow]:
    """The same rows, telling `on_row` how many have passed."""
    for count, row in enumerate(rows, start=1):
        on_row(count)
        yield row


def encoding_of(path: Path) -> str:
    """UTF-16 by its mark, UTF-8 if the whole file decodes, else GB18030. `FileNotText` where no text is."""
    with path.open("rb") as stream:
        start = stream.read(_SAMPLE)
        if start.startswith(b"PK\x03\x04"):
            raise FileIsAWorkbook(file=path.name)
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        if b"\0" in start:
            raise FileNotText(file=path.name)
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            while stream.read(_SAMPLE):
                pass
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _check_separator(header: list[str], file: str) -> None:
    """Semicolons and tabulators may stand beside decimal commas: such a file has more than one reading."""
    for separator, shown in (("\t", "⇥"), (";", ";"), ("，", "，"), ("；", "；")):
        if len(header) == 1 and separator in header[0]:
            raise SeparatorNotComma(file=file, received=f"“{shown}”")


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
