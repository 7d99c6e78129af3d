"""Documents beside a request for correction and beside an adopted value, and who is told of a request."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assessment.evidence.errors import FileTypeNotAccepted
from assessment.evidence.models import StoredFile
from assessment.filing import actions
from assessment.filing.correction_actions import Wanted
from assessment.filing.errors.corrections import CorrectionFilesClosed
from assessment.filing.errors.review import AdoptionFilesClosed
from assessment.filing.evidence_actions import Upload
from assessment.filing.models import AdoptedValue, Correction
from assessment.messages.models import Notice
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.models import User
from tests.situations.catalogue import a_reviewer
from tests.situations.files import PDF
from tests.situations.filing import (
    ASKED,
    FILLED,
    GRANTED,
    REVIEWED,
    SUBMITTED,
    ZUNYI,
    a_city,
    a_filled_draft,
    a_requested_correction,
    an_accepted_version,
    sign_all,
)
from tests.situations.review import a_confirmer, an_adoption

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("audit_files")]
VOUCHER = Upload("记账凭证.pdf", PDF)
WHY = "原始凭证补登两笔"


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(user: User) -> list[str]:
    return [notice.text for notice in Notice.objects.filter(to=user, topic="correction").order_by("id")]


def sent(name: str, content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_request_and_its_documents_come_together_or_not_at_all() -> None:
    filed, filler = an_accepted_version().return_filed_id, a_city().filler
    page = desk(filler)
    body = {"items": ["software_revenue"], "reason": WHY}
    with time_machine.travel(ASKED, tick=False):
        refused = page.post(f"/returns/{filed}/correction/", {**body, "files": [sent("a.pdf"), sent("b.exe", b"MZ")]})
        assert (refused.status_code, Correction.objects.count(), StoredFile.objects.count()) == (400, 0, 0)
        page.post(f"/returns/{filed}/correction/", {**body, "files": [sent("凭证一.pdf"), sent("凭证二.pdf")]})
        correction = Correction.objects.get()
        page.post(f"/corrections/{correction.pk}/files/", {"files": sent("补充说明.pdf")})
        shown = desk(a_reviewer()).get(f"/corrections/{correction.pk}/").content.decode()
    assert all(name in shown for name in ("凭证一.pdf", "凭证二.pdf", "补充说明.pdf"))


def test_the_reviewer_takes_a_copy_and_another_city_finds_nothing() -> None:
    correction = a_requested_correction()
    stored = actions.add_correction_file(correction.pk, VOUCHER, by=a_city().filler, at=ASKED)
    assert actions.read_evidence(stored.pk, by=a_reviewer(), at=ASKED)[1] == PDF
    with pytest.raises(NotFound):
        actions.read_evidence(stored.pk, by=a_city(ZUNYI).filler, at=ASKED)
    with pytest.raises(NotFound):
        actions.add_correction_file(correction.pk, VOUCHER, by=a_city(ZUNYI).filler, at=ASKED)
    with pytest.raises(PermissionRefused):
        actions.add_correction_file(correction.pk, VOUCHER, by=a_reviewer(), at=ASKED)


def test_nothing_is_added_once_the_request_is_decided() -> None:
    correction, filler = a_requested_correction(), a_city().filler
    actions.refuse_correction(correction.pk, "未附原始凭证", by=a_reviewer(), at=GRANTED)
    with pytest.raises(CorrectionFilesClosed):
        actions.add_correction_file(correction.pk, VOUCHER, by=filler, at=GRANTED)


def test_a_request_is_told_to_the_reviewers_and_its_decision_to_who_asked() -> None:
    reviewer, other = a_reviewer(), a_city(ZUNYI).filler
    correction, filler = a_requested_correction(), a_city().filler
    assert [notice.facts["number"] for notice in Notice.objects.filter(to=reviewer)] == [correction.number]
    assert told(filler) == []
    actions.refuse_correction(correction.pk, "未附原始凭证", by=reviewer, at=GRANTED)
    said = Notice.objects.get(to=filler, topic="correction")
    assert (said.facts["grounds"], said.link) == ("未附原始凭证", f"/corrections/{correction.pk}/")
    assert told(other) == []
    page = desk(filler).get("/messages/").content.decode()
    assert f"更正申请{correction.number}不予同意" in page


def test_a_grant_is_told_once_to_the_filler_who_asked() -> None:
    correction, filler = a_requested_correction(), a_city().filler
    actions.grant_correction(correction.pk, "原始凭证齐全", by=a_reviewer(), at=GRANTED)
    assert len(told(filler)) == 1
    assert f"更正申请{correction.number}已同意" in desk(filler).get("/messages/").content.decode()


def test_the_second_person_sees_the_documents_of_an_adopted_value() -> None:
    version, reviewer = an_accepted_version(), a_reviewer()
    row = actions.propose_with_files(
        version.return_filed_id, an_adoption(), [Upload("核定函.pdf", PDF)], by=reviewer, at=GRANTED
    )
    stored = StoredFile.objects.get(kind="filing.adopted_value", key=str(row.pk))
    assert stored.original_name in desk(a_confirmer()).get("/adopted-values/").content.decode()
    assert actions.read_evidence(stored.pk, by=a_confirmer(), at=GRANTED)[1] == PDF
    with pytest.raises(PermissionRefused):
        actions.read_evidence(stored.pk, by=a_city().filler, at=GRANTED)
    actions.confirm_adoption(row.pk, by=a_confirmer(), at=GRANTED)
    with pytest.raises(AdoptionFilesClosed):
        actions.add_adoption_file(row.pk, VOUCHER, by=reviewer, at=GRANTED)


def test_a_proposal_with_a_file_that_is_not_taken_is_no_proposal() -> None:
    version = an_accepted_version()
    with pytest.raises(FileTypeNotAccepted):
        actions.propose_with_files(
            version.return_filed_id, an_adoption(), [Upload("a.exe", b"MZ")], by=a_reviewer(), at=GRANTED
        )
    assert not AdoptedValue.objects.exists()


def test_the_reviewer_opens_the_files_from_the_review() -> None:
    """The proof of one item, the proof of the whole return and the stamped page, those of an earlier version too."""
    draft, city = a_filled_draft(), a_city()
    for upload in (Upload("合同.pdf", PDF, "software_revenue"), Upload("汇总表.pdf", PDF)):
        actions.add_evidence(draft.pk, upload, by=city.filler, at=FILLED)
    actions.request_signatures(draft.pk, by=city.filler, at=FILLED)
    sign_all(draft, city)
    actions.submit(draft.pk, by=city.filler, at=SUBMITTED)
    actions.open_review(draft.pk, by=a_reviewer(), at=REVIEWED)
    shown = desk(a_reviewer()).get(f"/returns/versions/{draft.pk}/review/").content.decode()
    for stored in StoredFile.objects.all():
        assert f'href="/returns/evidence/{stored.pk}/">{stored.original_name}</a>' in shown
    assert StoredFile.objects.count() == 2


def test_a_request_without_documents_is_a_request() -> None:
    filed = an_accepted_version().return_filed_id
    made = actions.request_with_files(filed, Wanted(["software_revenue"], WHY), by=a_city().filler, at=ASKED)
    assert made.state == "requested"
