"""数据表: the figures behind the ranking in 行政区划 order, every condition in its own word; values only."""

from collections.abc import Mapping, Sequence

from assessment.methodology.evaluation import UnitRow
from assessment.methodology.figures import Figure
from assessment.methodology.scheme_parts import Aggregate, Indicator
from assessment.methodology.withheld_figures import SUPPRESSED
from reporting import official_terms as terms
from reporting.ranking_report import RankingReport, ReportIndex, groups_of, units_in_order
from reporting.workbook.canvas import At, Canvas, head_text, name_width
from reporting.workbook.ranking_sheet import parts_of, without_rate
from reporting.workbook.raw_section import column_format
from reporting.workbook.styles import decimals_format
from reporting.workbook.wording import column_label, titled

TITLE_ROW, MAKER_ROW, HEAD_ROW, FIRST_ROW = range(4)


def draw_data(canvas: Canvas, *, report: RankingReport) -> None:
    """One line per unit: what was filed, what was computed from it, score and place."""
    rows = [row for group in groups_of(report) for row in units_in_order(report, group=group)]
    grouped = len(groups_of(report)) > 1
    filed, computed, parts = _columns(report)
    heads = [
        *(terms.NUMBER, report.unit_heading),
        *((terms.GROUP,) if grouped else ()),
        *(column_label(report, code=code) for code in filed),
        *(f"{indicator.name}（%）" for indicator in computed),
        *(f"{part.name}{terms.SCORE_SUFFIX}" for part in parts),
        *(terms.SCORE, terms.RANK),
    ]
    _set_widths(canvas, rows=rows, heads=heads, grouped=grouped)
    last = len(heads) - 1
    title = terms.DATA_TITLE.format(title=titled(report))
    canvas.title(to_column=last, text=title)
    middle = last // 2
    canvas.merged((MAKER_ROW, 0), to=(MAKER_ROW, middle), text=terms.MAKER.format(maker=report.maker), look="left")
    canvas.merged((MAKER_ROW, middle + 1), to=(MAKER_ROW, last), text=report.period_name, look="right")
    canvas.height(MAKER_ROW, points=22)
    for column, head in enumerate(heads):
        canvas.text((HEAD_ROW, column), text=head_text(head), look="head")
    canvas.height(HEAD_ROW, points=48)
    index = ReportIndex.of(report.evaluation)
    formats = {code: column_format(rows, code=code) for code in filed}
    for number, row in enumerate(rows):
        _draw_row(canvas, report=report, index=index, row=row, place=(number, formats))
    _draw_notes(canvas, report=report, rows=[] if report.is_public else rows, at=(FIRST_ROW + len(rows), last))
    canvas.page(title_rows=(TITLE_ROW, HEAD_ROW), frozen=(FIRST_ROW, 2), demo=report.demo, digest=report.digest)
    canvas.protect()


def _columns(report: RankingReport) -> tuple[Sequence[str], Sequence[Indicator], Sequence[Aggregate | Indicator]]:
    """Filed figures, rates computed from them, and scores; in a public copy the scores of all indicators alone."""
    scheme = report.evaluation.scheme
    if report.is_public:
        return (), (), scheme.indicators
    return scheme.columns, [each for each in scheme.indicators if each.growth is not None], parts_of(scheme)


def _set_widths(canvas: Canvas, *, rows: list[UnitRow], heads: list[str], grouped: bool) -> None:
    canvas.width(0, characters=5.5)
    canvas.width(1, characters=name_width([row.name for row in rows], least=14, most=36))
    for column, head in enumerate(heads[2:], start=2):
        canvas.width(column, characters=name_width([head.split("（", maxsplit=1)[0]], least=14, most=20))
    if grouped:
        canvas.width(2, characters=name_width([row.group for row in rows], least=10, most=18))
    canvas.width(len(heads) - 1, characters=7)


def _draw_row(
    canvas: Canvas,
    *,
    report: RankingReport,
    index: ReportIndex,
    row: UnitRow,
    place: tuple[int, Mapping[str, str]],
) -> None:
    """`place`: the number of the line, and the number format of each filed column."""
    number, formats = place
    scheme, line = report.evaluation.scheme, FIRST_ROW + number
    canvas.height(line, points=22)
    canvas.number((line, 0), value=number + 1, look="place")
    canvas.text((line, 1), text=row.name)
    column = 2
    if len(groups_of(report)) > 1:
        canvas.text((line, 2), text=row.group)
        column = 3
    digits = decimals_format(scheme.rounding.digits)
    cells: list[tuple[Figure | None, str]] = []
    filed, computed, parts = _columns(report)
    for code in filed:
        cells.append((row.values.get(code, Figure.empty()), formats[code]))
    for node in computed:
        cells.append((_growth(index, row=row, indicator=node), "#,##0.00"))
    for part in parts:
        cells.append((index.score(row, code=part.code), digits))
    if row.unit in report.veiled:
        cells = [(SUPPRESSED if cell is None else cell, look) for cell, look in cells]
    placing = index.placing(row)
    shown = None if placing is None or placing.shown is None else Figure.of(placing.shown)
    rank = None if placing is None or placing.rank is None else Figure.of(placing.rank)
    for offset, (cell, number_format) in enumerate([*cells, (shown, digits)]):
        canvas.figure((line, column + offset), figure=cell, number_format=number_format)
    canvas.figure((line, column + len(cells) + 1), figure=rank, look="place", number_format="General")


def _growth(index: ReportIndex, *, row: UnitRow, indicator: Indicator) -> Figure | None:
    """The rate, or nothing where the base allows none: a substitute is not a rate."""
    column, number = index.columns[indicator.code], index.number(row)
    rate = column.raw[number]
    return None if rate is None or without_rate(column, number) else Figure.of(rate)


def _draw_notes(canvas: Canvas, *, report: RankingReport, rows: list[UnitRow], at: At) -> None:
    """From the line at the left to the last column `at` names."""
    line, last = at
    reasons = [
        terms.REASON_NOTE.format(
            unit=row.name,
            column=column_label(report, code=code),
            condition=terms.CONDITIONS[figure.condition.value] or terms.EMPTY_CELL,
            reason=figure.reason,
        )
        for row in rows
        for code, figure in row.values.items()
        if not figure.is_value and figure.reason and code in report.evaluation.scheme.columns
    ]
    if report.veiled:
        reasons.insert(0, f"{terms.WITHHELD_NOTE}。")
    for number, text in enumerate([f"{terms.NOTE}{terms.SYMBOL_NOTE}", *(f"　　{reason}" for reason in reasons)]):
        canvas.paragraph((line + number, 0), to_column=last, text=text)
