"""workbook.xlsx of `manage.py evaluate --workbook`: the ranking workbook of an evaluation that no run stands behind."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext

from assessment.methodology.canonical import digest
from assessment.methodology.errors import AssessmentError
from assessment.methodology.evaluation import Evaluation
from assessment.methodology.periods import Period
from assessment.methodology.robustness import Robustness
from reporting.official_terms import POINTS
from reporting.ranking_report import IndicatorColumn, RankingReport
from reporting.workbook.ranking import write_ranking_workbook


def write_workbooks(
    folder: Path, evaluation: Evaluation, *, at: datetime, robustness: Robustness | None = None
) -> list[Path]:
    """One workbook per period: workbook.xlsx for the only one, else workbook-PERIOD.xlsx each."""
    periods = list(dict.fromkeys(row.period for row in evaluation.rows))
    written = []
    for period in periods:
        name = "workbook.xlsx" if len(periods) == 1 else f"workbook-{_safe(period)}.xlsx"
        with (folder / name).open("wb") as target:
            report = replace(_report(evaluation, period, at), robustness=robustness)
            write_ranking_workbook(report, target)
        written.append(folder / name)
    return written


def _safe(period: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in period)


def _report(evaluation: Evaluation, period: str, at: datetime) -> RankingReport:
    scheme = evaluation.scheme
    scored = [[each.period, each.group, each.unit, each.score, each.rank] for each in evaluation.placings]
    name = _period_name(period)
    return RankingReport(
        title=gettext("{period} ranking by {scheme}").format(period=name, scheme=scheme.code).strip(),
        period=period,
        period_name=name,
        scheme_title=scheme.code,
        maker="",
        unit_line=POINTS,
        made_at=at,
        state=gettext("computed offline"),
        digest=digest({"scheme": scheme.code, "placings": scored}),
        evaluation=evaluation,
        unit_heading=gettext("Assessed unit"),
        columns=tuple(IndicatorColumn(each.code, each.name, "", 2) for each in scheme.indicators),
    )


def _period_name(period: str) -> str:
    """Official words for a known code; any other label as it is."""
    try:
        return Period.parse(period).name_zh
    except AssessmentError:
        return period
