"""What a filler typed into the page, read into cell changes; every slip with its cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

from assessment.catalogue.models import Item
from assessment.display.templatetags.figures import named
from assessment.display.wording import say
from assessment.filing.cells import CellChange, content_of
from assessment.filing.models import Cell
from assessment.methodology.text_numbers import NotANumber, read_number

Condition = Cell.Condition
# Source of a stock figure taken over from the last period (沿用上期) until the filler confirms it or types another.
CARRIED_OVER = "carried_over"


@dataclass(frozen=True)
class Slip:
    """A cell that cannot be saved as typed: its field on the page and the sentence."""

    field_id: str
    label: str
    sentence: str


@dataclass
class Typed:
    """`texts` keeps what was typed, so that nothing is lost when something is wrong."""

    changes: list[CellChange] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    repaired: int = 0


def field_name(item: str, basis: str) -> str:
    return f"{item}.{basis}"


def read(typed: Mapping[str, str], cells: Iterable[Cell], items: Mapping[str, Item]) -> Typed:
    """The cells that differ from what is stored. A cell the page did not send stays as it is."""
    found = Typed()
    for cell in cells:
        name = field_name(cell.item, cell.basis)
        if name not in typed:
            continue
        change = _read_cell(typed, cell, items[cell.item], found)
        if change is not None and content_of(change) != content_of(cell):
            found.changes.append(change)
    return found


def _read_cell(typed: Mapping[str, str], cell: Cell, item: Item, found: Typed) -> CellChange | None:
    name = field_name(cell.item, cell.basis)
    text = typed[name].strip()
    condition = typed.get(f"{name}.condition", Condition.VALUE)
    reason = typed.get(f"{name}.reason", "").strip()
    if condition in {Condition.NOT_APPLICABLE, Condition.NOT_AVAILABLE}:
        if text:
            return _slip(found, name, item, gettext("Take the number out, or choose “value”."))
        if not reason:
            return _slip(found, f"{name}.reason", item, gettext("Say why there is no figure."))
        return CellChange(cell.item, cell.basis, condition, reason=reason, source=_own_source(cell))
    if not text:
        return CellChange(cell.item, cell.basis, Condition.EMPTY, source=_own_source(cell))
    try:
        number = read_number(text)
    except NotANumber as error:
        return _slip(found, name, item, say(error))
    found.repaired += bool(number.repairs)
    source = cell.source if number.value == cell.value else _own_source(cell)
    return CellChange(cell.item, cell.basis, Condition.VALUE, value=number.value, source=source)


def _own_source(cell: Cell) -> str:
    """Another figure than the one taken over from the last period is the filler's own."""
    return "" if cell.source == CARRIED_OVER else cell.source


def _slip(found: Typed, field_id: str, item: Item, sentence: str) -> CellChange | None:
    found.slips.append(Slip(field_id, f"{item.number} {named(item, 'label')}", sentence))
    return None
