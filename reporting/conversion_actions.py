"""The only writer of rules of conversion; and the export of 折算得分, on record."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO, StringIO

from django.db import transaction

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.catalogue.models import SchemeVersion
from assessment.display.formats import plain
from assessment.methodology.periods import Period
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.scoring.models import Run
from assessment.scoring.queries import run_with_scores_seen
from reporting import conversion_terms as terms
from reporting.conversion_report import ConversionReport, conversion_of, conversion_report
from reporting.downloads import Download
from reporting.errors.conversion import ConversionNumberMissing, ConversionRuleStands
from reporting.models import ConversionRule
from reporting.workbook.conversion import write_conversion_workbook

XLSX, CSV, JSON = "xlsx", "csv", "json"
BOM = "\ufeff"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class RuleEntry:
    """A rule as the officer enters it; `step` and `floor` only by place."""

    kind: str
    first_period: str
    method: str
    full_points: Decimal
    document_number: str
    step: Decimal | None = None
    floor: Decimal | None = None


def enter_rule(entry: RuleEntry, *, by: User, at: datetime) -> ConversionRule:
    """Enter the rule in force from a period on; one that stands is never edited."""
    with transaction.atomic():
        require(by, Action.CONVERSION_SET, at=at)
        if not entry.document_number.strip():
            raise ConversionNumberMissing
        rule = ConversionRule(
            kind=SchemeVersion.Kind(entry.kind),
            first_period=Period.parse(entry.first_period).code,
            method=ConversionRule.Method(entry.method),
            full_points=entry.full_points,
            step=entry.step,
            floor=entry.floor,
            document_number=entry.document_number.strip(),
            entered_by=by,
            entered_at=at,
        )
        conversion_of(rule)
        same = ConversionRule.objects.select_for_update().filter(kind=rule.kind, first_period=rule.first_period)
        if same.exists():
            raise ConversionRuleStands(period=Period.parse(rule.first_period).name_zh)
        rule.save(force_insert=True)
        facts = {"kind": rule.kind, "first_period": rule.first_period, "method": rule.method}
        stated = {**facts, "full_points": plain(rule.full_points), "document_number": rule.document_number}
        record(_fact(Action.CONVERSION_SET, "reporting.conversion_rule", rule.pk, stated), by=by, at=at)
    return rule


def export_conversion(run_id: int, form: str, *, by: User, at: datetime) -> ConversionReport:
    """The table of an issued run; who took it in which form is written down. `NotFound` before the issue."""
    with transaction.atomic():
        require(by, Action.CONVERSION_DOWNLOAD, at=at)
        report = conversion_report(issued_run_seen(run_id, by=by, at=at))
        facts = {"period": report.period, "form": form, "result_digest": report.result_digest}
        record(_fact(Action.CONVERSION_DOWNLOAD, "scoring.run", run_id, facts), by=by, at=at)
    return report


def issued_run_seen(run_id: int, *, by: User, at: datetime) -> Run:
    run = run_with_scores_seen(run_id, by=by, at=at)
    if run.state != Run.State.ISSUED:
        raise NotFound
    return run


def download_conversion(run_id: int, form: str, *, by: User, at: datetime) -> Download:
    """As a workbook or as CSV."""
    report = export_conversion(run_id, form, by=by, at=at)
    content = _workbook(report) if form == XLSX else conversion_csv(report)
    return Download(terms.FILE_NAME.format(title=report.title, code=report.check_code, ending=form), content)


def conversion_csv(report: ConversionReport) -> bytes:
    """UTF-8 with a mark for Excel; numbers plain, a missing one blank, no text that a table would reckon with."""
    written = StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(terms.CSV_HEADS)
    for row in report.rows:
        numbers = (plain(value) or "" for value in (row.score, row.rank, row.points))
        texts = (_harmless(text) for text in (row.code, row.name, row.group))
        lines.writerow([*texts, *numbers, report.period, _harmless(report.issue_number), report.result_digest])
    return (BOM + written.getvalue()).encode()


def _workbook(report: ConversionReport) -> bytes:
    written = BytesIO()
    write_conversion_workbook(report, written)
    return written.getvalue()


def _harmless(text: str) -> str:
    """A text that begins like a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def _fact(action: Action, kind: str, key: int, facts: Mapping[str, object]) -> Fact:
    return Fact(action.value, PROVINCE, kind, str(key), facts=facts)
