"""Operation workbooks: each row is written as it comes and kept nowhere, so that a long record needs no memory."""

import math
from collections.abc import Iterable
from tempfile import TemporaryFile
from typing import IO, BinaryIO, cast

from django.utils import timezone
from xlsxwriter import Workbook

from reporting import official_terms
from reporting.operations import terms
from reporting.operations.tables import Amount, Column, Entry, Look, Report, Sheet
from reporting.workbook.canvas import Canvas, head_text, text_width
from reporting.workbook.styles import Styles, book_options, decimals_format
from reporting.workbook.watermark import stamp, turn_and_fade
from reporting.workbook.wording import made_at_text

TITLE_ROW, MAKER_ROW, HEAD_ROW, FIRST_ROW = range(4)
LINE, LEAST_HEIGHT, MOST_HEIGHT = 16.0, 20.0, 400.0
LOOKS = {Look.TEXT: "text", Look.CENTRE: "centre", Look.WRAPPED: "paragraph", Look.NUMBER: "number"}
OPTIONS = book_options(constant_memory=True)
PROTECTION = {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True, "objects": False}


def write_operation_workbook(report: Report, target: IO[bytes]) -> None:
    """Write the workbook. Text is never taken for a formula or a link, whatever it begins with."""
    if not report.demo:
        _write(report, target)
        return
    with TemporaryFile() as written:
        _write(report, written)
        written.seek(0)
        turn_and_fade(written, target=cast(BinaryIO, target))


def _write(report: Report, target: IO[bytes]) -> None:
    book = Workbook(cast(BinaryIO, target), OPTIONS)
    book.set_properties({"title": _suffixed(report.title, report), "author": report.maker})
    styles = Styles(book)
    for sheet in report.sheets:
        _draw(Canvas(book.add_worksheet(sheet.name), styles=styles), sheet, report)
    book.close()


def _draw(canvas: Canvas, sheet: Sheet, report: Report) -> None:
    _draw_top(canvas, sheet, report)
    below = _draw_rows(canvas, sheet.rows, sheet.columns)
    last = len(sheet.columns) - 1
    if below == FIRST_ROW:
        canvas.height(below, points=LEAST_HEIGHT)
        canvas.merged((below, 0), to=(below, last), text=sheet.empty, look="centre")
        below += 1
    else:
        canvas.sheet.autofilter(HEAD_ROW, 0, below - 1, last)
    if sheet.summary:
        canvas.height(below, points=LEAST_HEIGHT)
        for column, entry in enumerate(sheet.summary):
            _entry(canvas, (below, column), entry, look=_summary_look(entry) if column else "summary_text")
        below += 1
    made = terms.MADE_NOTE.format(made_at=made_at_text(timezone.localtime(report.made_at)), code=report.code)
    for number, note in enumerate((*sheet.notes, made)):
        text = f"{official_terms.NOTE}{note}" if number == 0 else f"　　{note}"
        canvas.paragraph((below + number, 0), to_column=last, text=text)
    canvas.page(title_rows=(TITLE_ROW, HEAD_ROW), frozen=(FIRST_ROW, sheet.held), demo=report.demo)
    canvas.sheet.protect("", PROTECTION)
    stamp(canvas, text=official_terms.DEMO if report.demo else "")


def _draw_top(canvas: Canvas, sheet: Sheet, report: Report) -> None:
    last = len(sheet.columns) - 1
    canvas.default_height(points=LEAST_HEIGHT)
    for number, column in enumerate(sheet.columns):
        canvas.width(number, characters=column.width)
    canvas.title(to_column=last, text=_suffixed(sheet.title, report))
    canvas.height(MAKER_ROW, points=22)
    maker = official_terms.MAKER.format(maker=report.maker)
    split = max(last - 1, 0) if sheet.unit else last
    canvas.merged((MAKER_ROW, 0), to=(MAKER_ROW, split // 2 if sheet.unit else last), text=maker, look="left")
    if sheet.unit:
        canvas.merged((MAKER_ROW, split // 2 + 1), to=(MAKER_ROW, last), text=sheet.unit, look="right")
    canvas.height(HEAD_ROW, points=_head_height(sheet.columns))
    for number, column in enumerate(sheet.columns):
        canvas.text((HEAD_ROW, number), text=head_text(column.head), look="head")


def _draw_rows(canvas: Canvas, rows: Iterable[tuple[Entry, ...]], columns: tuple[Column, ...]) -> int:
    """The rows downwards; the row under the last one."""
    row = FIRST_ROW
    for entries in rows:
        canvas.height(row, points=_height(entries, columns))
        for number, (entry, column) in enumerate(zip(entries, columns, strict=True)):
            _entry(canvas, (row, number), entry, look=LOOKS[column.look])
        row += 1
    return row


def _entry(canvas: Canvas, at: tuple[int, int], entry: Entry, *, look: str) -> None:
    if entry is None:
        canvas.text(at, text=official_terms.NOTHING_TO_COMPUTE, look="centre" if look in CENTRED else look)
    elif isinstance(entry, Amount):
        canvas.number(at, value=entry.value, look=look, number_format=decimals_format(entry.decimals))
    elif isinstance(entry, int):
        canvas.number(at, value=entry, look=look, number_format=decimals_format(0))
    else:
        canvas.text(at, text=entry, look=look)


CENTRED = frozenset({"text", "paragraph"})


def _summary_look(entry: Entry) -> str:
    return "own_text" if isinstance(entry, str) else "summary"


def _height(entries: tuple[Entry, ...], columns: tuple[Column, ...]) -> float:
    """High enough for the longest wrapped text: rows of a streamed sheet do not grow by themselves."""
    wrapped = (
        _lines(entry, column)
        for entry, column in zip(entries, columns, strict=True)
        if column.look in (Look.WRAPPED, Look.CENTRE) and isinstance(entry, str)
    )
    return min(max(LEAST_HEIGHT, LINE * max(wrapped, default=1) + 6), MOST_HEIGHT)


def _head_height(columns: tuple[Column, ...]) -> float:
    lines = max(sum(_wraps(part, column.width) for part in head_text(column.head).split("\n")) for column in columns)
    return max(32.0, LINE * lines + 6)


def _lines(text: str, column: Column) -> int:
    return sum(_wraps(part, column.width - 1) for part in text.split("\n"))


def _wraps(text: str, width: float) -> int:
    if 2 * len(text) < width:
        return 1
    return max(1, math.ceil(text_width(text) / max(width - 1, 1)))


def _suffixed(title: str, report: Report) -> str:
    return f"{title}{official_terms.DEMO_SUFFIX if report.demo else ''}"
