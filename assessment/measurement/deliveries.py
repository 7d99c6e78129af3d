"""What a bureau hands over: one table of one kind, year and vintage, in one unit."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assessment.measurement.errors import VintageUnknown
from assessment.methodology.account_records import AccountKey, AccountRecord
from assessment.methodology.canonical import digest
from assessment.methodology.income_approach import ACCOUNT_ITEMS, COMPONENT_NAMES, AccountRow, Components
from assessment.methodology.production_approach import NO_PRODUCTION, PRODUCTION_ITEMS, ProductionRow
from assessment.methodology.rounding import decimals_of
from assessment.methodology.run_figures import plain_number
from assessment.methodology.units import Unit, convert

# 初步核算数, 最终核实数, 普查修订数: a later one outweighs an earlier one, whatever was loaded last.
VINTAGES: Final = ("preliminary", "final", "census_revised")
_PART_OF_YEAR = re.compile(r"months_01_(?P<last>0[1-9]|1[0-2])")
_POWER_IN_10K_YUAN: Final = {
    Unit.YUAN: -4,
    Unit.TEN_THOUSAND_YUAN: 0,
    Unit.HUNDRED_MILLION_YUAN: 4,
    Unit.INDEX: 0,
}


@dataclass(frozen=True)
class AccountEntry:
    """A city's industry: five amounts in the delivery's unit, None where the cell is blank."""

    row: int
    region: str
    industry: str
    amounts: AccountRow
    marker: str
    source: str
    production: ProductionRow = NO_PRODUCTION


@dataclass(frozen=True)
class OperatorEntry:
    """An operator registered elsewhere: components and revenue in the whole province, and revenue by city."""

    row: int
    name: str
    components: Components
    revenue: Decimal
    revenue_by_city: Mapping[str, Decimal]

    @property
    def content(self) -> dict[str, object]:
        amounts = zip(COMPONENT_NAMES, map(plain_number, self.components.amounts), strict=True)
        cities = {city: plain_number(amount) for city, amount in self.revenue_by_city.items()}
        return {
            "operator": self.name,
            **dict(amounts),
            "revenue": plain_number(self.revenue),
            "revenue_by_city": cities,
        }


@dataclass(frozen=True)
class FigureEntry:
    """A region's single figure in the delivery's unit."""

    row: int
    region: str
    value: Decimal
    marker: str
    source: str


@dataclass(frozen=True)
class AccountsDelivery:
    year: str
    vintage: str
    unit: Unit
    entries: tuple[AccountEntry, ...]
    operators: tuple[OperatorEntry, ...] = ()

    @property
    def content(self) -> list[dict[str, object]]:
        """Items of production stand in it only where they were given: a table without them keeps its digest."""
        rows: list[dict[str, object]] = [
            {
                "region": entry.region,
                "industry": entry.industry,
                **dict(zip(ACCOUNT_ITEMS, map(plain_number, entry.amounts), strict=True)),
                **_production(entry.production),
                "marker": entry.marker,
                "source": entry.source,
            }
            for entry in self.entries
        ]
        return [*rows, *(operator.content for operator in self.operators)]

    @property
    def numbers(self) -> Iterator[Decimal]:
        for entry in self.entries:
            yield from (amount for amount in (*entry.amounts, *entry.production.amounts) if amount is not None)
        for operator in self.operators:
            yield from operator.components.amounts

    def records(self) -> tuple[AccountRecord, ...]:
        """For the checks of the method, in the delivery's own unit."""
        return tuple(
            AccountRecord(
                row=entry.row,
                key=AccountKey(entry.region, int(self.year), entry.industry, self.vintage),
                amounts=entry.amounts,
                source=entry.source,
            )
            for entry in self.entries
        )


@dataclass(frozen=True)
class FiguresDelivery:
    year: str
    vintage: str
    unit: Unit
    entries: tuple[FigureEntry, ...]

    @property
    def content(self) -> list[dict[str, object]]:
        return [
            {
                "region": entry.region,
                "value": plain_number(entry.value),
                "marker": entry.marker,
                "source": entry.source,
            }
            for entry in self.entries
        ]

    @property
    def numbers(self) -> Iterator[Decimal]:
        return (entry.value for entry in self.entries)


Delivery = AccountsDelivery | FiguresDelivery


def _production(row: ProductionRow) -> dict[str, object]:
    if not row.given:
        return {}
    return dict(zip(PRODUCTION_ITEMS, map(plain_number, row.amounts), strict=True))


def delivery_digest(delivery: Delivery) -> str:
    """Two deliveries with this digest say the same, whoever loaded them and when."""
    header = {"year": delivery.year, "vintage": delivery.vintage, "unit": delivery.unit.value}
    return digest({**header, "rows": delivery.content})


def last_digit_exponent(delivery: Delivery) -> int:
    """Power of ten, in 万元 (of an index in itself), of the finest digit printed anywhere in the table."""
    decimals = max(map(decimals_of, delivery.numbers), default=0)
    return _POWER_IN_10K_YUAN[delivery.unit] - decimals


def as_stored(value: Decimal, unit: Unit) -> Decimal:
    """Money in 万元; an index stays as it is."""
    return value if unit is Unit.INDEX else convert(value, unit, Unit.TEN_THOUSAND_YUAN)


def as_delivered(value: Decimal, unit: Unit) -> Decimal:
    """What is stored, in the unit of its table."""
    return value if unit is Unit.INDEX else convert(value, Unit.TEN_THOUSAND_YUAN, unit)


def months_of(vintage: str) -> int:
    """How many months a vintage covers: 11 for months_01_11, 12 for the vintages of a full year."""
    part = _PART_OF_YEAR.fullmatch(vintage)
    return int(part["last"]) if part else 12


def check_vintage(vintage: str, *, row: int) -> str:
    if vintage in VINTAGES or _PART_OF_YEAR.fullmatch(vintage):
        return vintage
    raise VintageUnknown(row=row, received=vintage, expected=", ".join(VINTAGES))


def vintage_rank(vintage: str) -> int:
    return VINTAGES.index(vintage) if vintage in VINTAGES else -1
