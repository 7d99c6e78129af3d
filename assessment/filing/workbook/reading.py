"""A filled template as plain cells: every silent repair named, every problem with its cell.

`read_return_workbook` needs no database: the command line reads the same way as the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.filing.errors.workbook import NotTheTemplate, OlderTemplate, SignsChanged
from assessment.filing.workbook import layout, table_shape
from assessment.filing.workbook.cell_data import RawBook, RawSheet
from assessment.filing.workbook.cell_reading import CellReader, CellRepair, ReadCell
from assessment.filing.workbook.isolation import read_isolated
from assessment.filing.workbook.layout import FIRST_ROW, Identity, Line
from assessment.filing.workbook.table_shape import Lines, NamedLine
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
    sheet = table_shape.one_sheet(book, layout.SHEET, others={layout.GUIDE, layout.PROBLEMS})
    table_shape.check_headings(sheet, layout.HEADINGS)
    expected = lines_of(sheet) if lines is None else list(lines)
    named = [NamedLine(line.item, line.label) for line in expected]
    table_shape.check_lines(sheet, named, Lines(FIRST_ROW, layout.ITEM_CODE, layout.LABEL))
    columns = range(layout.NUMBER, layout.LAST_INPUT + 1)
    table_shape.check_hidden(sheet, named, first_row=FIRST_ROW, columns=columns)
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
    found = table_shape.identity_fields(book)
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
