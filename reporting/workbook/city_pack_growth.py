"""增速拉动表 of a city's pack: its own enterprises by their pull, subtotals, who left; percentage points alone."""

from collections.abc import Sequence

from reporting import official_terms
from reporting import pack_terms as terms
from reporting.pack_report import CityReport, PackGrowth, PackPull
from reporting.workbook.canvas import Canvas, head_text
from reporting.workbook.city_pack_sheets import FIRST_ROW, SIGNED, draw_lines, draw_top, finish, number

WIDTHS = (7, 44, 26, 16, 18)
LAST = len(WIDTHS) - 1


def draw_growth(canvas: Canvas, *, report: CityReport, growth: PackGrowth) -> None:
    """The city's growth first, then its parts by kind and one by one; they add up, rounding apart."""
    title = terms.GROWTH_TITLE.format(unit=report.name, period=report.period_name)
    draw_top(
        canvas, report, title=title, unit=terms.OF_GROWTH, heads=list(zip(terms.GROWTH_HEADS, WIDTHS, strict=True))
    )
    row = _draw_sums(canvas, growth, row=FIRST_ROW)
    for place, line in enumerate(growth.lines, 1):
        _draw_line(canvas, row=row, cells=(str(place), line.name, line.code, terms.KINDS[line.kind]))
        number(canvas, (row, LAST), line.points, number_format=SIGNED)
        row += 1
    row = _draw_gone(canvas, growth, row=row)
    source = terms.PULL_SOURCE.format(listed=growth.listed, missing=growth.missing)
    notes = (terms.PULL_NOTE, source, official_terms.ROUNDING_NOTE, terms.SECRECY)
    draw_lines(canvas, row=row, to_column=LAST, notes=notes)
    finish(canvas, report)


def _draw_sums(canvas: Canvas, growth: PackGrowth, *, row: int) -> int:
    """全市增速, then the kinds; returns the line below."""
    sums = [(terms.TOTAL, growth.points), *((_subtotal(one), one.points) for one in growth.subtotals)]
    for label, points in sums:
        canvas.merged((row, 0), to=(row, LAST - 1), text=label, look="summary_text")
        if points is None:
            canvas.text((row, LAST), text=growth.word, look="summary")
        else:
            number(canvas, (row, LAST), points, look="summary", number_format=SIGNED)
        row += 1
    return row


def _draw_gone(canvas: Canvas, growth: PackGrowth, *, row: int) -> int:
    if not growth.gone:
        return row
    canvas.merged((row, 0), to=(row, LAST), text=terms.GONE, look="summary_text")
    row += 1
    canvas.height(row, points=34)
    for column, head in enumerate(terms.GONE_HEADS):
        canvas.text((row, column), text=head_text(head), look="head")
    for place, one in enumerate(growth.gone, 1):
        row += 1
        _draw_line(canvas, row=row, cells=(str(place), one.name, one.code, one.how))
        canvas.text((row, LAST), text=terms.NOT_COUNTED, look="number")
    return row + 1


def _draw_line(canvas: Canvas, *, row: int, cells: Sequence[str]) -> None:
    looks = ("centre", "text", "centre", "centre")
    for column, (text, look) in enumerate(zip(cells, looks, strict=True)):
        canvas.text((row, column), text=text, look=look)


def _subtotal(one: PackPull) -> str:
    """小计 of a kind that has lines of its own; a region and the rest are one line each."""
    return one.name if one.kind in {"part", "rest"} else terms.SUBTOTAL.format(kind=one.name)
