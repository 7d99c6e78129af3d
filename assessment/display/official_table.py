"""Tables of an official document: 表题 above, unit at the right, heads that repeat, figures in 五号仿宋."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from docx.document import Document as Doc
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell, _Row

from assessment.display.official_document import BODY_FONT, CENTRED, HEADING_FONTS, TO_THE_RIGHT, set_font

CAPTION_SIZE, CELL_SIZE, NOTE_SIZE = Pt(12), Pt(10.5), Pt(9)
_ALIGN: Final = {"l": WD_ALIGN_PARAGRAPH.LEFT, "c": CENTRED, "r": TO_THE_RIGHT}
CELL_MARGIN: Final = "70"  # in twentieths of a point
_WIDTH_MM, _LANDSCAPE_WIDTH_MM = 156, 225


@dataclass(frozen=True)
class TableColumn:
    """`group` is the head above it, shared with its neighbours of the same group; `share` its part of the width."""

    head: str
    share: float
    align: str = "r"
    group: str = ""


@dataclass(frozen=True)
class OfficialTable:
    """Rows of finished texts, each as long as `columns`; `strong` are the numbers of rows in bold."""

    title: str
    unit_line: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    strong: frozenset[int] = frozenset()
    landscape: bool = False


def add_table(document: Doc, table: OfficialTable) -> None:
    """Title, unit line, the table and its notes."""
    _add_text(document, table.title, size=CAPTION_SIZE, align=CENTRED, bold=True)
    _add_text(document, table.unit_line, size=CELL_SIZE, align=TO_THE_RIGHT)
    two_rows = any(column.group for column in table.columns)
    drawn = document.add_table(rows=2 if two_rows else 1, cols=len(table.columns), style="Table Grid")
    drawn.alignment, drawn.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _set_cell_margins(drawn)
    _draw_heads(drawn.rows[0], drawn.rows[1] if two_rows else None, table.columns)
    for number, texts in enumerate(table.rows):
        row = drawn.add_row()
        _keep_whole(row)
        for cell, text, column in zip(row.cells, texts, table.columns, strict=True):
            _write(cell, text, align=_ALIGN[column.align], bold=number in table.strong)
    _set_widths(drawn.rows, table)
    for note in table.notes:
        _add_text(document, note, size=NOTE_SIZE, align=WD_ALIGN_PARAGRAPH.LEFT)


def _draw_heads(first: _Row, second: _Row | None, columns: Sequence[TableColumn]) -> None:
    for row in (first, second) if second is not None else (first,):
        _repeat(row)
        _keep_whole(row)
    lower = second.cells if second is not None else first.cells
    upper, start = first.cells, 0
    while start < len(columns):
        end = start
        while columns[start].group and end + 1 < len(columns) and columns[end + 1].group == columns[start].group:
            end += 1
        if columns[start].group:
            _write(upper[start].merge(upper[end]), columns[start].group, align=CENTRED, head=True)
            for place in range(start, end + 1):
                _write(lower[place], columns[place].head, align=CENTRED, head=True)
        else:
            whole = upper[start].merge(lower[start]) if second is not None else upper[start]
            _write(whole, columns[start].head, align=CENTRED, head=True)
        start = end + 1


def _write(cell: _Cell, text: str, *, align: WD_ALIGN_PARAGRAPH, bold: bool = False, head: bool = False) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(1)
    run = paragraph.add_run(text)
    set_font(run, HEADING_FONTS[0] if head else BODY_FONT, CELL_SIZE)
    run.bold = bold or None


def _add_text(document: Doc, text: str, *, size: Pt, align: WD_ALIGN_PARAGRAPH, bold: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(1)
    paragraph.paragraph_format.keep_with_next = align is not WD_ALIGN_PARAGRAPH.LEFT
    run = paragraph.add_run(text)
    set_font(run, BODY_FONT, size)
    run.bold = bold or None


def _set_cell_margins(table: Table) -> None:
    """1.2 mm instead of 1.9: a table in a document has many narrow columns."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), CELL_MARGIN)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def _set_widths(rows: Sequence[_Row], table: OfficialTable) -> None:
    """Widths of cells, not of columns: Word and WPS go by the cells."""
    whole = _LANDSCAPE_WIDTH_MM if table.landscape else _WIDTH_MM
    shares = sum(column.share for column in table.columns)
    widths = [Mm(whole * column.share / shares) for column in table.columns]
    grid = rows[0]._tr.getparent()
    for column, column_width in zip(grid.iter(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(int(column_width.twips)))
    for row in rows:
        for cell, width in zip(row._tr.tc_lst, _spanned(row, widths), strict=True):
            cell.width = Length(width)


def _spanned(row: _Row, widths: Sequence[Mm]) -> list[int]:
    found: list[int] = []
    start = 0
    for cell in row._tr.tc_lst:
        end = start + cell.grid_span
        found.append(sum(widths[start:end]))
        start = end
    return found


def _repeat(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_whole(row: _Row) -> None:
    """A row is never torn apart at the foot of a page."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
