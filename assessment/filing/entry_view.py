"""The rows of the filling page: what was typed, or what is stored, with the slip beside its cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from assessment.catalogue.models import Item
from assessment.display import formats
from assessment.filing.cells import shortest
from assessment.filing.models import Cell, Version
from assessment.filing.return_view import BASES, Row, rows_of
from assessment.filing.typed_cells import Slip, field_name
from assessment.methodology.errors import N_
from assessment.methodology.rounding import decimals_of

CHOICES = (
    (Cell.Condition.VALUE, N_("value")),
    (Cell.Condition.NOT_APPLICABLE, N_("not applicable")),
    (Cell.Condition.NOT_AVAILABLE, N_("not yet available")),
)


@dataclass(frozen=True)
class Choice:
    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Entry:
    """One cell to fill: its name on the page, the text in it, its condition and reason."""

    name: str
    label: str
    text: str
    choices: tuple[Choice, ...]
    reason: str
    needs_reason: bool
    slip: str


@dataclass(frozen=True)
class EntryRow:
    row: Row
    entries: tuple[Entry | None, ...]


def entry_rows(
    version: Version, items: Iterable[Item], sent: Mapping[str, str], slips: Sequence[Slip]
) -> list[EntryRow]:
    wrong = {slip.field_id.removesuffix(".reason"): slip.sentence for slip in slips}
    return [
        EntryRow(
            row,
            tuple(None if shown.cell is None else _entry(row.item, shown.cell, sent, wrong) for shown in row.cells),
        )
        for row in rows_of(version, items)
    ]


def _entry(item: Item, cell: Cell, sent: Mapping[str, str], wrong: Mapping[str, str]) -> Entry:
    name = field_name(cell.item, cell.basis)
    stored = _as_filed(cell.value, item)
    condition = sent.get(f"{name}.condition", cell.condition)
    label = item.label_zh if formats.in_chinese() else item.label_en
    return Entry(
        name=name,
        label=f"{label}, {gettext(BASES[cell.basis])}",
        text=sent.get(name, stored),
        choices=tuple(Choice(value, gettext(text), value == condition) for value, text in CHOICES),
        reason=sent.get(f"{name}.reason", cell.reason),
        needs_reason=condition in {Cell.Condition.NOT_APPLICABLE, Cell.Condition.NOT_AVAILABLE},
        slip=wrong.get(name, ""),
    )


def _as_filed(value: Decimal | None, item: Item) -> str:
    """Never fewer decimals than were filed: what is shown here is read back when the page is saved."""
    exact = shortest(value)
    if exact is None:
        return ""
    return formats.number(exact, decimals=max(item.decimals, decimals_of(exact)))
