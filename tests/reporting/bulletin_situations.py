"""Rankings for the bulletin: given scores and rates, and drawn periods with ties, falls, gaps and newcomers."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from assessment.methodology.evaluation import evaluate
from assessment.methodology.figures import Figure
from assessment.methodology.periods import Period
from assessment.methodology.scheme import parse_scheme
from reporting.ranking_report import IndicatorColumn, RankingReport, SummaryRow, mean_scores
from tests.reporting.ranking_reports import CITIES, figure, report_of, rows_of

POINTS = """
code: points
missing: {missing}
rounding: {{method: half_up, digits: 2}}
ranking: {{key: published, ties: min}}
aggregates:
  - {{code: TOTAL, name: 综合得分}}
indicators:
  - {{code: points, name: 基础分, parent: TOTAL, weight: 1, normalise: {{method: scaled, lower: 0, upper: 1}}}}
"""
MIXED = """
code: mixed
pool: period
missing: {missing}
constant: neutral
rounding: {{method: half_up, digits: 2}}
ranking: {{key: published, ties: min}}
aggregates:
  - {{code: TOTAL, name: 综合得分}}
indicators:
  - {{code: level, name: 绝对值, parent: TOTAL, weight: 40, treat: [{{method: log}}],
     normalise: {{method: efficacy, not_allowed: worst, satisfactory: best}}}}
  - {{code: growth, name: 增速, parent: TOTAL, weight: 60, normalise: {{method: minmax, range: [60, 100]}},
     growth: {{of: level, base: base, floor: 500}}}}
"""
COLUMNS = (
    IndicatorColumn(code="level", label="软件业务收入", unit="亿元", divisor=Decimal(10_000), stored_unit="万元"),
    IndicatorColumn(code="growth", label="软件业务收入增速", unit="%", decimals=1, kind="rate"),
)
CODES = tuple(CITIES)


def with_points(*points: str | None, before: Mapping[str, int] | None = None, **changes: object) -> RankingReport:
    """贵阳, 六盘水, 遵义 … with these total scores; `before` the places of the period before by code."""
    table = {code: {"points": figure(value)} for code, value in zip(CODES, points, strict=False)}
    evaluation = evaluate(parse_scheme(POINTS.format(missing="require")), rows_of(table))
    previous = None if before is None else {code: Decimal(place) for code, place in before.items()}
    return report_of(evaluation, columns=(), previous_ranks=previous, **changes)


def with_revenue(pairs: Mapping[str, tuple[str | None, str | None]], **changes: object) -> RankingReport:
    """Revenue and the same period of last year by code, in 万元."""
    table = {code: {"level": figure(now), "base": figure(then)} for code, (now, then) in pairs.items()}
    evaluation = evaluate(parse_scheme(MIXED.format(missing="floor")), rows_of(table))
    return report_of(evaluation, columns=COLUMNS, **changes)


def drawn_periods(count: int, *, seed: int = 20210331) -> Iterator[RankingReport]:
    """Quarters and years over a decade; every third with equal cities, every fourth a first assessment."""
    draws = random.Random(seed)
    for number in range(count):
        yield _drawn(number, draws)


def _drawn(number: int, draws: random.Random) -> RankingReport:
    period = Period.cumulative(2015 + number % 10, draws.choice((3, 6, 9, 12)))
    if number % 5 == 4:
        period = Period.annual(2015 + number % 10)
    codes = CODES[: draws.randint(2, len(CODES))]
    table = {code: _city(draws) for code in codes}
    if number % 3 == 0:
        table[codes[-1]] = table[codes[0]]
    rule = draws.choice(("floor", "require"))
    groups = (
        {code: "第一类" if place % 2 else "第二类" for place, code in enumerate(codes)} if number % 7 == 6 else None
    )
    rows = rows_of(table, groups=groups, period=period.code)
    evaluation = evaluate(parse_scheme(MIXED.format(missing=rule)), rows)
    report = report_of(
        evaluation,
        period=period.code,
        period_name=period.name_zh,
        title=f"{period.name_zh}市（州）软件业务收入考核排名",
        columns=COLUMNS,
        previous_ranks=None if number % 4 == 0 else _before(codes, draws),
        demo=number % 2 == 0,
    )
    return replace(report, summary=_summary(report, draws))


def _city(draws: random.Random) -> dict[str, Figure]:
    base = Decimal(draws.randint(40_000, 2_000_000_00)).scaleb(-2)
    now = (base * Decimal(draws.randint(70, 160)) / 100).quantize(Decimal("0.01"))
    kind = draws.random()
    if kind < 0.08:
        return {"level": Figure.of(now), "base": Figure.not_available("核对中")}
    if kind < 0.12:
        return {"level": Figure.of(now), "base": Figure.of(Decimal(0))}
    return {"level": Figure.of(now), "base": Figure.of(now if kind > 0.95 else base)}


def _before(codes: tuple[str, ...], draws: random.Random) -> dict[str, Decimal]:
    places = draws.sample(range(1, len(codes) + 1), len(codes))
    known = {code: Decimal(place) for code, place in zip(codes, places, strict=True)}
    if draws.random() < 0.3:
        known.pop(draws.choice(codes))
    return known


def _summary(report: RankingReport, draws: random.Random) -> tuple[SummaryRow, ...]:
    total = Decimal(draws.randint(10_000, 900_000_00)).scaleb(-2)
    figures = {"level": Figure.of(total), "growth": Figure.of(Decimal(draws.randint(-300, 500)).scaleb(-1))}
    means = mean_scores(report.evaluation, period=report.period, group=report.evaluation.rows[0].group)
    return SummaryRow("全省合计", figures=figures), SummaryRow("全省平均", scores=means)
