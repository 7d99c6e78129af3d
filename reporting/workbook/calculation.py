"""What the steps of the calculation sheet share, and the two kinds of lines they all draw."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from assessment.methodology.evaluation import Placing, ScoreColumn, UnitRow
from assessment.methodology.scheme_parts import PoolRule, Scheme
from reporting import official_terms as terms
from reporting.ranking_report import RankingReport, ReportIndex, groups_of, units_in_order
from reporting.workbook.canvas import Canvas, head_text
from reporting.workbook.places import Places

FIRST_DATA = 2
"""Name and group stand before the figures."""

LEAST_FILLED = 0.3
"""Of a page: what follows less than that is rather torn apart than moved to the next page."""

EXACT = "#,##0.000000"
AMOUNT = "#,##0.00"


Kept = Callable[[int], Decimal | str | None]
"""What the evaluation holds for a line: a number, a word, or nothing."""


@dataclass(frozen=True)
class Column:
    """One column of a step: a formula per line, or values where `formula` is None: stored ones, or inputs by `look`.

    `value` is the result kept beside the formula: a number, the formula's own word, or None for a missing figure.
    """

    key: Hashable
    label: str
    formula: Callable[[int], str] | None
    value: Kept
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
    last_column: int = FIRST_DATA
    top: int = 0
    step: int = 0
    next_column: int = 0
    page_top: int = 0
    breaks: list[int] = field(default_factory=list)

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

    @cached_property
    def pools(self) -> tuple[range, ...]:
        if self.scheme.pool is PoolRule.ALL:
            return _runs([(row.group,) for row in self.rows])
        return self.ranked

    @cached_property
    def ranked(self) -> tuple[range, ...]:
        return _runs([(row.group, row.period) for row in self.rows])

    def pool_of(self, line: int) -> int:
        """The number of the pool that holds a line."""
        return self._places_of_lines[line][0]

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """Where each line stands in the evaluation."""
        return tuple(map(self.index.number, self.rows))

    @cached_property
    def placings(self) -> tuple[Placing | None, ...]:
        return tuple(map(self.index.placing, self.rows))

    def span(self, key: Hashable, *, line: int) -> str:
        """The range of a column over the pool of a line."""
        return self.places.span(key, lines=self.pools[self.pool_of(line)])

    def ranked_with(self, line: int) -> range:
        """The lines ranked together with a line."""
        return self._places_of_lines[line][1]

    def kept(self, code: str, pick: Callable[[ScoreColumn], Sequence[Decimal | None]]) -> list[Decimal | None]:
        """What the evaluation holds for a node, line by line."""
        found = pick(self.index.columns[code])
        return [found[number] for number in self.numbers]

    @cached_property
    def _several_periods(self) -> bool:
        return len({row.period for row in self.rows}) > 1

    @cached_property
    def _places_of_lines(self) -> tuple[tuple[int, range], ...]:
        """For each line the number of its pool and the lines it is ranked with."""
        pools = [number for number, lines in enumerate(self.pools) for _ in lines]
        ranked = [lines for lines in self.ranked for _ in lines]
        return tuple(zip(pools, ranked, strict=True))

    def pool_name(self, lines: range) -> str:
        row = self.rows[lines.start]
        name = row.group if self.scheme.pool is PoolRule.ALL else self.line_name(row)
        return name or (self.report.period_name if self.scheme.pool is PoolRule.PERIOD else terms.UNGROUPED)

    def period_name(self, period: str) -> str:
        """Official words for the report's own period; other periods by their code."""
        return self.report.period_name if period == self.report.period else period

    def line_name(self, row: UnitRow) -> str:
        """Group and, where the sheet holds several, period."""
        parts = (row.group, self.period_name(row.period) if self._several_periods else "")
        return " ".join(part for part in parts if part)

    def begin(self, title: str, *, lines: int) -> None:
        """A step with a table of its own shape, `lines` high; leaves `top` at the line below its title."""
        self.end_band()
        self.keep_together(lines)
        self.canvas.text((self.top, 0), text=self.numbered(title), look="step")
        self.canvas.height(self.top, points=24)
        self.top += 1

    def keep_together(self, lines: int) -> None:
        """Begin a new page where the next lines would be torn apart and fit on one; not after an almost empty page."""
        needed = self.canvas.pixels_between(self.top, self.top + lines)
        repeated = self.canvas.pixels_between(0, 1) if self.page_top else 0
        page = self.canvas.page_pixels() - repeated
        filled = self.canvas.pixels_between(self.page_top, self.top)
        if filled + needed > page >= needed and filled > page * LEAST_FILLED:
            self.page_top = self.top
            self.breaks.append(self.top)

    def numbered(self, title: str) -> str:
        self.step += 1
        return f"{ordinal(self.step - 1)}、{title}"

    def end_band(self) -> None:
        """Leave the tables of one line per unit that stand side by side; `top` moves below them."""
        if self.next_column:
            self.top += len(self.rows) + 1
            self.next_column = 0


