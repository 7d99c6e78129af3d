"""Files beside a return: who adds them when, what stands for a later version, who takes a copy."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from assessment.audit.models import Entry
from assessment.display.formats import check_code
from assessment.evidence.models import StoredFile
from assessment.filing import actions
from assessment.filing.errors.evidence import EvidenceClosed, StampedPageTooEarly, TooManyFiles
from assessment.filing.errors.returns import ItemUnknown
from assessment.filing.evidence_actions import MOST_FILES, Upload
from assessment.filing.evidence_view import evidence_panel
from assessment.filing.version_document import figures_digest
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.models import User
from assessment.people.roles import Role
from tests.situations.catalogue import a_reviewer, an_account
from tests.situations.files import EICAR, PDF, PNG
from tests.situations.filing import (
    FILLED,
    REVIEWED,
    SUBMITTED,
    ZUNYI,
    a_city,
    a_filled_draft,
    a_signed_version,
    a_submitted_version,
    an_accepted_version,
    awaiting_signature,
)

pytestmark = pytest.mark.django_db
PROOF = Upload("合同.pdf", PDF, "software_revenue")


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.EVIDENCE_DIR = tmp_path / "evidence"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_city_adds_and_withdraws_while_it_fills_and_not_after() -> None:
    draft, filler = a_filled_draft(), a_city().filler
    stored = actions.add_evidence(draft.pk, PROOF, by=filler, at=FILLED)
    assert actions.withdraw_evidence(stored.pk, by=filler, at=FILLED).withdrawn_by == filler
    kept = actions.add_evidence(draft.pk, PROOF, by=filler, at=FILLED)
    actions.request_signatures(draft.pk, by=filler, at=FILLED)
    with pytest.raises(EvidenceClosed):
        actions.add_evidence(draft.pk, PROOF, by=filler, at=FILLED)
    with pytest.raises(EvidenceClosed):
        actions.withdraw_evidence(kept.pk, by=filler, at=FILLED)


def test_the_stamped_page_comes_after_the_last_signature_and_before_the_decision() -> None:
    filler, early = a_city().filler, Upload("盖章页.png", PNG)
    with pytest.raises(StampedPageTooEarly):
        actions.add_stamped_page(awaiting_signature(ZUNYI).pk, early, by=a_city(ZUNYI).filler, at=FILLED)
    version = a_signed_version()
    page = Upload("盖章页.png", PNG, check_code=check_code(figures_digest(version)))
    stored = actions.add_stamped_page(version.pk, page, by=filler, at=SUBMITTED)
    assert (stored.kind, stored.item) == ("filing.stamped_page", "")
    actions.submit(version.pk, by=filler, at=SUBMITTED)
    actions.withdraw_evidence(stored.pk, by=filler, at=SUBMITTED)
    actions.add_stamped_page(version.pk, page, by=filler, at=SUBMITTED)
    actions.open_review(version.pk, by=a_reviewer(), at=REVIEWED)
    last = actions.add_stamped_page(version.pk, page, by=filler, at=REVIEWED)
    actions.accept(version.pk, by=a_reviewer(), at=REVIEWED)
    with pytest.raises(StampedPageTooEarly):
        actions.withdraw_evidence(last.pk, by=filler, at=REVIEWED)


def test_a_proof_names_an_item_of_the_form_and_there_is_an_end_to_their_number(settings: Settings) -> None:
    draft, filler = a_filled_draft(), a_city().filler
    with pytest.raises(ItemUnknown):
        actions.add_evidence(draft.pk, Upload("a.pdf", PDF, "nothing"), by=filler, at=FILLED)
    StoredFile.objects.bulk_create(
        StoredFile(
            kind="filing.version", key=str(draft.pk), chain="520200", storage_name=f"{number}", original_name="a.pdf",
            media_type="application/pdf", size=1, digest="0" * 64, stored_by=filler, stored_at=FILLED,
        )
        for number in range(MOST_FILES)
    )  # fmt: skip
    with pytest.raises(TooManyFiles):
        actions.add_evidence(draft.pk, PROOF, by=filler, at=FILLED)


def test_what_was_proved_once_is_not_asked_for_again_after_the_return_was_sent_back() -> None:
    draft, filler = a_filled_draft(), a_city().filler
    actions.add_evidence(draft.pk, PROOF, by=filler, at=FILLED)
    wanted = ("software_revenue", "total_profit")
    before = evidence_panel(draft, by=filler, at=FILLED, wanted=wanted)
    assert [item.code for item in before.missing] == ["total_profit"]
    actions.request_signatures(draft.pk, by=filler, at=FILLED)
    actions.withdraw(draft.pk, by=filler, at=FILLED)
    again = actions.start_version(draft.return_filed.collection_id, "520200", by=filler, at=FILLED)
    panel = evidence_panel(again, by=filler, at=FILLED, wanted=["software_revenue"])
    assert panel.missing == []
    assert [(one.number, one.may_withdraw) for line in panel.lines for one in line.files] == [(1, False)]


def test_an_item_that_a_rule_demands_a_proof_of_is_named_as_missing() -> None:
    panel = evidence_panel(a_filled_draft(), by=a_city().filler, at=FILLED, wanted=["software_revenue"])
    assert [item.code for item in panel.missing] == ["software_revenue"]


def test_a_copy_is_for_whoever_sees_the_return_and_is_written_down() -> None:
    draft = a_filled_draft()
    stored = actions.add_evidence(draft.pk, PROOF, by=a_city().filler, at=FILLED)
    assert actions.read_evidence(stored.pk, by=a_reviewer(), at=REVIEWED)[1] == PDF
    assert Entry.objects.get(action="evidence.read").by == "reviewer"
    for stranger, refusal in (
        (a_city(ZUNYI).filler, NotFound),
        (an_account("o", Role.COMMISSION_OFFICER), PermissionRefused),
    ):
        with pytest.raises(refusal):
            actions.read_evidence(stored.pk, by=stranger, at=REVIEWED)
    with pytest.raises(NotFound):
        actions.read_evidence(0, by=a_reviewer(), at=REVIEWED)
    foreign = StoredFile.objects.create(
        kind="other", key="1", chain="x", storage_name="x", original_name="x", media_type="x", size=1,
        digest="0" * 64, stored_by=a_reviewer(), stored_at=REVIEWED,
    )  # fmt: skip
    with pytest.raises(NotFound):
        actions.read_evidence(foreign.pk, by=a_reviewer(), at=REVIEWED)


def test_over_http_a_file_comes_in_goes_out_as_an_attachment_and_a_virus_stays_out() -> None:
    draft, filler = a_filled_draft(), signed_in(a_city().filler)
    address = f"/api/filing/versions/{draft.pk}/evidence/"

    def sent(name: str, content: bytes, **more: str) -> int:
        return filler.post(address, {"file": SimpleUploadedFile(name, content), **more}).status_code

    assert sent("../../合同.pdf", PDF, item="software_revenue") == 201
    assert sent("x.svg", b"<svg/>") == 400
    assert sent("x.pdf", PDF + EICAR) == 400
    (listed,) = filler.get(address).json()
    assert (listed["name"], listed["item"]) == ("合同.pdf", "software_revenue")
    copy = filler.get(f"/api/filing/evidence/{listed['id']}/content/")
    assert copy["Content-Disposition"] == "attachment; filename*=utf-8''%E5%90%88%E5%90%8C.pdf"
    assert copy["X-Content-Type-Options"] == "nosniff"
    assert copy["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert copy.content == PDF


def test_a_signer_reads_and_does_not_add() -> None:
    version = a_submitted_version()
    with pytest.raises(PermissionRefused):
        actions.add_stamped_page(version.pk, PROOF, by=a_city().statistics_head, at=SUBMITTED)


def test_the_page_of_files_costs_the_same_however_many_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    draft, city = a_filled_draft(), a_city()
    client = signed_in(city.filler)
    actions.add_evidence(draft.pk, PROOF, by=city.filler, at=FILLED)
    client.get(f"/returns/versions/{draft.pk}/evidence/")
    for _ in range(2):
        with django_assert_num_queries(17):
            assert client.get(f"/returns/versions/{draft.pk}/evidence/").status_code == 200
        for number in range(3):
            actions.add_evidence(draft.pk, Upload(f"{number}.png", PNG), by=city.filler, at=FILLED)


def test_an_accepted_return_keeps_its_files_for_good() -> None:
    accepted = an_accepted_version()
    with pytest.raises(EvidenceClosed):
        actions.add_evidence(accepted.pk, PROOF, by=a_city().filler, at=REVIEWED)
