"""Annex 3: what grew from what to what, by how much and how fast."""

from collections.abc import Iterator

from assessment.display.formats import place
from assessment.methodology.evaluation import UnitRow
from assessment.methodology.figures import Figure
from assessment.methodology.rounding import exact_context
from assessment.methodology.withheld_figures import SUPPRESSED
from reporting.bulletin import terms
from reporting.bulletin.annex_parts import CITY, AnnexColumn, AnnexTable, title_of
from reporting.bulletin.standings import (
    cell_text,
    displayed,
    indicator_of,
    is_withheld,
    places_in,
    rate_columns,
    shown_value,
)
from reporting.ranking_report import IndicatorColumn, RankingReport, ReportIndex, groups_of, units_in_order


def growth_tables(report: RankingReport) -> Iterator[AnnexTable]:
    for name in groups_of(report):
        rows = units_in_order(report, group=name)
        for column in rate_columns(report):
            yield _growth_table(report, column, rows, name)


def _growth_table(report: RankingReport, column: IndicatorColumn, rows: tuple[UnitRow, ...], group: str) -> AnnexTable:
    """This period, the base, the increase and the rate; amounts in the unit of the column they belong to."""
    amount = _amount_column(report, column)
    index = ReportIndex.of(report.evaluation)
    rates = {row.unit: displayed(report, column, row=row, index=index) for row in rows}
    shown = {unit: shown_value(column, figure) for unit, figure in rates.items()}
    ranks = {} if is_withheld(rates.values()) else places_in(shown)
    lines = []
    for row in rows:
        pair = [row.values.get(code, Figure.not_available("")) for code in _pair(report, column)]
        cells = [cell_text(amount, figure) for figure in (*pair, _increase(*pair))]
        lines.append((row.name, *cells, cell_text(column, rates[row.unit]), place(ranks.get(row.unit))))
    unit = f"\n（{amount.unit}）" if amount.unit else ""
    heads = (
        CITY,
        *(AnnexColumn(f"{head}{unit}", amount.unit) for head in (terms.CURRENT, terms.BASE, terms.INCREASE)),
        AnnexColumn(f"{column.label}\n（{column.unit}）", column.unit),
        AnnexColumn(terms.RANK, "", align="c"),
    )
    what = amount.label or column.label
    title = title_of(f"{report.period_name}{what}{terms.GROWTH_END}情况汇总表", report, group=group)
    note = f"注：{terms.ORDER_BY_VALUE.format(direction=terms.HIGHER)}"
    units = "、".join(dict.fromkeys(filter(None, (amount.unit, column.unit))))
    names = tuple(row.name for row in rows)
    return AnnexTable(title, terms.UNIT_LINE.format(unit=units), heads, tuple(lines), names, (note,))


def _pair(report: RankingReport, column: IndicatorColumn) -> tuple[str, str]:
    indicator = indicator_of(report, column.code)
    if indicator is None or indicator.growth is None:
        return "", ""
    return indicator.growth.of, indicator.growth.base


def _amount_column(report: RankingReport, column: IndicatorColumn) -> IndicatorColumn:
    """How the amounts behind a rate are shown: as the level they are, found by its code or by its name."""
    current, what = _pair(report, column)[0], column.label.removesuffix(terms.GROWTH_END)
    levels = [one for one in report.columns if one.kind != "rate"]
    found = [one for one in levels if one.code == current] or [one for one in levels if one.label == what]
    return found[0] if found else IndicatorColumn(code=current, label="", unit="")


def _increase(current: Figure, base: Figure) -> Figure:
    if is_withheld((current, base)):
        return SUPPRESSED
    if current.value is None or base.value is None:
        return Figure.not_available("")
    with exact_context():
        return Figure.of(current.value - base.value)
