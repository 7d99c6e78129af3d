"""The sheets of a city's pack: the published ranking, the own indicators, the places over time, the notes."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from reporting import official_terms
from reporting import pack_terms as terms
from reporting.pack_report import CityReport, PackColumn, PackFigure, PackIndicator, PackPlace
from reporting.workbook.canvas import Canvas, head_text, name_width, text_width
from reporting.workbook.styles import BODY_FONT, HEAD_FONT, decimals_format

TITLE_ROW, MAKER_ROW, HEAD_ROW, FIRST_ROW = range(4)
SCORES = decimals_format(2)
SIGNED = "+#,##0.00;-#,##0.00;0.00"
LABELS, TEXTS = 22, 112
CHART_ROWS, CHART_ROW = 13, 24
TREND_INK, TREND_GRID = "#1D4F91", "#D9DEE5"


def draw_top(canvas: Canvas, report: CityReport, *, title: str, unit: str, heads: Sequence[tuple[str, float]]) -> None:
    """Title over all columns, maker and unit, the heads of the columns with their widths."""
    last = len(heads) - 1
    canvas.default_height(points=22)
    for column, (_, width) in enumerate(heads):
        canvas.width(column, characters=width)
    shown = f"{title}{official_terms.DEMO_SUFFIX if report.demo else ''}"
    canvas.title(to_column=last, text=shown)
    middle = last // 2
    maker = official_terms.MAKER.format(maker=report.maker)
    canvas.merged((MAKER_ROW, 0), to=(MAKER_ROW, middle), text=maker, look="left")
    canvas.merged((MAKER_ROW, middle + 1), to=(MAKER_ROW, last), text=unit, look="right")
    canvas.height(HEAD_ROW, points=34)
    for column, (head, _) in enumerate(heads):
        canvas.text((HEAD_ROW, column), text=head_text(head), look="head")


def draw_lines(canvas: Canvas, *, row: int, to_column: int, notes: Iterable[str]) -> None:
    """The 注 under a table."""
    for place, note in enumerate(notes):
        stopped = note if note.endswith("。") else f"{note}。"
        text = f"{official_terms.NOTE if place == 0 else '　　'}{place + 1}.{stopped}"
        canvas.paragraph((row + place, 0), to_column=to_column, text=text)


def finish(canvas: Canvas, report: CityReport, *, frozen: tuple[int, int] | None = (FIRST_ROW, 2)) -> None:
    rows = (TITLE_ROW, HEAD_ROW) if frozen else (TITLE_ROW, TITLE_ROW)
    canvas.page(title_rows=rows, frozen=frozen, demo=report.demo)
    canvas.protect()


def draw_places(canvas: Canvas, *, report: CityReport) -> None:
    """All units as the bulletin has them; the own line stands out."""
    groups = len({place.group for place in report.places}) > 1
    names = name_width([place.name for place in report.places], least=14, most=28)
    widths = (5.5, names, 11, 8, 9, 15 if report.first else 10)
    heads = list(zip(terms.RANKING_HEADS, widths, strict=True))
    heads += [(terms.GROUP, 14.0)] if groups else []
    heads += [(_with_unit(column), max(13.0, text_width(column.label) + 3)) for column in report.columns]
    draw_top(canvas, report, title=report.title, unit=terms.OF_SCORE, heads=heads)
    for row, place in enumerate(report.places, FIRST_ROW):
        _draw_place(canvas, row=row, place=place, own=place.unit == report.unit, groups=groups)
    bottom = FIRST_ROW + len(report.places)
    draw_lines(canvas, row=bottom, to_column=len(heads) - 1, notes=(report.ranking_rule, *report.notes))
    finish(canvas, report)


def _draw_place(canvas: Canvas, *, row: int, place: PackPlace, own: bool, groups: bool) -> None:
    text, number = ("summary_text", "summary") if own else ("centre", "number")
    canvas.text((row, 0), text=str(row - FIRST_ROW + 1), look=text)
    canvas.text((row, 1), text=place.name, look="own_text" if own else "text")
    figure(canvas, (row, 2), place.score, look=number)
    for column, rank in ((3, place.rank), (4, place.previous)):
        _rank(canvas, (row, column), rank, look=text)
    canvas.text((row, 5), text=place.change, look=text)
    first = 6
    if groups:
        canvas.text((row, first), text=place.group, look=text)
        first += 1
    for column, one in enumerate(place.figures, first):
        figure(canvas, (row, column), one, look=number)


def draw_own(canvas: Canvas, *, report: CityReport) -> None:
    """The parts of the own total, what each gives to it and how that changed."""
    widths = (26, 18, 8, 14, 10, 10, 13, 12, 17, 12)
    heads = list(zip(terms.OWN_HEADS, widths, strict=True))
    title = terms.OWN_TITLE.format(unit=report.name, period=report.period_name)
    draw_top(canvas, report, title=title, unit=terms.OF_POINTS, heads=heads)
    for row, one in enumerate(report.indicators, FIRST_ROW):
        _draw_indicator(canvas, row=row, one=one, nothing=report.nothing)
    row = FIRST_ROW + len(report.indicators)
    for column in range(len(heads)):
        canvas.text((row, column), text="", look="summary")
    canvas.text((row, 0), text=official_terms.SCORE, look="summary_text")
    figure(canvas, (row, 5), report.own.score, look="summary")
    figure(canvas, (row, 8), report.own.score, look="summary")
    number(canvas, (row, 9), report.change, look="summary", number_format=SIGNED)
    notes = [terms.MEAN_NOTE, terms.POINTS_NOTE, official_terms.ROUNDING_NOTE, *report.footnotes]
    notes += [f"{terms.FIRST}。"] if report.first else []
    draw_lines(canvas, row=row + 1, to_column=len(heads) - 1, notes=notes)
    finish(canvas, report, frozen=(FIRST_ROW, 1))


def _draw_indicator(canvas: Canvas, *, row: int, one: PackIndicator, nothing: str) -> None:
    canvas.text((row, 0), text=one.name)
    canvas.text((row, 1), text=one.theme)
    number(canvas, (row, 2), one.weight, number_format="#,##0.##" if one.weight != int(one.weight or 0) else "0")
    figure(canvas, (row, 3), one.figure or PackFigure(None, 0, official_terms.NOTHING_TO_COMPUTE))
    canvas.text((row, 4), text=one.unit, look="centre")
    numbers = (
        (one.score, "number", SCORES),
        (one.mean, "number", SCORES),
        (one.ahead, "number", SIGNED),
        (one.points, "strong", SCORES),
        (one.change, "number", SIGNED),
    )
    for column, (value, look, number_format) in enumerate(numbers, 5):
        if value is None:
            canvas.text((row, column), text=nothing, look=look)
        else:
            canvas.number((row, column), value=value, look=look, number_format=number_format)


def draw_trend(canvas: Canvas, *, report: CityReport, book: Any) -> None:
    """The own place period by period, as a table and as a chart whose first place is on top."""
    heads = list(zip(terms.TREND_HEADS, (40, 20, 40), strict=True))
    title = terms.TREND_TITLE.format(unit=report.name)
    draw_top(canvas, report, title=title, unit=terms.OF_PLACE, heads=heads)
    for row, point in enumerate(report.trend, FIRST_ROW):
        canvas.text((row, 0), text=point.period_name, look="centre")
        _rank(canvas, (row, 1), point.rank, look="centre")
        canvas.number((row, 2), value=point.ranked, look="place")
    if len(report.trend) > 1:
        chart = _trend_chart(book, report, sheet=canvas.sheet.get_name(), title=title)
        canvas.place_chart((FIRST_ROW + len(report.trend) + 1, 0), chart=chart, rows=CHART_ROWS, row_pixels=CHART_ROW)
    finish(canvas, report, frozen=(FIRST_ROW, 1))


def _trend_chart(book: Any, report: CityReport, *, sheet: str, title: str) -> Any:
    last = FIRST_ROW + len(report.trend) - 1
    font, line = {"name": BODY_FONT, "size": 9}, {"color": TREND_INK, "width": 2.25}
    chart = book.add_chart({"type": "line"})
    chart.add_series(
        {
            "name": official_terms.RANK,
            "categories": [sheet, FIRST_ROW, 0, last, 0],
            "values": [sheet, FIRST_ROW, 1, last, 1],
            "line": line,
            "marker": {"type": "circle", "size": 7, "fill": {"color": TREND_INK}, "border": {"color": TREND_INK}},
            "data_labels": {"value": True, "position": "above", "font": font},
        }
    )
    most = max(point.ranked for point in report.trend)
    grid = {"visible": True, "line": {"color": TREND_GRID}}
    chart.set_y_axis(
        {
            "reverse": True, "min": 1, "max": max(most, 2), "major_unit": 1, "num_format": "0", "num_font": font,
            "major_gridlines": grid,
        }
    )  # fmt: skip
    chart.set_x_axis({"label_position": "high", "num_font": font})
    chart.set_legend({"none": True})
    chart.set_title({"name": title, "name_font": {"name": HEAD_FONT, "size": 12, "bold": False}})
    return chart


def draw_pack_notes(canvas: Canvas, *, report: CityReport) -> None:
    """Where the pack comes from and how it is checked."""
    canvas.width(0, characters=LABELS)
    canvas.width(1, characters=TEXTS)
    title = terms.NOTES_TITLE.format(unit=report.name, period=report.period_name)
    shown = f"{title}{official_terms.DEMO_SUFFIX if report.demo else ''}"
    canvas.title(to_column=1, text=shown)
    for row, (label, text) in enumerate(_said(report), 1):
        canvas.text((row, 0), text=label, look="label")
        look = "digest" if label == terms.SAY["digest"] else "paragraph"
        canvas.paragraph((row, 1), to_column=1, text=text, look=look, size=11)
    finish(canvas, report, frozen=None)


def _said(report: CityReport) -> list[tuple[str, str]]:
    correction = terms.CORRECTION.format(number=report.correction_number, reason=report.correction_reason)
    method = [terms.MEAN_NOTE, terms.POINTS_NOTE, terms.PULL_NOTE if report.growth else terms.ANNUAL_NO_PULL]
    say = terms.SAY
    return [
        (say["issue"], report.issue_number),
        (say["issued_on"], report.issued_on),
        *([(say["correction"], correction)] if report.correction_number else []),
        (say["version"], terms.VERSION.format(version=report.version)),
        (say["scheme"], report.scheme_title),
        (say["rule"], report.ranking_rule),
        (say["notes"], "\n".join(report.notes)),
        (say["footnotes"], "\n".join(report.footnotes) or terms.NO_FOOTNOTE),
        (say["method"], "\n".join(method)),
        (say["code"], report.check_code),
        (say["digest"], report.result_digest),
    ]


def figure(canvas: Canvas, at: tuple[int, int], one: PackFigure, *, look: str = "number") -> None:
    """The published number, or the word in its place."""
    if one.value is None:
        canvas.text(at, text=one.word, look=look)
    else:
        canvas.number(at, value=one.value, look=look, number_format=decimals_format(one.decimals))


def number(
    canvas: Canvas, at: tuple[int, int], value: Decimal | None, *, look: str = "number", number_format: str
) -> None:
    if value is None:
        canvas.text(at, text=official_terms.NOTHING_TO_COMPUTE, look=look)
    else:
        canvas.number(at, value=value, look=look, number_format=number_format)


def _rank(canvas: Canvas, at: tuple[int, int], rank: Decimal | None, *, look: str) -> None:
    whole = rank is None or rank == int(rank)
    if rank is None:
        canvas.text(at, text=official_terms.NOTHING_TO_COMPUTE, look=look)
    else:
        canvas.number(at, value=rank, look=look, number_format="0" if whole else "0.0")


def _with_unit(column: PackColumn) -> str:
    return f"{column.label}（{column.unit}）" if column.unit else column.label
