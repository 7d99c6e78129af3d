"""Deliveries as CSV files: read completely or refused with row and column; silent repairs are named."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from assessment.measurement.csv_rows import (
    INDEX,
    MONEY,
    CellRepair,
    Notes,
    Row,
    in_row_order,
    number_in,
    refuse_wrong,
    rows_of,
    unit_in,
    wanted_number_in,
    without_repeats,
    year_in,
)
from assessment.measurement.deliveries import (
    AccountEntry,
    AccountsDelivery,
    FigureEntry,
    FiguresDelivery,
    check_vintage,
)
from assessment.measurement.errors import DeliveryEmpty, IndustryUnknown, UnitsMixed
from assessment.methodology.errors import AssessmentError
from assessment.methodology.income_approach import ACCOUNT_ITEMS, AccountRow
from assessment.methodology.production_approach import PRODUCTION_ITEMS, ProductionRow
from assessment.methodology.run_measurement import DIGITAL_INDUSTRIES
from assessment.methodology.units import Unit

_ACCOUNT_COLUMNS: Final = (
    "region", "year", "industry", *ACCOUNT_ITEMS, "unit", "source", "vintage", "marker",
)  # fmt: skip
# May be left out of a file as a whole: the production approach stands beside the accounts where it is known.
_PRODUCTION_COLUMNS: Final = PRODUCTION_ITEMS
_FIGURE_COLUMNS: Final = ("region", "year", "value", "unit", "vintage", "source", "marker")

Key = tuple[str, str]


@dataclass(frozen=True)
class AccountsFile:
    """Where there are `problems` the deliveries lack the rows that could not be read."""

    deliveries: tuple[AccountsDelivery, ...]
    repairs: tuple[CellRepair, ...]
    problems: tuple[AssessmentError, ...] = ()


@dataclass(frozen=True)
class FiguresFile:
    """The same for tables of one column."""

    deliveries: tuple[FiguresDelivery, ...]
    repairs: tuple[CellRepair, ...]
    problems: tuple[AssessmentError, ...] = ()


def read_accounts(text: str, *, year: str = "", industries: Collection[str] = ()) -> AccountsFile:
    """The accounts of a file, one delivery for each year and vintage; `year` and `industries` choose rows."""
    file = look_through_accounts(text, year=year, industries=industries)
    refuse_wrong(file.problems)
    return file


def read_figures(text: str, *, year: str = "", units: Sequence[Unit] = MONEY) -> FiguresFile:
    """The figures of a file of one column (GDP and its like), one delivery for each year and vintage."""
    file = look_through_figures(text, year=year, units=units)
    refuse_wrong(file.problems)
    return file


def read_deflators(text: str, *, year: str = "") -> FiguresFile:
    """Price indices of a file, last year = 100; an amount of money is refused, and so is a growth rate in per cent."""
    return read_figures(text, year=year, units=INDEX)


def look_through_accounts(text: str, *, year: str = "", industries: Collection[str] = ()) -> AccountsFile:
    """The same, with everything that is wrong; only a file that is none of accounts raises."""
    notes = Notes()
    chosen = [
        (number, row)
        for number, row in rows_of(text, _ACCOUNT_COLUMNS, notes, also=_PRODUCTION_COLUMNS)
        if _wanted(row, year) and (not industries or row["industry"] in industries)
    ]
    _require_rows(chosen, notes, [year, *industries])
    tables: defaultdict[Key, list[AccountEntry]] = defaultdict(list)
    for number, row in without_repeats(chosen, ("region", "industry", "year", "vintage"), notes):
        before = len(notes.problems)
        key, entry = _key(number, row, notes), _account(number, row, notes)
        if key is not None and notes.clean_since(before):
            tables[key].append(entry)
    unit = _one_unit(chosen, notes, MONEY)
    deliveries = (AccountsDelivery(*key, unit, tuple(rows)) for key, rows in sorted(tables.items()))
    return AccountsFile(tuple(deliveries), tuple(notes.repairs), tuple(in_row_order(notes.problems)))


def look_through_figures(text: str, *, year: str = "", units: Sequence[Unit] = MONEY) -> FiguresFile:
    """The same, with everything that is wrong; only a file that is none of figures raises."""
    notes = Notes()
    chosen = [(number, row) for number, row in rows_of(text, _FIGURE_COLUMNS, notes) if _wanted(row, year)]
    _require_rows(chosen, notes, [year])
    tables: defaultdict[Key, list[FigureEntry]] = defaultdict(list)
    for number, row in without_repeats(chosen, ("region", "year", "vintage"), notes):
        before = len(notes.problems)
        value, key = wanted_number_in(number, row, "value", notes), _key(number, row, notes)
        entry = FigureEntry(number, row["region"], value, row["marker"] or "reported", row["source"])
        if key is not None and notes.clean_since(before):
            tables[key].append(entry)
    unit = _one_unit(chosen, notes, units)
    deliveries = (FiguresDelivery(*key, unit, tuple(rows)) for key, rows in sorted(tables.items()))
    return FiguresFile(tuple(deliveries), tuple(notes.repairs), tuple(in_row_order(notes.problems)))


def _wanted(row: Row, year: str) -> bool:
    return not year or row["year"] == year


def _require_rows(rows: Sequence[object], notes: Notes, wanted: Iterable[str]) -> None:
    if not rows and not notes.problems:
        raise DeliveryEmpty(wanted=" ".join(filter(None, wanted)) or "-")


def _key(number: int, row: Row, notes: Notes) -> Key | None:
    year = notes.taken(lambda: year_in(number, row))
    vintage = notes.taken(lambda: check_vintage(row["vintage"], row=number))
    return None if year is None or vintage is None else (year, vintage)


def _account(number: int, row: Row, notes: Notes) -> AccountEntry:
    if row["industry"] not in DIGITAL_INDUSTRIES:
        unknown = IndustryUnknown(row=number, received=row["industry"], expected=", ".join(DIGITAL_INDUSTRIES))
        notes.problems.append(unknown)
    amounts = AccountRow(*(number_in(number, row, item, notes) for item in ACCOUNT_ITEMS))
    production = ProductionRow(*(number_in(number, row, item, notes) for item in _PRODUCTION_COLUMNS))
    marker = row["marker"] or "reported"
    return AccountEntry(number, row["region"], row["industry"], amounts, marker, row["source"], production)


def _one_unit(rows: Iterable[tuple[int, Row]], notes: Notes, allowed: Sequence[Unit]) -> Unit:
    """The unit of the table; where the rows do not agree that is noted, and any one of them is given back."""
    read = [notes.taken(partial(unit_in, number, row, allowed)) for number, row in rows]
    units = {unit for unit in read if unit is not None}
    if len(units) > 1:
        notes.problems.append(UnitsMixed(received=", ".join(sorted(unit.name_zh for unit in units))))
    return min(units, key=lambda unit: unit.value, default=allowed[0])
