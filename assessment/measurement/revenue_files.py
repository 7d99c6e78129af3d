"""营业收入 as CSV: read completely or refused with every row and column that is wrong."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assessment.measurement.csv_rows import (
    CellRepair,
    Notes,
    Row,
    in_row_order,
    refuse_wrong,
    rows_of,
    unit_in,
    wanted_number_in,
    without_repeats,
    year_in,
)
from assessment.measurement.deliveries import as_stored
from assessment.measurement.errors import CellUnreadable, DeliveryEmpty, IndustryUnknown, TooManyDecimals
from assessment.measurement.stored_amounts import STORED_DECIMALS
from assessment.methodology.errors import AssessmentError
from assessment.methodology.rounding import decimals_of
from assessment.methodology.run_measurement import DIGITAL_INDUSTRIES, FULL_YEAR_MONTHS
from assessment.methodology.units import Unit

REVENUES: Final = ("revenue", "revenue_same_months_last_year", "revenue_last_year")
_DIGITS_OF_A_YEAR, _DIGITS_OF_A_MONTH = 4, 2
COLUMNS: Final = ("region", "year", "months", "industry", *REVENUES, "unit", "source")


@dataclass(frozen=True)
class RevenueEntry:
    """Three revenues in 万元: of the months, of the same months last year, of the whole of last year."""

    row: int
    region: str
    industry: str
    amounts: tuple[Decimal, Decimal, Decimal]
    source: str


@dataclass(frozen=True)
class RevenueFile:
    """Where there are `problems` the entries lack the rows that could not be read; a year or months may be unknown."""

    year: str
    months: int
    entries: tuple[RevenueEntry, ...]
    repairs: tuple[CellRepair, ...] = ()
    problems: tuple[AssessmentError, ...] = ()


def read_revenues(text: str) -> RevenueFile:
    """The revenues of one year and one part of it."""
    file = look_through_revenues(text)
    refuse_wrong(file.problems)
    return file


def look_through_revenues(text: str, *, regions: Collection[str] | None = None) -> RevenueFile:
    """The same, with everything that is wrong; `regions` are the codes that may stand in it, where they are known."""
    notes = Notes()
    rows = rows_of(text, COLUMNS, notes)
    if not rows and not notes.problems:
        raise DeliveryEmpty(wanted="-")
    year, months = (rows[0][1]["year"], rows[0][1]["months"]) if rows else ("", "")
    entries = []
    for number, row in without_repeats(rows, ("region", "industry"), notes):
        before = len(notes.problems)
        _note_key(number, row, (year, months), notes)
        if regions is not None and row["region"] not in regions:
            _note(notes, number, "region", "520100 … 522700", row["region"])
        entry = _entry(number, row, notes)
        if notes.clean_since(before):
            entries.append(entry)
    problems = tuple(in_row_order(notes.problems))
    return RevenueFile(_known_year(year), _months_of(months), tuple(entries), tuple(notes.repairs), problems)


def template(regions: Collection[str], industries: Collection[str], *, year: str, months: int) -> str:
    """An empty table to fill in: one row for each city and industry, in 万元."""
    blank = ",".join("" for _ in REVENUES)
    lines = [f"{region},{year},{months},{industry},{blank},万元," for industry in industries for region in regions]
    return "\n".join([",".join(COLUMNS), *lines, ""])


def _known_year(year: str) -> str:
    return year if len(year) == _DIGITS_OF_A_YEAR and year.isascii() and year.isdecimal() else ""


def _months_of(text: str) -> int:
    """1 to 11; 0 where it is no part of a year."""
    months = int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS_OF_A_MONTH else 0
    return months if months < FULL_YEAR_MONTHS else 0


def _note_key(number: int, row: Row, stated: tuple[str, str], notes: Notes) -> None:
    """Every row is of the year and the months of the first one."""
    year, months = stated
    found = notes.taken(lambda: year_in(number, row))
    if found is not None and found != year:
        _note(notes, number, "year", year or "2021", row["year"])
    if not _months_of(row["months"]) or row["months"] != months:
        _note(notes, number, "months", "1 … 11", row["months"])


def _entry(number: int, row: Row, notes: Notes) -> RevenueEntry:
    if row["industry"] not in DIGITAL_INDUSTRIES:
        expected = ", ".join(DIGITAL_INDUSTRIES)
        notes.problems.append(IndustryUnknown(row=number, received=row["industry"], expected=expected))
    unit = notes.taken(lambda: unit_in(number, row)) or Unit.TEN_THOUSAND_YUAN
    first, second, third = (_amount(number, row, column, unit, notes) for column in REVENUES)
    return RevenueEntry(number, row["region"], row["industry"], (first, second, third), row["source"])


def _amount(number: int, row: Row, column: str, unit: Unit, notes: Notes) -> Decimal:
    amount = as_stored(wanted_number_in(number, row, column, notes), unit)
    if decimals_of(amount) > STORED_DECIMALS:
        notes.problems.append(TooManyDecimals(row=number, column=column, received=amount))
    return amount


def _note(notes: Notes, number: int, column: str, expected: str, received: str) -> None:
    notes.problems.append(CellUnreadable(row=number, column=column, expected=expected, received=received))
