"""Writing the template of a base table: protected codes, open cells for figures, lists, the year before beside them."""

from decimal import Decimal
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from assessment.filing.workbook.looks import Looks, decimals_format
from assessment.filing.workbook.table_shape import IDENTITY_PREFIX
from assessment.measurement.workbook import layout
from assessment.measurement.workbook.guide import write_guide
from assessment.measurement.workbook.layout import FIRST_ROW, HEAD_ROW, Places, TableLine, TableTemplate, places_of

_TEXT_SAFETY: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
_ALLOWED: Final = {"format_columns": True, "format_rows": True, "format_cells": True, "select_locked_cells": True}
_A4: Final = 9
_LONGEST_TEXT: Final = 300


def write_table_template(template: TableTemplate) -> bytes:
    """The workbook, protected without a password: only the cells to fill are open."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, _TEXT_SAFETY) as book:
        looks = Looks(book)
        sheet = book.add_worksheet(layout.SHEET)
        places = places_of(has_industries=template.has_industries)
        _heading(sheet, looks, template)
        _heads(sheet, looks, layout.headings_of(template))
        for row, line in enumerate(template.lines, FIRST_ROW):
            _line(sheet, looks, row, (line, template, places))
        _page(sheet, template, places)
        if template.cities:
            _operators(book.add_worksheet(layout.OPERATORS), looks, template)
        write_guide(book.add_worksheet(layout.GUIDE), looks, template)
        for name, value in {**template.identity.fields, "check_code": template.identity.check_code}.items():
            book.define_name(IDENTITY_PREFIX + name, f'="{value}"')
        book.set_properties({"title": f"{template.title} {template.period_name}", "author": "", "comments": ""})
        sheet.activate()
    return written.getvalue()


def _page(sheet: Any, template: TableTemplate, places: Places) -> None:
    sheet.set_column(0, 0, 9)
    sheet.set_column(1, 1, 14)
    if template.has_industries:
        sheet.set_column(2, 2, 9)
        sheet.set_column(3, 3, 26)
    first = min(places.amounts.values()) - 1
    sheet.set_column(first, places.marker - 2, 17)
    sheet.set_column(places.marker - 1, places.marker - 1, 10)
    sheet.set_column(places.source - 1, places.source - 1, 24)
    sheet.set_column(places.prior - 1, places.prior - 1, 15)
    sheet.set_column(places.code - 1, places.code - 1, None, None, {"hidden": True})
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW - 1)
    sheet.freeze_panes(HEAD_ROW, first)
    sheet.hide_gridlines(2)
    sheet.set_footer(f"&L{template.demo}&C第 &P 页　共 &N 页&R校验码 {template.identity.check_code[:8]}")
    sheet.protect("", _ALLOWED)


def _heading(sheet: Any, looks: Looks, template: TableTemplate) -> None:
    sheet.set_default_row(20)
    sheet.set_row(0, 30)
    sheet.write_string("A1", template.title + template.demo, looks.get("title_left"))
    said = f"报送单位：{template.body_name}　年度：{template.period_name}　数据：{template.vintage_name}"
    sheet.write_string("A2", f"{said}　计量单位：{template.unit.name_zh}", looks.get("note_line"))
    hint = "只填浅黄色单元格；未填留空，0 为确无此项。灰色为系统已知的数，供对照，不能改动，也不会被读取。"
    sheet.write_string("A3", hint, looks.get("note_line"))


def _heads(sheet: Any, looks: Looks, headings: dict[tuple[int, int], str]) -> None:
    sheet.set_row(HEAD_ROW - 1, 34)
    for (row, column), words in headings.items():
        sheet.write_string(row - 1, column - 1, words, looks.get("head"))


def _line(sheet: Any, looks: Looks, row: int, shown: tuple[TableLine, TableTemplate, Places]) -> None:
    line, template, places = shown
    locked = looks.get("locked_text")
    sheet.write_string(row - 1, layout.REGION - 1, line.region, looks.get("locked_centre"))
    sheet.write_string(row - 1, layout.REGION_NAME - 1, line.region_name, locked)
    if template.has_industries:
        sheet.write_string(row - 1, layout.INDUSTRY - 1, line.industry, looks.get("locked_centre"))
        sheet.write_string(row - 1, layout.INDUSTRY_NAME - 1, line.industry_name, locked)
    for name, column in places.amounts.items():
        _amount(sheet, looks, (row - 1, column - 1), line.values.get(name), template.decimals)
    if places.tax_basis is not None and places.tax is not None:
        tax = line.values.get("value_added_tax")
        _amount(sheet, looks, (row - 1, places.tax - 1), tax, template.decimals)
        chosen = "" if tax is None else layout.TAX_BASIS[1]
        _choice(sheet, looks, (row - 1, places.tax_basis - 1), chosen, layout.TAX_BASIS)
    marker = layout.MARKERS_ZH.get(line.marker, layout.MARKERS_ZH["reported"])
    _choice(sheet, looks, (row - 1, places.marker - 1), marker, tuple(layout.MARKERS_ZH.values()))
    sheet.write_string(row - 1, places.source - 1, line.source[:_LONGEST_TEXT], looks.get("input_text"))
    _prior(sheet, looks, (row - 1, places.prior - 1), line.prior, template.decimals)
    sheet.write_string(row - 1, places.code - 1, line.code, locked)


def _amount(sheet: Any, looks: Looks, at: tuple[int, int], value: Decimal | None, decimals: int) -> None:
    look = looks.get("input", decimals_format(decimals))
    if value is None:
        sheet.write_blank(*at, None, look)
    elif Decimal(repr(float(value))) == value:
        sheet.write_number(*at, float(value), look)
    else:
        sheet.write_string(*at, format(value, "f"), look)


def _choice(sheet: Any, looks: Looks, at: tuple[int, int], chosen: str, words: tuple[str, ...]) -> None:
    look = looks.get("input_centre")
    if chosen:
        sheet.write_string(*at, chosen, look)
    else:
        sheet.write_blank(*at, None, look)
    rule = {"validate": "list", "source": list(words), "error_title": "选项", "error_message": "、".join(words)}
    sheet.data_validation(*at, *at, rule)


def _prior(sheet: Any, looks: Looks, at: tuple[int, int], prior: Decimal | None, decimals: int) -> None:
    if prior is None:
        sheet.write_string(*at, "--", looks.get("locked_right"))
    else:
        sheet.write_number(*at, float(prior), looks.get("locked_number", decimals_format(decimals)))


def _operators(sheet: Any, looks: Looks, template: TableTemplate) -> None:
    """One line for each operator registered elsewhere; left blank where there is none."""
    sheet.set_default_row(20)
    sheet.set_row(0, 30)
    sheet.write_string("A1", layout.OPERATORS + template.demo, looks.get("title_left"))
    sheet.write_string(
        "A2",
        "法人单位不在本市（州）的电信企业：填全省四项构成、全省营业收入和各市（州）营业收入，系统按营业收入比重分摊到市（州）。",
        looks.get("note_line"),
    )
    sheet.write_string("A3", "在此表填报的，“基础数据表”中该市（州）63 行业留空。", looks.get("note_line"))
    headings = layout.operator_headings_of(template)
    _heads(sheet, looks, headings)
    for number in range(layout.MOST_OPERATORS):
        row = FIRST_ROW - 1 + number
        known = template.operators[number] if number < len(template.operators) else None
        sheet.write_string(row, 0, known.name if known else "", looks.get("input_text"))
        amounts: list[Decimal | None] = [None] * (len(headings) - 1)
        if known is not None:
            cities = [known.revenue_by_city.get(code) for code, _ in template.cities]
            amounts = [*known.amounts, known.revenue, *cities]
        for column, amount in enumerate(amounts, 1):
            _amount(sheet, looks, (row, column), amount, template.decimals)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, len(headings) - 1, 17)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(HEAD_ROW, 1)
    sheet.hide_gridlines(2)
    sheet.protect("", _ALLOWED)
