"""Rankings to print: nine cities with made-up figures, in the situations a workbook must survive."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from assessment.methodology.evaluation import Evaluation, UnitRow, evaluate
from assessment.methodology.figures import Figure
from assessment.methodology.income_approach import Components
from assessment.methodology.scheme import parse_scheme
from reporting.ranking_report import (
    AccountsBlock,
    AccountsYear,
    AssessmentRules,
    IndicatorColumn,
    RankingReport,
    SummaryRow,
    mean_scores,
)

PERIOD = "2021c03"
MADE_AT = datetime(2021, 4, 25, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DIGEST = "3f2a91c0" * 8

CITIES = {
    "520100": "贵阳市",
    "520200": "六盘水市",
    "520300": "遵义市",
    "520400": "安顺市",
    "520500": "毕节市",
    "520600": "铜仁市",
    "522300": "黔西南布依族苗族自治州",
    "522600": "黔东南苗族侗族自治州",
    "522700": "黔南布依族苗族自治州",
}

REVENUE = {
    "520100": ("1825340.00", "1402115.00"),
    "520200": ("6120.00", "5510.00"),
    "520300": ("21850.00", "18230.00"),
    "520400": ("9870.00", "7420.00"),
    "520500": ("5230.00", "4890.00"),
    "520600": ("4710.00", "4205.00"),
    "522300": ("3980.00", "3602.00"),
    "522600": ("4415.00", "4518.00"),
    "522700": ("12330.00", "9875.00"),
}

QUARTERLY = """
code: quarterly
pool: period
missing: floor
constant: neutral
rounding: {method: half_up, digits: 2}
ranking: {key: published, ties: min}
aggregation: arithmetic
aggregates:
  - {code: TOTAL, name: 综合得分}
  - {code: SOFTWARE, name: 软件业务收入, parent: TOTAL, weight: 100}
indicators:
  - {code: level, name: 绝对值, parent: SOFTWARE, weight: 40, direction: higher,
     treat: [{method: log}], normalise: {method: efficacy, not_allowed: worst, satisfactory: best}}
  - {code: growth, name: 增速, parent: SOFTWARE, weight: 60, direction: higher,
     normalise: {method: minmax, range: [60, 100]},
     growth: {of: level, base: level_last_year, floor: 500}}
"""

REVENUE_COLUMNS = (
    IndicatorColumn(code="level", label="软件业务收入", unit="亿元", divisor=Decimal(10000), stored_unit="万元"),
    IndicatorColumn(code="growth", label="软件业务收入增速", unit="%", decimals=1, kind="rate"),
)


def figure(text: str | None) -> Figure:
    """A number, or 暂无数据 for None."""
    return Figure.not_available("企业名录核对中") if text is None else Figure.of(Decimal(text))


def rows_of(
    table: Mapping[str, Mapping[str, Figure]],
    *,
    names: Mapping[str, str] | None = None,
    groups: Mapping[str, str] | None = None,
    period: str = PERIOD,
) -> list[UnitRow]:
    """One row per unit; the names of the nine cities unless others are given."""
    known = {**CITIES, **(names or {})}
    return [
        UnitRow(
            unit=unit,
            name=known.get(unit, unit),
            group=(groups or {}).get(unit, ""),
            period=period,
            values=values,
        )
        for unit, values in table.items()
    ]


def revenue_figures(changes: Mapping[str, tuple[str | None, str | None]] | None = None) -> dict[str, dict[str, Figure]]:
    """Software revenue of the nine cities in 万元: this period and the same period of last year."""
    table = {**REVENUE, **(changes or {})}
    return {
        unit: {"level": figure(current), "level_last_year": figure(base)} for unit, (current, base) in table.items()
    }


def report_of(evaluation: Evaluation, **changes: object) -> RankingReport:
    """A quarterly report around an evaluation."""
    settings: dict[str, object] = {
        "title": "2021年一季度市（州）软件业务收入考核排名",
        "period": PERIOD,
        "period_name": "2021年一季度",
        "scheme_title": "2021年季度考核方案（第1版）",
        "maker": "贵州省发展和改革委员会",
        "unit_line": "分、亿元、%",
        "made_at": MADE_AT,
        "state": "已审定",
        "digest": DIGEST,
        "evaluation": evaluation,
        "method_version": "2021.1",
        "rules": AssessmentRules(
            "贵州省市（州）数字经济考核办法", "黔发改数字〔2021〕00号", "贵州省发展和改革委员会", "2021年1月20日"
        ),
        "order": tuple(CITIES),
        "columns": REVENUE_COLUMNS,
        "sources": ("各市（州）软件和信息技术服务业统计报表",),
        "notes": ("软件业务收入为累计数，增速按本期累计与上年同期累计（可比口径）计算。",),
    }
    return RankingReport(**{**settings, **changes})  # type: ignore[arg-type]


def quarterly_report(**changes: object) -> RankingReport:
    """The first quarter, nine cities: logarithm and 功效系数 for the level, min–max for the growth."""
    evaluation = evaluate(parse_scheme(QUARTERLY), rows_of(revenue_figures()))
    summary = (
        SummaryRow("全省合计", figures={"level": figure("1893845.00"), "growth": figure("29.6")}),
        SummaryRow("全省平均", scores=mean_scores(evaluation, period=PERIOD, group="")),
    )
    return report_of(evaluation, **{"summary": summary, **changes})


ANNUAL = """
code: annual
pool: period
missing: floor
constant: neutral
rounding: {method: half_up, digits: 2}
ranking: {key: published, ties: min}
aggregates:
  - {code: TOTAL, name: 综合得分}
  - {code: DIGITAL_ECONOMY, name: 数字经济, parent: TOTAL, weight: 100}
