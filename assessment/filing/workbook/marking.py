"""The user's own workbook with its cells coloured and commented, and a list of the problems.

Every text is written as a text: whatever a city wrote, no cell of the copy becomes a formula by it.
"""

import math
import re
from collections.abc import Sequence
from copy import copy
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.formula import ArrayFormula

from assessment.filing.workbook import layout
from assessment.filing.workbook.cell_data import letters
from assessment.filing.workbook.looks import BODY, HEAD, INPUT_FILL
from assessment.filing.workbook.marks import Mark

AUTHOR = "审核标注"
FILLS = {"bad": "FDECEA", "warn": "FFF4E0", "note": "EFEDFB"}
_BORDERS_OF_TONE = {"bad": "B42318", "warn": "8A5200", "note": "5B4BB7"}
_HEADINGS = ("序号", "工作表", "单元格", "指标", "级别", "问题", "应为", "实为", "怎样改")
_WIDTHS = (6, 10, 10, 26, 12, 52, 20, 20, 44)
_COMMENT_WIDTH, _COMMENT_HEIGHT = 340, 150
_GROWTH = re.compile(r"=IF\(AND\(ISNUMBER\(D\d+\),ISNUMBER\(G\d+\)\),IF\(G\d+>0,\(D\d+/G\d+-1\)\*100,\"--\"\),\"--\"\)")
_LINE = 16.0
_SIDE = Side(style="thin", color="8792A3")
_GRID = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def mark_workbook(content: bytes, marks: Sequence[Mark]) -> bytes:
    """Marks of an earlier round are taken off first; what the user entered stays."""
    book = load_workbook(BytesIO(content), keep_links=False)
    _neutralise(book)
    sheet = book[layout.SHEET]
    _take_off(sheet)
    for mark in marks:
        for cell in mark.cells:
            _mark(sheet[cell], mark)
    _list(book, marks)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def write_text(cell: Any, text: str) -> None:
    """`=1+1` as the four signs it is."""
    cell.value = _UNPRINTABLE.sub("", text)
    cell.data_type = "s"


def _neutralise(book: Any) -> None:
    """Formulas other than the template's own become the text they were; links go."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and not _ours(sheet, cell):
                    text = cell.value.text if isinstance(cell.value, ArrayFormula) else str(cell.value)
                    write_text(cell, text or "=")
                if getattr(cell, "hyperlink", None) is not None:
                    cell.hyperlink = None


def _ours(sheet: Any, cell: Any) -> bool:
    at_home = sheet.title == layout.SHEET and cell.column == layout.GROWTH
    return at_home and isinstance(cell.value, str) and _GROWTH.fullmatch(cell.value) is not None


def _take_off(sheet: Any) -> None:
    for row in sheet.iter_rows(min_col=layout.FIRST_INPUT, max_col=layout.LAST_INPUT):
        for cell in row:
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = PatternFill("solid", fgColor=INPUT_FILL.lstrip("#"))
                cell.font = _font_of(cell, "1D4F91")


def _mark(cell: Any, mark: Mark) -> None:
    said = [f"{mark.severity} {mark.rule}".strip(), mark.problem]
    said += [f"应为：{mark.expected}"] if mark.expected else []
    said += [f"实为：{mark.received}"] if mark.received else []
    said += [f"怎样改：{mark.fix}"] if mark.fix else []
    before = cell.comment.text + "\n\n" if cell.comment is not None and cell.comment.author == AUTHOR else ""
    text = _UNPRINTABLE.sub("", before + "\n".join(said))
    cell.comment = Comment(text, AUTHOR, height=_COMMENT_HEIGHT, width=_COMMENT_WIDTH)
    if not before:
        cell.fill = PatternFill("solid", fgColor=FILLS[mark.tone])
        cell.font = _font_of(cell, _BORDERS_OF_TONE[mark.tone])


def _font_of(cell: Any, ink: str) -> Any:
    font = copy(cell.font)
    font.color = ink
    return font


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of `width` characters; Chinese takes two."""
    return max(1, math.ceil(sum(2.1 if ord(sign) > 0x2E7F else 1.1 for sign in text) / (width - 1)))


def _list(book: Any, marks: Sequence[Mark]) -> None:
    if layout.PROBLEMS in book.sheetnames:
        del book[layout.PROBLEMS]
    sheet = book.create_sheet(layout.PROBLEMS)
    for number, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True), 1):
        write_text(sheet.cell(1, number), heading)
        sheet.cell(1, number).font = Font(name=HEAD, size=11)
        sheet.cell(1, number).border = _GRID
        sheet.cell(1, number).fill = PatternFill("solid", fgColor="F2F4F7")
        sheet.column_dimensions[letters(number)].width = width
    for number, mark in enumerate(marks, 1):
        words = (layout.SHEET, "、".join(mark.cells), mark.label, f"{mark.severity} {mark.rule}".strip())
        row = (str(number), *words, mark.problem, mark.expected, mark.received, mark.fix)
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number + 1, column)
            write_text(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(name=BODY, size=10.5)
            cell.border = _GRID
        sheet.row_dimensions[number + 1].height = _LINE * max(map(_lines, row, _WIDTHS))
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
