"""方法验证: a ranking of real provinces and regions from published levels and growth, with the quarterly scheme."""

import csv
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from assessment.methodology.canonical import digest
from assessment.methodology.evaluation import Evaluation, evaluate
from assessment.methodology.evaluation_parts import UnitRow
from assessment.methodology.figures import Figure, Marker
from assessment.methodology.growth import implied_base
from assessment.methodology.run_document import CURRENT_METHOD
from assessment.methodology.scheme import parse_scheme
from assessment.methodology.units import Unit, convert
from reporting.ranking_report import AssessmentRules, IndicatorColumn, RankingReport
from reporting.workbook.ranking import write_ranking_workbook

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
PERIOD = "2023c03"
GROUPS = {"省": "前五省", "四大区域": "四大区域"}


def rank_provinces() -> Evaluation:
    """Five leading provinces, and four regions, each group by itself; the comparable base is implied and derived."""
    text = (FIXTURES / "schemes" / "guizhou-2021-quarterly.yaml").read_text("utf-8")
    return evaluate(parse_scheme(text), list(_rows()))


def write_provinces(evaluation: Evaluation, *, at: datetime) -> Path:
    """The workbook of that ranking: published figures, so it carries no demo mark."""
    path = Path(settings.REPORTS_DIR) / "方法验证-2023年一季度-公布数据.xlsx"
    draft = path.with_suffix(".part")
    with draft.open("wb") as target:
        write_ranking_workbook(_report(evaluation, at=at), target)
    draft.replace(path)
    return path


def _rows() -> Iterator[UnitRow]:
    with (FIXTURES / "published" / "miit_software_revenue_cumulative.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            wanted = row["year"] == "2023" and row["period"] == "1-3月" and row["item"] == "软件业务收入合计"
            if wanted and row["scope"] in GROUPS:
                yield _unit(row)


def _unit(row: dict[str, str]) -> UnitRow:
    level = Decimal(row["value_yi"])
    current = convert(level, Unit.HUNDRED_MILLION_YUAN, Unit.TEN_THOUSAND_YUAN)
    base = convert(implied_base(level, Decimal(row["growth_pct"])), Unit.HUNDRED_MILLION_YUAN, Unit.TEN_THOUSAND_YUAN)
    values = {
        "level": Figure.of(current),
        "software_revenue": Figure.of(current),
        "software_revenue_last_year": Figure.of(base, marker=Marker.DERIVED),
    }
    return UnitRow(row["region"], row["region"], GROUPS[row["scope"]], PERIOD, values)


def _report(evaluation: Evaluation, *, at: datetime) -> RankingReport:
    units = tuple(row.unit for row in evaluation.rows)
    scored = [[p.group, p.unit, p.score, p.rank] for p in evaluation.placings]
    return RankingReport(
        title="方法验证：2023年一季度软件业务收入",
        period=PERIOD,
        period_name="2023年一季度",
        scheme_title="2021年季度考核方案（第1版）",
        maker="贵州省发展和改革委员会",
        unit_line="亿元、%、分",
        made_at=at,
        state="方法验证",
        digest=digest({"period": PERIOD, "scored": scored}),
        evaluation=evaluation,
        method_version=CURRENT_METHOD,
        rules=AssessmentRules(title="2021年季度考核方案（第1版）"),
        unit_heading="地区",
        assessed=False,
        columns=(
            IndicatorColumn(
                "level", "软件业务收入", "亿元", 0, kind="level", divisor=Decimal(10000), stored_unit="万元"
            ),
            IndicatorColumn("growth", "软件业务收入增速", "%", 1, kind="rate"),
        ),
        order=units,
        sources=("工业和信息化部公布的2023年1—3月软件业务收入及增速",),
        notes=(
            "上年同期可比基数 = 本期数 ÷（1 + 公布增速），系推算数，不是公布数。",
            "本表用于验证方法，不是任何地区的考核结果。未包括香港特别行政区、澳门特别行政区和台湾省。",
        ),
    )
