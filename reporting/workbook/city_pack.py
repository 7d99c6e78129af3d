"""The workbook of a city's pack: 通报排名, 本市指标, 增速拉动, 位次走势, 说明; values only, no formulas."""

from io import BytesIO
from typing import BinaryIO

from django.utils.dateparse import parse_datetime
from xlsxwriter import Workbook

from reporting import official_terms
from reporting import pack_terms as terms
from reporting.pack_report import CityReport
from reporting.workbook.canvas import Canvas
from reporting.workbook.city_pack_growth import draw_growth
from reporting.workbook.city_pack_sheets import draw_own, draw_pack_notes, draw_places, draw_trend
from reporting.workbook.styles import Styles, book_options
from reporting.workbook.watermark import stamp, turn_and_fade

MADE_AT = "2000-01-01T00:00:00"


def write_city_pack(report: CityReport, target: BinaryIO) -> None:
    """Write the workbook; the same report gives the same bytes. Text is never taken for a formula or a link."""
    written = BytesIO()
    book = Workbook(written, book_options(in_memory=True))
    book.set_properties({"title": report.title, "author": report.maker, "created": parse_datetime(MADE_AT)})
    styles = Styles(book)
    canvases: list[Canvas] = []

    def sheet(name: str) -> Canvas:
        canvases.append(Canvas(book.add_worksheet(name), styles=styles))
        return canvases[-1]

    draw_places(sheet(terms.RANKING_SHEET), report=report)
    draw_own(sheet(terms.OWN_SHEET), report=report)
    if report.growth is not None:
        draw_growth(sheet(terms.GROWTH_SHEET), report=report, growth=report.growth)
    draw_trend(sheet(terms.TREND_SHEET), report=report, book=book)
    draw_pack_notes(sheet(terms.NOTES_SHEET), report=report)
    for canvas in canvases:
        stamp(canvas, text=official_terms.DEMO if report.demo else "")
    book.close()
    turn_and_fade(written, target=target)
