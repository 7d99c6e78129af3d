"""Handing out the workbooks of batches: who took which copy when is written down with it."""

from datetime import datetime
from io import BytesIO

from django.db import transaction

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.measurement.models import Batch
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from reporting import batch_terms as terms
from reporting.batch_queries import accounts_report, comparison_report, measured_batch
from reporting.downloads import Download
from reporting.workbook.batch_accounts import write_accounts_workbook
from reporting.workbook.batch_comparison import write_comparison_workbook

CHECK_CODE_DIGITS = 8


def download_accounts(batch_id: int, *, by: User, at: datetime) -> Download:
    """增加值核算表 of a batch."""
    with transaction.atomic():
        require(by, Action.BATCH_DOWNLOAD, at=at)
        batch = measured_batch(batch_id, by=by, at=at)
        report = accounts_report(batch, at=at)
        _record(batch, {}, by=by, at=at)
    written = BytesIO()
    write_accounts_workbook(report, written)
    title = terms.ACCOUNTS_TITLE.format(name=batch.name_zh)
    code = batch.result_digest[:CHECK_CODE_DIGITS]
    return Download(terms.FILE_NAME.format(title=title, code=code), written.getvalue())


def download_comparison(batch_id: int, other_id: int, *, by: User, at: datetime) -> Download:
    """测算批次对比表: `batch_id` against the earlier `other_id`."""
    with transaction.atomic():
        require(by, Action.BATCH_DOWNLOAD, at=at)
        second, first = (measured_batch(one, by=by, at=at) for one in (batch_id, other_id))
        report = comparison_report(first, second, at=at)
        _record(second, {"against": first.pk}, by=by, at=at)
    written = BytesIO()
    write_comparison_workbook(report, written)
    code = f"{first.result_digest[:CHECK_CODE_DIGITS]}-{second.result_digest[:CHECK_CODE_DIGITS]}"
    return Download(terms.FILE_NAME.format(title=terms.COMPARISON_TITLE, code=code), written.getvalue())


def _record(batch: Batch, more: dict[str, object], *, by: User, at: datetime) -> None:
    facts = {"period": batch.period, "state": batch.state, "result_digest": batch.result_digest, **more}
    record(Fact(Action.BATCH_DOWNLOAD.value, PROVINCE, "measurement.batch", str(batch.pk), facts=facts), by=by, at=at)
