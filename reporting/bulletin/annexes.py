"""Annexes 1–4 of the bulletin: ××情况汇总表 and the notes, as texts in the one formatting of all outputs."""

from collections.abc import Iterator

from assessment.display.formats import place
from reporting.bulletin import terms
from reporting.bulletin.annex_growth import growth_tables
from reporting.bulletin.annex_indicators import indicator_tables
from reporting.bulletin.annex_parts import (
    CITY,
    NUMBER,
    Annex,
    AnnexColumn,
    AnnexTable,
    mean_text,
    title_of,
)
from reporting.bulletin.standings import Group, means_of, part_score, score_text
from reporting.ranking_report import RankingReport, ReportIndex, groups_of, units_in_rank_order
from reporting.workbook.ranking_sheet import parts_of
from reporting.workbook.table_notes import FootnoteMarks, table_notes
from reporting.workbook.wording import rank_change


def annexes_of(report: RankingReport) -> tuple[Annex, ...]:
    """Scores and places, indicators, growth (where the scheme has a rate), notes."""
    scores = Annex(
        terms.ANNEX_SCORES.format(period=report.period_name),
        tuple(_scores(report, Group.of(report, name)) for name in groups_of(report)),
    )
    indicators = Annex(terms.ANNEX_INDICATORS.format(period=report.period_name), tuple(indicator_tables(report)))
    growth = Annex(terms.ANNEX_GROWTH.format(period=report.period_name), tuple(growth_tables(report)))
    notes = Annex(terms.ANNEX_NOTES, notes=_notes(report))
    return tuple(one for one in (scores, indicators, growth, notes) if one.tables or one.notes)


def _scores(report: RankingReport, group: Group) -> AnnexTable:
    parts = parts_of(report.evaluation.scheme)
    columns = (
        NUMBER,
        CITY,
        AnnexColumn(terms.SCORE, terms.POINTS),
        AnnexColumn(terms.RANK, terms.PLACE, align="c"),
        AnnexColumn(terms.PREVIOUS_RANK, terms.PREVIOUS_RANK, align="c"),
        AnnexColumn(terms.RANK_CHANGE, terms.STEPS, align="c"),
        *(AnnexColumn(part.name, terms.POINTS, terms.PART_SCORES) for part in parts),
    )
    index = ReportIndex.of(report.evaluation)

    def part_scores(unit: str) -> Iterator[str]:
        return (part_score(report, unit, part.code, index=index) for part in parts)

    rows = [
        (
            str(position),
            one.name,
            score_text(one.score, group.digits),
            place(one.rank),
            place(one.before),
            rank_change(report, unit=one.unit, rank=one.rank),
            *part_scores(one.unit),
        )
        for position, one in enumerate(group.standings, start=1)
    ]
    means = means_of(report, group.name)
    codes = [report.evaluation.scheme.root, *(part.code for part in parts)]
    averages = [mean_text(means, code, group.digits) for code in codes]
    rows.append(("", group.mean_name, averages[0], "", "", "", *averages[1:]))
    return AnnexTable(
        title_of(terms.ANNEX_SCORES.format(period=report.period_name), report, group=group.name),
        terms.UNIT_LINE.format(unit=terms.POINTS),
        columns,
        tuple(rows),
        (*(one.name for one in group.standings), group.mean_name),
    )


def _notes(report: RankingReport) -> tuple[str, ...]:
    lines: list[str] = []
    for name in groups_of(report):
        marks = FootnoteMarks.of(report, rows=units_in_rank_order(report, group=name))
        lines += [line.strip("　") for line in table_notes(report, marks=marks, group=name)]
    return tuple(dict.fromkeys(line.removeprefix("注：") for line in lines))
