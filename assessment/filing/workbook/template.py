"""Writing the template of a return: the form as on the screen, prior figures locked, lists for the conditions."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from assessment.filing.workbook import layout
from assessment.filing.workbook.cell_data import address
from assessment.filing.workbook.guide import write_guide
from assessment.filing.workbook.layout import FIRST_ROW, HEAD_ROW, SUBHEAD_ROW, PrintedCell, PrintedLine, Template
from assessment.filing.workbook.looks import Looks, decimals_format
from assessment.filing.workbook.table_shape import IDENTITY_PREFIX

LAST_COLUMN = layout.ITEM_CODE
_WIDTHS = {1: 6, 2: 30, 3: 9, 4: 15, 5: 10, 6: 18, 7: 15, 8: 10, 9: 18, 10: 9, 11: 15, 12: 15}
_TEXT_SAFETY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_A4 = 9
_INCH = 2.54
_INDENT = "　"


def write_template(template: Template) -> bytes:
    """The workbook of one return, protected without a password: only the cells to fill are open."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, _TEXT_SAFETY) as book:
        looks = Looks(book)
        sheet = book.add_worksheet(layout.SHEET)
        _page(sheet, template)
        _heading(sheet, looks, template)
        for row, line in enumerate(template.lines, FIRST_ROW):
            _line(sheet, looks, row, line)
            _names(book, row, line)
        _foot(sheet, looks, template)
        write_guide(book.add_worksheet(layout.GUIDE), looks, template)
        for name, value in template.identity.fields.items():
            book.define_name(IDENTITY_PREFIX + name, f'="{value}"')
        book.define_name(f"{IDENTITY_PREFIX}check_code", f'="{template.identity.check_code}"')
        book.set_properties({"title": f"{template.form_name} {template.period_name}", "author": "", "comments": ""})
    return written.getvalue()


def _page(sheet: Any, template: Template) -> None:
    for column, width in _WIDTHS.items():
        sheet.set_column(column - 1, column - 1, width)
    sheet.set_column(LAST_COLUMN - 1, LAST_COLUMN - 1, None, None, {"hidden": True})
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=1.5 / _INCH, right=1.5 / _INCH, top=1.8 / _INCH, bottom=1.8 / _INCH)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, FIRST_ROW + len(template.lines) + len(template.notes), layout.FILED_LAST_YEAR - 1)
    sheet.repeat_rows(HEAD_ROW - 1, SUBHEAD_ROW - 1)
    sheet.freeze_panes(SUBHEAD_ROW, layout.LABEL)
    sheet.hide_gridlines(2)
    sheet.set_footer(f"&L{template.demo}&C第 &P 页　共 &N 页&R校验码 {template.identity.check_code[:8]}")
    sheet.set_default_row(20)
    sheet.protect("", {"format_columns": True, "format_rows": True, "format_cells": True, "select_locked_cells": True})
    sheet.activate()


def _heading(sheet: Any, looks: Looks, template: Template) -> None:
    sheet.merge_range("A1:I2", "", looks.get("title"))
    sheet.write_string("A1", template.form_name + template.demo, looks.get("title"))
    sheet.merge_range("A3:I3", "", looks.get("subtitle"))
    identity = template.identity
    said = f"填报单位：{template.unit_name}　报告期：{template.period_name}　第{identity.number}版"
    sheet.write_string("A3", said, looks.get("subtitle"))
    sheet.merge_range("A4:I4", "", looks.get("hint"))
    sheet.write_string(
        "A4", "只填浅黄色单元格；未填留空，0 为确无此项；不适用、暂无数据须选状态并写原因。", looks.get("hint")
    )
    for row, text in enumerate(template.legal[:4], 1):
        sheet.merge_range(f"J{row}:L{row}", "", looks.get("legal"))
        sheet.write_string(f"J{row}", text, looks.get("legal"))
    head = looks.get("head")
    for column in (layout.NUMBER, layout.LABEL, layout.UNIT, layout.GROWTH, layout.LAST_PERIOD, layout.FILED_LAST_YEAR):
        sheet.merge_range(HEAD_ROW - 1, column - 1, SUBHEAD_ROW - 1, column - 1, "", head)
    for start in layout.VALUE_COLUMN.values():
        sheet.merge_range(HEAD_ROW - 1, start - 1, HEAD_ROW - 1, start + 1, "", head)
    for (row, column), text in layout.HEADINGS.items():
        sheet.write_string(row - 1, column - 1, text, head)
    _prior_hint(sheet, layout.LAST_PERIOD, template.last_period_name)
    _prior_hint(sheet, layout.FILED_LAST_YEAR, template.last_year_name)


def _prior_hint(sheet: Any, column: int, period: str) -> None:
    """Which period a prior column shows, on pointing at its head: the head itself stays the same in every template."""
    if period:
        sheet.write_comment(HEAD_ROW - 1, column - 1, period, {"author": "", "x_scale": 1.2, "y_scale": 0.4})


