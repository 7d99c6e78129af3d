"""Cell looks of the template by name; the fonts are those of official documents."""

from typing import Any

BODY, HEAD, TITLE, DIGITS = "仿宋", "黑体", "方正小标宋简体", "Times New Roman"
INK, SOFT, INPUT_INK = "#000000", "#465263", "#1D4F91"
INPUT_FILL, LOCKED_FILL, HEAD_FILL, BAD_FILL = "#FFF8DC", "#F5F7FA", "#F2F4F7", "#FDECEA"

_TEXT: dict[str, object] = {"font_name": BODY, "font_size": 10.5, "valign": "vcenter", "font_color": INK}
_GRID: dict[str, object] = {**_TEXT, "border": 1, "border_color": "#8792A3"}
_FIGURE: dict[str, object] = {**_GRID, "font_name": DIGITS, "align": "right", "indent": 1}
_OPEN: dict[str, object] = {"bg_color": INPUT_FILL, "font_color": INPUT_INK, "locked": False}
_LOCKED: dict[str, object] = {"bg_color": LOCKED_FILL, "font_color": SOFT}
_LOOKS: dict[str, dict[str, object]] = {
    "title": {**_TEXT, "font_name": TITLE, "font_size": 20, "align": "center"},
    "title_left": {**_TEXT, "font_name": TITLE, "font_size": 18, "align": "left"},
    "subtitle": {**_TEXT, "align": "center", "font_size": 11},
    "hint": {**_TEXT, "align": "center", "font_size": 9.5, "font_color": SOFT},
    "legal": {**_TEXT, "align": "left", "font_size": 9, "indent": 1},
    "head": {**_GRID, "font_name": HEAD, "align": "center", "text_wrap": True, "bg_color": HEAD_FILL},
    "label": {**_GRID, "align": "left", "indent": 1, "shrink": True},
    "centre": {**_GRID, "align": "center", "shrink": True},
    "input": {**_FIGURE, **_OPEN},
    "sent_back": {**_FIGURE, **_OPEN, "bg_color": BAD_FILL},
    "input_centre": {**_GRID, **_OPEN, "align": "center", "num_format": "@"},
    "input_text": {**_GRID, **_OPEN, "align": "left", "text_wrap": True, "num_format": "@"},
    "locked_number": {**_FIGURE, **_LOCKED},
    "locked_right": {**_FIGURE, **_LOCKED, "font_name": BODY},
    "locked_centre": {**_GRID, **_LOCKED, "align": "center"},
    "locked_text": {**_GRID, **_LOCKED},
    "note": {**_TEXT, "font_size": 9, "align": "left", "text_wrap": True, "font_color": SOFT},
    "note_line": {**_TEXT, "font_size": 9.5, "align": "left", "font_color": SOFT},
    "term": {**_GRID, "font_name": HEAD, "align": "left", "indent": 1, "bg_color": HEAD_FILL},
    "words": {**_GRID, "align": "left", "indent": 1, "text_wrap": True, "num_format": "@"},
    "part": {**_TEXT, "font_name": HEAD, "font_size": 12, "align": "left"},
}


class Looks:
    """Formats of one workbook, made once each."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Any] = {}

    def get(self, look: str, number_format: str = "") -> Any:
        key = (look, number_format)
        if key not in self._made:
            extra: dict[str, object] = {"num_format": number_format} if number_format else {}
            self._made[key] = self._book.add_format({**_LOOKS[look], **extra})
        return self._made[key]


def decimals_format(decimals: int) -> str:
    """Thousands separators and a fixed number of decimals: `#,##0.00`."""
    return "#,##0" + ("." + "0" * decimals if decimals > 0 else "")
