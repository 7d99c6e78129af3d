"""Deliveries as CSV files: read completely or refused with row and column; silent repairs are named."""

import csv
import io
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assessment.measurement.deliveries import (
    AccountEntry,
    AccountsDelivery,
    FigureEntry,
    FiguresDelivery,
    check_vintage,
)
from assessment.measurement.errors import (
    CellUnreadable,
    DeliveryEmpty,
    HeaderWrong,
    IndustryUnknown,
    RowRepeated,
    UnitsMixed,
)
from assessment.methodology.income_approach import ACCOUNT_ITEMS, AccountRow
from assessment.methodology.production_approach import PRODUCTION_ITEMS, ProductionRow
from assessment.methodology.run_measurement import DIGITAL_INDUSTRIES
from assessment.methodology.text_numbers import NotANumber, read_number
from assessment.methodology.units import Unit, UnitUnknown, parse_unit

_ACCOUNT_COLUMNS: Final = (
    "region", "year", "industry", *ACCOUNT_ITEMS, "unit", "source", "vintage", "marker",
)  # fmt: skip
# May be left out of a file as a whole: the production approach stands beside the accounts where it is known.
_PRODUCTION_COLUMNS: Final = PRODUCTION_ITEMS
_FIGURE_COLUMNS: Final = ("region", "year", "value", "unit", "vintage", "source", "marker")
MONEY: Final = (Unit.YUAN, Unit.TEN_THOUSAND_YUAN, Unit.HUNDRED_MILLION_YUAN)
INDEX: Final = (Unit.INDEX,)

Row = Mapping[str, str]
Key = tuple[str, str]


@dataclass(frozen=True)
class CellRepair:
    """One cell that could be read in one way only, and what was changed to read it."""

    row: int
    column: str
    repair: str


@dataclass(frozen=True)
class AccountsFile:
    deliveries: tuple[AccountsDelivery, ...]
    repairs: tuple[CellRepair, ...]


@dataclass(frozen=True)
class FiguresFile:
    deliveries: tuple[FiguresDelivery, ...]
    repairs: tuple[CellRepair, ...]


def read_accounts(text: str, *, year: str = "", industries: Collection[str] = ()) -> AccountsFile:
    """The accounts of a file, one delivery for each year and vintage; `year` and `industries` choose rows."""
    repairs: list[CellRepair] = []
    chosen = [
        (number, row)
        for number, row in _rows(text, _ACCOUNT_COLUMNS)
        if _wanted(row, year) and (not industries or row["industry"] in industries)
    ]
    _require_rows(chosen, [year, *industries])
    _refuse_repeats(chosen, ("region", "industry", "year", "vintage"))
    tables: defaultdict[Key, list[AccountEntry]] = defaultdict(list)
    for number, row in chosen:
        tables[_year(number, row), check_vintage(row["vintage"], row=number)].append(_account(number, row, repairs))
    unit = _one_unit(chosen, MONEY)
    return AccountsFile(
        tuple(AccountsDelivery(*key, unit, tuple(rows)) for key, rows in sorted(tables.items())), tuple(repairs)
    )


def read_figures(text: str, *, year: str = "", units: Sequence[Unit] = MONEY) -> FiguresFile:
    """The figures of a file of one column (GDP and its like), one delivery for each year and vintage."""
    repairs: list[CellRepair] = []
    chosen = [(number, row) for number, row in _rows(text, _FIGURE_COLUMNS) if _wanted(row, year)]
    _require_rows(chosen, [year])
    _refuse_repeats(chosen, ("region", "year", "vintage"))
    tables: defaultdict[Key, list[FigureEntry]] = defaultdict(list)
    for number, row in chosen:
        value = _number(number, row, "value", repairs)
        if value is None:
            raise CellUnreadable(row=number, column="value", expected="1234.56", received="")
        entry = FigureEntry(number, row["region"], value, row["marker"] or "reported", row["source"])
        tables[_year(number, row), check_vintage(row["vintage"], row=number)].append(entry)
    unit = _one_unit(chosen, units)
    return FiguresFile(
        tuple(FiguresDelivery(*key, unit, tuple(rows)) for key, rows in sorted(tables.items())), tuple(repairs)
    )


