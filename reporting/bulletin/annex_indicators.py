"""Annex 2: each indicator with value, score and place."""

from collections.abc import Iterator
from typing import Final

from assessment.display.formats import place
from assessment.methodology.evaluation import UnitRow
from assessment.methodology.figures import Figure
from reporting.bulletin import terms
from reporting.bulletin.annex_parts import (
    CITY,
    AnnexColumn,
    AnnexTable,
    mean_text,
    order_note,
    title_of,
)
from reporting.bulletin.standings import (
    cell_text,
    displayed,
    indicator_of,
    is_lower_better,
    is_withheld,
    means_of,
    part_score,
    places_in,
    shown_value,
)
from reporting.ranking_report import (
    IndicatorColumn,
    RankingReport,
    ReportIndex,
    groups_of,
    units_in_order,
)

COLUMNS_A_TABLE: Final = 3


def indicator_tables(report: RankingReport) -> Iterator[AnnexTable]:
    """Each indicator with value, score and place; a few indicators a table, one table a group."""
    shown = report.columns
    for name in groups_of(report):
        rows = units_in_order(report, group=name)
        for start in range(0, len(shown), COLUMNS_A_TABLE):
            columns = shown[start : start + COLUMNS_A_TABLE]
            title = title_of(terms.ANNEX_INDICATORS.format(period=report.period_name), report, group=name)
            yield _indicator_table(report, columns, rows, title + (terms.CONTINUED if start else ""))


def _indicator_table(
    report: RankingReport, columns: tuple[IndicatorColumn, ...], rows: tuple[UnitRow, ...], title: str
) -> AnnexTable:
    texts: list[list[str]] = [[row.name] for row in rows]
    heads: list[AnnexColumn] = [CITY]
    index, digits = ReportIndex.of(report.evaluation), report.evaluation.scheme.rounding.digits
    means = means_of(report, rows[0].group if rows else "")
    province = {} if not report.summary else report.summary[0].figures
    total, average = [terms.TOTAL_ROW], [terms.MEAN]
    for column in columns:
        figures = {row.unit: displayed(report, column, row=row, index=index) for row in rows}
        shown = {unit: shown_value(column, figure) for unit, figure in figures.items()}
        ranks = {} if is_withheld(figures.values()) else places_in(shown, lower=is_lower_better(report, column))
        scored = indicator_of(report, column.code) is not None
        heads += heads_of(column, scored=scored)
        for row, line in zip(rows, texts, strict=True):
            line.append(cell_text(column, figures[row.unit]))
            if scored:
                line.append(part_score(report, row.unit, column.code, index=index))
            line.append(place(ranks.get(row.unit)))
        total += [cell_text(column, province.get(column.code, Figure.empty())), *([""] if scored else []), ""]
        average += ["", *([mean_text(means, column.code, digits)] if scored else []), ""]
    average[0] = terms.GROUP_MEAN if rows and rows[0].group else terms.MEAN
    has_total = any(total[1:])
    lines = [*texts, *([total] if has_total else []), average]
    return AnnexTable(
        title,
        terms.UNIT_LINE.format(unit=report.unit_line),
        tuple(heads),
        tuple(map(tuple, lines)),
        (*(row.name for row in rows), *([terms.PROVINCE] if has_total else []), average[0]),
        (order_note(report, columns),),
    )


def heads_of(column: IndicatorColumn, *, scored: bool) -> list[AnnexColumn]:
    group = f"{column.label}\n（{column.unit}）" if column.unit else column.label
    heads = [AnnexColumn(terms.VALUE, column.unit, group)]
    if scored:
        heads.append(AnnexColumn(terms.POINTS_HEAD, terms.POINTS, group))
    return [*heads, AnnexColumn(terms.RANK, "", group, "c")]
