"""图表: native charts of each group — scores in rank order, what they are made of, and the movement of places."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessment.methodology.evaluation import UnitRow
from assessment.methodology.rounding import exact_context
from assessment.methodology.scheme_parts import AggregationMethod
from reporting import official_terms as terms
from reporting.ranking_report import RankingReport, ReportIndex, groups_of, units_in_rank_order
from reporting.workbook.canvas import Canvas, head_text, name_width
from reporting.workbook.ranking_sheet import parts_of
from reporting.workbook.styles import BODY_FONT, HEAD_FONT, decimals_format
from reporting.workbook.wording import titled

MOST_UNITS = 30
"""A chart of more bars than this cannot be read; the table beside it says how many are shown."""

BEFORE_PARTS = 4
"""The last column before those of the parts."""

FEW_UNITS, SHORT_NAME = 12, 8
COLUMNS, CHART_ROWS, ROW_PIXELS = 12, 14, 23
ON_A_PAGE = 2
INK, GRID, FALLEN = "#1D4F91", "#D9DEE5", "#C2571A"
SHADES = ("#1D4F91", "#5B8DBE", "#9DBFDD", "#C2571A", "#E0A36F", "#6B7A8C", "#A9B4C0", "#3F7F6B")


@dataclass(frozen=True)
class _Table:
    """The figures of one group's charts, where they stand on the sheet."""

    rows: tuple[UnitRow, ...]
    top: int
    sheet: str
    parts: int

    def span(self, column: int) -> list[object]:
        return [self.sheet, self.top, column, self.top + len(self.rows) - 1, column]

    def head(self, column: int) -> list[object]:
        return [self.sheet, self.top - 1, column]


def _short(name: str, *, among: int) -> str:
    """Under many bars a long name is cut: there it would take the place of the bars."""
    return name if among <= FEW_UNITS or len(name) <= SHORT_NAME else f"{name[: SHORT_NAME - 1]}…"


def draw_charts(canvas: Canvas, *, book: Any, report: RankingReport) -> None:
    """For each group the charts, and under them the figures they are drawn from."""
    drawing = _Drawing(canvas, book, report)
    canvas.merged((0, 0), to=(0, COLUMNS - 1), text=terms.CHART_TITLE.format(title=titled(report)), look="long_title")
    canvas.height(0, points=44)
    top = 1
    for group in groups_of(report):
        top = drawing.group(group, top=top)
    canvas.sheet.set_h_pagebreaks(drawing.breaks)
    canvas.page(title_rows=(0, 0), frozen=(1, 0), demo=report.demo, digest=report.digest)
    canvas.protect()


