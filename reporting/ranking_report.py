"""What a ranking report says, before anything is drawn: one period, one scheme, one run.

Plain frozen data, filled by the queries of this stage (or by an offline command) and read by the
workbook, so that both the web and a command without a database produce the same file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from assessment.methodology.evaluation import Evaluation, NodeScore, Placing, ScoreColumn, UnitRow
from assessment.methodology.figures import Figure
from assessment.methodology.income_approach import Components
from assessment.methodology.robustness import Robustness
from assessment.methodology.rounding import exact_context
from reporting.official_terms import GROUP_MEAN, POINTS, PROVINCE_MEAN

CHECK_CODE_LENGTH = 8


class Audience(StrEnum):
    """Who a copy is made for: the internal one has the inputs, the public one begins at the scores of the indicators.

    A public copy names no figure of a unit: no levels and rates, no reasons, no amounts in its footnotes.
    """

    INTERNAL = "internal"
    PUBLIC = "public"


@dataclass(frozen=True)
class AssessmentRules:
    """The 考核办法 a scheme carries: its title, 文号, 印发机关 and 施行日期, as printed."""

    title: str
    number: str = ""
    issuer: str = ""
    effective: str = ""


@dataclass(frozen=True)
class IndicatorColumn:
    """One displayed figure: a column of the rows or an indicator of the scheme.

    `divisor` turns the stored unit into the displayed one (10 000 for 万元 shown as 亿元); it only
    touches the display; the calculation sheet keeps the `stored_unit`. `kind` is `level` or `rate` and decides
    under which header the column stands.
    """

    code: str
    label: str
    unit: str
    decimals: int = 2
    kind: str = "level"
    divisor: Decimal = Decimal(1)
    stored_unit: str = ""
    definition: str = ""


@dataclass(frozen=True)
class SummaryRow:
    """全省合计, 全省平均 …: `figures` by indicator column, `scores` by node of the tree.

    Given, not derived: the province's growth is the growth of its total, not a mean of rates. A row with a `group`
    belongs under the table of that group alone.
    """

    label: str
    figures: Mapping[str, Figure] = field(default_factory=dict)
    scores: Mapping[str, Figure] = field(default_factory=dict)
    group: str | None = None


@dataclass(frozen=True)
class UnpublishedCopy:
    """Who opened a copy that is not yet issued, and when: printed across every sheet, and once more out of sight.

    Whoever takes the marks off the pages leaves `trace` in the properties of the file.
    """

    name: str
    at: datetime

    @property
    def trace(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%dT%H:%M:%S%z}"


@dataclass(frozen=True)
class AccountsYear:
    """One year of the accounts, all in the block's unit; industries keyed (unit, industry code)."""

    label: str
    industries: Mapping[tuple[str, str], Components]
    gdp: Mapping[str, Decimal]
    industrial_digitalisation: Mapping[str, Decimal]


@dataclass(frozen=True)
class AccountsBlock:
    """The income-approach figures that the annual indicators come from.

    `drives` says which column of the evaluation's rows each result feeds: `share` (digital economy ÷ GDP × 100),
    `growth` (nominal, per cent), `digital_economy` and `digital_economy_last_year` (in the block's unit).
    """

    industries: tuple[tuple[str, str], ...]
    current: AccountsYear
    base: AccountsYear
    unit: str
    drives: Mapping[str, str]


@dataclass(frozen=True)
class RankingReport:
    """Everything one ranking workbook prints.

    `period` is the code used in the evaluation's rows, `period_name` its official words.
    `assessed` is False for a check of the method, which is nobody's assessment and has no movement.
    `previous_ranks` is None for a first assessment (位次变化 —（首次考核）); a unit absent from the mapping is
    new (新). `robustness` adds the internal annex; nothing that is issued carries it by itself. `order` lists the
    units in 行政区划 order; units it does not name follow in the rows' order.
    `digest` is the run's, 64 hexadecimal digits. `figure_notes` name figures of units and stay in internal copies.
    Of the `veiled` units the reader gets the total and the place alone; the evaluation comes without the rest, and
    nothing is recomputed from it.
    """

    title: str
    period: str
    period_name: str
    scheme_title: str
    maker: str
    unit_line: str
    made_at: datetime
    state: str
    digest: str
    evaluation: Evaluation
    method_version: str = ""
    rules: AssessmentRules | None = None
    unit_heading: str = "市（州）"
    demo: bool = False
    copy_for: UnpublishedCopy | None = None
    columns: tuple[IndicatorColumn, ...] = ()
    summary: tuple[SummaryRow, ...] = ()
    previous_ranks: Mapping[str, Decimal] | None = None
    assessed: bool = True
    order: tuple[str, ...] = ()
    footnotes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    figure_notes: tuple[str, ...] = ()
    audience: Audience = Audience.INTERNAL
    accounts: AccountsBlock | None = None
    robustness: Robustness | None = None
    veiled: frozenset[str] = frozenset()

    @property
    def is_public(self) -> bool:
        return self.audience is Audience.PUBLIC

    def for_audience(self, audience: Audience) -> "RankingReport":
        """The report as the copy may say it: a public one has no figures, no accounts, no annex."""
        if audience is Audience.INTERNAL:
            return replace(self, audience=audience)
        summary = tuple(replace(row, figures={}) for row in self.summary if row.scores)
        return replace(
            self,
            audience=audience,
            columns=(),
            summary=summary,
            unit_line=POINTS,
            figure_notes=(),
            accounts=None,
            robustness=None,
        )

    @property
    def check_code(self) -> str:
        """The short form a person can compare by eye: the first eight digits of the digest."""
        short = self.digest[:CHECK_CODE_LENGTH]
        return f"{short[:4]}-{short[4:]}" if short else ""


