"""Whether a sheet still has the shape of its template: its name, its headings, its lines, nothing hidden."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from assessment.filing.errors.workbook import (
    ColumnHidden,
    ColumnMoved,
    RowHidden,
    RowMissing,
    RowMoved,
    SheetDuplicated,
    SheetRenamed,
)
from assessment.filing.workbook.cell_data import RawBook, RawSheet, address, letters

IDENTITY_PREFIX = "identity_"


class NamedLine(NamedTuple):
    """A line of a template: the protected code that identifies it, and its words."""

    code: str
    label: str


class Lines(NamedTuple):
    """Where the lines of a template stand."""

    first_row: int
    code_column: int
    label_column: int


def identity_fields(book: RawBook) -> dict[str, str]:
    """The constants that a template carries about itself, `check_code` among them; nothing of it is believed."""
    return {
        name.removeprefix(IDENTITY_PREFIX): text
        for name, text in book.names.items()
        if name.startswith(IDENTITY_PREFIX)
    }


def one_sheet(book: RawBook, expected: str, *, others: Collection[str]) -> RawSheet:
    """The sheet of that name, refused where it was renamed or copied."""
    named = [sheet for sheet in book.sheets if sheet.name == expected]
    copies = [sheet.name for sheet in book.sheets if sheet.name.startswith((f"{expected} (", f"{expected}（"))]
    copies += [sheet.name for sheet in book.sheets if sheet.name.startswith(f"{expected}_")]
    if not named:
        found = [sheet.name for sheet in book.sheets if sheet.name not in others]
        raise SheetRenamed(expected=expected, received="、".join(found[:5]) or "--")
    if copies or len(named) > 1:
        raise SheetDuplicated(expected=expected, received=copies[0] if copies else expected)
    return named[0]


def check_headings(sheet: RawSheet, headings: Mapping[tuple[int, int], str]) -> None:
    for (row, column), expected in headings.items():
        received = "".join(sheet.text(row, column).split())
        if received != expected:
            cell = address(row, column)
            raise ColumnMoved(sheet=sheet.name, cell=cell, expected=expected, received=received[:40] or "--")


def check_lines(sheet: RawSheet, lines: Sequence[NamedLine], places: Lines) -> None:
    last = places.first_row + len(lines) - 1
    present = {sheet.text(row, places.code_column) for row in range(places.first_row, last + 1)}
    for row, line in enumerate(lines, places.first_row):
        received = sheet.text(row, places.code_column)
        if received == line.code:
            continue
        if line.code not in present and last_line_of(sheet, places.code_column) < last:
            raise RowMissing(sheet=sheet.name, row=row, expected=line.label)
        found = sheet.text(row, places.label_column) or received
        raise RowMoved(sheet=sheet.name, row=row, expected=line.label, received=found[:40] or "--")
    extra = sheet.text(last + 1, places.code_column)
    if extra or not lines:
        raise RowMoved(sheet=sheet.name, row=last + 1, expected="--", received=extra[:40] or "--")


def last_line_of(sheet: RawSheet, code_column: int) -> int:
    """The last row with a code."""
    return max((row for row, column in sheet.cells if column == code_column), default=0)


def check_hidden(sheet: RawSheet, lines: Sequence[NamedLine], *, first_row: int, columns: Sequence[int]) -> None:
    for row, line in enumerate(lines, first_row):
        if row in sheet.hidden_rows:
            raise RowHidden(sheet=sheet.name, row=row, item=line.label)
    for column in columns:
        if column in sheet.hidden_columns:
            raise ColumnHidden(sheet=sheet.name, column=letters(column))
