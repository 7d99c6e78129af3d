"""One cell to fill as its value, condition and reason stand on the sheet."""

from dataclasses import dataclass
from decimal import Decimal

from assessment.filing.errors.workbook import (
    CellWrong,
    ConditionsContradict,
    ConditionUnreadable,
    NumberBesideCondition,
    NumberMissing,
    ReasonMissingHere,
    ReasonTooLong,
    ReasonWithoutCondition,
)
from assessment.filing.workbook import layout
from assessment.filing.workbook.cell_data import RawSheet, address
from assessment.filing.workbook.layout import Line
from assessment.filing.workbook.number_reading import SHOWN, NumberReader
from assessment.methodology.errors import AssessmentError


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
        self._numbers = NumberReader(sheet, area=(rows[0], layout.FIRST_INPUT, rows[1], layout.LAST_INPUT))

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
        cell = self._numbers.plain(row, column)
        text = cell.text.strip()
        if not text or (cell.kind != "n" and text in layout.CONDITIONS):
            return None, text
        before = len(self._numbers.repairs)
        number = self._numbers.number(row, column)
        for one in self._numbers.repairs[before:]:
            at = address(one.row, one.column)
            self.repairs.append(CellRepair(at, line.item, basis, one.repair, one.received, one.read_as))
        return number, ""

    def _condition(self, row: int, column: int, word: str, number: Decimal | None) -> str:
        """The condition from the number, the word in its place and the list beside it."""
        beside = self._numbers.plain(row, column + 1).text.strip()
        if beside and beside not in layout.CONDITIONS:
            expected = "、".join(layout.CONDITIONS)
            raise self._wrong(row, column + 1, ConditionUnreadable(received=beside[:SHOWN], expected=expected))
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
        reason = self._numbers.plain(row, column + 2).text.strip()
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

    def _wrong(self, row: int, column: int, problem: AssessmentError) -> CellWrong:
        return self._numbers.wrong(row, column, problem)
