"""Sentences of the official sheets, put together from the fixed terms."""

from datetime import datetime
from decimal import Decimal

from assessment.methodology.scheme_parts import Indicator, RankingKey, Scheme
from reporting import official_terms as terms
from reporting.ranking_report import IndicatorColumn, RankingReport


def made_at_text(moment: datetime) -> str:
    """2022年3月25日 10:00: no leading zeros in the date."""
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"


def state_text(report: RankingReport) -> str:
    """The state of the result, then 演示数据 where the figures are not real."""
    return f"{report.state}{terms.DEMO_SUFFIX}" if report.demo else report.state


def titled(report: RankingReport, *, group: str = "") -> str:
    """The title with its group and, on demo data, the suffix every title then carries."""
    part = f"（{group}）" if group else ""
    return f"{report.title}{part}{terms.DEMO_SUFFIX if report.demo else ''}"


def rank_change(report: RankingReport, *, unit: str, rank: Decimal | None) -> str:
    """↑2, ↓1, — or 新 against the previous period; the first assessment says so."""
    if not report.assessed:
        return terms.NOTHING_TO_COMPUTE
    if report.previous_ranks is None:
        return terms.FIRST_ASSESSMENT
    if rank is None:
        return terms.NOTHING_TO_COMPUTE
    if unit not in report.previous_ranks:
        return terms.NEWCOMER
    risen = report.previous_ranks[unit] - rank
    if risen == 0:
        return terms.UNCHANGED
    return f"{terms.UP}{risen.normalize():f}" if risen > 0 else f"{terms.DOWN}{-risen.normalize():f}"


def ranking_rule(scheme: Scheme) -> str:
    """Direction of the order, key and ties, as declared by the scheme."""
    ranking = scheme.ranking
    published = ranking.key is RankingKey.PUBLISHED
    key = terms.KEY_PUBLISHED.format(digits=scheme.rounding.digits) if published else terms.KEY_EXACT
    ties = terms.TIES[ranking.ties.value]
    if ranking.then:
        names = "、".join(scheme.node(code).name for code in ranking.then)
        ties = f"{terms.TIE_BREAK.format(keys=names)}，仍相同的，位次并列"
    return terms.ORDER_NOTE.format(key=key, ties=ties)


def column_label(report: RankingReport, *, code: str) -> str:
    """What a data column is called, with its stored unit; else by its indicator or its part in a growth rate."""
    scheme = report.evaluation.scheme
    for column in report.columns:
        if column.code == code:
            return _with_unit(column.label, column=column)
    for indicator in scheme.indicators:
        if indicator.growth is None and indicator.code == code:
            return indicator.name
        if indicator.growth is not None and indicator.growth.of == code:
            return f"{indicator.name}{terms.CURRENT_SUFFIX}"
        if indicator.growth is not None and indicator.growth.base == code:
            return _base_label(report, indicator=indicator, of=indicator.growth.of)
    for adjustment in scheme.adjustments:
        if adjustment.column == code:
            return adjustment.name
    return code


def _base_label(report: RankingReport, *, indicator: Indicator, of: str) -> str:
    """The comparable base is called after the figure it is the base of."""
    for column in report.columns:
        if column.code == of:
            return _with_unit(f"{terms.BASE_PREFIX}{column.label}", column=column)
    return f"{indicator.name}{terms.BASE_SUFFIX}"


def _with_unit(label: str, *, column: IndicatorColumn) -> str:
    unit = column.stored_unit or column.unit
    return f"{label}（{unit}）" if unit else label