@dataclass(frozen=True)
class ReportIndex:
    """Lookups over one evaluation, built once per report: by column, as the scores are kept."""

    evaluation: Evaluation
    numbers: Mapping[tuple[str, str], int]
    columns: Mapping[str, ScoreColumn]
    placings: Mapping[tuple[str, str], Placing]

    @classmethod
    def of(cls, evaluation: Evaluation) -> "ReportIndex":
        return cls(
            evaluation=evaluation,
            numbers={(row.period, row.unit): number for number, row in enumerate(evaluation.rows)},
            columns={column.code: column for column in evaluation.scores.columns},
            placings={(placing.period, placing.unit): placing for placing in evaluation.placings},
        )

    @cached_property
    def rows(self) -> Mapping[tuple[str, str], UnitRow]:
        return {(row.period, row.unit): row for row in self.evaluation.rows}

    @cached_property
    def nodes(self) -> Mapping[tuple[str, str, str], NodeScore]:
        """Every node of every unit as one object; for few units, thousands of them are better read by column."""
        return {(node.period, node.unit, node.code): node for node in self.evaluation.scores}

    def number(self, row: UnitRow) -> int:
        """Where the row stands in the evaluation."""
        return self.numbers[row.period, row.unit]

    def score(self, row: UnitRow, *, code: str) -> Figure | None:
        """The score of a node of the tree, None where it is missing."""
        score = self.columns[code].scores[self.number(row)]
        return None if score is None else Figure.of(score)

    def placing(self, row: UnitRow) -> Placing | None:
        return self.placings.get((row.period, row.unit))


def mean_scores(evaluation: Evaluation, *, period: str, group: str) -> dict[str, Figure]:
    """The simple mean of every node's scores over the units of a group that have one, exact."""
    rows = [number for number, row in enumerate(evaluation.rows) if (row.period, row.group) == (period, group)]
    means = {}
    with exact_context():
        for column in evaluation.scores.columns:
            found = [score for number in rows if (score := column.scores[number]) is not None]
            if found:
                means[column.code] = Figure.of(sum(found, Decimal(0)) / len(found))
    return means


def mean_rows(evaluation: Evaluation, *, period: str) -> tuple[SummaryRow, ...]:
    """全省平均 of the scores; where groups are ranked apart, 本组平均 under the table of each."""
    groups = tuple(dict.fromkeys(row.group for row in evaluation.rows if row.period == period))
    if len(groups) == 1:
        return (SummaryRow(PROVINCE_MEAN, scores=mean_scores(evaluation, period=period, group=groups[0])),)
    return tuple(
        SummaryRow(GROUP_MEAN, scores=mean_scores(evaluation, period=period, group=group), group=group)
        for group in groups
    )


def groups_of(report: RankingReport) -> tuple[str, ...]:
    """The groups ranked in the report's period, in order of first appearance."""
    return tuple(dict.fromkeys(row.group for row in report.evaluation.rows if row.period == report.period))


def units_in_order(report: RankingReport, *, group: str, period: str | None = None) -> tuple[UnitRow, ...]:
    """The rows of one group in 行政区划 order."""
    wanted = report.period if period is None else period
    place = {unit: number for number, unit in enumerate(report.order)}
    rows = [row for row in report.evaluation.rows if row.period == wanted and row.group == group]
    return tuple(sorted(rows, key=lambda row: place.get(row.unit, len(place))))


def units_in_rank_order(report: RankingReport, *, group: str) -> tuple[UnitRow, ...]:
    """The rows of one group by place; equal places, and units without one at the end, in 行政区划 order."""
    placings = ReportIndex.of(report.evaluation).placings

    def place(row: UnitRow) -> tuple[bool, Decimal]:
        placing = placings.get((row.period, row.unit))
        if placing is None or placing.rank is None:
            return True, Decimal(0)
        return False, Decimal(placing.rank)

    return tuple(sorted(units_in_order(report, group=group), key=place))
