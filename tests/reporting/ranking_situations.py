"""Rankings by name, one for each rule a calculation sheet must reproduce."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from assessment.methodology.evaluation import evaluate
from assessment.methodology.figures import Figure
from assessment.methodology.scheme import parse_scheme
from reporting.ranking_report import Audience, IndicatorColumn, RankingReport
from tests.reporting.ranking_reports import (
    QUARTERLY,
    annual_report,
    figure,
    quarterly_report,
    report_of,
    revenue_figures,
    rows_of,
)

TWO_COLUMNS = """
code: two-columns
{top}
aggregates:
  - {{code: TOTAL, name: 综合得分}}
  - {{code: SCALE, name: 规模, parent: TOTAL, weight: 60}}
  - {{code: QUALITY, name: 质量, parent: TOTAL, weight: 40}}
indicators:
  - {{code: revenue, name: 收入, parent: SCALE, weight: 70, normalise: {revenue}}}
  - {{code: staff, name: 从业人员, parent: SCALE, weight: 30, normalise: {staff}}}
  - {{code: loss, name: 亏损面, parent: QUALITY, weight: 1, direction: lower, normalise: {loss}}}
{bottom}
"""
ARITHMETIC = "pool: period\nmissing: floor\nconstant: neutral"
FIGURES = {
    "520100": ("880", "410", "12.5"),
    "520200": ("120", "95", "30"),
    "520300": ("300", "95", "18"),
    "520400": ("180", "77.5", "25"),
    "520500": ("95", "60", "41"),
}


def two_columns(
    *,
    top: str = ARITHMETIC,
    revenue: str = "{method: minmax, range: [10, 100]}",
    staff: str = "{method: rank}",
    loss: str = "{method: efficacy, not_allowed: worst, satisfactory: best}",
    bottom: str = "",
    figures: Mapping[str, tuple[str | None, str | None, str | None]] = FIGURES,
    extra: Mapping[str, Mapping[str, Figure]] | None = None,
    **changes: object,
) -> RankingReport:
    """Three indicators in two themes, lower is better for the last."""
    text = TWO_COLUMNS.format(top=top, revenue=revenue, staff=staff, loss=loss, bottom=bottom)
    table = {
        unit: {
            **{code: figure(value) for code, value in zip(("revenue", "staff", "loss"), values, strict=True)},
            **(extra or {}).get(unit, {}),
        }
        for unit, values in figures.items()
    }
    groups = changes.pop("groups", None)
    names = changes.pop("names", None)
    rows = rows_of(table, groups=groups, names=names)  # type: ignore[arg-type]
    return report_of(evaluate(parse_scheme(text), rows), **{"columns": COLUMNS, **changes})


COLUMNS = (
    IndicatorColumn(code="revenue", label="收入", unit="亿元", decimals=1),
    IndicatorColumn(code="staff", label="从业人员", unit="千人", decimals=1),
    IndicatorColumn(code="loss", label="亏损面", unit="%", decimals=1),
)


def ties() -> RankingReport:
    """Two cities with the same figures share a place, and the next one is skipped."""
    same = {"520200": ("300", "95", "18"), "520300": ("300", "95", "18")}
    return two_columns(figures={**FIGURES, **same})


def ties_broken() -> RankingReport:
    """Published scores that tie are told apart by the smaller loss, then by revenue."""
    broken = {"520200": ("300", "95", "18.0001"), "520300": ("300", "95", "18")}
    ranking = "ranking: {key: published, ties: min, then: [loss, revenue]}"
    return two_columns(top=f"{ARITHMETIC}\n{ranking}", figures={**FIGURES, **broken})


def ties_shared(rule: str) -> RankingReport:
    same = {"520200": ("300", "95", "18"), "520300": ("300", "95", "18")}
    ranking = "ranking: {key: exact, ties: " + rule + "}"
    return two_columns(top=f"{ARITHMETIC}\n{ranking}", figures={**FIGURES, **same})


def missing_floor() -> RankingReport:
    """One city has no revenue of last year, so no growth: it borrows the lowest growth score."""
    rows = rows_of(revenue_figures({"520500": ("5230.00", None)}))
    return report_of(evaluate(parse_scheme(QUARTERLY), rows))


def missing(rule: str, *, mean: str = "arithmetic") -> RankingReport:
    gap = {"520300": (None, "95", "18"), "520400": (None, None, "25")}
    return two_columns(top=f"pool: period\nmissing: {rule}\naggregation: {mean}", figures={**FIGURES, **gap})


def two_groups() -> RankingReport:
    """贵阳 is ranked apart, with bounds of its own group only."""
    groups = {"520100": "第一类", "520200": "第一类", "520300": "第二类", "520400": "第二类", "520500": "第二类"}
    return two_columns(groups=groups)


def geometric() -> RankingReport:
    levels = "aggregation: [geometric, arithmetic]"
    return two_columns(
        top=f"{ARITHMETIC}\n{levels}", staff="{method: goalposts, lower: 0, upper: 500, range: [1, 100]}"
    )


def other_means(method: str) -> RankingReport:
    staff = "{method: goalposts, lower: 0, upper: 500, range: [1, 100]}"
    return two_columns(top=f"{ARITHMETIC}\naggregation: {method}", staff=staff)


def constant_column() -> RankingReport:
    """Every city has the same staff: all get the middle of the range."""
    flat = {unit: (revenue, "95", loss) for unit, (revenue, _, loss) in FIGURES.items()}
    return two_columns(figures=flat, staff="{method: minmax, range: [60, 100]}")


def hostile_names() -> RankingReport:
    """Names that a spreadsheet would take for formulas, links or commands."""
    names = {"520100": "=1+1", "520200": "+cmd|' /C calc'!A0", "520300": "https://example.org", "520400": "@SUM(A1)"}
    return two_columns(names=names)


def adjusted() -> RankingReport:
    """Bonus capped at 2 points, 0.2 off per late return but not more than 1, total capped at 90."""
    bottom = (
        "adjustments:\n"
        "  - {code: BONUS, name: 加分, column: bonus, cap: 2}\n"
        "  - {code: LATE, name: 迟报扣分, column: late, points: -0.2, floor: -1}\n"
        "cap: {upper: 90}"
    )
    points = {
        "520100": ("5", "0"),
        "520200": ("1.5", "3"),
        "520300": ("0", "9"),
        "520400": ("0", "0"),
        "520500": ("0", "1"),
    }
    extra = {unit: {"bonus": figure(bonus), "late": figure(late)} for unit, (bonus, late) in points.items()}
    return two_columns(bottom=bottom, extra=extra)


def half_even() -> RankingReport:
    """GB/T 8170: 62.5 and 63.5 to whole points are 62 and 64."""
    text = """
