"""历史数据 as its pages show it: the unit's own series, and a past workbook being mapped."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from assessment.catalogue.item_lines import ItemLine, item_lines
from assessment.catalogue.models import Form, Item
from assessment.display import formats
from assessment.filing.cells import shortest
from assessment.filing.history_queries import PeriodFigure
from assessment.filing.history_reading import (
    ITEMS_IN_COLUMNS,
    ITEMS_IN_ROWS,
    LONG,
    MOST_LABELS,
    HistoryLayout,
    heading_of,
    last_column,
    last_row,
)
from assessment.filing.history_words import basis_in, item_in, period_in, unit_in
from assessment.filing.models import Cell
from assessment.filing.workbook.cell_data import RawSheet, letters
from assessment.methodology.errors import N_
from assessment.methodology.periods import Period

SHAPES = {
    ITEMS_IN_COLUMNS: N_("one row a period, items side by side"),
    ITEMS_IN_ROWS: N_("one row an item, periods side by side"),
    LONG: N_("one row a figure: item, period, number"),
}
MONEY_UNITS = ("元", "万元", "亿元", "万美元", "亿美元")
SAMPLE_ROWS, SAMPLE_COLUMNS = 40, 26
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_GUESSED_HEAD_ROWS = 30


@dataclass(frozen=True)
class SeriesCell:
    text: str
    taken_over: bool
    source: str


@dataclass(frozen=True)
class SeriesTable:
    """One form: items down, periods across."""

    form: Form
    periods: tuple[str, ...]
    rows: tuple[tuple[ItemLine, tuple[SeriesCell | None, ...]], ...]
    taken_over: frozenset[str]


@dataclass(frozen=True)
class MappedColumn:
    number: int
    letter: str
    heading: str
    item: str
    basis: str
    period: str
    unit: str


@dataclass(frozen=True)
class MappedLabel:
    number: int
    text: str
    item: str


def series_tables(series: Sequence[PeriodFigure], forms: Iterable[tuple[Form, Sequence[Item]]]) -> list[SeriesTable]:
    """The current basis of each form, newest period last."""
    tables = []
    for form, items in forms:
        own = [one for one in series if one.form == form.code and one.basis == Cell.Basis.CURRENT]
        periods = sorted({one.period for one in own}, key=Period.parse)
        found = {(one.item, one.period): one for one in own}
        rows = tuple(
            (line, tuple(_series_cell(found.get((line.item.code, code)), line.item) for code in periods))
            for line in item_lines(items)
        )
        taken_over = frozenset(one.period for one in own if one.taken_over)
        tables.append(SeriesTable(form, tuple(periods), rows, taken_over))
    return tables


def series_csv(series: Iterable[PeriodFigure], labels: Mapping[tuple[str, str], Item]) -> bytes:
    """The series as CSV for a spreadsheet: no text can become a formula there; numbers stay numbers."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["form", "period", "item", "label", "basis", "value", "unit", "condition", "origin", "source"])
    for one in series:
        item = labels.get((one.form, one.item))
        value = shortest(one.figure.value)
        texts = [one.form, one.period, one.item, item.label_zh if item else "", one.basis]
        number = "" if value is None else format(value, "f")
        rest = [
            item.unit if item else "",
            one.figure.condition.value,
            "历史导入" if one.taken_over else "上报",
            one.source,
        ]
        writer.writerow([*map(harmless, texts), number, *map(harmless, rest)])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def guessed_head_row(sheet: RawSheet) -> int:
    """The first row with two texts or more above a row with numbers; 1 where there is none."""
    for row in range(1, min(last_row(sheet), _GUESSED_HEAD_ROWS) + 1):
        if _count(sheet, row, "s") >= 2 and _count(sheet, row + 1, "n") >= 1:
            return row
    return 1


