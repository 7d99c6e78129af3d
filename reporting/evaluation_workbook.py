"""workbook.xlsx of `manage.py evaluate --workbook`: the ranking workbook of an evaluation that no run stands behind."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext

from assessment.catalogue.scheme_documents import (
    DOCUMENT_ENDING,
    SCHEME_ENDING,
    SchemeDocument,
    scheme_document,
    scheme_files,
)
from assessment.methodology.canonical import digest
from assessment.methodology.errors import AssessmentError
from assessment.methodology.evaluation import Evaluation
from assessment.methodology.periods import Period
from assessment.methodology.robustness import Robustness
from reporting import report_words as words
from reporting.official_terms import POINTS
from reporting.ranking_report import IndicatorColumn, RankingReport, mean_rows
from reporting.report_columns import columns_of, rules_of, title_of, unit_line_of
from reporting.workbook.ranking import write_ranking_workbook


def office_beside(scheme: Path) -> SchemeDocument | None:
    """The 考核办法 in S.document.yaml beside S.yaml, where there is one; it must be in order then."""
    document = scheme.with_name(scheme.name.removesuffix(SCHEME_ENDING) + DOCUMENT_ENDING)
    return scheme_document(scheme_files(document)) if document.is_file() else None


def write_workbooks(
    folder: Path,
    evaluation: Evaluation,
    *,
    at: datetime,
    robustness: Robustness | None = None,
    office: SchemeDocument | None = None,
) -> list[Path]:
    """One workbook per period: workbook.xlsx for the only one, else workbook-PERIOD.xlsx each.

    With the `office` of the scheme they say what a run in the system says, title, labels and units included.
    """
    periods = list(dict.fromkeys(row.period for row in evaluation.rows))
    written = []
    for period in periods:
        name = "workbook.xlsx" if len(periods) == 1 else f"workbook-{_safe(period)}.xlsx"
        with (folder / name).open("wb") as target:
            report = replace(_report(evaluation, period, at), robustness=robustness)
            if office is not None:
                report = _by_office(report, office)
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
        summary=mean_rows(evaluation, period=period),
    )


def _by_office(report: RankingReport, office: SchemeDocument) -> RankingReport:
    """The same in the words of the 考核办法; figures that the table does not hold have no column."""
    given = {code for row in report.evaluation.rows for code in row.values}
    given |= {indicator.code for indicator in report.evaluation.scheme.indicators}
    columns = tuple(column for column in columns_of(office, report.evaluation.scheme) if column.code in given)
    return replace(
        report,
        title=title_of(office, period_name=report.period_name),
        scheme_title=office.title_zh,
        rules=rules_of(office),
        maker=office.issuer,
        unit_line=unit_line_of(columns),
        columns=columns,
        notes=words.BASIS_NOTES[office.kind],
        demo=words.DEMO_MARK in office.document_number,
    )


def _period_name(period: str) -> str:
    """Official words for a known code; any other label as it is."""
    try:
        return Period.parse(period).name_zh
    except AssessmentError:
        return period
