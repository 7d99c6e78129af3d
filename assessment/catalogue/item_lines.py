"""The items of a form as its printed table arranges them: parts below their total, 其中 items opened by one word."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessment.catalogue.models import Item

DEEPEST = 2


@dataclass(frozen=True)
class ItemLine:
    """One line. `depth` is how far it is set in, 0 to 2; `first_of_which` opens a block of 其中 items."""

    item: Item
    depth: int
    first_of_which: bool


def item_lines(items: Iterable[Item]) -> list[ItemLine]:
    """The lines in the order of the form, in which a part comes after its total."""
    depths: dict[int, int] = {}
    opened: set[int] = set()
    lines = []
    for item in items:
        depths[item.pk] = 0 if item.parent_id is None else depths.get(item.parent_id, 0) + 1
        first = item.of_which and item.parent_id is not None and item.parent_id not in opened
        if first and item.parent_id is not None:
            opened.add(item.parent_id)
        lines.append(ItemLine(item, min(depths[item.pk], DEEPEST), first))
    return lines
