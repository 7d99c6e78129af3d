"""A past workbook of any shape by a mapping: figures with their cells, and what cannot be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assessment.catalogue.models import Item
from assessment.filing.cells import CellChange, FormOfReturn
from assessment.filing.errors.history import CellNotNumber, FigureTwice, HistoryCellWrong, PeriodUnreadable
from assessment.filing.history_words import period_in, without_numbers
from assessment.filing.models import Cell
from assessment.filing.workbook.cell_data import RawSheet, address
from assessment.methodology.canonical import digest
from assessment.methodology.errors import AssessmentError
from assessment.methodology.text_numbers import NotANumber, read_number

ITEMS_IN_COLUMNS, ITEMS_IN_ROWS, LONG = "items_in_columns", "items_in_rows", "long"
SHAPES = (ITEMS_IN_COLUMNS, ITEMS_IN_ROWS, LONG)
MOST_ROWS, MOST_COLUMNS, MOST_LABELS = 2_000, 60, 120
_SIGNIFICANT, _KEPT = 15, 8
_NOTHING = frozenset({"", "-", "--", "—", "——", "/", "…", "...", "×", "#", "N/A", "无", "不适用", "暂无数据", "未填"})


@dataclass(frozen=True)
class ColumnMeans:
    """What the numbers of a column are; an empty `item` or `period` comes from the row."""

    item: str = ""
    basis: str = Cell.Basis.CURRENT.value
    period: str = ""
    unit: str = ""


@dataclass(frozen=True)
class HistoryLayout:
    """How a sheet is read. Rows and columns count from 1; `heads` is how many rows the heading has."""

    sheet: str
    head_row: int
    heads: int = 1
    shape: str = ITEMS_IN_COLUMNS
    label_column: int = 1
    period_column: int = 0
    period: str = ""
    unit: str = ""
    columns: Mapping[int, ColumnMeans] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def document(self) -> dict[str, Any]:
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in {"columns", "labels"}}
        columns = {str(number): vars_of(means) for number, means in self.columns.items()}
        return {**plain, "columns": columns, "labels": dict(self.labels)}

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "HistoryLayout":
        columns = {int(number): ColumnMeans(**means) for number, means in document.get("columns", {}).items()}
        return cls(**{**document, "columns": columns})


@dataclass(frozen=True)
class PastFigure:
    """One figure in the item's own unit, with the cell it stands in."""

    period: str
    item: str
    basis: str
    value: Decimal
    cell: str
    written: str


@dataclass(frozen=True)
class PastFigures:
    figures: tuple[PastFigure, ...]
    problems: tuple[AssessmentError, ...]


def vars_of(means: ColumnMeans) -> dict[str, str]:
    return {"item": means.item, "basis": means.basis, "period": means.period, "unit": means.unit}


def heading_of(sheet: RawSheet, layout: HistoryLayout, column: int) -> str:
    """The heading of a column from all its rows; a merged heading counts for each column below it."""
    texts = [_spread_text(sheet, row, column) for row in range(layout.head_row - layout.heads + 1, layout.head_row + 1)]
    return " ".join(dict.fromkeys(text for text in texts if text))


def signature_of(sheet: RawSheet, layout: HistoryLayout) -> str:
    """The same for every table with these headings, whatever its years."""
    heads = [without_numbers(heading_of(sheet, layout, column)) for column in range(1, last_column(sheet) + 1)]
    return digest({"heads": heads, "shape": layout.shape})


def last_column(sheet: RawSheet) -> int:
    return min(max((column for _, column in sheet.cells), default=1), MOST_COLUMNS)


def last_row(sheet: RawSheet) -> int:
    return min(max((row for row, _ in sheet.cells), default=1), MOST_ROWS)


def read_history(sheet: RawSheet, layout: HistoryLayout, form: FormOfReturn, *, annual: bool) -> PastFigures:
    """Every number the mapping names. Blank cells and the usual signs for "nothing" give no figure, never a zero."""
    figures: dict[tuple[str, str, str], PastFigure] = {}
    problems: list[AssessmentError] = []
    for row, column, means in _places(sheet, layout):
        try:
            figure = _figure(sheet, (row, column), _meaning(sheet, layout, row, means, annual=annual), form)
            if figure is None:
                continue
            key = figure.period, figure.item, figure.basis
            if key in figures and figures[key].value != figure.value:
                raise FigureTwice(first=figures[key].cell)
        except AssessmentError as problem:
            problems.append(HistoryCellWrong(sheet=sheet.name, cell=address(row, column), problem=problem))
            continue
        figures.setdefault(key, figure)
    return PastFigures(tuple(figures.values()), tuple(problems))


def _places(sheet: RawSheet, layout: HistoryLayout) -> Iterator[tuple[int, int, ColumnMeans]]:
    for row in range(layout.head_row + 1, last_row(sheet) + 1):
        if layout.shape != ITEMS_IN_COLUMNS and not layout.labels.get(sheet.text(row, layout.label_column)):
            continue
        for column, means in layout.columns.items():
            if sheet.text(row, column) not in _NOTHING:
                yield row, column, means


def _meaning(sheet: RawSheet, layout: HistoryLayout, row: int, means: ColumnMeans, *, annual: bool) -> ColumnMeans:
    """Item, period and unit of one cell from its column, its row and the mapping as a whole."""
    label = sheet.text(row, layout.label_column)
    item = means.item if layout.shape == ITEMS_IN_COLUMNS else layout.labels[label]
    period = means.period or layout.period
    named_in = {ITEMS_IN_COLUMNS: layout.label_column, LONG: layout.period_column}.get(layout.shape, 0)
    if named_in and not layout.period:
        text = _spread_text(sheet, row, named_in)
        period = period_in(text, annual=annual)
        if not period:
            raise PeriodUnreadable(received=text or "--")
    if not period:
        raise PeriodUnreadable(received="--")
    return ColumnMeans(item, means.basis, period, means.unit or layout.unit)


def _figure(sheet: RawSheet, at: tuple[int, int], means: ColumnMeans, form: FormOfReturn) -> PastFigure | None:
    if not means.item:
        return None
    written = sheet.text(*at)
    unit = means.unit if _money(form.items.get(means.item)) else ""
    change = CellChange(means.item, means.basis, Cell.Condition.VALUE, _number(sheet, at), unit)
    checked = form.checked(change)
    value = checked.value or Decimal(0)
    return PastFigure(means.period, means.item, means.basis, value, address(*at), written)


def _number(sheet: RawSheet, at: tuple[int, int]) -> Decimal:
    cell = sheet.cell(*at)
    if cell.kind == "n" and not cell.look:
        try:
            number = Decimal(f"{float(cell.text):.{_SIGNIFICANT}g}")
        except (ValueError, ArithmeticError):
            raise CellNotNumber(received=cell.text[:40]) from None
        if not number.is_finite() or number.adjusted() > _SIGNIFICANT:
            raise CellNotNumber(received=cell.text[:40])
        return round(number, _KEPT)
    if cell.kind != "s":
        raise CellNotNumber(received=cell.text[:40])
    try:
        return read_number(cell.text).value
    except NotANumber:
        raise CellNotNumber(received=cell.text[:40]) from None


def _money(item: Item | None) -> bool:
    """Whether a unit of money chosen for the whole table concerns this item: persons stay persons."""
    return item is not None and item.unit.endswith(("元", "yuan", "usd"))


def _spread_text(sheet: RawSheet, row: int, column: int) -> str:
    """The text of a cell, or of the merged block it lies in."""
    text = sheet.text(row, column)
    if text:
        return text
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom and left <= column <= right:
            return sheet.text(top, left)
    return ""
