"""Who stands where, as the bulletin says it: places with their equals, and figures as they are shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from assessment.display.formats import number, place, rounded
from assessment.methodology.evaluation import UnitRow
from assessment.methodology.figures import Condition, Figure, Marker
from assessment.methodology.ranking import places
from assessment.methodology.scheme_parts import Direction, Indicator, Ties
from assessment.methodology.withheld_figures import SUPPRESSED
from reporting import official_terms
from reporting.bulletin import terms
from reporting.ranking_report import (
    IndicatorColumn,
    RankingReport,
    ReportIndex,
    mean_scores,
    units_in_rank_order,
)


@dataclass(frozen=True)
class Standing:
    """One unit of a group: its score as shown (None: missing), its place and the one before (None: without)."""

    unit: str
    name: str
    score: Decimal | None
    rank: Decimal | None
    before: Decimal | None


@dataclass(frozen=True)
class Group:
    """The units of one group in rank order, those without a place last; `label` begins its sentences."""

    name: str
    label: str
    digits: int
    standings: tuple[Standing, ...]

    @classmethod
    def of(cls, report: RankingReport, name: str) -> "Group":
        index, before = ReportIndex.of(report.evaluation), report.previous_ranks or {}
        standings = []
        for row in units_in_rank_order(report, group=name):
            placing = index.placings.get((row.period, row.unit))
            standings.append(
                Standing(
                    row.unit,
                    row.name,
                    None if placing is None else placing.shown,
                    None if placing is None or placing.rank is None else Decimal(placing.rank),
                    before.get(row.unit),
                )
            )
        label = terms.GROUP.format(group=name) if name else ""
        return cls(name, label, report.evaluation.scheme.rounding.digits, tuple(standings))

    @property
    def mean_name(self) -> str:
        return terms.GROUP_MEAN if self.name else terms.MEAN

    @property
    def ranked(self) -> tuple[Standing, ...]:
        return tuple(standing for standing in self.standings if standing.rank is not None)

    @property
    def unranked(self) -> tuple[Standing, ...]:
        return tuple(standing for standing in self.standings if standing.rank is None)

    def by_place(self) -> list[tuple[Standing, ...]]:
        """The ranked units, those of one place together, the best first."""
        return [tuple(equals) for _, equals in groupby(self.ranked, key=lambda standing: standing.rank)]

    def said(self, equals: tuple[Standing, ...]) -> str:
        """贵阳市（第1位，92.10分）, or several with 并列."""
        template = terms.PLACED_TOGETHER if len(equals) > 1 else terms.PLACED
        return template.format(
            names=names_of(equals), place=place(equals[0].rank), score=number(equals[0].score, decimals=self.digits)
        )


def names_of(standings: Iterable[Standing]) -> str:
    return "、".join(standing.name for standing in standings)


def joined(parts: Iterable[str]) -> str:
    return "、".join(parts)


def displayed(report: RankingReport, column: IndicatorColumn, *, row: UnitRow, index: ReportIndex) -> Figure | None:
    """The figure of a column as the bulletin may tell it: of a veiled unit ×, where no value is left."""
    figure = _figure_of(column, row=row, index=index)
    if row.unit in report.veiled and (figure is None or not figure.is_value):
        return SUPPRESSED
    return figure


def is_withheld(figures: Iterable[Figure | None]) -> bool:
    """Whether a column has a figure that nobody gets outside: then the order in it would tell of that figure."""
    return any(figure is not None and figure.condition is Condition.SUPPRESSED for figure in figures)


def means_of(report: RankingReport, group: str) -> dict[str, Figure]:
    """The mean scores of a group; only of the total where a unit is veiled: the others would give it away."""
    means = mean_scores(report.evaluation, period=report.period, group=group)
    root = report.evaluation.scheme.root
    return {root: means[root]} if report.veiled and root in means else means


def part_score(report: RankingReport, unit: str, code: str, *, index: ReportIndex) -> str:
    """A score below the total, or why there is none."""
    if unit in report.veiled:
        return official_terms.CONDITIONS[Condition.SUPPRESSED.value]
    node = index.nodes.get((report.period, unit, code))
    return score_text(None if node is None else node.score, report.evaluation.scheme.rounding.digits)


def score_text(score: Decimal | None, digits: int) -> str:
    return official_terms.NOT_AVAILABLE if score is None else number(score, decimals=digits)


def _figure_of(column: IndicatorColumn, *, row: UnitRow, index: ReportIndex) -> Figure | None:
    """The figure as filed, or as the evaluation computed it; None for a rate that is not reckoned.

    A rate on a base that allows none is not told even where the node keeps it and scores it by another rule.
    """
    filed = row.values.get(column.code)
    if filed is not None:
        return filed
    node = index.nodes.get((row.period, row.unit, column.code))
    if node is None:
        return Figure.not_available("")
    if node.marker == Marker.NOT_MEANINGFUL.value or any(
        note.code in official_terms.WITHOUT_RATE for note in node.footnotes
    ):
        return None
    return Figure.not_available("") if node.raw is None else Figure.of(node.raw)


def shown_value(column: IndicatorColumn, figure: Figure | None) -> Decimal | None:
    """The number that is printed: in the displayed unit, rounded once."""
    if figure is None or figure.value is None:
        return None
    return rounded(figure.value / column.divisor, decimals=column.decimals)


def cell_text(column: IndicatorColumn, figure: Figure | None) -> str:
    """A figure in a table of the bulletin: the number, 暂无数据, 不适用, or 不计增速."""
    value = shown_value(column, figure)
    if value is not None:
        return number(value, decimals=column.decimals)
    return terms.NOT_RECKONED_CELL if figure is None else official_terms.CONDITIONS[figure.condition.value]


def rate_columns(report: RankingReport) -> tuple[IndicatorColumn, ...]:
    return tuple(column for column in report.columns if column.kind == "rate")


def indicator_of(report: RankingReport, code: str) -> Indicator | None:
    return next((one for one in report.evaluation.scheme.indicators if one.code == code), None)


def is_lower_better(report: RankingReport, column: IndicatorColumn) -> bool:
    indicator = indicator_of(report, column.code)
    return indicator is not None and indicator.direction is Direction.LOWER


def places_in(values: dict[str, Decimal | None], *, lower: bool = False) -> dict[str, Decimal]:
    """The place of each unit in one column, by the printed numbers: equal ones share the best place."""
    known = [(unit, value) for unit, value in values.items() if value is not None]
    ranked = places([(-value if lower else value, ()) for _, value in known], Ties.MIN)
    return {unit: found for (unit, _), found in zip(known, ranked, strict=True)}


def runs_of(pairs: Iterable[tuple[str, Decimal]]) -> Iterator[tuple[list[str], Decimal]]:
    """Names with equal numbers together, in the order given."""
    for value, equals in groupby(pairs, key=lambda pair: pair[1]):
        yield [name for name, _ in equals], value
