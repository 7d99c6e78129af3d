"""A filled template as plain cells: every silent repair named, every problem with its cell.

`read_return_workbook` needs no database: the command line reads the same way as the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.filing.errors.workbook import (
    ColumnHidden,
    ColumnMoved,
    NotTheTemplate,
    OlderTemplate,
    RowHidden,
    RowMissing,
    RowMoved,
    SheetDuplicated,
    SheetRenamed,
    SignsChanged,
)
from assessment.filing.workbook import layout
from assessment.filing.workbook.cell_data import RawBook, RawSheet, address, letters
from assessment.filing.workbook.cell_reading import CellReader, CellRepair, ReadCell
from assessment.filing.workbook.isolation import read_isolated
from assessment.filing.workbook.layout import FIRST_ROW, Identity, Line
from assessment.methodology.errors import AssessmentError

_MOST_LINES = 1_000


@dataclass(frozen=True)
class ReadWorkbook:
    """`ignored` are sheets of the user's own, which are not read."""

    identity: Identity
    cells: tuple[ReadCell, ...]
    repairs: tuple[CellRepair, ...]
    problems: tuple[AssessmentError, ...]
    ignored: tuple[str, ...]


def read_return_workbook(content: bytes, *, file_name: str = "", lines: Sequence[Line] | None = None) -> ReadWorkbook:
    """The cells of a filled template. Without `lines` its own lines are believed.

    What concerns the whole file raises (`WorkbookRefused`); what concerns single cells is collected in `problems`.
    """
    book = read_isolated(content, file_name=file_name, only=(layout.SHEET,))
    identity = identity_of(book)
    sheet = _sheet(book)
    _check_headings(sheet)
    expected = lines_of(sheet) if lines is None else list(lines)
    _check_lines(sheet, expected)
    _check_hidden(sheet, expected)
    reader = CellReader(sheet, rows=(FIRST_ROW, FIRST_ROW + len(expected) - 1))
    cells = [
        reader.read(row, line, basis)
        for row, line in enumerate(expected, FIRST_ROW)
        for basis in layout.VALUE_COLUMN
        if basis in line.bases
    ]
    ours = {layout.SHEET, layout.GUIDE, layout.PROBLEMS}
    return ReadWorkbook(
        identity,
        tuple(cell for cell in cells if cell is not None),
        tuple(reader.repairs),
        tuple(reader.problems),
        tuple(one.name for one in book.sheets if one.name not in ours),
    )


def identity_of(book: RawBook) -> Identity:
    """Whose template it is, by the constants among its names."""
    prefix = layout.IDENTITY_PREFIX
    found = {name.removeprefix(prefix): text for name, text in book.names.items() if name.startswith(prefix)}
    stated = found.pop("check_code", "")
    try:
        identity = Identity(**found)
    except TypeError:
        raise NotTheTemplate from None
    if identity.check_code != stated:
        raise SignsChanged(received=stated[:16])
    if identity.template != str(layout.TEMPLATE_NUMBER):
        raise OlderTemplate(received=identity.template, expected=layout.TEMPLATE_NUMBER)
    return identity


def lines_of(sheet: RawSheet) -> list[Line]:
    """The lines as the sheet itself has them, for reading without the catalogue."""
    lines = []
    for row in range(FIRST_ROW, FIRST_ROW + _MOST_LINES):
        item = sheet.text(row, layout.ITEM_CODE)
        if not item:
            break
        bases = tuple(
            basis for basis, column in layout.VALUE_COLUMN.items() if sheet.text(row, column + 1) != layout.NOT_ASKED
        )
        lines.append(Line(item, sheet.text(row, layout.LABEL), bases))
    return lines


def _sheet(book: RawBook) -> RawSheet:
    named = [sheet for sheet in book.sheets if sheet.name == layout.SHEET]
    copies = [sheet.name for sheet in book.sheets if sheet.name.startswith((f"{layout.SHEET} (", f"{layout.SHEET}（"))]
    copies += [sheet.name for sheet in book.sheets if sheet.name.startswith(f"{layout.SHEET}_")]
    if not named:
        found = [sheet.name for sheet in book.sheets if sheet.name not in {layout.GUIDE, layout.PROBLEMS}]
        raise SheetRenamed(expected=layout.SHEET, received="、".join(found[:5]) or "--")
    if copies or len(named) > 1:
        raise SheetDuplicated(expected=layout.SHEET, received=copies[0] if copies else layout.SHEET)
    return named[0]


def _check_headings(sheet: RawSheet) -> None:
    for (row, column), expected in layout.HEADINGS.items():
        received = "".join(sheet.text(row, column).split())
        if received != expected:
            cell = address(row, column)
            raise ColumnMoved(sheet=sheet.name, cell=cell, expected=expected, received=received[:40] or "--")


def _check_lines(sheet: RawSheet, lines: Sequence[Line]) -> None:
    last = FIRST_ROW + len(lines) - 1
    present = {sheet.text(row, layout.ITEM_CODE) for row in range(FIRST_ROW, last + 1)}
    for row, line in enumerate(lines, FIRST_ROW):
        received = sheet.text(row, layout.ITEM_CODE)
        if received == line.item:
            continue
        if line.item not in present and last_line_of(sheet) < last:
            raise RowMissing(sheet=sheet.name, row=row, expected=line.label)
        found = sheet.text(row, layout.LABEL) or received
        raise RowMoved(sheet=sheet.name, row=row, expected=line.label, received=found[:40] or "--")
    extra = sheet.text(last + 1, layout.ITEM_CODE)
    if extra or not lines:
        raise RowMoved(sheet=sheet.name, row=last + 1, expected="--", received=extra[:40] or "--")


def last_line_of(sheet: RawSheet) -> int:
    """The last row with an item code."""
    return max((row for row, column in sheet.cells if column == layout.ITEM_CODE), default=0)


def _check_hidden(sheet: RawSheet, lines: Sequence[Line]) -> None:
    for row, line in enumerate(lines, FIRST_ROW):
        if row in sheet.hidden_rows:
            raise RowHidden(sheet=sheet.name, row=row, item=line.label)
    for column in range(layout.NUMBER, layout.LAST_INPUT + 1):
        if column in sheet.hidden_columns:
            raise ColumnHidden(sheet=sheet.name, column=letters(column))
