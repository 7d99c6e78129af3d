"""What the packs of one issued run are made from, gathered once for all its cities."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from assessment.display.formats import place, rounded
from assessment.display.site import is_demo
from assessment.methodology.evaluation import NodeScore, UnitRow
from assessment.methodology.explain import explain
from assessment.methodology.figures import Figure
from assessment.methodology.periods import Period
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_comparison import PartChange, UnitChange, compare_runs
from assessment.methodology.run_document import QUARTERLY
from assessment.methodology.run_figures import units_of
from assessment.methodology.scheme_parts import Indicator
from assessment.methodology.total_parts import parts_of_total
from assessment.methodology.withheld_figures import veiled_units
from assessment.scoring.history import issued_runs, previous_run
from assessment.scoring.models import CorrectionNotice, Placing, Run
from assessment.scoring.publication_view import published_view
from assessment.scoring.queries import document_of, evaluation_of_run, indicators_of
from reporting import official_terms
from reporting import pack_terms as terms
from reporting.pack_growth import Enterprises, enterprises_of, pack_growth
from reporting.pack_report import (
    CityReport,
    PackColumn,
    PackFigure,
    PackGrowth,
    PackIndicator,
    PackPlace,
    PackTrend,
)
from reporting.queries import issued_report_of
from reporting.ranking_report import (
    IndicatorColumn,
    RankingReport,
    ReportIndex,
    groups_of,
    mean_scores,
    units_in_rank_order,
)
from reporting.workbook.ranking_sheet import displayed
from reporting.workbook.table_notes import unit_notes
from reporting.workbook.wording import made_at_text, rank_change, ranking_rule

PERIODS_SHOWN = 8
POINTS_DECIMALS = 2


@dataclass(frozen=True)
class RunFacts:
    """One issued run: its report, the movement since the last one, the enterprises behind it."""

    run: Run
    report: RankingReport
    index: ReportIndex
    places: tuple[PackPlace, ...]
    means: Mapping[str, Mapping[str, Figure]]
    changes: Mapping[str, UnitChange]
    trend: Mapping[str, tuple[PackTrend, ...]]
    entries: Mapping[str, Mapping[str, Any]]
    within: Mapping[str, str]
    enterprises: Enterprises | None
    notice: CorrectionNotice | None
    version: int


def run_facts(run: Run) -> RunFacts:
    """Gather them by a number of questions that does not grow with the cities."""
    report, indicators = issued_report_of(run), indicators_of(run)
    index = ReportIndex.of(report.evaluation)
    units = units_of(document_of(run))
    quarterly = run.scheme_version.kind == QUARTERLY
    return RunFacts(
        run=run,
        report=report,
        index=index,
        places=tuple(_places(report, index)),
        means=_means(report),
        changes=_changes(run, report),
        trend=_trend(run),
        entries={one["unit"]: one for one in (*indicators["units"], *indicators["apart"])},
        within={unit.code: unit.ranked_within for unit in units if unit.ranked_within is not None},
        enterprises=enterprises_of(Period.parse(run.period)) if quarterly else None,
        notice=CorrectionNotice.objects.filter(correcting=run).first(),
        version=_issued_before(run) + 1,
    )


def _means(report: RankingReport) -> dict[str, Mapping[str, Figure]]:
    """By group; where a unit is veiled a mean over the others would give it away."""
    if report.veiled:
        return {group: {} for group in groups_of(report)}
    return {group: mean_scores(report.evaluation, period=report.period, group=group) for group in groups_of(report)}


def _issued_before(run: Run) -> int:
    """How many results of the period and kind were issued before this one and corrected since."""
    same = Run.objects.filter(state=Run.State.ISSUED, period=run.period, scheme_version__kind=run.scheme_version.kind)
    return same.filter(issued_at__lt=run.issued_at).count()


def city_report(facts: RunFacts, unit: str) -> CityReport:
    """The pack of one unit: the published ranking of all, and the detail of this one alone."""
    report, run, notice = facts.report, facts.run, facts.notice
    kind, row = run.scheme_version.kind, facts.index.rows[report.period, unit]
    change = facts.changes.get(unit)
    footnotes = (*report.footnotes.get(unit, ()), *unit_notes(report).get(unit, ()))
    return CityReport(
        title=terms.TITLES[kind].format(unit=row.name, period=report.period_name),
        period=report.period,
        period_name=report.period_name,
        kind=kind,
        unit=unit,
        name=row.name,
        group=row.group,
        maker=report.maker,
        issue_number=run.issue_number,
        issued_on=made_at_text(report.made_at).split(" ")[0],
        correction_number=notice.number if notice else "",
        correction_reason=notice.reason if notice else "",
        version=facts.version,
        demo=report.demo or is_demo(),
        first=report.previous_ranks is None,
        veiled=unit in report.veiled,
        scheme_title=report.scheme_title,
        ranking_rule=ranking_rule(report.evaluation.scheme),
        check_code=report.check_code,
        result_digest=run.result_digest,
        columns=tuple(PackColumn(column.label, column.unit) for column in report.columns),
        places=facts.places,
        indicators=tuple(_indicators(facts, row, change)),
        change=_shown(change.change if change else None),
        growth=_growth(facts, unit),
        trend=facts.trend.get(unit, ()),
        footnotes=tuple(dict.fromkeys(footnotes)),
        notes=(
            *report.notes,
            *report.figure_notes,
            official_terms.SYMBOL_NOTE,
            *([official_terms.WITHHELD_NOTE] if report.veiled else ()),
            official_terms.ROUNDING_NOTE,
        ),
    )


def _growth(facts: RunFacts, unit: str) -> PackGrowth | None:
    if facts.enterprises is None:
        return None
    parts = [facts.entries[code] for code, whole in facts.within.items() if whole == unit and code in facts.entries]
    return pack_growth(facts.entries[unit], parts, facts.enterprises, facts.report.evaluation.scheme)


def _places(report: RankingReport, index: ReportIndex) -> Iterable[PackPlace]:
    digits = report.evaluation.scheme.rounding.digits
    before = report.previous_ranks or {}
    for group in groups_of(report):
        for row in units_in_rank_order(report, group=group):
            placing = index.placings.get((row.period, row.unit))
            shown, rank = (placing.shown, placing.rank) if placing else (None, None)
            yield PackPlace(
                unit=row.unit,
                name=row.name,
                group=group,
                score=PackFigure(shown, digits, "" if shown is not None else official_terms.NOT_AVAILABLE),
                rank=_plain(rank),
                previous=_plain(before.get(row.unit)),
                change=rank_change(report, unit=row.unit, rank=rank),
                figures=tuple(_figure(report, row, column, index) for column in report.columns),
            )


def _figure(report: RankingReport, row: UnitRow, column: IndicatorColumn, index: ReportIndex) -> PackFigure:
    """As published: the value in the displayed unit, or the word that stands for it."""
    figure = displayed(column, row=row, index=index)
    if figure is not None and figure.value is not None:
        with exact_context():
            value = figure.value / column.divisor
        return PackFigure(rounded(value, decimals=column.decimals), column.decimals)
    if row.unit in report.veiled:
        return PackFigure(None, column.decimals, official_terms.CONDITIONS["suppressed"])
    word = official_terms.NOTHING_TO_COMPUTE if figure is None else official_terms.CONDITIONS[figure.condition.value]
    return PackFigure(None, column.decimals, word)


def _indicators(facts: RunFacts, row: UnitRow, change: UnitChange | None) -> Iterable[PackIndicator]:
    """The parts of the total in the order of the scheme, then adjustments and caps; Σ points = total, exact below."""
    report, scheme = facts.report, facts.report.evaluation.scheme
    open_tree = row.unit not in report.veiled
    parts = parts_of_total(explain(report.evaluation, unit=row.unit, period=row.period)) if open_tree else {}
    changed = {part.code: part for part in change.parts} if change else {}
    indicators = {one.code: one for one in scheme.indicators}
    columns = {column.code: column for column in report.columns}
    for code in dict.fromkeys((*indicators, *parts)):
        points = parts[code][1] if code in parts else None
        indicator = indicators.get(code)
        if indicator is None:
            name = parts[code][0]
            yield PackIndicator(name, "", None, None, "", None, None, None, _shown(points), _part(changed.get(code)))
            continue
        node = facts.index.nodes[row.period, row.unit, code]
        yield _indicator(facts, row, indicator, (node, columns.get(code)), (points, changed.get(code)))


def _indicator(
    facts: RunFacts,
    row: UnitRow,
    indicator: Indicator,
    what: tuple[NodeScore, IndicatorColumn | None],
    gives: tuple[Decimal | None, PartChange | None],
) -> PackIndicator:
    (node, column), (points, change) = what, gives
    scheme = facts.report.evaluation.scheme
    mean = facts.means[row.group].get(indicator.code)
    average = mean.value if mean else None
    with exact_context():
        ahead = None if node.score is None or average is None else node.score - average
    return PackIndicator(
        name=column.label if column else indicator.name,
        theme=scheme.node(indicator.parent).name,
        weight=indicator.weight,
        figure=_figure(facts.report, row, column, facts.index) if column else None,
        unit=column.unit if column else "",
        score=_shown(node.score),
        mean=_shown(average),
        ahead=_shown(ahead),
        points=_shown(points),
        change=_part(change),
    )


def _part(change: PartChange | None) -> Decimal | None:
    return _shown(change.change if change else None)


def _shown(value: Decimal | None) -> Decimal | None:
    return None if value is None else rounded(value, decimals=POINTS_DECIMALS)


def _plain(rank: Decimal | None) -> Decimal | None:
    """A place without the decimals of its column."""
    return None if rank is None else Decimal(place(rank))


def _changes(run: Run, report: RankingReport) -> dict[str, UnitChange]:
    """Indicator by indicator since the last issued result; nothing in a first assessment.

    Of a unit that was veiled in one of the two the change of the total alone.
    """
    found = previous_run(Period.parse(run.period), run.scheme_version.kind)
    if found is None:
        return {}
    before = Run.objects.select_related("scheme_version").get(pk=found)
    earlier = evaluation_of_run(before)
    veiled = report.veiled | veiled_units(earlier, published_view(before))
    changes = compare_runs(earlier, evaluation_of_run(run))
    return {one.unit: replace(one, parts=()) if one.unit in veiled else one for one in changes}


def _trend(run: Run) -> dict[str, tuple[PackTrend, ...]]:
    """The places of every unit in the last issued periods of the kind, this run included."""
    period = Period.parse(run.period)
    runs = {**issued_runs(run.scheme_version.kind), period: run.pk}
    shown = sorted(one for one in runs if one <= period)[-PERIODS_SHOWN:]
    placings: dict[int, dict[str, Placing]] = {}
    for placing in Placing.objects.filter(run__in=[runs[one] for one in shown]):
        placings.setdefault(placing.run_id, {})[placing.unit] = placing
    units = placings.get(run.pk, {})
    return {unit: tuple(_trend_point(one, placings.get(runs[one], {}), unit) for one in shown) for unit in units}


def _trend_point(period: Period, placings: Mapping[str, Placing], unit: str) -> PackTrend:
    own = placings.get(unit)
    group = own.group if own else ""
    ranked = sum(one.rank is not None and one.group == group for one in placings.values())
    return PackTrend(period.code, period.name_zh, _plain(own.rank if own else None), ranked)
