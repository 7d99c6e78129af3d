"""The annex as issued: places, scores and figures of one group; values only, no formulas."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from assessment.methodology.evaluation import ScoreColumn, UnitRow
from assessment.methodology.figures import Figure, Marker
from assessment.methodology.scheme_parts import Aggregate, Indicator, Scheme
from assessment.methodology.withheld_figures import SUPPRESSED
from reporting import official_terms as terms
from reporting.ranking_report import (
    IndicatorColumn,
    RankingReport,
    ReportIndex,
    SummaryRow,
    groups_of,
    units_in_rank_order,
)
from reporting.workbook.canvas import Canvas, name_width
from reporting.workbook.styles import decimals_format
from reporting.workbook.table_notes import FootnoteMarks, table_notes
from reporting.workbook.wording import rank_change, titled

TITLE_ROW, MAKER_ROW, HEAD_ROW, SUBHEAD_ROW, FIRST_ROW = range(5)
FIXED = (
    (terms.NUMBER, 5.5),
    ("", 0.0),
    (terms.SCORE, 11.0),
    (terms.RANK, 7.0),
    (terms.PREVIOUS_RANK, 9.0),
    (terms.RANK_CHANGE, 10.0),
)
FIRST_PART = len(FIXED)


@dataclass(frozen=True)
class RankingTable:
    """What the drawing functions of one ranking sheet share."""

    report: RankingReport
    group: str | None
    rows: tuple[UnitRow, ...]
    index: ReportIndex
    parts: tuple[Aggregate | Indicator, ...]
    columns: tuple[IndicatorColumn, ...]
    marks: FootnoteMarks

    @classmethod
    def of(cls, report: RankingReport, *, group: str | None) -> "RankingTable":
        groups = groups_of(report) if group is None else (group,)
        rows = tuple(row for each in groups for row in units_in_rank_order(report, group=each))
        levels = tuple(column for column in report.columns if column.kind != "rate")
        rates = tuple(column for column in report.columns if column.kind == "rate")
        return cls(
            report=report,
            group=group,
            rows=rows,
            index=ReportIndex.of(report.evaluation),
            parts=parts_of(report.evaluation.scheme),
            columns=levels + rates,
            marks=FootnoteMarks.of(report, rows=rows),
        )

    @property
    def last_column(self) -> int:
        return FIRST_PART + len(self.parts) + len(self.columns) - 1

    @property
    def digits(self) -> int:
        return self.report.evaluation.scheme.rounding.digits


def draw_ranking(canvas: Canvas, *, report: RankingReport, group: str | None) -> None:
    """One group's ranking in rank order, with its heads, summary rows and notes; None: that of all groups."""
    table = RankingTable.of(report, group=group)
    _set_widths(canvas, table=table)
    _draw_title(canvas, table=table)
    _draw_heads(canvas, table=table)
    bottom = _draw_units(canvas, table=table)
    bottom = _draw_summary(canvas, table=table, line=bottom)
    for note in table_notes(report, marks=table.marks, group=group):
        canvas.paragraph((bottom, 0), to_column=table.last_column, text=note)
        bottom += 1
    canvas.page(title_rows=(TITLE_ROW, SUBHEAD_ROW), frozen=(FIRST_ROW, 2), demo=report.demo, digest=report.digest)
    canvas.protect()


def _draw_units(canvas: Canvas, *, table: RankingTable) -> int:
    """The units, under a line for each group where the sheet has several; returns the line below."""
    line = FIRST_ROW
    for group, rows in groupby(table.rows, key=lambda row: row.group):
        units = tuple(rows)
        if table.group is None:
            text = terms.GROUP_LINE.format(group=group or terms.UNGROUPED, count=len(units))
            canvas.merged((line, 0), to=(line, table.last_column), text=text, look="group")
            canvas.height(line, points=24)
            line += 1
        for number, row in enumerate(units):
            _draw_unit(canvas, table=table, row=row, place=(line, number))
            line += 1
    return line


def parts_of(scheme: Scheme) -> tuple[Aggregate | Indicator, ...]:
    """The scores shown beside the total: its children, or, under a single theme, that theme's."""
    shown = scheme.tree[scheme.root]
    while len(shown) == 1 and shown[0] in scheme.tree:
        shown = scheme.tree[shown[0]]
    return tuple(scheme.node(code) for code in shown)


def displayed(column: IndicatorColumn, *, row: UnitRow, index: ReportIndex) -> Figure | None:
    """The figure of a column: as filed, or as the evaluation computed it (a growth rate from a pair)."""
    filed = row.values.get(column.code)
    if filed is not None:
        return filed
    node, number = index.columns.get(column.code), index.number(row)
    if node is None or without_rate(node, number):
        return None
    raw = node.raw[number]
    return Figure.not_available("") if raw is None else Figure.of(raw)


def without_rate(node: ScoreColumn, number: int) -> bool:
    """Whether a base allows no rate; said by a note alone where the rule for missing figures lends a score instead."""
    if node.markers[number] == Marker.NOT_MEANINGFUL:
        return True
    return any(note.code in terms.WITHOUT_RATE for note in node.notes.get(number, ()))


def _set_widths(canvas: Canvas, *, table: RankingTable) -> None:
    names = [row.name + table.marks.of_unit(row.unit) for row in table.rows]
    for column, (_, width) in enumerate(FIXED):
        canvas.width(column, characters=width or name_width(names, least=14, most=36))
    if table.report.previous_ranks is None:
        canvas.width(FIRST_PART - 1, characters=15)
    for offset, part in enumerate(table.parts):
        canvas.width(FIRST_PART + offset, characters=name_width([part.name], least=10.5, most=16))
    for offset, shown in enumerate(table.columns):
        wide = name_width([shown.label], least=12, most=18)
        canvas.width(FIRST_PART + len(table.parts) + offset, characters=wide)


