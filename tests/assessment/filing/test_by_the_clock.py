"""What beat does with returns each night: altered figures are told, uploads nobody confirmed lapse."""

from datetime import timedelta

import psycopg
import pytest

from assessment.audit.models import Entry
from assessment.filing import actions
from assessment.filing.models import Upload
from assessment.filing.reminder_actions import UNANSWERED
from assessment.filing.upload_actions import KEPT
from assessment.messages.models import Notice
from assessment.people.roles import Role
from tests.situations.catalogue import a_reviewer, an_account
from tests.situations.filing import (
    ASKED,
    FILLED,
    LOCKED,
    ZUNYI,
    a_city,
    a_filled_draft,
    a_queried_version,
    an_accepted_version,
)
from tests.situations.workbooks import an_upload


@pytest.mark.django_db(transaction=True)
def test_an_altered_return_is_recorded_and_told_to_the_audit_administrator(
    superuser_connection: psycopg.Connection,
) -> None:
    altered, whole = an_accepted_version(), an_accepted_version(ZUNYI)
    auditor = an_account("auditor", Role.AUDIT_ADMINISTRATOR)
    assert actions.report_altered(at=LOCKED) == 0
    cell = altered.cells.get(item="software_revenue", basis="current")
    superuser_connection.execute("update filing_cell set value = value + 1 where id = %s", [cell.pk])
    assert actions.report_altered(at=LOCKED) == 1
    entry = Entry.objects.get(action="return.altered")
    assert (entry.object_id, entry.facts["items"]) == (str(altered.pk), ["software_revenue.current"])
    notice = Notice.objects.get(to=auditor)
    assert notice.facts["count"] == "1"
    assert altered.return_filed.reporting_unit.name_zh in notice.facts["named"]
    assert whole.return_filed.reporting_unit.name_zh not in notice.facts["named"]
    assert "1235.5" not in str(notice.facts)
    assert not Notice.objects.exclude(to=auditor).filter(topic="altered").exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("audit_files")
def test_an_upload_nobody_confirmed_lapses_after_a_day_and_once() -> None:
    upload = an_upload(a_filled_draft(), {"D7": 2000})
    begun = upload.uploaded_at
    assert actions.expire_uploads(at=begun + KEPT) == 0
    assert actions.expire_uploads(at=begun + KEPT + timedelta(minutes=1)) == 1
    assert actions.expire_uploads(at=begun + KEPT + timedelta(hours=1)) == 0
    upload.refresh_from_db()
    assert (upload.state, upload.decided_by) == (Upload.State.EXPIRED, "system")
    assert Entry.objects.filter(action="workbook.discard", by="system").count() == 1
    assert begun == FILLED


@pytest.mark.django_db
def test_a_query_without_an_answer_is_reminded_of_as_such_and_leads_to_the_sheet() -> None:
    version = a_queried_version()
    filed = version.return_filed
    actions.remind_unit(filed.collection_id, filed.reporting_unit.code, by=a_reviewer(), at=ASKED)
    notice = Notice.objects.filter(to=a_city().filler, link=f"/returns/{filed.pk}/queries/").latest("pk")
    assert (notice.text, notice.topic) == (UNANSWERED, "query")