code: half-even
rounding: {method: half_even, digits: 0}
aggregates: [{code: TOTAL, name: 综合得分}]
indicators:
  - {code: x, name: 指标, parent: TOTAL, weight: 1, normalise: {method: scaled, lower: 0, upper: 1}}
"""
    values = {"520100": "62.5", "520200": "63.5", "520300": "64.49", "520400": "61.51"}
    rows = rows_of({unit: {"x": figure(value)} for unit, value in values.items()})
    return report_of(evaluate(parse_scheme(text), rows), columns=())


def growth_rule(policy: str, *, normalise: str = "{method: minmax, range: [60, 100]}") -> RankingReport:
    """Three cities on a base that allows no rate, or none that counts: tiny, zero and negative."""
    text = QUARTERLY.replace("floor: 500}", f"floor: 500, bad_base: {policy}}}").replace(
        "{method: minmax, range: [60, 100]}", normalise
    )
    bad = {"520400": ("9870.00", "120.00"), "520500": ("5230.00", "0"), "520600": ("4710.00", "-300")}
    return report_of(evaluate(parse_scheme(text), rows_of(revenue_figures(bad))))


def weights_anew() -> RankingReport:
    """A base of zero leaves one city without its rate; its level alone carries the whole weight."""
    text = QUARTERLY.replace("missing: floor", "missing: renormalise")
    return report_of(evaluate(parse_scheme(text), rows_of(revenue_figures({"520500": ("5230.00", "0")}))))


def all_periods() -> RankingReport:
    """Bounds over two quarters together, places within each."""
    text = QUARTERLY.replace("pool: period", "pool: all")
    later = {unit: (str(Decimal(now) * 2 + 7), str(Decimal(then) * 2)) for unit, (now, then) in _pairs().items()}
    rows = [*rows_of(revenue_figures()), *rows_of(revenue_figures(later), period="2021c06")]
    return report_of(evaluate(parse_scheme(text), rows))


def _pairs() -> dict[str, tuple[str, str]]:
    figures = revenue_figures()
    return {unit: (str(row["level"].value), str(row["level_last_year"].value)) for unit, row in figures.items()}


def methods(revenue: str, staff: str, loss: str) -> RankingReport:
    return two_columns(revenue=revenue, staff=staff, loss=loss)


def treated(treatment: str) -> RankingReport:
    """One indicator of nine cities under one treatment."""
    text = f"""