def _rows(text: str, columns: Sequence[str]) -> list[tuple[int, Row]]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    received = tuple(reader.fieldnames or ())
    if not set(columns) <= set(received):
        raise HeaderWrong(expected=",".join(columns), received=",".join(received) or "-")
    rows: list[tuple[int, Row]] = []
    for row in reader:
        if None in row or None in row.values():
            raise CellUnreadable(
                row=reader.line_num, column=columns[-1], expected=str(len(received)), received=str(len(row))
            )
        known = (*columns, *(column for column in _PRODUCTION_COLUMNS if column in received))
        rows.append((reader.line_num, {column: (row[column] or "").strip() for column in known}))
    return rows


def _wanted(row: Row, year: str) -> bool:
    return not year or row["year"] == year


def _require_rows(rows: Sequence[object], wanted: Iterable[str]) -> None:
    if not rows:
        raise DeliveryEmpty(wanted=" ".join(filter(None, wanted)) or "-")


def _refuse_repeats(rows: Iterable[tuple[int, Row]], columns: Sequence[str]) -> None:
    first: dict[tuple[str, ...], int] = {}
    for number, row in rows:
        key = tuple(row[column] for column in columns)
        if key in first:
            raise RowRepeated(
                row=number,
                first_row=first[key],
                **{name: row.get(name, "") for name in ("region", "industry", "year", "vintage")},
            )
        first[key] = number


def _account(number: int, row: Row, repairs: list[CellRepair]) -> AccountEntry:
    if row["industry"] not in DIGITAL_INDUSTRIES:
        raise IndustryUnknown(row=number, received=row["industry"], expected=", ".join(DIGITAL_INDUSTRIES))
    amounts = AccountRow(*(_number(number, row, item, repairs) for item in ACCOUNT_ITEMS))
    production = ProductionRow(*(_number(number, row, item, repairs) for item in _PRODUCTION_COLUMNS))
    marker = row["marker"] or "reported"
    return AccountEntry(number, row["region"], row["industry"], amounts, marker, row["source"], production)


def _number(number: int, row: Row, column: str, repairs: list[CellRepair]) -> Decimal | None:
    if not row.get(column):
        return None
    try:
        read = read_number(row[column])
    except NotANumber:
        raise CellUnreadable(row=number, column=column, expected="1234.56", received=row[column]) from None
    repairs += [CellRepair(number, column, repair.value) for repair in read.repairs]
    return read.value


def _year(number: int, row: Row) -> str:
    if len(row["year"]) != 4 or not row["year"].isdecimal() or not row["year"].isascii():
        raise CellUnreadable(row=number, column="year", expected="2021", received=row["year"])
    return row["year"]


def _one_unit(rows: Iterable[tuple[int, Row]], allowed: Sequence[Unit]) -> Unit:
    units = {_unit(number, row, allowed) for number, row in rows}
    if len(units) > 1:
        raise UnitsMixed(received=", ".join(sorted(unit.name_zh for unit in units)))
    return units.pop()


def _unit(number: int, row: Row, allowed: Sequence[Unit]) -> Unit:
    expected = "、".join(unit.name_zh for unit in allowed)
    try:
        unit = parse_unit(row["unit"])
    except UnitUnknown:
        raise CellUnreadable(row=number, column="unit", expected=expected, received=row["unit"]) from None
    if unit not in allowed:
        raise CellUnreadable(row=number, column="unit", expected=expected, received=row["unit"])
    return unit


def read_deflators(text: str, *, year: str = "") -> FiguresFile:
    """Price indices of a file, last year = 100; an amount of money is refused, and so is a growth rate in per cent."""
    return read_figures(text, year=year, units=INDEX)