def guessed_shape(sheet: RawSheet, head_row: int, items: Sequence[Item]) -> str:
    """Items across where the headings name more of them than the first columns do."""
    across = sum(bool(item_in(sheet.text(head_row, column), items)) for column in range(1, last_column(sheet) + 1))
    rows = range(head_row + 1, min(last_row(sheet), head_row + 60) + 1)
    down = max(sum(bool(item_in(sheet.text(row, column), items)) for row in rows) for column in (1, 2))
    return ITEMS_IN_ROWS if down > across else ITEMS_IN_COLUMNS


def guessed_label_column(sheet: RawSheet, head_row: int, items: Sequence[Item]) -> int:
    rows = range(head_row + 1, min(last_row(sheet), head_row + 60) + 1)
    found = {c: sum(bool(item_in(sheet.text(row, c), items)) for row in rows) for c in range(1, 5)}
    return max(found, key=lambda column: found[column]) if any(found.values()) else 1


def guessed_unit(sheet: RawSheet, head_row: int) -> str:
    """What “单位：亿元” above the table says."""
    texts = [cell.text for (row, _), cell in sorted(sheet.cells.items()) if row < head_row and cell.kind == "s"]
    return next((unit_in(text) for text in texts if "单位" in text and unit_in(text)), "")


def mapped_columns(
    sheet: RawSheet, layout: HistoryLayout, items: Sequence[Item], *, annual: bool
) -> list[MappedColumn]:
    """Each column with numbers, as mapped so far or as its heading suggests."""
    columns = []
    for number in range(1, last_column(sheet) + 1):
        if number in {layout.label_column, layout.period_column} or not _has_numbers(sheet, layout, number):
            continue
        heading = heading_of(sheet, layout, number)
        known = layout.columns.get(number)
        item = known.item if known else item_in(heading.split(" ")[-1], items) or item_in(heading, items)
        columns.append(
            MappedColumn(
                number=number,
                letter=letters(number),
                heading=heading,
                item=item if layout.shape == ITEMS_IN_COLUMNS else "",
                basis=known.basis if known else basis_in(heading),
                period=(known.period if known else "") or period_in(heading, annual=annual),
                unit=known.unit if known else unit_in(heading),
            )
        )
    return columns


def mapped_labels(sheet: RawSheet, layout: HistoryLayout, items: Sequence[Item]) -> list[MappedLabel]:
    """Each different text of the label column, with the item it is or seems to be."""
    if layout.shape == ITEMS_IN_COLUMNS:
        return []
    rows = range(layout.head_row + 1, last_row(sheet) + 1)
    texts = [text for text in dict.fromkeys(sheet.text(row, layout.label_column) for row in rows) if text]
    return [
        MappedLabel(number, text, layout.labels.get(text, item_in(text, items)))
        for number, text in enumerate(texts[:MOST_LABELS])
    ]


def sample_of(sheet: RawSheet) -> list[tuple[int, list[str]]]:
    """The upper left of the sheet as text."""
    columns = range(1, min(last_column(sheet), SAMPLE_COLUMNS) + 1)
    return [
        (row, [sheet.text(row, column)[:40] for column in columns])
        for row in range(1, min(last_row(sheet), SAMPLE_ROWS) + 1)
    ]


def sample_letters(sheet: RawSheet) -> list[str]:
    return [letters(column) for column in range(1, min(last_column(sheet), SAMPLE_COLUMNS) + 1)]


def shape_choices() -> list[tuple[str, str]]:
    return [(shape, gettext(words)) for shape, words in SHAPES.items()]


def _series_cell(one: PeriodFigure | None, item: Item) -> SeriesCell | None:
    if one is None:
        return None
    return SeriesCell(formats.figure(one.figure, decimals=item.decimals), one.taken_over, one.source)


def _count(sheet: RawSheet, row: int, kind: str) -> int:
    return sum(cell.kind == kind and bool(cell.text.strip()) for (r, _), cell in sheet.cells.items() if r == row)


def _has_numbers(sheet: RawSheet, layout: HistoryLayout, column: int) -> bool:
    rows = range(layout.head_row + 1, last_row(sheet) + 1)
    return any(any(sign.isdigit() for sign in sheet.text(row, column)) for row in rows)
