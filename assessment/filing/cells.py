"""What may stand in a cell of a return: condition, number, unit and reason, checked against the form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Self

from assessment.catalogue.models import Collection, Item
from assessment.filing.errors.returns import (
    BasisUnknown,
    ConditionUnknown,
    ItemUnknown,
    ReasonMissing,
    ReasonNotAllowed,
    TooManyDigits,
    UnitDiffers,
    ValueMissing,
    ValueNotAllowed,
)
from assessment.filing.models import Cell
from assessment.methodology.rounding import decimals_of
from assessment.methodology.units import UnitsNotConvertible, convert, parse_unit

STORED_DECIMALS = 8
STORED_WHOLE_DIGITS = 22
NEEDS_REASON = frozenset({Cell.Condition.NOT_APPLICABLE.value, Cell.Condition.NOT_AVAILABLE.value})


@dataclass(frozen=True)
class CellChange:
    """What somebody wants a cell to hold. An empty `unit` is the item's own."""

    item: str
    basis: str
    condition: str
    value: Decimal | None = None
    unit: str = ""
    reason: str = ""
    source: str = ""


@dataclass(frozen=True)
class FormOfReturn:
    """The form of one return, as far as a cell has to obey it."""

    code: str
    period: str
    items: Mapping[str, Item]

    @classmethod
    def of(cls, collection: Collection) -> Self:
        version = collection.form_version
        return cls(version.form.code, collection.period, {item.code: item for item in version.items.all()})

    def checked(self, change: CellChange) -> CellChange:
        """The change with its number in the item's own unit; refuses whatever the form does not ask for."""
        item = self.items.get(change.item)
        if item is None:
            raise ItemUnknown(form=self.code, period=self.period, received=change.item)
        if change.basis not in item.bases:
            raise BasisUnknown(item=change.item, received=change.basis, expected=", ".join(item.bases))
        _check_condition(change)
        if change.value is None:
            return replace(change, unit=item.unit)
        return replace(change, value=_in_unit_of(item, change, change.value), unit=item.unit)


def shortest(value: Decimal | None) -> Decimal | None:
    """The same number without trailing zeros: 1.50000000 as stored and 1.5 as typed hash alike."""
    if value is None:
        return None
    text = format(value, "f")
    plain = Decimal(text.rstrip("0").rstrip(".") if "." in text else text)
    return abs(plain) if plain.is_zero() else plain


def content_of(cell: Cell | CellChange) -> tuple[str, Decimal | None, str, str]:
    """What counts when two states of a cell are compared: condition, number, reason, source."""
    return str(cell.condition), shortest(cell.value), cell.reason, cell.source


def shown(cell: Cell | CellChange) -> str:
    """A cell in one word for a message: its number, or its condition."""
    value = shortest(cell.value)
    return str(cell.condition) if value is None else format(value, "f")


def _check_condition(change: CellChange) -> None:
    if change.condition not in Cell.Condition.values:
        raise ConditionUnknown(received=change.condition, expected=", ".join(Cell.Condition.values))
    if change.condition == Cell.Condition.VALUE:
        if change.value is None:
            raise ValueMissing(item=change.item)
        return
    if change.value is not None:
        raise ValueNotAllowed(item=change.item, condition=change.condition, received=change.value)
    if change.condition in NEEDS_REASON and not change.reason.strip():
        raise ReasonMissing(item=change.item, condition=change.condition)
    if change.condition == Cell.Condition.EMPTY and change.reason.strip():
        raise ReasonNotAllowed(item=change.item)


def _in_unit_of(item: Item, change: CellChange, value: Decimal) -> Decimal:
    target = parse_unit(item.unit)
    source = parse_unit(change.unit) if change.unit else target
    try:
        converted = convert(value, source, target)
    except UnitsNotConvertible:
        raise UnitDiffers(item=item.code, expected=item.unit, received=change.unit) from None
    plain = shortest(converted)
    if plain is None or decimals_of(plain) > STORED_DECIMALS or plain.adjusted() >= STORED_WHOLE_DIGITS:
        raise TooManyDigits(
            item=item.code,
            received=format(value, "f"),
            unit=item.unit,
            whole=STORED_WHOLE_DIGITS,
            decimals=STORED_DECIMALS,
        )
    return plain