def ordinal(number: int) -> str:
    """一, 二 … 十, 十一 …"""
    ten = len(terms.ORDINALS)
    return terms.ORDINALS[number] if number < ten else terms.ORDINALS[ten - 1] + terms.ORDINALS[number - ten]


def plain_format(*values: Decimal | None) -> str:
    """Amounts with two decimals; a column of rates or shares, which carry more, with six."""
    exponents = [value.normalize().as_tuple().exponent for value in values if value is not None]
    return EXACT if any(isinstance(exponent, int) and exponent < -2 for exponent in exponents) else AMOUNT


def draw_step(sheet: Calculation, *, title: str, columns: list[Column]) -> None:
    """A table of one line per unit; every column is from now on found under its key."""
    if not columns:
        return
    first = open_unit_table(sheet, title=title, labels=[column.label for column in columns])
    for offset, column in enumerate(columns):
        sheet.places.put(column.key, top=sheet.top, column=first + offset)
    for offset, column in enumerate(columns):
        _draw_column(sheet, column=column, at=(sheet.top, first + offset))


def open_unit_table(sheet: Calculation, *, title: str, labels: list[str]) -> int:
    """Heads of a table of one line per unit, beside the table before it where there is room.

    Returns its first column; `top` is its first line.
    """
    if sheet.next_column and sheet.next_column + len(labels) - 1 > sheet.last_column:
        sheet.end_band()
    if not sheet.next_column:
        _open_band(sheet)
    first = sheet.next_column
    sheet.next_column += len(labels)
    head = sheet.top - 2
    last = (head, first + len(labels) - 1)
    sheet.canvas.merged((head, first), to=last, text=sheet.numbered(title), look="step_head")
    for offset, label in enumerate(labels):
        sheet.canvas.text((head + 1, first + offset), text=head_text(label), look="small_head")
    return first


def _open_band(sheet: Calculation) -> None:
    """The unit names at the left of tables standing side by side."""
    sheet.keep_together(len(sheet.rows) + 4)
    canvas, top, heading = sheet.canvas, sheet.top, sheet.report.unit_heading
    canvas.height(top, points=30)
    canvas.height(top + 1, points=46)
    if _grouped(sheet):
        canvas.merged((top, 0), to=(top + 1, 0), text=heading, look="small_head")
        canvas.merged((top, 1), to=(top + 1, 1), text=terms.GROUP, look="small_head")
    else:
        canvas.merged((top, 0), to=(top + 1, 1), text=heading, look="small_head")
    sheet.top += 2
    sheet.next_column = FIRST_DATA
    for line in range(len(sheet.rows)):
        draw_unit_name(sheet, line=line)


def draw_unit_name(sheet: Calculation, *, line: int) -> None:
    row, at = sheet.rows[line], sheet.top + line
    if not _grouped(sheet):
        sheet.canvas.merged((at, 0), to=(at, 1), text=row.name, look="small_text")
        return
    sheet.canvas.text((at, 0), text=row.name, look="small_text")
    sheet.canvas.text((at, 1), text=sheet.line_name(row), look="small_text")


def _grouped(sheet: Calculation) -> bool:
    return len(sheet.ranked) > 1


def _draw_column(sheet: Calculation, *, column: Column, at: tuple[int, int]) -> None:
    top, number = at
    if column.formula is not None:
        formulas = ((column.formula(line), column.value(line)) for line in range(len(sheet.rows)))
        sheet.canvas.formulas(at, formulas=formulas, look=column.look, number_format=column.number_format)
        return
    for line in range(len(sheet.rows)):
        value, look = column.value(line), "stored" if column.look == "formula" else column.look
        if value is None or isinstance(value, str):
            sheet.canvas.text((top + line, number), text=value or terms.NOT_AVAILABLE, look=look)
        else:
            at = (top + line, number)
            sheet.canvas.number(at, value=value, look=look, number_format=column.number_format)


def _runs(keys: list[tuple[str, ...]]) -> tuple[range, ...]:
    def lines() -> Iterator[range]:
        start = 0
        for _, run in groupby(keys):
            length = len(list(run))
            yield range(start, start + length)
            start += length

    return tuple(lines())
