"""What the steps of the calculation sheet share, and the two kinds of lines they all draw."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from assessment.methodology.evaluation import NodeScore, UnitRow
from assessment.methodology.scheme_parts import PoolRule, Scheme
from reporting import official_terms as terms
from reporting.ranking_report import RankingReport, ReportIndex, groups_of, units_in_order
from reporting.workbook.canvas import Canvas
from reporting.workbook.places import Places

FIRST_DATA = 2
"""Name and group stand before the figures."""

EXACT = "#,##0.000000"
AMOUNT = "#,##0.00"


@dataclass(frozen=True)
class Column:
    """One column of a step: a formula per line, or the stored values where `formula` is None.

    `value` is the result kept beside the formula: a number, the formula's own word, or None for a missing figure.
    """

    key: Hashable
    label: str
    formula: Callable[[int], str] | None
    value: Callable[[UnitRow], Decimal | str | None]
    number_format: str = EXACT
    look: str = "formula"


@dataclass
class Calculation:
    """The sheet under construction. `pools` are the lines whose bounds are taken together, `ranked` those ranked
    together; both are contiguous because the rows are ordered by group, then period.
    """

    canvas: Canvas
    report: RankingReport
    rows: tuple[UnitRow, ...]
    index: ReportIndex
    places: Places = field(default_factory=Places)
    stored: list[str] = field(default_factory=list)
    top: int = 0
    step: int = 0

    @classmethod
    def of(cls, canvas: Canvas, *, report: RankingReport) -> "Calculation":
        scheme = report.evaluation.scheme
        periods: tuple[str, ...] = (report.period,)
        if scheme.pool is PoolRule.ALL:
            periods = tuple(dict.fromkeys(row.period for row in report.evaluation.rows))
        rows = tuple(
            row
            for group in groups_of(report)
            for period in periods
            for row in units_in_order(report, group=group, period=period)
        )
        return cls(canvas=canvas, report=report, rows=rows, index=ReportIndex.of(report.evaluation))

    @property
    def scheme(self) -> Scheme:
        return self.report.evaluation.scheme

    @property
    def pools(self) -> tuple[range, ...]:
        if self.scheme.pool is PoolRule.ALL:
            return _runs([(row.group,) for row in self.rows])
        return self.ranked

    @property
    def ranked(self) -> tuple[range, ...]:
        return _runs([(row.group, row.period) for row in self.rows])

    def pool_of(self, line: int) -> int:
        """The number of the pool that holds a line."""
        return next(number for number, lines in enumerate(self.pools) if line in lines)

    def node(self, row: UnitRow, *, code: str) -> NodeScore | None:
        return self.index.nodes.get((row.period, row.unit, code))

    def span(self, key: Hashable, *, line: int) -> str:
        """The range of a column over the pool of a line."""
        return self.places.span(key, lines=self.pools[self.pool_of(line)])

    def ranked_with(self, line: int) -> range:
        """The lines ranked together with a line."""
        return next(lines for lines in self.ranked if line in lines)

    def of_node(self, code: str, pick: Callable[[NodeScore], Decimal | None]) -> Callable[[UnitRow], Decimal | None]:
        """What the evaluation holds for a node, line by line."""

        def value(row: UnitRow) -> Decimal | None:
            node = self.node(row, code=code)
            return None if node is None else pick(node)

        return value

    def pool_name(self, lines: range) -> str:
        row = self.rows[lines.start]
        parts = [row.group] if self.scheme.pool is PoolRule.ALL else [row.group, row.period]
        return " ".join(part for part in parts if part) or terms.UNGROUPED

    def begin(self, title: str) -> None:
        """A numbered step title; leaves `top` at the line below it."""
        self.canvas.text((self.top, 0), text=f"{ordinal(self.step)}、{title}", look="step")
        self.canvas.height(self.top, points=24)
        self.top += 1
        self.step += 1


def ordinal(number: int) -> str:
    """一, 二 … 十, 十一 …"""
    ten = len(terms.ORDINALS)
    return terms.ORDINALS[number] if number < ten else terms.ORDINALS[ten - 1] + terms.ORDINALS[number - ten]


def plain_format(value: Decimal | None) -> str:
    """Amounts with two decimals; rates and shares, which carry more, with six."""
    exponent = 0 if value is None else value.normalize().as_tuple().exponent
    return EXACT if isinstance(exponent, int) and exponent < -2 else AMOUNT


def draw_step(sheet: Calculation, *, title: str, columns: list[Column]) -> None:
    """A table of one line per unit; every column is from now on found under its key."""
    if not columns:
        return
    sheet.begin(title)
    draw_unit_heads(sheet, labels=[column.label for column in columns])
    for offset, column in enumerate(columns):
        sheet.places.put(column.key, top=sheet.top, column=FIRST_DATA + offset)
    for line, row in enumerate(sheet.rows):
        draw_unit_name(sheet, line=line)
        for offset, column in enumerate(columns):
            _draw_cell(sheet, at=(sheet.top + line, FIRST_DATA + offset), column=column, row=row, line=line)
    sheet.top += len(sheet.rows) + 1


def draw_unit_heads(sheet: Calculation, *, labels: list[str]) -> None:
    """The head of a unit table; leaves `top` at its first line."""
    heading = sheet.report.unit_heading
    sheet.canvas.height(sheet.top, points=42)
    if _grouped(sheet):
        sheet.canvas.text((sheet.top, 0), text=heading, look="small_head")
        sheet.canvas.text((sheet.top, 1), text=terms.GROUP, look="small_head")
    else:
        sheet.canvas.merged((sheet.top, 0), to=(sheet.top, 1), text=heading, look="small_head")
    for offset, label in enumerate(labels):
        sheet.canvas.text((sheet.top, FIRST_DATA + offset), text=label, look="small_head")
    sheet.top += 1


def draw_unit_name(sheet: Calculation, *, line: int) -> None:
    row, at = sheet.rows[line], sheet.top + line
    if not _grouped(sheet):
        sheet.canvas.merged((at, 0), to=(at, 1), text=row.name, look="small_text")
        return
    sheet.canvas.text((at, 0), text=row.name, look="small_text")
    label = " ".join(part for part in (row.group, row.period) if part)
    sheet.canvas.text((at, 1), text=label, look="small_text")


def _grouped(sheet: Calculation) -> bool:
    return len(sheet.ranked) > 1


def _draw_cell(sheet: Calculation, *, at: tuple[int, int], column: Column, row: UnitRow, line: int) -> None:
    value = column.value(row)
    if column.formula is not None:
        result = terms.NOT_AVAILABLE if value is None else value
        sheet.canvas.formula(
            at,
            formula=f"={column.formula(line)}",
            value=result,
            look=column.look,
            number_format=column.number_format,
        )
    elif value is None or isinstance(value, str):
        sheet.canvas.text(at, text=value or terms.NOT_AVAILABLE, look="stored")
    else:
        sheet.canvas.number(at, value=value, look="stored", number_format=column.number_format)


def _runs(keys: list[tuple[str, ...]]) -> tuple[range, ...]:
    def lines() -> Iterator[range]:
        start = 0
        for _, run in groupby(keys):
            length = len(list(run))
            yield range(start, start + length)
            start += length

    return tuple(lines())
