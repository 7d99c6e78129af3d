"""What the workbooks of a batch share: opening and closing the file, titles, heads, notes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from django.utils import timezone
from xlsxwriter import Workbook

from reporting import batch_terms as terms
from reporting import official_terms
from reporting.batch_reports import BatchHead
from reporting.workbook.canvas import Canvas, head_text
from reporting.workbook.styles import Styles, book_options
from reporting.workbook.watermark import stamp, turn_and_fade
from reporting.workbook.wording import made_at_text

TITLE_ROW, MAKER_ROW, HEAD_ROW, FIRST_ROW = range(4)
CHECK_CODE_DIGITS = 8


class BatchBook:
    """A workbook whose sheets are drawn one after another and stamped together."""

    def __init__(self, title: str, *, demo: bool, made_at: datetime) -> None:
        self.demo = demo
        self._written = BytesIO()
        self._book = Workbook(self._written, book_options(in_memory=True))
        self._book.set_properties({"title": suffixed(title, demo=demo), "author": terms.MAKER, "created": made_at})
        self._book.set_calc_mode("auto")
        self._styles = Styles(self._book)
        self._canvases: list[Canvas] = []

    def sheet(self, name: str) -> Canvas:
        self._canvases.append(Canvas(self._book.add_worksheet(name), styles=self._styles))
        return self._canvases[-1]

    def finish(self, target: BinaryIO) -> None:
        for canvas in self._canvases:
            stamp(canvas, text=official_terms.DEMO if self.demo else "")
        self._book.close()
        turn_and_fade(self._written, target=target)


def suffixed(title: str, *, demo: bool) -> str:
    return f"{title}{official_terms.DEMO_SUFFIX if demo else ''}"


def batch_name(head: BatchHead) -> str:
    return terms.BATCH.format(name=head.name, number=head.number)


def draw_top(canvas: Canvas, *, title: str, unit: str, heads: Sequence[str], widths: Sequence[float]) -> None:
    """Title over all columns, maker and unit, the heads of the columns."""
    last = len(heads) - 1
    canvas.default_height(points=17)
    for column, characters in enumerate(widths):
        canvas.width(column, characters=characters)
    canvas.title(to_column=last, text=title)
    middle = last // 2
    canvas.merged((MAKER_ROW, 0), to=(MAKER_ROW, middle), text=terms.MAKER, look="left")
    canvas.merged((MAKER_ROW, middle + 1), to=(MAKER_ROW, last), text=unit, look="right")
    canvas.height(HEAD_ROW, points=32)
    for column, head in enumerate(heads):
        canvas.text((HEAD_ROW, column), text=head_text(head), look="head")


def draw_notes(canvas: Canvas, *, row: int, to_column: int, notes: Iterable[str]) -> None:
    for number, note in enumerate(notes):
        text = f"{official_terms.NOTE}{note}" if number == 0 else f"　　{note}"
        canvas.paragraph((row + number, 0), to_column=to_column, text=text)


def head_line(head: BatchHead) -> str:
    return terms.HEAD_LINE.format(
        batch=batch_name(head),
        state=head.state,
        method=head.method_version,
        parameters=head.parameter_set,
        vintage=head.gdp_vintage,
        inputs=head.input_digest[:CHECK_CODE_DIGITS],
        results=head.result_digest[:CHECK_CODE_DIGITS],
    )


def made_line(made_at: datetime) -> str:
    return terms.MADE_AT.format(made_at=made_at_text(timezone.localtime(made_at)))