def _draw_title(canvas: Canvas, *, table: RankingTable) -> None:
    report, last = table.report, table.last_column
    title = titled(report, group=table.group or "")
    canvas.title(to_column=last, text=title)
    canvas.height(MAKER_ROW, points=22)
    third = (last + 1) // 3
    canvas.merged((MAKER_ROW, 0), to=(MAKER_ROW, third), text=terms.MAKER.format(maker=report.maker), look="left")
    middle = (MAKER_ROW, third + 1)
    canvas.merged(middle, to=(MAKER_ROW, last - third), text=report.period_name, look="subtitle")
    unit_line = terms.UNIT_LINE.format(unit=report.unit_line)
    canvas.merged((MAKER_ROW, last - third + 1), to=(MAKER_ROW, last), text=unit_line, look="right")


def _draw_heads(canvas: Canvas, *, table: RankingTable) -> None:
    canvas.height(HEAD_ROW, points=24)
    canvas.height(SUBHEAD_ROW, points=32)
    for column, (label, _) in enumerate(FIXED):
        text = label or table.report.unit_heading
        canvas.merged((HEAD_ROW, column), to=(SUBHEAD_ROW, column), text=text, look="head")
    levels = [shown for shown in table.columns if shown.kind != "rate"]
    rates = [shown for shown in table.columns if shown.kind == "rate"]
    column = FIRST_PART
    for head, labels in (
        (terms.PART_SCORES, [part.name for part in table.parts]),
        (terms.LEVELS, [_with_unit(shown) for shown in levels]),
        (terms.RATES, [_with_unit(shown) for shown in rates]),
    ):
        if labels:
            canvas.merged((HEAD_ROW, column), to=(HEAD_ROW, column + len(labels) - 1), text=head, look="head")
        for label in labels:
            canvas.text((SUBHEAD_ROW, column), text=label, look="head")
            column += 1


def _with_unit(column: IndicatorColumn) -> str:
    return f"{column.label}\n（{column.unit}）" if column.unit else column.label


def _draw_unit(canvas: Canvas, *, table: RankingTable, row: UnitRow, place: tuple[int, int]) -> None:
    """`place`: the line, and how many of the group stand above."""
    line, number = place
    canvas.height(line, points=24)
    placing = table.index.placing(row)
    canvas.number((line, 0), value=number + 1, look="place")
    canvas.text((line, 1), text=row.name + table.marks.of_unit(row.unit))
    shown = None if placing is None or placing.shown is None else Figure.of(placing.shown)
    score_format = decimals_format(table.digits)
    canvas.figure((line, 2), figure=shown or Figure.not_available(""), look="strong", number_format=score_format)
    rank = None if placing is None else placing.rank
    _draw_place(canvas, at=(line, 3), rank=rank)
    previous = (table.report.previous_ranks or {}).get(row.unit)
    _draw_place(canvas, at=(line, 4), rank=None if previous is None else Decimal(previous))
    canvas.text((line, 5), text=rank_change(table.report, unit=row.unit, rank=rank), look="centre")
    for offset, part in enumerate(table.parts):
        figure = table.index.score(row, code=part.code) or Figure.not_available("")
        figure = SUPPRESSED if row.unit in table.report.veiled else figure
        canvas.figure((line, FIRST_PART + offset), figure=figure, number_format=score_format)
    for offset, column in enumerate(table.columns):
        at = (line, FIRST_PART + len(table.parts) + offset)
        figure_shown = displayed(column, row=row, index=table.index)
        if row.unit in table.report.veiled and (figure_shown is None or not figure_shown.is_value):
            figure_shown = SUPPRESSED
        number_format = decimals_format(column.decimals)
        canvas.figure(at, figure=figure_shown, number_format=number_format, divisor=column.divisor)


def _draw_place(canvas: Canvas, *, at: tuple[int, int], rank: Decimal | None) -> None:
    if rank is None:
        canvas.text(at, text=terms.NOTHING_TO_COMPUTE, look="centre")
    else:
        canvas.number(at, value=rank, look="place", number_format="0" if rank == int(rank) else "0.0")


def _summaries(table: RankingTable) -> Iterator[SummaryRow]:
    """Those of the whole province, and of the group the sheet shows."""
    for summary in table.report.summary:
        if summary.group is None or summary.group == table.group:
            yield summary


def _draw_summary(canvas: Canvas, *, table: RankingTable, line: int) -> int:
    """Summary rows under the units; returns the line below. What a summary has no figure for stays blank."""
    score_format = decimals_format(table.digits)
    for summary in _summaries(table):
        canvas.height(line, points=24)
        canvas.merged((line, 0), to=(line, 1), text=summary.label, look="summary_text")
        for column in range(2, table.last_column + 1):
            canvas.text((line, column), text="", look="summary")
        scored = [(2, table.report.evaluation.scheme.root)]
        scored += [(FIRST_PART + offset, part.code) for offset, part in enumerate(table.parts)]
        for column, code in scored:
            figure = summary.scores.get(code, Figure.empty())
            canvas.figure((line, column), figure=figure, look="summary", number_format=score_format)
        for offset, shown in enumerate(table.columns):
            canvas.figure(
                (line, FIRST_PART + len(table.parts) + offset),
                figure=summary.figures.get(shown.code, Figure.empty()),
                look="summary",
                number_format=decimals_format(shown.decimals),
                divisor=shown.divisor,
            )
        line += 1
    return line
