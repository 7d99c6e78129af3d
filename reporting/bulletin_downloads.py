"""Handing out the package as one archive, and a printed preview: who took which edition when is written down."""

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import transaction

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.evidence import actions as evidence
from assessment.people.models import User
from assessment.people.permissions import Action
from reporting.bulletin import terms
from reporting.bulletin.documents import DOCUMENTS, Edition, document_named
from reporting.bulletin_actions import require_numbers_agree
from reporting.bulletin_queries import last_edition, package_seen, preview_seen, printable, run_of_package
from reporting.downloads import Download
from reporting.errors.bulletin import PreviewUnfinished
from reporting.queries import bulletin_report_for
from reporting.ranking_report import Audience
from reporting.workbook.ranking import write_ranking_workbook


def download_package(run_id: int, *, by: User, at: datetime) -> Download:
    """签报, 通报代拟稿, annexes, leaders' page and ranking workbook of the last edition, in one archive.

    A copy that is not issued carries the reader's name and the time on every page. `NumbersDiffer` while a number in
    the texts is not in the annexes.
    """
    with transaction.atomic():
        run = run_of_package(run_id, Action.BULLETIN_DOWNLOAD, by=by, at=at)
        package = package_seen(run)
        edition = last_edition(package)
        report = bulletin_report_for(run, reader=by, at=at)
        require_numbers_agree(report, edition)
        facts = {"run": run.pk, "state": run.state, "number": edition.number, "result_digest": run.result_digest}
        action = Action.BULLETIN_DOWNLOAD.value
        record(Fact(action, PROVINCE, "reporting.bulletin_package", str(package.pk), facts=facts), by=by, at=at)
    name = terms.PACKAGE.format(title=report.title, number=edition.number, code=report.check_code)
    return Download(name, archive_of(printable(report, package, edition)))


def download_preview(run_id: int, preview_id: int, *, by: User, at: datetime) -> Download:
    """The PDF, for whoever had it printed; `PreviewUnfinished` before its job has ended."""
    run = run_of_package(run_id, Action.BULLETIN_VIEW, by=by, at=at)
    preview = preview_seen(preview_id, run, by=by)
    if preview.file is None:
        raise PreviewUnfinished
    return Download(preview.file.original_name, evidence.hand_out(preview.file, by=by, at=at))


def archive_of(edition: Edition) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name in DOCUMENTS:
            archive.writestr(f"{terms.FILES[name]}.docx", document_named(name, edition))
        workbook = BytesIO()
        write_ranking_workbook(edition.report, workbook, audience=Audience.PUBLIC)
        archive.writestr(f"{terms.FILES['workbook']}.xlsx", workbook.getvalue())
    return written.getvalue()
