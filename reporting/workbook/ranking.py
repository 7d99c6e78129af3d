"""The ranking workbook: 排名表 (one per group), 数据表, 计算过程, 说明; 稳健性 only where it is asked for."""

import re
from tempfile import TemporaryFile
from typing import BinaryIO

from xlsxwriter import Workbook

from reporting import official_terms as terms
from reporting import robustness_terms as words
from reporting.ranking_report import Audience, RankingReport, groups_of
from reporting.workbook.calculation_sheet import draw_calculation
from reporting.workbook.canvas import Canvas
from reporting.workbook.chart_sheet import draw_charts
from reporting.workbook.data_sheet import draw_data
from reporting.workbook.live_sheet import LiveSheet
from reporting.workbook.notes_sheet import draw_notes
from reporting.workbook.ranking_sheet import draw_ranking
from reporting.workbook.robustness_sheet import draw_robustness
from reporting.workbook.styles import Styles, book_options
from reporting.workbook.watermark import stamp, turn_and_fade, watermark_text
from reporting.workbook.wording import titled

LONGEST_SHEET_NAME = 31
OPTIONS = book_options(in_memory=False)
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")


def write_ranking_workbook(report: RankingReport, target: BinaryIO, *, audience: Audience | None = None) -> None:
    """Write the workbook, for the report's own audience or another one.

    Text is never taken for a formula or a link, whatever it begins with.
    """
    report = report if audience is None else report.for_audience(audience)
    if not watermark_text(report):
        draw_ranking_workbook(Workbook(target, OPTIONS), report)
        return
    with TemporaryFile() as written:
        draw_ranking_workbook(Workbook(written, OPTIONS), report)
        turn_and_fade(written, target=target)


def draw_ranking_workbook(book: Workbook, report: RankingReport) -> None:
    """All sheets into a new workbook, which is closed with it; watermarks still upright and opaque."""
    book.set_properties({"title": titled(report), "author": report.maker, "created": report.made_at})
    if report.copy_for is not None:
        book.set_custom_property(terms.UNPUBLISHED, report.copy_for.trace)
    book.set_calc_mode("auto")
    styles = Styles(book)
    canvases: list[Canvas] = []

    def sheet(name: str) -> Canvas:
        canvases.append(Canvas(book.add_worksheet(name, LiveSheet), styles=styles))
        return canvases[-1]

    groups = groups_of(report)
    if len(groups) > 1:
        draw_ranking(sheet(terms.OVERVIEW_SHEET), report=report, group=None)
    for group, name in zip(groups, sheet_names(groups), strict=True):
        draw_ranking(sheet(name), report=report, group=group)
    draw_data(sheet(terms.DATA_SHEET), report=report)
    draw_charts(sheet(terms.CHART_SHEET), book=book, report=report)
    # Formulas over all units would give back what is withheld of one.
    if not report.veiled:
        draw_calculation(sheet(terms.CALCULATION_SHEET), report=report)
    draw_notes(sheet(terms.NOTES_SHEET), report=report)
    text = watermark_text(report)
    for canvas in canvases:
        stamp(canvas, text=text)
    if report.robustness is not None:
        annex = Canvas(book.add_worksheet(words.SHEET), styles=styles)
        draw_robustness(annex, report=report, result=report.robustness)
        stamp(annex, text=f"{text}　{words.ANNEX}".strip())
    book.close()


def sheet_names(groups: tuple[str, ...]) -> tuple[str, ...]:
    """排名表, or 排名表·group for each of several: legal, distinct and short enough for Excel."""
    if len(groups) == 1:
        return (terms.RANKING_SHEET,)
    names: list[str] = []
    for number, group in enumerate(groups, start=1):
        legal = _NOT_IN_SHEET_NAMES.sub(" ", group).strip() or str(number)
        name = f"{terms.RANKING_SHEET}·{legal}"[:LONGEST_SHEET_NAME]
        if name.lower() in {other.lower() for other in names}:
            name = f"{name[: LONGEST_SHEET_NAME - 4]}·{number}"
        names.append(name)
    return tuple(names)