code: treated
aggregates: [{{code: TOTAL, name: 综合得分}}]
indicators:
  - {{code: level, name: 绝对值, parent: TOTAL, weight: 1, treat: [{treatment}], normalise: {{method: minmax}}}}
"""
    return report_of(evaluate(parse_scheme(text), rows_of(revenue_figures())))


def growth_averaged() -> RankingReport:
    """六盘水 has 5,510 a year ago, below the floor of 6,000: 6,120 against 4,590 three years ago counts by the year."""
    text = QUARTERLY.replace("floor: 500", "floor: 6000, bad_base: three_year_average, three_years_ago: level_2018")
    table = revenue_figures()
    earlier = {**dict.fromkeys(table, "3000.00"), "520200": "4590.00", "520500": "0", "520600": None}
    rows = {unit: {**values, "level_2018": figure(earlier[unit])} for unit, values in table.items()}
    return report_of(evaluate(parse_scheme(text), rows_of(rows)))


def four_plus_six(direction: str) -> RankingReport:
    """Part by target, part by place; the figures of `revenue` reach 180 in three cities."""
    text = f"""
code: parts
aggregates: [{{code: TOTAL, name: 综合得分}}]
indicators:
  - {{code: revenue, name: 收入, parent: TOTAL, weight: 10, direction: {direction}}}
  - {{code: staff, name: 从业人员, parent: TOTAL, weight: 5}}
combine:
  - code: revenue
    parts:
      - {{points: 4, method: target_met, target: 180}}
      - {{points: 6, method: rank_ladder, step: 10, floor: 70, of: above_target}}
  - code: staff
    parts:
      - {{points: 3, method: target_completion, target: 80, cap: 1}}
      - {{points: 2, method: goalposts, lower: 60, upper: 100, truncate: true}}
"""
    table = {
        unit: {"revenue": figure(revenue), "staff": figure(staff)} for unit, (revenue, staff, _) in FIGURES.items()
    }
    return report_of(evaluate(parse_scheme(text), rows_of(table)), columns=COLUMNS[:2])


def equal_parts() -> RankingReport:
    """All figures the same, and in the second indicator nobody's: the middle of the places and of each part."""
    text = """
code: parts
aggregates: [{code: TOTAL, name: 综合得分}]
indicators:
  - {code: revenue, name: 收入, parent: TOTAL, weight: 10}
  - {code: staff, name: 从业人员, parent: TOTAL, weight: 5}
combine:
  - {code: revenue, parts: [{points: 4, method: target_met, target: 8}, {points: 6, method: rank_ladder, of: all}]}
  - {code: staff, parts: [{points: 4, method: target_met, target: 8}, {points: 6, method: rank_ladder}]}
"""
    table = {unit: {"revenue": figure("9"), "staff": figure(None)} for unit in FIGURES}
    return report_of(evaluate(parse_scheme(text), rows_of(table)), columns=COLUMNS[:2])


