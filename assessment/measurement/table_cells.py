"""The cells of a base table, stored or delivered, and what differs between two of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessment.measurement.deliveries import Delivery, FiguresDelivery, as_stored
from assessment.measurement.models import AccountRow, BaseTable
from assessment.measurement.operators import with_allocated
from assessment.methodology.income_approach import ACCOUNT_ITEMS
from assessment.methodology.production_approach import PRODUCTION_ITEMS

AMOUNTS = (*ACCOUNT_ITEMS, *PRODUCTION_ITEMS)
VALUE = "value"


@dataclass(frozen=True, order=True)
class CellPlace:
    """`industry` is empty in a table of one column."""

    industry: str
    region: str
    column: str


@dataclass(frozen=True)
class CellDifference:
    """None is a blank, which is not zero. Amounts in 万元."""

    place: CellPlace
    old: Decimal | None
    new: Decimal | None


Cells = Mapping[CellPlace, Decimal]


def cells_of_table(table: BaseTable | None) -> dict[CellPlace, Decimal]:
    """The cells that hold something; rows with their regions are expected to be fetched with the table."""
    if table is None:
        return {}
    cells = {CellPlace("", figure.region.code, VALUE): figure.value for figure in table.region_figures.all()}
    for row in table.account_rows.all():
        cells |= cells_of_row(row)
    return cells


def cells_of_row(row: AccountRow) -> dict[CellPlace, Decimal]:
    amounts = {name: getattr(row, name) for name in AMOUNTS}
    return {
        CellPlace(row.industry, row.region.code, name): amount for name, amount in amounts.items() if amount is not None
    }


def cells_of_delivery(delivery: Delivery) -> dict[CellPlace, Decimal]:
    """What the cells would hold, allocated accounts included."""
    if isinstance(delivery, FiguresDelivery):
        return {CellPlace("", entry.region, VALUE): as_stored(entry.value, delivery.unit) for entry in delivery.entries}
    cells: dict[CellPlace, Decimal] = {}
    for entry in with_allocated(delivery).entries:
        amounts = dict(zip(AMOUNTS, (*entry.amounts, *entry.production.amounts), strict=True))
        for name, amount in amounts.items():
            if amount is not None:
                cells[CellPlace(entry.industry, entry.region, name)] = as_stored(amount, delivery.unit)
    return cells


def differences(old: Cells, new: Cells, *, order: Iterable[str]) -> list[CellDifference]:
    """Cell by cell, industries by their code, regions in the given order, columns as they stand on the template."""
    position = {code: number for number, code in enumerate(order)}
    columns = {name: number for number, name in enumerate((*AMOUNTS, VALUE))}
    changed = {place for place in old.keys() | new.keys() if old.get(place) != new.get(place)}

    def key(place: CellPlace) -> tuple[str, int, int]:
        return place.industry, position.get(place.region, len(position)), columns[place.column]

    return [CellDifference(place, old.get(place), new.get(place)) for place in sorted(changed, key=key)]
