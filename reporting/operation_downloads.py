"""Handing out the operation workbooks: who took which part of which table when is written down with it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from typing import IO

from django.db import transaction

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.filing.explanations_table import ExplanationSearch
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from reporting.operations import terms
from reporting.operations.checks_table import checks_report
from reporting.operations.explanations_table import explanations_report
from reporting.operations.progress_table import progress_report
from reporting.operations.quality_table import quality_report
from reporting.operations.query_sheet_table import query_sheet_report
from reporting.operations.tables import Report
from reporting.workbook.operation_book import write_operation_workbook

PROGRESS, CHECKS, QUALITY, EXPLANATIONS, QUERIES = "progress", "checks", "quality", "explanations", "queries"
OF_A_PERIOD = {PROGRESS: progress_report, CHECKS: checks_report, QUALITY: quality_report}


@dataclass(frozen=True)
class OperationDownload:
    """`content` is the finished file, some 50 bytes a row, and stands at its beginning."""

    file_name: str
    content: IO[bytes]


def download_of_period(table: str, period: str, *, by: User, at: datetime) -> OperationDownload:
    """One of `OF_A_PERIOD`, for the newest collected period where none is named."""
    with transaction.atomic():
        require(by, Action.OPERATION_DOWNLOAD, at=at)
        report = OF_A_PERIOD[table](by, period, at=at)
        _record(table, {"period": period, "code": report.code}, by=by, at=at)
    return _written(report)


def download_explanations(search: ExplanationSearch, *, by: User, at: datetime) -> OperationDownload:
    """上报说明: everything the search finds, not one page of it."""
    with transaction.atomic():
        require(by, Action.OPERATION_DOWNLOAD, at=at)
        report = explanations_report(by, search, at=at)
        asked_for = {name: value for name, value in asdict(search).items() if value}
        _record(EXPLANATIONS, {**asked_for, "code": report.code}, by=by, at=at)
    return _written(report)


def download_query_sheet(return_id: int, *, by: User, at: datetime) -> OperationDownload:
    """核实单 of one return; `NotFound` behind the wall or where nothing was asked."""
    with transaction.atomic():
        require(by, Action.OPERATION_DOWNLOAD, at=at)
        report, region = query_sheet_report(return_id, by, at=at)
        _record(QUERIES, {"return": return_id, "code": report.code}, by=by, at=at, chain=region)
    return _written(report)


def _record(table: str, facts: Mapping[str, object], *, by: User, at: datetime, chain: str = PROVINCE) -> None:
    record(Fact(Action.OPERATION_DOWNLOAD.value, chain, "reporting.operation", table, facts=facts), by=by, at=at)


def _written(report: Report) -> OperationDownload:
    content = BytesIO()
    write_operation_workbook(report, content)
    content.seek(0)
    return OperationDownload(terms.FILE_NAME.format(title=report.title, code=report.code), content)