SITUATIONS: Mapping[str, Callable[[], RankingReport]] = {
    "quarterly": quarterly_report,
    "annual": annual_report,
    "ties": ties,
    "ties broken": ties_broken,
    "ties dense": lambda: ties_shared("dense"),
    "ties average": lambda: ties_shared("average"),
    "missing floor": missing_floor,
    "missing renormalise": lambda: missing("renormalise"),
    "missing require": lambda: missing("require"),
    "missing threshold": lambda: missing("{threshold: 0.5}"),
    "two groups": two_groups,
    "geometric": geometric,
    "harmonic": lambda: other_means("harmonic"),
    "power": lambda: other_means("{power: 2}"),
    "constant": constant_column,
    "hostile names": hostile_names,
    "adjusted": adjusted,
    "half even": half_even,
    "growth none": lambda: growth_rule("none"),
    "growth increment": lambda: growth_rule("increment"),
    "growth increment by rank": lambda: growth_rule("increment", normalise="{method: rank, ties: average}"),
    "growth points": lambda: growth_rule("{points: 60}"),
    "growth cap": lambda: growth_rule("{cap: 100}"),
    "growth kept": lambda: growth_rule("winsorise"),
    "all periods": all_periods,
    "methods 1": lambda: methods(
        "{method: zscore, mean: 50, sd: 10}", "{method: fraction_of_max}", "{method: distance_to_max}"
    ),
    "methods 2": lambda: methods(
        "{method: distance_to_target, target: 900, cap: true}",
        "{method: distance_to_reference, reference_unit: '520100'}",
        "{method: target_completion, target: 20}",
    ),
    "methods 3": lambda: methods(
        "{method: target_met, target: 180}", "{method: borda, ties: average}", "{method: percentile_rank}"
    ),
    "methods 4": lambda: methods(
        "{method: rank_ladder, step: 10, floor: 75}", "{method: efficacy_log}", "{method: efficacy_exponential}"
    ),
    "methods 5": lambda: methods(
        "{method: goalposts, lower: 100, upper: 500, truncate: true}",
        "{method: scaled, lower: 0, upper: 500, factor: 100}",
        "{method: efficacy, not_allowed: 40, satisfactory: 10, truncate: true}",
    ),
    "methods 6": lambda: methods(
        "{method: average_tiers, base: 60}", "{method: goalposts, lower: 0, upper: 500}", "{method: minmax}"
    ),
    "methods 7": lambda: methods(
        "{method: standard_tiers, standards: [800, 300, 180, 120, 100]}",
        "{method: mazziotta_pareto}",
        "{method: standard_tiers, standards: [10, 15, 20, 30, 40], full: 50}",
    ),
    "methods 8": lambda: methods(
        "{method: mazziotta_pareto, lower: 0, upper: 1000, reference: 300}",
        "{method: minmax}",
        "{method: mazziotta_pareto, upper: 50}",
    ),
    "parts": lambda: four_plus_six("higher"),
    "parts lower": lambda: four_plus_six("lower"),
    "equal parts": equal_parts,
    "growth averaged": growth_averaged,
    "balanced": lambda: other_means("mazziotta_pareto"),
    "balanced renormalise": lambda: missing("renormalise", mean="mazziotta_pareto"),
    "outranking": lambda: other_means("copeland"),
    "outranking then mean": lambda: other_means("[copeland, arithmetic]"),
    "outranking renormalise": lambda: missing("renormalise", mean="copeland"),
    "outranking threshold": lambda: missing("{threshold: 0.5}", mean="copeland"),
    "public": lambda: quarterly_report().for_audience(Audience.PUBLIC),
    "public annual": lambda: annual_report().for_audience(Audience.PUBLIC),
    "public ties broken": lambda: ties_broken().for_audience(Audience.PUBLIC),
    "public adjusted": lambda: adjusted().for_audience(Audience.PUBLIC),
    "public outranking": lambda: missing("renormalise", mean="copeland").for_audience(Audience.PUBLIC),
    "winsorised": lambda: treated("{method: winsorise, points: 3}"),
    "winsorised logarithm": lambda: treated("{method: winsorise, points: 1}, log"),
    "clipped": lambda: treated("{method: clip, quantiles: [0.1, 0.9]}"),
    "shares": lambda: treated("share_of_total"),
    "denominated": lambda: treated("{method: denominate, by: level_last_year}"),
}
"""Every situation converted once by the tests, in one start of LibreOffice."""
