"""The mapping as a person chooses it on the page: the layout of the sheet, then what its columns and rows are."""

from collections.abc import Mapping

from assessment.filing.errors.history import LayoutUnreadable
from assessment.filing.history_reading import (
    ITEMS_IN_COLUMNS,
    LONG,
    SHAPES,
    ColumnMeans,
    HistoryLayout,
    last_column,
    last_row,
)
from assessment.filing.history_view import MappedColumn, MappedLabel
from assessment.filing.history_words import period_in
from assessment.filing.models import Cell
from assessment.filing.workbook.cell_data import RawSheet, place_of

MOST_HEADS = 4


def layout_in(sent: Mapping[str, str], sheet: RawSheet, *, annual: bool) -> HistoryLayout:
    """Sheet, heading rows, shape and label column; what is out of range is refused by its name."""
    shape = sent.get("shape", ITEMS_IN_COLUMNS)
    head_row = _within(sent.get("head_row", "1"), last_row(sheet))
    heads = _within(sent.get("heads", "1"), min(MOST_HEADS, head_row))
    period = sent.get("period", "").strip()
    code = period_in(period, annual=annual) if period else ""
    if shape not in SHAPES or (period and not code):
        raise LayoutUnreadable(received=period or shape[:40])
    return HistoryLayout(
        sheet=sheet.name,
        head_row=head_row,
        heads=heads,
        shape=shape,
        label_column=_column(sent.get("label_column", "A"), sheet),
        period_column=_column(sent.get("period_column", "B"), sheet) if shape == LONG else 0,
        period=code,
        unit=sent.get("unit", "").strip()[:10],
    )


def mapping_in(
    sent: Mapping[str, str], columns: list[MappedColumn], labels: list[MappedLabel], *, annual: bool
) -> tuple[dict[int, ColumnMeans], dict[str, str]]:
    """What was chosen for each column and each label; columns and labels that were left out are not there."""
    means = {}
    for column in columns:
        number = column.number
        item = sent.get(f"item.{number}", "")
        if not item and f"take.{number}" not in sent:
            continue
        basis = sent.get(f"basis.{number}", Cell.Basis.CURRENT.value)
        written = sent.get(f"period.{number}", "").strip()
        means[number] = ColumnMeans(
            item=item,
            basis=basis if basis in Cell.Basis.values else Cell.Basis.CURRENT.value,
            period=period_in(written, annual=annual) if written else "",
            unit=sent.get(f"unit.{number}", "").strip()[:10],
        )
    chosen = {label.text: sent.get(f"label.{label.number}", "") for label in labels}
    return means, {text: item for text, item in chosen.items() if item}


def _within(text: str, largest: int) -> int:
    number = int(text) if text.isdecimal() and len(text) < 8 else 0
    if not 1 <= number <= max(largest, 1):
        raise LayoutUnreadable(received=text[:20] or "--")
    return number


def _column(text: str, sheet: RawSheet) -> int:
    place = place_of(f"{text.strip().upper()}1")
    if place is None or place[1] > max(last_column(sheet), 1):
        raise LayoutUnreadable(received=text[:20] or "--")
    return place[1]
