"""The survey quality workbook: 调查质量表, 分层情况, 质量审核; values only, no formulas."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import BinaryIO

from xlsxwriter import Workbook

from reporting import official_terms as terms
from reporting import survey_terms as words
from reporting.survey_report import SurveyReport
from reporting.workbook.canvas import Canvas, head_text
from reporting.workbook.styles import Styles, book_options, decimals_format
from reporting.workbook.watermark import stamp, turn_and_fade
from reporting.workbook.wording import made_at_text

TITLE_ROW, MAKER_ROW, HEAD_ROW, FIRST_ROW = range(4)


def write_survey_workbook(report: SurveyReport, target: BinaryIO) -> None:
    """Write the workbook. Text is never taken for a formula or a link, whatever it begins with."""
    written = BytesIO()
    book = Workbook(written, book_options(in_memory=True))
    book.set_properties({"title": report.title, "author": report.maker, "created": report.made_at})
    styles = Styles(book)
    canvases = [
        Canvas(book.add_worksheet(name), styles=styles)
        for name in (words.ESTIMATES_SHEET, words.STRATA_SHEET, words.FINDINGS_SHEET)
    ]
    _draw_estimates(canvases[0], report=report)
    _draw_strata(canvases[1], report=report)
    _draw_findings(canvases[2], report=report)
    for canvas in canvases:
        stamp(canvas, text=terms.DEMO if report.demo else "")
    book.close()
    turn_and_fade(written, target=target)


def _draw_estimates(canvas: Canvas, *, report: SurveyReport) -> None:
    heads = words.ESTIMATE_HEADS
    _draw_head(canvas, title=report.title, heads=heads, report=report)
    canvas.merged((MAKER_ROW, 6), to=(MAKER_ROW, len(heads) - 1), text=words.UNIT_LINE, look="right")
    for row, line in enumerate(report.estimates, FIRST_ROW):
        canvas.text((row, 0), text=line.name)
        canvas.text((row, 1), text=line.estimator)
        for column, value in enumerate(line.percents, 2):
            _number(canvas, (row, column), value=value, decimals=2)
        canvas.number((row, 7), value=line.respondents, number_format=decimals_format(0))
        canvas.text((row, 8), text=line.publish, look="centre")
        _number(canvas, (row, 9), value=line.value_added, decimals=4)
        _number(canvas, (row, 10), value=line.digital, decimals=4)
    below = FIRST_ROW + len(report.estimates)
    for row, note in enumerate((*report.notes, terms.ROUNDING_NOTE), below):
        canvas.paragraph((row, 0), to_column=len(heads) - 1, text=note)
    _finish(canvas, report=report)


def _draw_strata(canvas: Canvas, *, report: SurveyReport) -> None:
    _draw_head(canvas, title=words.STRATA_TITLE.format(year=report.year), heads=words.STRATA_HEADS, report=report)
    for row, line in enumerate(report.strata, FIRST_ROW):
        canvas.text((row, 0), text=line.name)
        for column, count in enumerate((line.population, line.sampled, line.respondents), 1):
            canvas.number((row, column), value=count, number_format=decimals_format(0))
        _number(canvas, (row, 4), value=line.rate, decimals=1)
        _number(canvas, (row, 5), value=line.weight, decimals=4)
    _finish(canvas, report=report)


def _draw_findings(canvas: Canvas, *, report: SurveyReport) -> None:
    heads = words.FINDING_HEADS
    _draw_head(canvas, title=words.FINDINGS_TITLE.format(year=report.year), heads=heads, report=report)
    if not report.findings:
        canvas.merged((FIRST_ROW, 0), to=(FIRST_ROW, len(heads) - 1), text=words.NO_FINDING, look="centre")
    for row, line in enumerate(report.findings, FIRST_ROW):
        for column, text in enumerate(line):
            canvas.text((row, column), text=text, look="paragraph" if column < 2 else "centre")
    _finish(canvas, report=report)


def _draw_head(canvas: Canvas, *, title: str, heads: Sequence[tuple[str, float]], report: SurveyReport) -> None:
    canvas.default_height(points=20)
    for column, (_, width) in enumerate(heads):
        canvas.width(column, characters=width)
    last = len(heads) - 1
    canvas.title(to_column=last, text=title)
    canvas.height(MAKER_ROW, points=22)
    maker = f"{terms.MAKER.format(maker=report.maker)}　{made_at_text(report.made_at)}"
    canvas.merged((MAKER_ROW, 0), to=(MAKER_ROW, min(5, last)), text=maker, look="left")
    for column, (head, _) in enumerate(heads):
        canvas.text((HEAD_ROW, column), text=head_text(head), look="head")
    canvas.height(HEAD_ROW, points=36)


def _number(canvas: Canvas, at: tuple[int, int], *, value: Decimal | None, decimals: int) -> None:
    if value is None:
        canvas.text(at, text=terms.NOTHING_TO_COMPUTE, look="number")
    else:
        canvas.number(at, value=value, number_format=decimals_format(decimals))


def _finish(canvas: Canvas, *, report: SurveyReport) -> None:
    canvas.page(title_rows=(TITLE_ROW, HEAD_ROW), frozen=(FIRST_ROW, 1), demo=report.demo)
    canvas.protect()
