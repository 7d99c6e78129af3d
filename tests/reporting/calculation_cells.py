"""Finding figures on a calculation sheet as a reader does: by the heads and the names."""

from functools import cached_property
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from assessment.methodology.evaluation import Placing
from assessment.methodology.scheme_parts import PoolRule
from reporting import official_terms as terms
from reporting.ranking_report import RankingReport


class CalculationCells:
    """The last table of the sheet (results), and the accounts at its head."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet

    @classmethod
    def of(cls, path: Path) -> "CalculationCells":
        return cls(load_workbook(path, data_only=True)[terms.CALCULATION_SHEET])

    def texts(self) -> set[str]:
        return {cell.value for row in self.sheet.iter_rows() for cell in row if isinstance(cell.value, str)}

    def names(self) -> list[str]:
        head = self._head
        return [self.sheet.cell(row, 1).value for row in range(head + 1, self.sheet.max_row + 1)]

    def results(self, label: str) -> list[Any]:
        """A column of the result table by its label, line by line."""
        head = self._head
        columns = {_plain(cell.value): cell.column for cell in self.sheet[head] if cell.value}
        column = columns[_plain(label)]
        return [self.sheet.cell(row, column).value for row in range(head + 1, self.sheet.max_row + 1)]

    def component(self, unit: str, *, industry: str, label: str) -> Any:
        """The cell of one component of this year's accounts (the first columns with that label)."""
        rows = list(self.sheet.iter_rows())
        column = next(cell.column for row in rows for cell in row if cell.value == label)
        top = next(cell.row for row in rows for cell in row if cell.value == unit)
        row = next(row for row in range(top, top + 10) if self.sheet.cell(row, 2).value == industry)
        return self.sheet.cell(row, column)

    @cached_property
    def _head(self) -> int:
        wanted = _plain(terms.EXACT_SCORE)
        return max(int(cell.row) for row in self.sheet.iter_rows() for cell in row if _plain(cell.value) == wanted)


def _plain(value: object) -> str:
    return str(value or "").replace("\n", "")


def in_sheet_order(report: RankingReport) -> list[Placing]:
    """Placings as the calculation sheet lists its units: group, period, then 行政区划 order.

    Other periods than the report's are listed only where bounds are taken over all of them.
    """
    evaluation = report.evaluation
    placings = {(placing.period, placing.unit): placing for placing in evaluation.placings}
    order = {unit: number for number, unit in enumerate(report.order)}
    every = evaluation.scheme.pool is PoolRule.ALL
    listed = [row for row in evaluation.rows if every or row.period == report.period]
    rows = sorted(listed, key=lambda row: (row.group, row.period, order[row.unit]))
    return [placings[row.period, row.unit] for row in rows]
