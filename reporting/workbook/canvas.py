"""One sheet being drawn: typed writing by look, page set-up, and the extents a watermark needs."""

import math
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Any

from assessment.methodology.figures import Figure
from reporting import official_terms as terms
from reporting.workbook.styles import BODY_FONT, DIGEST_FONT, Styles

A4 = 9
CENTIMETRE = 1 / 2.54
ROW_HEIGHT = 15.0
COLUMN_WIDTH = 8.43
PIXELS_PER_POINT = 4 / 3
PAGE_WIDTH, PAGE_HEIGHT = 986, 725
"""Pixels of a sheet that fill an A4 landscape page between the margins, at full size."""

MOST_ON_A_PAGE = 1.3
"""Pages that are shrunk to one: 11 points are printed as 8.5 at the least."""

BELOW_THE_EDGE = 3
"""Pixels: a chart whose frame lies on the edge of a page is drawn on the page before, too."""

TITLE_SIZES = 20, 18
"""Points of the looks `title` and `long_title`."""

BARELY_MORE = 0.15
"""Of a page: what the estimate of heights may be wrong by."""

At = tuple[int, int]
"""Row and column, both from zero."""


class Canvas:
    """A worksheet and its extents. Numbers leave `Decimal` here and nowhere else."""

    def __init__(self, sheet: Any, *, styles: Styles) -> None:
        self.sheet = sheet
        self.styles = styles
        self.last_row = 0
        self._widths: dict[int, float] = {}
        self._heights: dict[int, float] = {}
        self._default_height = ROW_HEIGHT
        self._one_page = False

    def text(self, at: At, *, text: str, look: str = "text") -> None:
        """Text as text; an empty one leaves the cell empty."""
        self._seen(at)
        if text:
            self.sheet.write_string(*at, text, self.styles.get(look))
        else:
            self.sheet.write_blank(*at, None, self.styles.get(look))

    def number(self, at: At, *, value: Decimal | int, look: str = "number", number_format: str = "") -> None:
        self._seen(at)
        self.sheet.write_number(*at, float(value), self.styles.get(look, number_format))

    def formula(
        self, at: At, *, formula: str, value: Decimal | int | str | None, look: str = "formula", number_format: str = ""
    ) -> None:
        """A live formula with the result kept beside it, for viewers that do not calculate."""
        self._seen(at)
        result = "" if value is None else value if isinstance(value, str) else float(value)
        self.sheet.write_formula(*at, formula, self.styles.get(look, number_format), result)

    def formulas(
        self,
        at: At,
        *,
        formulas: Iterable[tuple[str, Decimal | str | None]],
        look: str,
        number_format: str,
    ) -> None:
        """A column of live formulas downwards, each with its result; what has none is 暂无数据."""
        row, column = at
        write, cell_format = self.sheet.write_formula, self.styles.get(look, number_format)
        for formula, value in formulas:
            kept = terms.NOT_AVAILABLE if value is None else value if isinstance(value, str) else float(value)
            write(row, column, formula, cell_format, kept)
            row += 1
        self._seen((row - 1, column))

    def figure(
        self,
        at: At,
        *,
        figure: Figure | None,
        look: str = "number",
        number_format: str = "",
        divisor: Decimal = Decimal(1),
    ) -> None:
        """A value as a number, every other condition as its official word; never a zero in its place."""
        if figure is None:
            self.text(at, text=terms.NOTHING_TO_COMPUTE, look=look)
        elif figure.is_value and figure.value is not None:
            self.number(at, value=figure.value / divisor, look=look, number_format=number_format)
        else:
            self.text(at, text=terms.CONDITIONS[figure.condition.value], look=look)

    def merged(self, at: At, *, to: At, text: str, look: str) -> None:
        """Merge a block; a block of one cell is simply written."""
        self._seen(to)
        if at == to:
            self.text(at, text=text, look=look)
        else:
            self.sheet.merge_range(*at, *to, "", self.styles.get(look))
            self.sheet.write_string(*at, text, self.styles.get(look))

    def title(self, *, to_column: int, text: str) -> None:
        """The first row: in 20 points where the sheet is wide enough, else smaller and over the lines it needs.

        The columns have their widths before.
        """
        wide = sum(self._widths.get(column, COLUMN_WIDTH) for column in range(to_column + 1))
        needed = text_width(text) / 11
        fits = needed * TITLE_SIZES[0] <= wide
        lines = 1 if fits else math.ceil(needed * TITLE_SIZES[1] / max(wide - 1, 1))
        self.height(0, points=max(44, lines * TITLE_SIZES[1] * 1.5))
        self.merged((0, 0), to=(0, to_column), text=text, look="title" if fits else "long_title")

    def paragraph(self, at: At, *, to_column: int, text: str, look: str = "note", size: float = 10) -> None:
        """A merged line of running text, as high as its text needs: merged cells do not grow by themselves."""
        width = sum(self._widths.get(column, COLUMN_WIDTH) for column in range(at[1], to_column + 1))
        lines = sum(max(1, math.ceil(text_width(part) * size / 11 / max(width - 2, 1))) for part in text.split("\n"))
        self.merged(at, to=(at[0], to_column), text=text, look=look)
        air = 0 if look == "note" else 3
        self.height(at[0], points=max(lines * size * 1.45, size * 1.6) + air)

    def place_chart(self, at: At, *, chart: Any, rows: int, row_pixels: int) -> None:
        """A chart as wide as the sheet and some rows high; these rows get the height of `row_pixels`."""
        for row in range(at[0], at[0] + rows + 1):
            self.height(row, points=row_pixels / PIXELS_PER_POINT)
        chart.set_size({"width": self.width_pixels() - 4, "height": rows * row_pixels - BELOW_THE_EDGE})
        self.sheet.insert_chart(*at, chart, {"object_position": 1, "y_offset": BELOW_THE_EDGE})
        self._seen((at[0] + rows, at[1]))

    def default_height(self, *, points: float) -> None:
        """Call before any row is given a height of its own."""
        self._default_height = points
        self.sheet.set_default_row(points)

    def width(self, column: int, *, characters: float) -> None:
        self._widths[column] = characters
        self.sheet.set_column_pixels(column, column, _pixels(characters))

    def height(self, row: int, *, points: float) -> None:
        self._heights[row] = points
        self.sheet.set_row(row, points)

    def page(self, *, title_rows: tuple[int, int] | None, frozen: At | None, demo: bool, digest: str = "") -> None:
        """A4 landscape, one page wide, margins 1.8 cm, page x of y and the run's digest, heads repeated and frozen.

        What runs over a single page by a few lines is shrunk to it: those lines would stand on a page alone.
        """
        sheet = self.sheet
        self._one_page = not sheet.hbreaks and self.height_pixels() <= self.page_pixels() * MOST_ON_A_PAGE
        sheet.set_landscape()
        sheet.set_paper(A4)
        margin = 1.8 * CENTIMETRE
        sheet.set_margins(left=margin, right=margin, top=margin, bottom=2 * CENTIMETRE)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 1 if self._one_page else 0)
        sheet.hide_gridlines(2)
        mark = f'&L&"{BODY_FONT},Regular"&9{terms.DEMO_SUFFIX}' if demo else ""
        # A word stands between the size and the digest: digits after digits would be read as one size.
        run = f'&R&"{BODY_FONT},Regular"&6{terms.DIGEST_FOOTER}&"{DIGEST_FONT},Regular"{digest}' if digest else ""
        sheet.set_footer(f'{mark}&C&"{BODY_FONT},Regular"&10{terms.PAGE_FOOTER}{run}', {"margin": 1 * CENTIMETRE})
        if title_rows is not None:
            sheet.repeat_rows(*title_rows)
        if frozen is not None:
            sheet.freeze_panes(*frozen)

    def protect(self) -> None:
        """Against slips, not against people: no password, columns and rows may still be resized."""
        self.sheet.protect("", {"format_columns": True, "format_rows": True, "objects": False})

    def used_columns(self) -> int:
        return max(self._widths, default=0) + 1

    def width_pixels(self) -> int:
        return sum(_pixels(self._widths.get(column, COLUMN_WIDTH)) for column in range(self.used_columns()))

    def height_pixels(self) -> int:
        return int(self.pixels_between(0, self.last_row + 1))

    def page_pixels(self) -> float:
        """Pixels of the sheet's height on one printed page, after shrinking it to the page's width."""
        page = PAGE_HEIGHT * max(1.0, self.width_pixels() / PAGE_WIDTH)
        return max(page, self.height_pixels()) if self._one_page else page

    def pages(self) -> list[tuple[float, float]]:
        """Where each printed page begins and ends, in pixels of the sheet from its top."""
        edges = [0, *sorted(self.sheet.hbreaks), self.last_row + 1]
        page, top, found = self.page_pixels(), 0.0, []
        for first, last in pairwise(edges):
            bottom = top + self.pixels_between(first, last)
            while bottom - top > page * (1 + BARELY_MORE):
                found.append((top, top + page))
                top += page
            found.append((top, bottom))
            top = bottom
        return found

    def pixels_between(self, first: int, last: int) -> float:
        """Height of the rows from `first` up to but without `last`."""
        heights = (self._heights.get(row, self._default_height) for row in range(first, last))
        return sum(heights) * PIXELS_PER_POINT

    def _seen(self, at: At) -> None:
        self.last_row = max(self.last_row, at[0])


def _pixels(characters: float) -> int:
    """A column's width on the screen, in characters of seven pixels each."""
    return int(characters * 7 + 5)


def text_width(text: str) -> float:
    """Width of a text of 11 points in characters of the grid: Chinese takes a little more than two."""
    return sum(2.1 if ord(character) > 0x2E7F or character in "—“”…①②③" else 1.1 for character in text)


def head_text(label: str) -> str:
    """A long head broken before its unit or qualifier."""
    return label.replace("（", "\n（", 1) if text_width(label) > 12 and not label.startswith("（") else label


def name_width(names: list[str], *, least: float, most: float) -> float:
    """A column as wide as its longest name, within limits; longer names shrink to fit."""
    return min(max([least, *(text_width(name) + 3 for name in names)]), most)
