"""审定, 印发 and 更正通报: two people, a number, a scan, and whoever changes an issued result says so."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from assessment.audit.models import Entry
from assessment.messages.models import Notice
from assessment.people.actions import create_grant
from assessment.people.errors import NotFound
from assessment.people.roles import Role
from assessment.scoring.actions import (
    add_issue_scan,
    approve_run,
    cancel_run,
    confirm_correction,
    issue_run,
    propose_correction,
    start_run,
)
from assessment.scoring.errors.runs import (
    IssuedBefore,
    IssueScanMissing,
    NothingToCorrect,
    NoticeConfirmed,
    NoticeIncomplete,
    PublicityMissing,
    RunHasSuccessor,
    SamePerson,
    StaleWithoutReason,
    TooEarlyForScan,
)
from assessment.scoring.models import CorrectionNotice, CurrentRun, Run
from tests.situations.corrected_results import CORRECTED, an_approved_correction
from tests.situations.files import PDF
from tests.situations.people import LONG_AGO
from tests.situations.scoring import (
    APPROVED,
    ISSUED,
    a_checked_run,
    an_accepted_return,
    an_approved_run,
    publish_unchecked,
    the_approver,
    the_filler,
    the_officer,
)

pytestmark = pytest.mark.django_db
NUMBER = "黔发改数字〔2021〕2号"


def test_nothing_is_issued_without_the_scan_of_the_document() -> None:
    approved = approve_run(a_checked_run().pk, by=the_approver(), at=APPROVED)
    with pytest.raises(IssueScanMissing):
        issue_run(approved.pk, NUMBER, "closed", by=the_officer(), at=ISSUED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=approved.pk).update(
            state="issued", publicity="closed", issue_number=NUMBER, issued_by=the_officer(), issued_at=ISSUED
        )
    add_issue_scan(approved.pk, "印发件.pdf", PDF, by=the_officer(), at=ISSUED)
    publish_unchecked(approved, at=ISSUED)
    assert issue_run(approved.pk, NUMBER, "closed", by=the_officer(), at=ISSUED).state == "issued"


@pytest.mark.parametrize("publicity", ["", "secret"])
def test_nothing_is_issued_without_its_publicity(publicity: str) -> None:
    run = an_approved_run()
    with pytest.raises(PublicityMissing):
        issue_run(run.pk, NUMBER, publicity, by=the_officer(), at=ISSUED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(
            state="issued", issue_number=NUMBER, issued_by=the_officer(), issued_at=ISSUED
        )
    issued = issue_run(run.pk, NUMBER, "on_request", by=the_officer(), at=ISSUED)
    assert (issued.issue_number, issued.publicity) == (NUMBER, "on_request")
    assert Entry.objects.filter(action="run.issue").get().facts["publicity"] == "on_request"


def test_a_scan_of_what_is_not_approved_is_refused() -> None:
    with pytest.raises(TooEarlyForScan):
        add_issue_scan(a_checked_run().pk, "印发件.pdf", PDF, by=the_officer(), at=ISSUED)


def test_whoever_approved_does_not_issue() -> None:
    run = an_approved_run()
    create_grant(the_approver(), Role.COMMISSION_OFFICER, region=None, by=the_approver(), at=LONG_AGO)
    with pytest.raises(SamePerson):
        issue_run(run.pk, NUMBER, "closed", by=the_approver(), at=ISSUED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(issued_by=the_approver())


def test_every_city_is_told_of_the_issue_and_of_nothing_before() -> None:
    run = an_approved_run()
    assert not Notice.objects.filter(topic="result").exists()
    issue_run(run.pk, NUMBER, "closed", by=the_officer(), at=ISSUED)
    told = {notice.to for notice in Notice.objects.filter(topic="result")}
    assert the_filler("520300") in told
    # One officer of each of the nine cities, and a second one of 六盘水市.
    assert len(told) == 10


def test_the_issued_document_opens_with_the_result_and_not_before() -> None:
    run = an_approved_run()
    city = Client()
    city.force_login(the_filler("520300"))
    address = f"/api/scoring/files/{run.issue_scan_id}/content/"
    assert city.get(address).status_code == 404
    issue_run(run.pk, NUMBER, "closed", by=the_officer(), at=ISSUED)
    assert city.get(address).content == PDF


def test_a_stale_run_is_approved_only_with_a_reason_that_stays_on_it() -> None:
    run = a_checked_run()
    an_accepted_return("520200", 2_100, 1_600)
    with pytest.raises(StaleWithoutReason):
        approve_run(run.pk, by=the_approver(), at=APPROVED)
    approved = approve_run(run.pk, by=the_approver(), at=APPROVED, stale_reason="变化发生在截止日之后，下期采用。")
    assert Run.objects.get(pk=run.pk).stale_reason == approved.stale_reason == "变化发生在截止日之后，下期采用。"


def test_a_period_issued_before_needs_the_confirmed_notice_of_two_people() -> None:
    run = an_approved_correction()
    with pytest.raises(IssuedBefore):
        issue_run(run.pk, NUMBER, "closed", by=the_officer(), at=CORRECTED)
    with pytest.raises(NoticeIncomplete):
        propose_correction(run.pk, NUMBER, " ", by=the_officer(), at=CORRECTED)
    propose_correction(run.pk, NUMBER, "遵义市更正一季度数据。", by=the_officer(), at=CORRECTED)
    with pytest.raises(IssuedBefore):
        issue_run(run.pk, NUMBER, "closed", by=the_officer(), at=CORRECTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectionNotice.objects.update(confirmed_by=the_officer(), confirmed_at=CORRECTED)
    confirm_correction(run.pk, by=the_approver(), at=CORRECTED)
    with pytest.raises(NoticeConfirmed):
        confirm_correction(run.pk, by=the_approver(), at=CORRECTED)
    issued = issue_run(run.pk, NUMBER, "closed", by=the_officer(), at=CORRECTED)
    assert CurrentRun.objects.get().run == issued
    assert Notice.objects.filter(topic="result", facts__number=NUMBER).count() == 10


def test_the_corrected_result_stays_readable_as_it_stood() -> None:
    run = an_approved_correction()
    old = run.replaces
    assert old is not None
    city = Client()
    city.force_login(the_filler("520300"))
    before = city.get(f"/api/scoring/runs/{old.pk}/ranking/").content
    propose_correction(run.pk, NUMBER, "遵义市更正一季度数据。", by=the_officer(), at=CORRECTED)
    confirm_correction(run.pk, by=the_approver(), at=CORRECTED)
    issue_run(run.pk, NUMBER, "closed", by=the_officer(), at=CORRECTED)
    assert city.get(f"/api/scoring/runs/{old.pk}/ranking/").content == before
    assert Run.objects.get(pk=old.pk).state == "issued"


def test_a_version_whose_successor_is_on_its_way_is_issued_only_once_that_is_cancelled() -> None:
    """Otherwise whoever issues would choose alone which of two results it is to be."""
    run = an_approved_run()
    an_accepted_return("520300", 9_400, 6_000)
    later = start_run(run.period, "quarterly", by=the_officer(), at=APPROVED)
    with pytest.raises(RunHasSuccessor):
        issue_run(run.pk, NUMBER, "closed", by=the_officer(), at=CORRECTED)
    cancel_run(later.pk, "更正撤回", by=the_officer(), at=CORRECTED)
    assert issue_run(run.pk, NUMBER, "closed", by=the_officer(), at=CORRECTED).state == Run.State.ISSUED


def test_the_notice_of_a_run_that_is_cancelled_is_not_confirmed() -> None:
    run = an_approved_correction()
    propose_correction(run.pk, NUMBER, "遵义市更正一季度数据。", by=the_officer(), at=CORRECTED)
    cancel_run(run.pk, "数据有误", by=the_officer(), at=CORRECTED)
    with pytest.raises(NothingToCorrect):
        confirm_correction(run.pk, by=the_approver(), at=CORRECTED)


def test_there_is_nothing_to_correct_where_nothing_was_issued() -> None:
    run = an_approved_run()
    with pytest.raises(NothingToCorrect):
        propose_correction(run.pk, NUMBER, "更正", by=the_officer(), at=CORRECTED)
    with pytest.raises(NotFound):
        confirm_correction(run.pk, by=the_approver(), at=CORRECTED)