def _line(sheet: Any, looks: Looks, row: int, line: PrintedLine) -> None:
    sheet.write_string(row - 1, layout.NUMBER - 1, line.number, looks.get("centre"))
    sheet.write_string(row - 1, layout.LABEL - 1, _INDENT * line.depth + line.line.label, looks.get("label"))
    sheet.write_string(row - 1, layout.UNIT - 1, line.unit, looks.get("centre"))
    for basis in layout.VALUE_COLUMN:
        if basis in line.line.bases:
            _input(sheet, looks, row, line, basis)
        else:
            _not_asked(sheet, looks, row, basis)
    _growth(sheet, looks, row, line)
    for column, prior in ((layout.LAST_PERIOD, line.last_period), (layout.FILED_LAST_YEAR, line.filed_last_year)):
        _prior(sheet, looks, (row - 1, column - 1), prior, line.decimals)
    sheet.write_string(row - 1, layout.ITEM_CODE - 1, line.line.item, looks.get("locked_text"))


def _input(sheet: Any, looks: Looks, row: int, line: PrintedLine, basis: str) -> None:
    column = layout.VALUE_COLUMN[basis] - 1
    cell = line.cells.get(basis, PrintedCell())
    number = looks.get("sent_back" if line.note else "input", decimals_format(line.decimals))
    if cell.value is None:
        word = layout.CONDITION_WORDS[cell.condition] if cell.condition not in {"value", "empty"} else ""
        _text(sheet, row - 1, column, word, number)
    elif Decimal(repr(float(cell.value))) == cell.value:
        sheet.write_number(row - 1, column, float(cell.value), number)
    else:
        sheet.write_string(row - 1, column, format(cell.value, "f"), number)
    # A number says itself that it is a value, so that clearing it leaves nothing behind that contradicts.
    word = "" if cell.condition in {"empty", "value"} else layout.CONDITION_WORDS[cell.condition]
    _text(sheet, row - 1, column + 1, word, looks.get("input_centre"))
    _text(sheet, row - 1, column + 2, "" if cell.condition == "value" else cell.reason, looks.get("input_text"))
    sheet.data_validation(
        row - 1,
        column + 1,
        row - 1,
        column + 1,
        {
            "validate": "list",
            "source": list(layout.CONDITION_WORDS.values()),
            "error_title": "状态",
            "error_message": "从列表中选择：" + "、".join(layout.CONDITION_WORDS.values()),
        },
    )
    if line.note:
        sheet.write_comment(row - 1, column, f"已退回：{line.note}", {"author": "", "x_scale": 1.6})


def _not_asked(sheet: Any, looks: Looks, row: int, basis: str) -> None:
    column = layout.VALUE_COLUMN[basis] - 1
    locked = looks.get("locked_text")
    sheet.write_blank(row - 1, column, None, locked)
    sheet.write_string(row - 1, column + 1, layout.NOT_ASKED, looks.get("locked_centre"))
    sheet.write_blank(row - 1, column + 2, None, locked)


def _growth(sheet: Any, looks: Looks, row: int, line: PrintedLine) -> None:
    """同比 of the reported pair, computed by the spreadsheet where both are asked for and the base is positive."""
    look = looks.get("locked_number", "#,##0.0")
    if set(layout.VALUE_COLUMN) - set(line.line.bases):
        sheet.write_blank(row - 1, layout.GROWTH - 1, None, look)
        return
    now, base = (address(row, column) for column in layout.VALUE_COLUMN.values())
    formula = f'=IF(AND(ISNUMBER({now}),ISNUMBER({base})),IF({base}>0,({now}/{base}-1)*100,"--"),"--")'
    sheet.write_formula(row - 1, layout.GROWTH - 1, formula, look, _growth_now(line))


def _growth_now(line: PrintedLine) -> float | str:
    now, base = (line.cells.get(basis, PrintedCell()).value for basis in layout.VALUE_COLUMN)
    if now is None or base is None or base <= 0:
        return "--"
    return float((now / base - 1) * 100)


def _prior(sheet: Any, looks: Looks, at: tuple[int, int], prior: Decimal | str | None, decimals: int) -> None:
    if isinstance(prior, Decimal):
        sheet.write_number(*at, float(prior), looks.get("locked_number", decimals_format(decimals)))
    else:
        sheet.write_string(*at, prior or "--", looks.get("locked_right"))


def _names(book: Any, row: int, line: PrintedLine) -> None:
    """A name for each cell to fill: `software_revenue.current`."""
    for basis in line.line.bases:
        column = address(row, layout.VALUE_COLUMN[basis])
        book.define_name(f"{line.line.item}.{basis}", f"='{layout.SHEET}'!${column[0]}${column[1:]}")


def _foot(sheet: Any, looks: Looks, template: Template) -> None:
    row = FIRST_ROW + len(template.lines)
    for number, note in enumerate(template.notes):
        sheet.merge_range(row - 1 + number, 0, row - 1 + number, layout.FILED_LAST_YEAR - 1, "", looks.get("note"))
        sheet.write_string(row - 1 + number, 0, note, looks.get("note"))


def _text(sheet: Any, row: int, column: int, text: str, look: Any) -> None:
    if text:
        sheet.write_string(row, column, text, look)
    else:
        sheet.write_blank(row, column, None, look)
