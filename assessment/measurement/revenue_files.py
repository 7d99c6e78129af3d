"""营业收入 as CSV: read completely or refused with row and column."""

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assessment.measurement.errors import CellUnreadable, DeliveryEmpty, HeaderWrong, IndustryUnknown, RowRepeated
from assessment.methodology.run_measurement import DIGITAL_INDUSTRIES, FULL_YEAR_MONTHS
from assessment.methodology.text_numbers import NotANumber, read_number
from assessment.methodology.units import Unit, UnitUnknown, convert, parse_unit

REVENUES: Final = ("revenue", "revenue_same_months_last_year", "revenue_last_year")
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
    year: str
    months: int
    entries: tuple[RevenueEntry, ...]


def read_revenues(text: str) -> RevenueFile:
    """The revenues of one year and one part of it."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    received = tuple(reader.fieldnames or ())
    if not set(COLUMNS) <= set(received):
        raise HeaderWrong(expected=",".join(COLUMNS), received=",".join(received) or "-")
    rows = [(reader.line_num, {name: (row[name] or "").strip() for name in COLUMNS}) for row in reader]
    if not rows:
        raise DeliveryEmpty(wanted="-")
    year, months = rows[0][1]["year"], rows[0][1]["months"]
    seen: dict[tuple[str, str], int] = {}
    entries = []
    for number, row in rows:
        _require_same(number, row, year, months)
        first = seen.setdefault((row["region"], row["industry"]), number)
        if first != number:
            vintage = f"1-{months}"
            where = {"region": row["region"], "industry": row["industry"], "year": year, "vintage": vintage}
            raise RowRepeated(row=number, first_row=first, **where)
        entries.append(_entry(number, row))
    return RevenueFile(year, int(months), tuple(entries))


def _require_same(number: int, row: dict[str, str], year: str, months: str) -> None:
    if len(row["year"]) != 4 or not row["year"].isdecimal() or row["year"] != year:
        raise CellUnreadable(row=number, column="year", expected=year or "2021", received=row["year"])
    in_part = row["months"].isdecimal() and 1 <= int(row["months"]) < FULL_YEAR_MONTHS
    if not in_part or row["months"] != months:
        raise CellUnreadable(row=number, column="months", expected="1 … 11", received=row["months"])


def _entry(number: int, row: dict[str, str]) -> RevenueEntry:
    if row["industry"] not in DIGITAL_INDUSTRIES:
        raise IndustryUnknown(row=number, received=row["industry"], expected=", ".join(DIGITAL_INDUSTRIES))
    try:
        unit = parse_unit(row["unit"])
    except UnitUnknown:
        raise CellUnreadable(row=number, column="unit", expected="万元", received=row["unit"]) from None
    first, second, third = (_amount(number, row, column, unit) for column in REVENUES)
    return RevenueEntry(number, row["region"], row["industry"], (first, second, third), row["source"])


def _amount(number: int, row: dict[str, str], column: str, unit: Unit) -> Decimal:
    try:
        read = read_number(row[column])
    except NotANumber:
        raise CellUnreadable(row=number, column=column, expected="1234.56", received=row[column]) from None
    return convert(read.value, unit, Unit.TEN_THOUSAND_YUAN)
