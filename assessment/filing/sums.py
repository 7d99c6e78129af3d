"""合计 of a form: which items add up to which, and what the parts come to while the form is being filled.

A total is itself a reported item (SW1 compares it with its parts), so a sum is shown beside it and never written
into it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessment.catalogue.models import Item
from assessment.display.templatetags.figures import named
from assessment.filing.models import Cell

Condition = Cell.Condition


@dataclass(frozen=True)
class Sum:
    """`value` is None while a part is missing. `difference` is total less parts, where both are known."""

    formula: str
    value: Decimal | None
    difference: Decimal | None


def parts_of(items: Iterable[Item]) -> dict[str, tuple[Item, ...]]:
    """The parts of each total by its code; 其中 items belong to their parent but do not add up to it."""
    found: dict[int, list[Item]] = {}
    by_id = {item.pk: item for item in items}
    for item in by_id.values():
        if item.parent_id is not None and not item.of_which:
            found.setdefault(item.parent_id, []).append(item)
    return {by_id[parent].code: tuple(parts) for parent, parts in found.items() if parent in by_id}


def formula_of(item: Item, parts: Sequence[Item]) -> str:
    """`01 软件业务收入合计 = 02 软件产品收入 + 05 …`; nothing for an item without parts."""
    if not parts:
        return ""
    return f"{_called(item)} = {' + '.join(map(_called, parts))}"


def sum_of(total: Item, parts: Sequence[Item], cells: Mapping[tuple[str, str], Cell], basis: str) -> Sum:
    """The sum of the parts on one basis. A part that does not apply counts 0 only where the form says so."""
    numbers = [_counted(part, cells.get((part.code, basis))) for part in parts]
    known = [number for number in numbers if number is not None]
    value = sum(known, Decimal(0)) if len(known) == len(numbers) else None
    stored = cells.get((total.code, basis))
    filed = stored.value if stored is not None else None
    difference = None if value is None or filed is None else filed - value
    return Sum(formula_of(total, parts), value, difference)


def _counted(part: Item, cell: Cell | None) -> Decimal | None:
    if cell is None:
        return None
    if cell.condition == Condition.NOT_APPLICABLE and part.not_applicable == Item.NotApplicable.ZERO:
        return Decimal(0)
    return cell.value


def _called(item: Item) -> str:
    return f"{item.number} {named(item, 'label')}".strip()