class _Drawing:
    """The sheet of charts from top to bottom."""

    def __init__(self, canvas: Canvas, book: Any, report: RankingReport) -> None:
        self._canvas, self._book, self._report = canvas, book, report
        self._index = ReportIndex.of(report.evaluation)
        self._parts = parts_of(report.evaluation.scheme)
        self._digits = decimals_format(report.evaluation.scheme.rounding.digits)
        self.breaks: list[int] = []
        shown = [self._shown(group) for group in groups_of(report)]
        names = [row.name for rows in shown for row in rows]
        self._few = max(map(len, shown), default=0) <= FEW_UNITS
        canvas.width(0, characters=name_width(names, least=12, most=32))
        for column in range(1, COLUMNS):
            canvas.width(column, characters=11)

    def group(self, group: str, *, top: int) -> int:
        """The charts of one group from the line `top`, two on a page, then their figures; returns the line below."""
        rows = self._shown(group)
        if not rows:
            return top
        moved = self._report.assessed and self._report.previous_ranks is not None
        below = top + CHART_ROWS * (3 if moved else 2)
        table = self._figures(rows, group=group, top=below)
        charts = [self._ranking(table), self._made_of(table), *([self._movement(table)] if moved else [])]
        if top > 1:
            self.breaks.append(top)
        for number, chart in enumerate(charts):
            at = top + number * CHART_ROWS
            self._canvas.place_chart((at, 0), chart=chart, rows=CHART_ROWS - 1, row_pixels=ROW_PIXELS)
        self.breaks.append(top + ON_A_PAGE * CHART_ROWS)
        return table.top + len(rows) + 1

    @property
    def _is_sum(self) -> bool:
        """Whether the parts, by their weights, add up to the score before adjustments."""
        scheme = self._report.evaluation.scheme
        return all(each.method is AggregationMethod.ARITHMETIC for each in scheme.aggregation)

    def _shown(self, group: str) -> tuple[UnitRow, ...]:
        """The best of the group, as many as a chart can show; who has no place is not drawn."""
        rows = units_in_rank_order(self._report, group=group)
        ranked = [row for row in rows if (placing := self._index.placing(row)) and placing.rank is not None]
        return tuple(ranked[:MOST_UNITS])

    def _figures(self, rows: tuple[UnitRow, ...], *, group: str, top: int) -> _Table:
        canvas, moved = self._canvas, self._report.previous_ranks or {}
        heads = [self._report.unit_heading, terms.SCORE, terms.RANK, terms.PREVIOUS_RANK, terms.MOVED]
        heads += [part.name for part in self._parts]
        label = terms.CHART_FIGURES.format(group=group).strip("　")
        if len(rows) == MOST_UNITS:
            label += terms.CHART_FIRST.format(count=MOST_UNITS)
        canvas.text((top, 0), text=label, look="step")
        for column, head in enumerate(heads):
            canvas.text((top + 1, column), text=head_text(head), look="small_head")
        canvas.height(top + 1, points=36)
        shares = self._shares()
        for line, row in enumerate(rows, start=top + 2):
            placing = self._index.placings[row.period, row.unit]
            canvas.height(line, points=18)
            canvas.text((line, 0), text=_short(row.name, among=len(rows)), look="small_text")
            before = moved.get(row.unit)
            change = None if before is None or placing.rank is None else before - placing.rank
            cells = [(placing.shown, self._digits), (placing.rank, "0.##"), (before, "0.##"), (change, "+0.##;-0.##;0")]
            cells += [(self._points(row, part.code, shares), self._digits) for part in self._parts]
            for column, (value, number_format) in enumerate(cells, start=1):
                if value is None:
                    veiled = row.unit in self._report.veiled and column > BEFORE_PARTS
                    text = terms.CONDITIONS["suppressed"] if veiled else terms.NOTHING_TO_COMPUTE
                    canvas.text((line, column), text=text, look="centre")
                else:
                    canvas.number((line, column), value=value, look="formula", number_format=number_format)
        return _Table(rows, top + 2, canvas.sheet.get_name(), len(self._parts))

    def _shares(self) -> dict[str, Decimal]:
        """The share of each part in the total: its weight within its parent, up to the root."""
        scheme, shares = self._report.evaluation.scheme, {}
        for part in self._parts:
            siblings = [scheme.node(code).weight or Decimal(0) for code in scheme.tree[part.parent or scheme.root]]
            with exact_context():
                shares[part.code] = (part.weight or Decimal(0)) / sum(siblings, Decimal(0))
        return shares

    def _points(self, row: UnitRow, code: str, shares: dict[str, Decimal]) -> Decimal | None:
        score = self._index.columns[code].scores[self._index.number(row)]
        return score * shares[code] if score is not None and self._is_sum else score

    def _ranking(self, table: _Table) -> Any:
        chart = self._chart("column", terms.CHART_RANKING)
        chart.add_series(
            {
                **self._series(table, 1),
                "fill": {"color": INK},
                "data_labels": {"value": True, "num_format": self._digits, "font": self._font(8)},
                "gap": 60,
            }
        )
        chart.set_legend({"none": True})
        return chart

    def _made_of(self, table: _Table) -> Any:
        """Parts that add up stand on each other; others, as those of a geometric mean, beside each other."""
        title, subtype = (terms.CHART_SUM, "stacked") if self._is_sum else (terms.CHART_PARTS, "")
        chart = self._chart("column", title, subtype=subtype)
        for number in range(table.parts):
            shade = SHADES[number % len(SHADES)]
            chart.add_series({**self._series(table, 5 + number), "fill": {"color": shade}, "gap": 60})
        return chart

    def _movement(self, table: _Table) -> Any:
        chart = self._chart("column", terms.CHART_MOVEMENT, number_format="+0;-0;0")
        chart.add_series(
            {
                **self._series(table, 4),
                "points": [{"fill": {"color": self._colour(row)}} for row in table.rows],
                "data_labels": {"value": True, "num_format": "+0.##;-0.##;0", "font": self._font(8)},
                "gap": 60,
            }
        )
        chart.set_legend({"none": True})
        return chart

    def _colour(self, row: UnitRow) -> str:
        """Blue for a rise, orange for a fall; the sign of the label says the same."""
        before = (self._report.previous_ranks or {}).get(row.unit)
        rank = self._index.placings[row.period, row.unit].rank
        return FALLEN if before is not None and rank is not None and before < rank else INK

    def _chart(self, kind: str, title: str, *, subtype: str = "", number_format: str = "0") -> Any:
        chart = self._book.add_chart({"type": kind, **({"subtype": subtype} if subtype else {})})
        chart.set_title({"name": title, "name_font": {"name": HEAD_FONT, "size": 12, "bold": False}})
        # Few names stand upright, over several lines where they are long; many are turned as the program sees fit.
        turned = {"rotation": 0} if self._few else {}
        chart.set_x_axis({"num_font": {**self._font(9), **turned}, "label_position": "low"})
        lines = {"visible": True, "line": {"color": GRID}}
        chart.set_y_axis({"num_font": self._font(9), "num_format": number_format, "major_gridlines": lines})
        chart.set_legend({"position": "bottom", "font": self._font(9)})
        return chart

    def _series(self, table: _Table, column: int) -> dict[str, object]:
        return {"name": table.head(column), "categories": table.span(0), "values": table.span(column)}

    def _font(self, size: int) -> dict[str, object]:
        return {"name": BODY_FONT, "size": size}
