"""One cell to fill as its value, condition and reason stand on the sheet."""

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
    ConditionsContradict,
    ConditionUnreadable,
    NumberBesideCondition,
    NumberMissing,
    NumberOutOfRange,
    ReasonMissingHere,
    ReasonTooLong,
    ReasonWithoutCondition,
)
from assessment.filing.workbook import layout
from assessment.filing.workbook.cell_data import RawCell, RawSheet, address, block, place_of
from assessment.filing.workbook.layout import Line
from assessment.methodology.errors import AssessmentError
from assessment.methodology.text_numbers import NotANumber, read_number

SIGNIFICANT_DIGITS, KEPT_DECIMALS, WHOLE_DIGITS = 15, 8, 22
TEXT_NUMBER, BINARY_TAIL, MORE_DECIMALS = "text_number", "binary_tail", "more_decimals"
_SHOWN = 60


@dataclass(frozen=True)
class ReadCell:
    """What a cell is to hold; `cell` is the address of its value."""

    item: str
    basis: str
    condition: str
    value: Decimal | None
    reason: str
    cell: str


@dataclass(frozen=True)
class CellRepair:
    """What was changed to read a number, named in the preview."""

    cell: str
    item: str
    basis: str
    repair: str
    received: str
    read_as: str


class CellReader:
    """Reads cell by cell; problems and repairs are gathered on the way."""

    def __init__(self, sheet: RawSheet, *, rows: tuple[int, int]) -> None:
        self.repairs: list[CellRepair] = []
        self.problems: list[AssessmentError] = []
        self._sheet = sheet
        self._barred = dict(_barred(sheet, rows))

    def read(self, row: int, line: Line, basis: str) -> ReadCell | None:
        """The cell, or None with its problem noted."""
        column = layout.VALUE_COLUMN[basis]
        at = address(row, column)
        try:
            number, word = self._value(row, column, line, basis)
            condition = self._condition(row, column, word, number)
            reason = self._reason(row, column, condition)
        except AssessmentError as problem:
            self.problems.append(problem)
            return None
        return ReadCell(line.item, basis, condition, number, reason, at)

    def _value(self, row: int, column: int, line: Line, basis: str) -> tuple[Decimal | None, str]:
        """The number, or the word of a condition written in its place, or neither."""
        cell = self._plain(row, column)
        text = cell.text.strip()
        if cell.kind == "n" and text:
            return self._stored_number(row, column, line, basis), ""
        if not text or text in layout.CONDITIONS:
            return None, text
        at = address(row, column)
        try:
            read = read_number(cell.text)
        except NotANumber as problem:
            raise self._wrong(row, column, problem) from None
        names = [repair.value for repair in read.repairs] or [TEXT_NUMBER]
        self._check_range(row, column, read.value, text)
        for name in names:
            self.repairs.append(CellRepair(at, line.item, basis, name, cell.text[:_SHOWN], format(read.value, "f")))
        return read.value, ""

    def _stored_number(self, row: int, column: int, line: Line, basis: str) -> Decimal:
        """A number as the spreadsheet shows it: 15 significant digits, and no more decimals than are kept."""
        cell = self._sheet.cell(row, column)
        if cell.look == "date":
            raise self._wrong(row, column, CellHoldsDate())
        if cell.look == "percent":
            raise self._wrong(row, column, CellHoldsPercent())
        stored = _float(cell.text)
        if not math.isfinite(stored):
            raise self._wrong(row, column, NumberOutOfRange(received=cell.text[:_SHOWN]))
        exact = Decimal(repr(stored))
        self._check_range(row, column, exact, cell.text)
        shown = Decimal(f"{stored:.{SIGNIFICANT_DIGITS}g}")
        kept = _plain(round(shown, KEPT_DECIMALS) if _decimals(shown) > KEPT_DECIMALS else shown)
        if kept != exact:
            repair = MORE_DECIMALS if kept != shown else BINARY_TAIL
            at = address(row, column)
            self.repairs.append(
                CellRepair(at, line.item, basis, repair, format(exact, "f")[:_SHOWN], format(kept, "f"))
            )
        return kept

    def _condition(self, row: int, column: int, word: str, number: Decimal | None) -> str:
        """The condition from the number, the word in its place and the list beside it."""
        beside = self._plain(row, column + 1).text.strip()
        if beside and beside not in layout.CONDITIONS:
            expected = "、".join(layout.CONDITIONS)
            raise self._wrong(row, column + 1, ConditionUnreadable(received=beside[:_SHOWN], expected=expected))
        if word and beside and word != beside:
            raise self._wrong(row, column, ConditionsContradict(first=word, second=beside))
        said = word or beside
        if number is not None:
            if said not in {"", layout.CONDITION_WORDS["value"]}:
                raise self._wrong(row, column, NumberBesideCondition(condition=said))
            return "value"
        if said == layout.CONDITION_WORDS["value"]:
            raise self._wrong(row, column, NumberMissing())
        return layout.CONDITIONS[said] if said else "empty"

    def _reason(self, row: int, column: int, condition: str) -> str:
        reason = self._plain(row, column + 2).text.strip()
        if len(reason) > layout.LONGEST_REASON:
            problem = ReasonTooLong(received=len(reason), largest=layout.LONGEST_REASON)
            raise self._wrong(row, column + 2, problem)
        if condition in {"value", "empty"}:
            if reason:
                raise self._wrong(row, column + 2, ReasonWithoutCondition())
            return ""
        if not reason:
            raise self._wrong(row, column + 2, ReasonMissingHere(condition=layout.CONDITION_WORDS[condition]))
        return reason

    def _plain(self, row: int, column: int) -> RawCell:
        """The cell, unless it is no plain entry."""
        barred = self._barred.get((row, column))
        if barred is not None:
            raise self._wrong(row, column, barred)
        cell = self._sheet.cell(row, column)
        if cell.kind == "e":
            raise self._wrong(row, column, CellHoldsError(received=cell.text[:_SHOWN]))
        if cell.formula:
            raise self._wrong(row, column, CellHoldsFormula())
        if cell.kind == "b":
            raise self._wrong(row, column, CellHoldsTruth(received="TRUE" if cell.text == "1" else "FALSE"))
        if cell.kind == "d":
            raise self._wrong(row, column, CellHoldsDate())
        return cell

    def _check_range(self, row: int, column: int, number: Decimal, text: str) -> None:
        if number.adjusted() >= WHOLE_DIGITS and number:
            raise self._wrong(row, column, NumberOutOfRange(received=text[:_SHOWN]))

    def _wrong(self, row: int, column: int, problem: AssessmentError) -> CellWrong:
        return CellWrong(sheet=self._sheet.name, cell=address(row, column), problem=problem)


def _barred(sheet: RawSheet, rows: tuple[int, int]) -> Iterator[tuple[tuple[int, int], AssessmentError]]:
    """Cells to fill that lie in an array formula or in a merged block."""
    for (row, column), cell in sheet.cells.items():
        if cell.formula not in {"", "formula"}:
            for place in _inside(_area(cell.formula, row, column), rows):
                yield place, CellHoldsArray(range=cell.formula)
    for area in sheet.merged:
        for place in _inside(area, rows):
            yield place, CellMerged(range=block(area))


def _inside(area: tuple[int, int, int, int], rows: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The places of an area that are cells to fill."""
    top, left, bottom, right = area
    for row in range(max(top, rows[0]), min(bottom, rows[1]) + 1):
        for column in range(max(left, layout.FIRST_INPUT), min(right, layout.LAST_INPUT) + 1):
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
