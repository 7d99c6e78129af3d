"""One number as it stands on a sheet: read as the spreadsheet shows it, every silent repair named, or refused."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assessment.filing.errors.workbook import (
    CellHoldsArray,
    CellHoldsDate,
    CellHoldsError,
    CellHoldsFormula,
    CellHoldsPercent,
    CellHoldsTruth,
    CellMerged,
    CellWrong,
    NumberOutOfRange,
)
from assessment.filing.workbook.cell_data import RawCell, RawSheet, address, block, place_of
from assessment.methodology.errors import AssessmentError
from assessment.methodology.text_numbers import NotANumber, read_number

SIGNIFICANT_DIGITS, KEPT_DECIMALS, WHOLE_DIGITS = 15, 8, 22
TEXT_NUMBER, BINARY_TAIL, MORE_DECIMALS = "text_number", "binary_tail", "more_decimals"
SHOWN = 60


@dataclass(frozen=True)
class NumberRepair:
    """What was changed to read the number of one cell."""

    row: int
    column: int
    repair: str
    received: str
    read_as: str


class NumberReader:
    """Reads the cells to fill of one area of a sheet; `area` is (top, left, bottom, right)."""

    def __init__(self, sheet: RawSheet, *, area: tuple[int, int, int, int]) -> None:
        self.repairs: list[NumberRepair] = []
        self._sheet = sheet
        self._barred = dict(_barred(sheet, area))

    def number(self, row: int, column: int) -> Decimal | None:
        """The number, None where the cell is empty; `CellWrong` for whatever is no plain number."""
        cell = self.plain(row, column)
        text = cell.text.strip()
        if not text:
            return None
        return self.stored(row, column) if cell.kind == "n" else self.typed(row, column)

    def plain(self, row: int, column: int) -> RawCell:
        """The cell, unless it is no plain entry."""
        barred = self._barred.get((row, column))
        if barred is not None:
            raise self.wrong(row, column, barred)
        cell = self._sheet.cell(row, column)
        if cell.kind == "e":
            raise self.wrong(row, column, CellHoldsError(received=cell.text[:SHOWN]))
        if cell.formula:
            raise self.wrong(row, column, CellHoldsFormula())
        if cell.kind == "b":
            raise self.wrong(row, column, CellHoldsTruth(received="TRUE" if cell.text == "1" else "FALSE"))
        if cell.kind == "d":
            raise self.wrong(row, column, CellHoldsDate())
        return cell

    def typed(self, row: int, column: int) -> Decimal:
        """A number stored as text."""
        text = self._sheet.cell(row, column).text
        try:
            read = read_number(text)
        except NotANumber as problem:
            raise self.wrong(row, column, problem) from None
        self._check_range(row, column, read.value, text)
        for name in [repair.value for repair in read.repairs] or [TEXT_NUMBER]:
            self.repairs.append(NumberRepair(row, column, name, text[:SHOWN], format(read.value, "f")))
        return read.value

    def stored(self, row: int, column: int) -> Decimal:
        """A number as the spreadsheet shows it: 15 significant digits, and no more decimals than are kept."""
        cell = self._sheet.cell(row, column)
        if cell.look == "date":
            raise self.wrong(row, column, CellHoldsDate())
        if cell.look == "percent":
            raise self.wrong(row, column, CellHoldsPercent())
        stored = _float(cell.text)
        if not math.isfinite(stored):
            raise self.wrong(row, column, NumberOutOfRange(received=cell.text[:SHOWN]))
        exact = Decimal(repr(stored))
        self._check_range(row, column, exact, cell.text)
        shown = Decimal(f"{stored:.{SIGNIFICANT_DIGITS}g}")
        kept = _plain(round(shown, KEPT_DECIMALS) if _decimals(shown) > KEPT_DECIMALS else shown)
        if kept != exact:
            repair = MORE_DECIMALS if kept != shown else BINARY_TAIL
            self.repairs.append(NumberRepair(row, column, repair, format(exact, "f")[:SHOWN], format(kept, "f")))
        return kept

    def wrong(self, row: int, column: int, problem: AssessmentError) -> CellWrong:
        return CellWrong(sheet=self._sheet.name, cell=address(row, column), problem=problem)

    def _check_range(self, row: int, column: int, number: Decimal, text: str) -> None:
        if number.adjusted() >= WHOLE_DIGITS and number:
            raise self.wrong(row, column, NumberOutOfRange(received=text[:SHOWN]))


def _barred(sheet: RawSheet, area: tuple[int, int, int, int]) -> Iterator[tuple[tuple[int, int], AssessmentError]]:
    """Cells to fill that lie in an array formula or in a merged block."""
    for (row, column), cell in sheet.cells.items():
        if cell.formula not in {"", "formula"}:
            for place in _inside(_area(cell.formula, row, column), area):
                yield place, CellHoldsArray(range=cell.formula)
    for merged in sheet.merged:
        for place in _inside(merged, area):
            yield place, CellMerged(range=block(merged))


def _inside(one: tuple[int, int, int, int], area: tuple[int, int, int, int]) -> Iterator[tuple[int, int]]:
    """The places of a block that are cells to fill."""
    for row in range(max(one[0], area[0]), min(one[2], area[2]) + 1):
        for column in range(max(one[1], area[1]), min(one[3], area[3]) + 1):
            yield row, column


def _area(reference: str, row: int, column: int) -> tuple[int, int, int, int]:
    first, _, last = reference.partition(":")
    top_left, bottom_right = place_of(first), place_of(last or first)
    if top_left is None or bottom_right is None:
        return row, column, row, column
    return *top_left, *bottom_right


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _plain(number: Decimal) -> Decimal:
    """1E+3 as 1000, 1.50 as 1.5."""
    text = format(number, "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)
