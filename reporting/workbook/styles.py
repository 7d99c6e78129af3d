"""Cell looks by name. Fonts are those of official documents; a computer without them substitutes."""

from typing import Any

TITLE_FONT = "方正小标宋简体"
HEAD_FONT = "黑体"
BODY_FONT = "仿宋"
NUMBER_FONT = "Times New Roman"
DIGEST_FONT = "Consolas"

BOOK_FONT, BOOK_SIZE, BOOK_COLUMN = "宋体", 11, 72
"""The font a column's width is measured in, and the pixels of a column in it. Any other font, where it is missing,
would be stood in for by one that is wider or narrower, and the whole sheet would grow or shrink with it.
"""

BLACK = "#000000"
INPUT_INK, INPUT_FILL, PARAMETER_FILL, STORED_FILL = "#1D4F91", "#FFF8DC", "#EAF4E4", "#E3E6EA"
HEAD_FILL = "#F2F4F7"

_TEXT: dict[str, object] = {"font_name": BODY_FONT, "font_size": 11, "valign": "vcenter"}
_GRID: dict[str, object] = {**_TEXT, "border": 1}
_NUMBER: dict[str, object] = {**_GRID, "font_name": NUMBER_FONT, "align": "right", "indent": 1}
_SMALL: dict[str, object] = {"font_size": 10}

_LOOKS: dict[str, dict[str, object]] = {
    "title": {**_TEXT, "font_name": TITLE_FONT, "font_size": 20, "align": "center"},
    "long_title": {**_TEXT, "font_name": TITLE_FONT, "font_size": 18, "align": "center", "text_wrap": True},
    "subtitle": {**_TEXT, "align": "center"},
    "left": {**_TEXT, "align": "left"},
    "right": {**_TEXT, "align": "right"},
    "head": {
        **_GRID,
        "font_name": HEAD_FONT,
        "font_size": 10.5,
        "align": "center",
        "text_wrap": True,
        "bg_color": HEAD_FILL,
    },
    "text": {**_GRID, "align": "left", "indent": 1, "shrink": True},
    "centre": {**_GRID, "align": "center", "text_wrap": True},
    "place": {**_GRID, "font_name": NUMBER_FONT, "align": "center", "num_format": "0"},
    "number": _NUMBER,
    "strong": {**_NUMBER, "bold": True},
    "summary_text": {**_GRID, "font_name": HEAD_FONT, "align": "center", "bg_color": HEAD_FILL},
    "summary": {**_NUMBER, "bg_color": HEAD_FILL},
    "group": {**_GRID, "font_name": HEAD_FONT, "align": "left", "indent": 1, "bg_color": HEAD_FILL},
    "own_text": {**_GRID, "font_name": HEAD_FONT, "align": "left", "indent": 1, "shrink": True, "bg_color": HEAD_FILL},
    "note": {**_TEXT, "font_size": 10, "text_wrap": True, "valign": "top", "align": "left"},
    "label": {**_GRID, "font_name": HEAD_FONT, "align": "center", "text_wrap": True, "bg_color": HEAD_FILL},
    "paragraph": {**_GRID, "align": "left", "text_wrap": True, "indent": 1},
    "digest": {**_GRID, "font_name": DIGEST_FONT, "align": "left", "text_wrap": True, "indent": 1},
    "step": {**_TEXT, "font_name": HEAD_FONT, "font_size": 12, "align": "left"},
    "small_head": {
        **_GRID,
        **_SMALL,
        "font_name": HEAD_FONT,
        "align": "center",
        "text_wrap": True,
        "bg_color": HEAD_FILL,
    },
    "step_head": {
        **_GRID,
        "font_name": HEAD_FONT,
        "align": "center",
        "text_wrap": True,
        "bg_color": HEAD_FILL,
    },
    "small_text": {**_GRID, **_SMALL, "align": "left", "indent": 1, "shrink": True},
    "small_wrapped": {**_GRID, **_SMALL, "align": "left", "indent": 1, "text_wrap": True},
    "input": {
        **_NUMBER,
        **_SMALL,
        "font_color": INPUT_INK,
        "bg_color": INPUT_FILL,
        "locked": False,
    },
    "parameter": {**_NUMBER, **_SMALL, "font_color": INPUT_INK, "bg_color": PARAMETER_FILL},
    "formula": {**_NUMBER, **_SMALL},
    "stored": {**_NUMBER, **_SMALL, "bg_color": STORED_FILL},
    "legend": {**_TEXT, "font_size": 10, "align": "left", "indent": 1},
    "verdict": {**_TEXT, "font_name": HEAD_FONT, "align": "left"},
    "check": {**_NUMBER, **_SMALL, "bold": True},
}


class Styles:
    """Formats of one workbook, made once per look and number format."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Any] = {}
        self._number_formats: dict[str, int] = {"": 0}

    def get(self, look: str, number_format: str = "") -> Any:
        key = (look, number_format)
        if key not in self._made:
            extra: dict[str, object] = {"num_format": number_format} if number_format else {}
            self._made[key] = self._book.add_format({**_LOOKS[look], **extra, "font_color": self._ink(key)})
        return self._made[key]

    def _ink(self, key: tuple[str, str]) -> str:
        """The look's colour, off by less than an eye can see for each number format.

        Between neighbours that differ in nothing but the number format LibreOffice forgets the indent.
        """
        look, number_format = key
        ink = str(_LOOKS[look].get("font_color", BLACK))
        return f"#{int(ink[1:], 16) + self._number_formats.setdefault(number_format, len(self._number_formats)):06X}"


def book_options(**more: object) -> dict[str, object]:
    """What every workbook is written with: text is never taken for a formula or a link."""
    return {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": BOOK_FONT, "font_size": BOOK_SIZE, "font_scheme": "none"},
        "default_column_width": BOOK_COLUMN,
        **more,
    }


def decimals_format(decimals: int) -> str:
    """Thousands separators and a fixed number of decimals: `#,##0.00`."""
    return "#,##0" + ("." + "0" * decimals if decimals > 0 else "")
