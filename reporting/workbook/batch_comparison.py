"""测算批次对比表: old, new, difference and its parts; difference and check are live formulas."""

from decimal import Decimal
from typing import BinaryIO

from assessment.methodology.batch_comparison import ORDER
from assessment.methodology.rounding import exact_context
from reporting import batch_terms as terms
from reporting.batch_reports import ComparedRow, ComparisonReport
from reporting.workbook.batch_book import (
    FIRST_ROW,
    HEAD_ROW,
    BatchBook,
    draw_notes,
    draw_top,
    head_line,
    made_line,
    suffixed,
)
from reporting.workbook.canvas import At, Canvas
from reporting.workbook.places import relative
from reporting.workbook.styles import decimals_format

AMOUNT, EXACT = decimals_format(2), decimals_format(6)
FIRST, SECOND, DIFFERENCE, FIRST_PART = range(3, 7)
CHECK = FIRST_PART + len(ORDER)
WIDTHS = (12, 26, 8, 15, 15, 14, 13, 13, 13, 13, 11)


def write_comparison_workbook(report: ComparisonReport, target: BinaryIO) -> None:
    book = BatchBook(terms.COMPARISON_TITLE, demo=report.demo, made_at=report.made_at)
    canvas = book.sheet(terms.COMPARISON_SHEET)
    title = suffixed(terms.COMPARISON_TITLE, demo=report.demo)
    draw_top(canvas, title=title, unit=terms.UNIT_COMPARISON, heads=terms.COMPARISON_HEADS, widths=WIDTHS)
    for number, row in enumerate(report.rows):
        _draw_row(canvas, FIRST_ROW + number, row)
    notes = [
        *([terms.DEMO_NOTE] if report.demo else []),
        f"前批次：{head_line(report.first)}",
        f"后批次：{head_line(report.second)}",
        terms.ORDER_NOTE,
        terms.ROUNDING_NOTE,
        made_line(report.made_at),
    ]
    draw_notes(canvas, row=FIRST_ROW + len(report.rows), to_column=len(WIDTHS) - 1, notes=notes)
    canvas.page(title_rows=(0, HEAD_ROW), frozen=(FIRST_ROW, 2), demo=report.demo)
    book.finish(target)


def _draw_row(canvas: Canvas, row: int, line: ComparedRow) -> None:
    canvas.text((row, 0), text=line.region)
    canvas.text((row, 1), text=line.figure)
    canvas.text((row, 2), text=line.unit, look="centre")
    _number(canvas, (row, FIRST), line.first)
    _number(canvas, (row, SECOND), line.second)
    if line.first is None or line.second is None:
        canvas.text((row, DIFFERENCE), text=terms.NOTHING, look="centre")
    else:
        with exact_context():
            difference = line.second - line.first
        formula = f"={relative(row, SECOND)}-{relative(row, FIRST)}"
        canvas.formula((row, DIFFERENCE), formula=formula, value=difference, number_format=AMOUNT)
    for offset, ingredient in enumerate(ORDER):
        _number(canvas, (row, FIRST_PART + offset), None if line.parts is None else line.parts[ingredient])
    if line.parts is None:
        canvas.text((row, CHECK), text=terms.NOTHING, look="centre")
    else:
        parts = f"SUM({relative(row, FIRST_PART)}:{relative(row, CHECK - 1)})"
        formula = f"=ROUND({parts}-{relative(row, DIFFERENCE)},6)"
        canvas.formula((row, CHECK), formula=formula, value=Decimal(0), look="check", number_format=EXACT)


def _number(canvas: Canvas, at: At, value: Decimal | None) -> None:
    if value is None:
        canvas.text(at, text=terms.NOTHING, look="centre")
    else:
        canvas.number(at, value=value, look="formula", number_format=AMOUNT)
