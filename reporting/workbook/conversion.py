"""The 折算得分 workbook: one sheet, values only."""

from io import BytesIO
from typing import BinaryIO

from xlsxwriter import Workbook

from reporting import conversion_terms as terms
from reporting import official_terms
from reporting import report_words as words
from reporting.conversion_report import ConversionReport, ConversionRow
from reporting.workbook.canvas import Canvas, head_text
from reporting.workbook.styles import Styles, book_options, decimals_format
from reporting.workbook.watermark import stamp, turn_and_fade

TITLE_ROW, MAKER_ROW, HEAD_ROW, FIRST_ROW = range(4)
WIDTHS = (8, 18, 22, 16, 16, 12, 16)
LAST = len(WIDTHS) - 1


def write_conversion_workbook(report: ConversionReport, target: BinaryIO) -> None:
    """Write the workbook. Text is never taken for a formula or a link, whatever it begins with."""
    written = BytesIO()
    book = Workbook(written, book_options(in_memory=True))
    suffix = official_terms.DEMO_SUFFIX if report.demo else ""
    book.set_properties({"title": f"{report.title}{suffix}", "author": words.MAKER})
    canvas = Canvas(book.add_worksheet(terms.SHEET), styles=Styles(book))
    canvas.default_height(points=24)
    for column, width in enumerate(WIDTHS):
        canvas.width(column, characters=width)
    canvas.title(to_column=LAST, text=f"{report.title}{suffix}")
    maker = official_terms.MAKER.format(maker=words.MAKER)
    canvas.merged((MAKER_ROW, 0), to=(MAKER_ROW, LAST // 2), text=maker, look="left")
    canvas.merged((MAKER_ROW, LAST // 2 + 1), to=(MAKER_ROW, LAST), text=terms.UNIT, look="right")
    for column, head in enumerate(terms.HEADS):
        canvas.text((HEAD_ROW, column), text=head_text(head), look="head")
    for row, one in enumerate(report.rows, FIRST_ROW):
        _draw_row(canvas, report, row=row, one=one)
    bottom = FIRST_ROW + len(report.rows)
    code = f"校验码：{report.check_code}。"
    for number, note in enumerate((*report.notes, code)):
        text = f"{official_terms.NOTE}{note}" if number == 0 else f"　　{note}"
        canvas.paragraph((bottom + number, 0), to_column=LAST, text=text)
    canvas.page(title_rows=(TITLE_ROW, HEAD_ROW), frozen=(FIRST_ROW, 3), demo=report.demo)
    canvas.protect()
    stamp(canvas, text=official_terms.DEMO if report.demo else "")
    book.close()
    turn_and_fade(written, target=target)


def _draw_row(canvas: Canvas, report: ConversionReport, *, row: int, one: ConversionRow) -> None:
    canvas.number((row, 0), value=row - FIRST_ROW + 1, look="place")
    canvas.text((row, 1), text=one.code, look="centre")
    canvas.text((row, 2), text=one.name)
    canvas.text((row, 3), text=one.group or official_terms.UNGROUPED, look="centre")
    numbers = ((4, one.score, report.score_digits), (6, one.points, report.digits))
    for column, value, digits in numbers:
        if value is None:
            canvas.text((row, column), text=official_terms.NOT_AVAILABLE, look="number")
        else:
            look = "strong" if column == LAST else "number"
            canvas.number((row, column), value=value, look=look, number_format=decimals_format(digits))
    if one.rank is None:
        canvas.text((row, 5), text=official_terms.NOTHING_TO_COMPUTE, look="centre")
    else:
        whole = one.rank == int(one.rank)
        canvas.number((row, 5), value=one.rank, look="place", number_format="0" if whole else "0.0")
