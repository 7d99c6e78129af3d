"""Which cells of a draft may change: all, or after a send back the named items alone."""

from collections.abc import Iterable, Mapping, Sequence

from assessment.catalogue.models import Item
from assessment.display.templatetags.figures import named
from assessment.filing.cells import CellChange, content_of
from assessment.filing.errors.entry import ItemsNotSentBack
from assessment.filing.models import Cell


def items_sent_back(cells: Iterable[Cell]) -> frozenset[str]:
    """退回 items of the version: those that carry a note. Empty where nothing was sent back."""
    return frozenset(cell.item for cell in cells if cell.sent_back_note)


def refuse_locked(
    cells: Mapping[tuple[str, str], Cell], changes: Sequence[CellChange], items: Mapping[str, Item]
) -> None:
    """Raise `ItemsNotSentBack` if a change would touch an item that nobody questioned."""
    open_items = items_sent_back(cells.values())
    if not open_items:
        return
    locked = [
        change.item
        for change in changes
        if change.item not in open_items and content_of(change) != content_of(cells[change.item, change.basis])
    ]
    if locked:
        raise ItemsNotSentBack(items=_labels(locked, items), expected=_labels(open_items, items))


def _labels(codes: Iterable[str], items: Mapping[str, Item]) -> list[str]:
    """In the order of the form, each once."""
    wanted = set(codes)
    return [f"{item.number} {named(item, 'label')}".strip() for code, item in items.items() if code in wanted]
