"""Sentences on figures: the province's total and growth, the growth of the units, what drives a score."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessment.display.formats import number, rounded
from assessment.methodology.figures import Figure
from assessment.methodology.rounding import exact_context
from assessment.methodology.scheme_parts import Indicator, Scheme
from reporting import official_terms
from reporting.bulletin import terms
from reporting.bulletin.place_sentences import NAMED
from reporting.bulletin.standings import (
    Group,
    Standing,
    displayed,
    is_withheld,
    joined,
    rate_columns,
    runs_of,
    shown_value,
)
from reporting.ranking_report import IndicatorColumn, RankingReport, ReportIndex, mean_scores, units_in_order

ALL_NAMED = 5
"""Up to so many units a column is told whole."""


def province_sentence(report: RankingReport) -> str:
    """Totals, then growth: 2021年一季度，全省软件业务收入518,000.00万元，同比增长25.2%."""
    figures: Mapping[str, Figure] = report.summary[0].figures if report.summary else {}
    said = [_said_of_province(report, column, figures[column.code]) for column in _shown(report, figures)]
    return terms.PROVINCE_SENTENCE.format(period=report.period_name, figures="，".join(said)) if said else ""


def growth_sentences(report: RankingReport, group: Group) -> list[str]:
    """One sentence a rate: the fastest, the falls, and for whom there is no rate and why."""
    return [_growth_of(report, group, column) for column in rate_columns(report)]


def extremes_of_growth(report: RankingReport) -> list[str]:
    """The fastest and the slowest of each rate over all units."""
    found = []
    for column in rate_columns(report):
        rates = _Rates.of(report, column, units=None)
        values = rates.known
        if values and not rates.withheld:
            runs = list(runs_of(values))
            ends = [runs[0]] if len(runs) == 1 else [runs[0], runs[-1]]
            units = [_growing(names, value, column) for names, value in ends]
            words = ("最高的是", "最低的是")
            found.append(column.label + "，".join(f"{word}{unit}" for word, unit in zip(words, units, strict=False)))
    return found


def driver_sentence(report: RankingReport, group: Group) -> str:
    """The indicator that lifts the first above the mean most, and the one that holds the last back most.

    Nothing where scores below the total are withheld.
    """
    together = group.by_place()
    if len(together) < 2 or report.veiled:
        return ""
    drivers = _Drivers.of(report, group)
    parts = [drivers.said(one, lifted=True) for one in together[0]]
    parts += [drivers.said(one, lifted=False) for one in together[-1]]
    named = [part for part in parts[: 2 * NAMED] if part]
    return terms.DRIVEN.format(group=group.label, parts="；".join(named)) if named else ""


def change_in_words(value: Decimal, *, decimals: int) -> str:
    """增长25.2%, 下降2.3% (without a minus), or 持平 where it is printed as zero."""
    shown = rounded(value, decimals=decimals)
    if shown == 0:
        return terms.LEVEL
    return (terms.ROSE if shown > 0 else terms.FELL).format(value=number(abs(shown), decimals=decimals))


def _shown(report: RankingReport, figures: Mapping[str, Figure]) -> list[IndicatorColumn]:
    known = [column for column in report.columns if column.code in figures]
    return sorted(known, key=lambda column: column.kind == "rate")


def _said_of_province(report: RankingReport, column: IndicatorColumn, figure: Figure) -> str:
    value = shown_value(column, figure)
    if value is None:
        return terms.FIGURE_MISSING.format(
            label=column.label, condition=official_terms.CONDITIONS[figure.condition.value]
        )
    if column.kind == "rate":
        return _subject(report, column) + change_in_words(value, decimals=column.decimals)
    return terms.FIGURE.format(label=column.label, value=number(value, decimals=column.decimals), unit=column.unit)


def _subject(report: RankingReport, column: IndicatorColumn) -> str:
    """What grows: nothing where the amount stands just before; 名义 where the rate is nominal."""
    what = column.label.removesuffix(terms.GROWTH_END)
    if what == terms.NOMINAL:
        return what
    levels = [one.label for one in report.columns if one.kind != "rate"]
    return terms.COMPARED if levels[-1:] == [what] and len(rate_columns(report)) == 1 else what + terms.COMPARED


@dataclass(frozen=True)
class _Rates:
    """The printed rates of a group, the highest first; who has no rate because of the base, and who has no figure."""

    known: list[tuple[str, Decimal]]
    not_reckoned: list[str]
    missing: list[str]
    withheld: list[str]

    @classmethod
    def of(cls, report: RankingReport, column: IndicatorColumn, units: frozenset[str] | None) -> "_Rates":
        index = ReportIndex.of(report.evaluation)
        found: list[tuple[str, Decimal]] = []
        not_reckoned: list[str] = []
        missing: list[str] = []
        withheld: list[str] = []
        for group in dict.fromkeys(row.group for row in report.evaluation.rows if row.period == report.period):
            for row in units_in_order(report, group=group):
                if units is not None and row.unit not in units:
                    continue
                figure = displayed(report, column, row=row, index=index)
                value = shown_value(column, figure)
                if value is not None:
                    found.append((row.name, value))
                elif is_withheld((figure,)):
                    withheld.append(row.name)
                else:
                    (not_reckoned if figure is None else missing).append(row.name)
        return cls(sorted(found, key=lambda pair: -pair[1]), not_reckoned, missing, withheld)


def _growth_of(report: RankingReport, group: Group, column: IndicatorColumn) -> str:
    rates = _Rates.of(report, column, units=frozenset(one.unit for one in group.standings))
    if rates.withheld:
        return terms.WITHHELD.format(group=group.label, label=column.label, names=joined(rates.withheld))
    runs = list(runs_of(rates.known))
    falls = [run for run in reversed(runs) if run[1] < 0]
    parts = [_fastest(group, column, runs)] if runs else []
    if runs and runs[-1][1] > 0 and not rates.not_reckoned and not rates.missing:
        parts.append(terms.ALL_ROSE)
    elif runs and runs[0][1] < 0 and not rates.not_reckoned and not rates.missing:
        parts.append(terms.ALL_FELL)
    elif falls and len(rates.known) > ALL_NAMED:
        count = sum(len(names) for names, _ in falls)
        template = terms.FALLS if count > 1 else terms.ONE_FALL
        parts.append(template.format(count=count, units=joined(_growing(*fall, column) for fall in falls)))
    if rates.not_reckoned:
        parts.append(terms.NOT_RECKONED.format(names=joined(rates.not_reckoned)))
    if rates.missing:
        parts.append(terms.NO_FIGURE.format(names=joined(rates.missing)))
    head = "" if runs else f"{group.label}{column.label}："
    return f"{head}{'；'.join(parts)}。" if parts else ""


def _fastest(group: Group, column: IndicatorColumn, runs: list[tuple[list[str], Decimal]]) -> str:
    if sum(len(names) for names, _ in runs) <= ALL_NAMED:
        units = joined(_growing(names, value, column) for names, value in runs)
        return terms.ALL_GROWTH.format(group=group.label, label=column.label, units=units)
    named, count = [], 0
    for names, value in runs:
        if count >= NAMED:
            break
        named.append(_growing(names, value, column))
        count += len(names)
    return terms.FASTEST.format(group=group.label, label=column.label, count=count, units=joined(named))


def _growing(names: Iterable[str], value: Decimal, column: IndicatorColumn) -> str:
    return terms.GROWING.format(names=joined(names), growth=change_in_words(value, decimals=column.decimals))


@dataclass(frozen=True)
class _Drivers:
    """Which indicator moves a unit's total most, against the mean of its group."""

    report: RankingReport
    index: ReportIndex
    means: dict[str, Figure]
    weights: dict[str, Decimal]
    digits: int
    mean_name: str

    @classmethod
    def of(cls, report: RankingReport, group: Group) -> "_Drivers":
        means = mean_scores(report.evaluation, period=report.period, group=group.name)
        weights = weights_in_total(report.evaluation.scheme)
        return cls(report, ReportIndex.of(report.evaluation), means, weights, group.digits, group.mean_name)

    def said(self, one: Standing, *, lifted: bool) -> str:
        """Nothing where no indicator stands above (below) the mean as printed."""
        gaps = [(self._gap(one, indicator), indicator) for indicator in self.report.evaluation.scheme.indicators]
        known = [(gap if lifted else -gap, indicator) for gap, indicator in gaps if gap is not None]
        best = max(known, key=lambda pair: pair[0], default=None)
        if best is None or best[0] <= 0:
            return ""
        indicator = best[1]
        score, mean = self._score(one, indicator), self.means[indicator.code].value
        texts = [number(value, decimals=self.digits) for value in (score, mean)]
        if texts[0] == texts[1]:
            return ""
        template = terms.LED_BY if lifted else terms.HELD_BACK_BY
        return template.format(
            name=one.name, indicator=indicator.name, score=texts[0], mean=self.mean_name, average=texts[1]
        )

    def _score(self, one: Standing, indicator: Indicator) -> Decimal | None:
        node = self.index.nodes.get((self.report.period, one.unit, indicator.code))
        return None if node is None else node.score

    def _gap(self, one: Standing, indicator: Indicator) -> Decimal | None:
        score, mean = self._score(one, indicator), self.means.get(indicator.code)
        if score is None or mean is None or mean.value is None:
            return None
        with exact_context():
            return (score - mean.value) * self.weights[indicator.code]


def weights_in_total(scheme: Scheme) -> dict[str, Decimal]:
    """The share of each indicator in the total: the product of the weights within each parent, adding up to 1."""
    parents = {child: parent for parent, children in scheme.tree.items() for child in children}
    found = {}
    with exact_context():
        for indicator in scheme.indicators:
            share, code = Decimal(1), indicator.code
            while code in parents:
                weights = {child: scheme.node(child).weight or Decimal(0) for child in scheme.tree[parents[code]]}
                whole = sum(weights.values(), Decimal(0))
                share *= weights[code] / whole if whole else Decimal(0)
                code = parents[code]
            found[indicator.code] = share
    return found
