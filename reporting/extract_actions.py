"""The only writer of audit extracts: asked for, made by a job, handed out to whoever asked, removed when they lapse."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max

from assessment.audit.actions import PROVINCE, SYSTEM, Actor, Fact, record
from assessment.audit.models import Entry
from assessment.display.formats import moment
from assessment.evidence import made_files
from assessment.evidence.made_files import MadeFile
from assessment.jobs.actions import emit, retry
from assessment.jobs.leases import Lease
from assessment.jobs.models import Job
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from reporting.errors.extract import ExtractExpired, ExtractUnfinished
from reporting.extract_queries import extract_seen
from reporting.models import AuditExtract
from reporting.operation_downloads import OperationDownload
from reporting.operations import terms
from reporting.operations.audit_extract import Asked, Extract, check_reach
from reporting.workbook.operation_book import write_operation_workbook

EXTRACT_REQUESTED = "reporting.audit_extract_requested"
KEPT: Final = timedelta(days=7)
ORPHANS_KEPT: Final = timedelta(days=1)


def request_extract(asked: Asked, *, by: User, at: datetime) -> AuditExtract:
    """Have the extract made for `by`; one that waits is not asked for twice, one that failed is tried again.

    It ends before the entry of its own request. `NotFound` for a unit behind the wall.
    """
    with transaction.atomic():
        require(by, Action.AUDIT_EXTRACT, at=at)
        check_reach(asked, by, at=at)
        User.objects.select_for_update(of=("self",)).only("pk").get(pk=by.pk)
        same = AuditExtract.objects.select_related("job").filter(requested_by=by, asked=asked.document, made_at=None)
        waiting = same.first()
        if waiting is not None and waiting.job is not None:
            if waiting.job.state == Job.State.FAILED:
                waiting.job = retry(waiting.job.pk, by=by, at=at)
            return waiting
        last: int = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
        extract = AuditExtract.objects.create(requested_by=by, requested_at=at, asked=asked.document, last=last)
        extract.job = emit(EXTRACT_REQUESTED, {"audit_extract": extract.pk}, by=by, at=at).job
        extract.save(update_fields=["job"])
        _record(Action.AUDIT_EXTRACT.value, extract, by=by, at=at)
    return extract


def store_extract(lease: Lease, *, at: datetime) -> None:
    """Write the workbook a job names and keep it; a second delivery of the same job finds it done."""
    extract = AuditExtract.objects.select_related("requested_by").get(pk=int(lease.arguments["audit_extract"]))
    if extract.made_at is not None:
        return
    asked = Asked.of(extract.asked)
    found = Extract.of(extract.requested_by, asked, extract.last, at=at)
    report = found.report(lease.progress, by=extract.requested_by, at=at)
    made = made_files.make(lambda file: write_operation_workbook(report, file))
    with transaction.atomic():
        lease.hold()
        extract.file_name = terms.FILE_NAME.format(title=report.title, code=report.code)
        extract.storage_name, extract.size, extract.digest = made.name, made.size, made.digest
        extract.rows, extract.made_at, extract.expires_at = found.total, at, at + KEPT
        extract.save()
        _record("audit.extracted", extract, by=SYSTEM, at=at)


def download_extract(extract_id: int, *, by: User, at: datetime) -> OperationDownload:
    """The file, for whoever asked for it; `ExtractUnfinished` before it is made, `ExtractExpired` afterwards."""
    with transaction.atomic():
        require(by, Action.AUDIT_EXTRACT, at=at)
        extract = extract_seen(extract_id, by=by)
        if extract.made_at is None or extract.expires_at is None:
            raise ExtractUnfinished
        if not extract.storage_name or extract.expires_at <= at:
            raise ExtractExpired(until=moment(extract.expires_at))
        made = MadeFile(extract.storage_name, extract.size or 0, extract.digest)
        content = made_files.opened(made, shown_name=extract.file_name)
        _record("audit.extract_taken", extract, by=by, at=at)
    return OperationDownload(extract.file_name, content)


def remove_expired_extracts(*, at: datetime) -> int:
    """Remove the files whose time is over, and those that no row names; the rows with their digests stay."""
    removed = 0
    while name := _let_lapse(at=at):
        made_files.remove(name)
        removed += 1
    known = frozenset(AuditExtract.objects.exclude(storage_name="").values_list("storage_name", flat=True))
    made_files.sweep(known, before=(at - ORPHANS_KEPT).timestamp())
    return removed


def _let_lapse(*, at: datetime) -> str:
    """The name of a file whose time is over, no longer named by its row; blank where there is none."""
    with transaction.atomic():
        lapsed = AuditExtract.objects.select_for_update(skip_locked=True).filter(expires_at__lte=at)
        extract = lapsed.exclude(storage_name="").first()
        if extract is None:
            return ""
        name, extract.storage_name = extract.storage_name, ""
        extract.save(update_fields=["storage_name"])
        _record("audit.extract_removed", extract, by=SYSTEM, at=at)
    return name


def _record(action: str, extract: AuditExtract, *, by: Actor, at: datetime) -> None:
    narrowed = {name: value for name, value in extract.asked.items() if value}
    facts = {**narrowed, "last": extract.last, **({"digest": extract.digest} if extract.digest else {})}
    record(Fact(action, PROVINCE, "reporting.audit_extract", str(extract.pk), facts=facts), by=by, at=at)