indicators:
  - {code: share, name: 占GDP比重, parent: DIGITAL_ECONOMY, weight: 50,
     normalise: {method: goalposts, lower: 10, upper: 60}}
  - {code: growth, name: 名义增速, parent: DIGITAL_ECONOMY, weight: 50,
     normalise: {method: minmax, range: [60, 100]},
     growth: {of: value_added, base: value_added_last_year, floor: 500}}
"""

INDUSTRIES = (
    ("C39", "计算机、通信和其他电子设备制造业"),
    ("I63", "电信、广播电视和卫星传输服务"),
    ("I64", "互联网和相关服务"),
    ("I65", "软件和信息技术服务业"),
)


def accounts_block() -> AccountsBlock:
    """Round figures in 万元 that a reader can add: city k has 100·k in every component of last year, 110·k + 10 now."""
    return AccountsBlock(
        industries=INDUSTRIES,
        current=_year("2021年", amount=lambda k: 110 * k + 10, gdp=lambda k: 20000 + 1000 * k, other=4000),
        base=_year("2020年", amount=lambda k: 100 * k, gdp=lambda k: 18000 + 1000 * k, other=3500),
        unit="万元",
        drives={
            "share": "share",
            "digital_economy": "value_added",
            "digital_economy_last_year": "value_added_last_year",
        },
    )


def _year(label: str, *, amount: Callable[[int], int], gdp: Callable[[int], int], other: int) -> AccountsYear:
    numbers = {unit: k for k, unit in enumerate(CITIES, start=1)}
    return AccountsYear(
        label=label,
        industries={
            (unit, code): Components(*(Decimal(amount(k)) for _ in range(4)))
            for unit, k in numbers.items()
            for code, _ in INDUSTRIES
        },
        gdp={unit: Decimal(gdp(k)) for unit, k in numbers.items()},
        industrial_digitalisation={unit: Decimal(other) for unit in numbers},
    )


def annual_report(**changes: object) -> RankingReport:
    """The year by the income approach: 16 equal components and industrial digitalisation per city and year."""
    table = {}
    for k, unit in enumerate(CITIES, start=1):
        now, then = 16 * (110 * k + 10) + 4000, 16 * 100 * k + 3500
        share = Decimal(now) / Decimal(20000 + 1000 * k) * 100
        table[unit] = {
            "share": Figure.of(share),
            "value_added": Figure.of(Decimal(now)),
            "value_added_last_year": Figure.of(Decimal(then)),
        }
    evaluation = evaluate(parse_scheme(ANNUAL), rows_of(table, period="2021"))
    return report_of(
        evaluation,
        **{
            "title": "2021年度市（州）数字经济高质量考核排名",
            "period": "2021",
            "period_name": "2021年度",
            "scheme_title": "2021年度考核方案（第1版）",
            "unit_line": "分、万元、%",
            "accounts": accounts_block(),
            "columns": (
                IndicatorColumn(code="value_added", label="数字经济增加值", unit="万元", decimals=0),
                IndicatorColumn(code="share", label="占GDP比重", unit="%", decimals=1),
                IndicatorColumn(code="growth", label="名义增速", unit="%", decimals=1, kind="rate"),
            ),
            **changes,
        },
    )
