"""定时印发: prepared by people, carried out by the clock, in one moment for everybody and not before."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from assessment.audit.models import Entry
from assessment.messages.models import Notice
from assessment.people.actions import create_grant, revoke_role
from assessment.people.errors import PermissionRefused
from assessment.people.models import User
from assessment.people.roles import Role
from assessment.scoring.actions import (
    IssuePlan,
    add_issue_scan,
    approve_run,
    cancel_run,
    issue_run,
    plan_issue,
    release_due,
    withdraw_planned_issue,
)
from assessment.scoring.errors.publication import FiguresUndecided
from assessment.scoring.errors.runs import (
    IssueNumberMissing,
    IssuePlanned,
    IssueScanMissing,
    NoIssuePlanned,
    NotAhead,
    SamePerson,
)
from assessment.scoring.models import PlannedIssue, Run
from assessment.scoring.states import PLANNED_ISSUE_STATES
from tests.situations.files import PDF
from tests.situations.people import LONG_AGO, a_user
from tests.situations.scoring import (
    APPROVED,
    FIRST_QUARTER,
    ISSUED,
    RELEASED,
    a_checked_run,
    a_planned_issue,
    an_approved_run,
    on_the_insider_list,
    publish_unchecked,
    the_approver,
    the_filler,
    the_officer,
)

pytestmark = pytest.mark.django_db
NUMBER = "黔发改数字〔2021〕1号"
A_SECOND = timedelta(seconds=1)


def ranking(user: User, run: Run) -> int:
    """What the page of the ranking answers to `user` at this moment."""
    client = Client()
    client.force_login(user)
    return client.get(f"/rankings/{run.pk}/").status_code


def test_nobody_sees_the_results_a_second_before_and_everybody_does_from_the_moment_on() -> None:
    run = an_approved_run()
    a_planned_issue(run)
    city = the_filler("520300")
    for moment, issued in ((RELEASED - A_SECOND, False), (RELEASED, True)):
        with time_machine.travel(moment, tick=False):
            assert release_due(at=moment) == issued
            assert (ranking(city, run) == 200) is issued
    run.refresh_from_db()
    assert (run.state, run.issued_at, run.issued_by, run.issue_number) == ("issued", RELEASED, the_officer(), NUMBER)
    plan = PlannedIssue.objects.get()
    assert (plan.state, plan.ended_at, plan.ended_by) == ("carried_out", RELEASED, None)
    assert list(Entry.objects.filter(action__in=["run.issue", "issue_plan.carry_out"]).values_list("action", "by")) == [
        ("run.issue", "officer"),
        ("issue_plan.carry_out", "system"),
    ]
    assert Notice.objects.filter(topic="result", to=city).exists()


def test_the_clock_that_comes_late_or_twice_issues_once() -> None:
    run = an_approved_run()
    a_planned_issue(run)
    assert release_due(at=RELEASED + timedelta(hours=3)) == 1
    assert release_due(at=RELEASED + timedelta(hours=3)) == 0
    assert Entry.objects.filter(action="run.issue").count() == 1


def test_a_plan_needs_all_that_an_issue_needs_and_a_moment_ahead() -> None:
    approved = approve_run(a_checked_run().pk, by=the_approver(), at=APPROVED)
    with pytest.raises(IssueScanMissing):
        a_planned_issue(approved)
    run = add_issue_scan(approved.pk, "印发件.pdf", PDF, by=the_officer(), at=APPROVED)
    with pytest.raises(IssueNumberMissing):
        plan_issue(run.pk, IssuePlan(" ", "closed", RELEASED), by=the_officer(), at=ISSUED)
    with pytest.raises(NotAhead):
        plan_issue(run.pk, IssuePlan(NUMBER, "closed", ISSUED), by=the_officer(), at=ISSUED)
    with pytest.raises(PermissionRefused):
        plan_issue(run.pk, IssuePlan(NUMBER, "closed", RELEASED), by=the_approver(), at=ISSUED)
    with pytest.raises(FiguresUndecided):
        a_planned_issue(run)
    assert not PlannedIssue.objects.exists()


def test_whoever_approved_plans_no_issue_even_with_both_roles() -> None:
    run = an_approved_run()
    create_grant(the_approver(), Role.COMMISSION_OFFICER, region=None, by=the_approver(), at=LONG_AGO)
    with pytest.raises(SamePerson):
        plan_issue(run.pk, IssuePlan(NUMBER, "closed", RELEASED), by=the_approver(), at=ISSUED)


def test_while_a_plan_waits_there_is_no_second_way_out() -> None:
    run = an_approved_run()
    a_planned_issue(run)
    with pytest.raises(IssuePlanned):
        issue_run(run.pk, NUMBER, "closed", by=the_officer(), at=ISSUED)
    with pytest.raises(IssuePlanned):
        a_planned_issue(run)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlannedIssue.objects.create(
            run=run, issue_number=NUMBER, publicity="closed", release_at=RELEASED, planned_by=the_officer(),
            planned_at=ISSUED,
        )  # fmt: skip


def test_the_approver_stops_what_was_planned_and_the_run_stays_approved() -> None:
    run = an_approved_run()
    a_planned_issue(run)
    plan = withdraw_planned_issue(run.pk, by=the_approver(), at=ISSUED)
    assert (plan.state, plan.ended_by) == ("withdrawn", the_approver())
    assert release_due(at=RELEASED) == 0
    with pytest.raises(NoIssuePlanned):
        withdraw_planned_issue(run.pk, by=the_approver(), at=ISSUED)
    assert issue_run(run.pk, NUMBER, "closed", by=the_officer(), at=ISSUED).state == "issued"


def test_a_run_that_is_cancelled_takes_its_plan_with_it() -> None:
    run = an_approved_run()
    a_planned_issue(run)
    cancel_run(run.pk, "数据有误", by=the_officer(), at=ISSUED)
    assert PlannedIssue.objects.get().state == "withdrawn"
    assert release_due(at=RELEASED) == 0


def test_whoever_lost_the_right_meanwhile_issues_nothing_and_the_commission_is_told() -> None:
    run = an_approved_run()
    a_planned_issue(run)
    grants = the_officer().grants.filter(role=Role.COMMISSION_OFFICER)
    security = a_user("sec", Role.SECURITY_ADMINISTRATOR, organisation="520000-administration")
    for grant in grants:
        revoke_role(grant.pk, by=security, at=ISSUED)
    assert release_due(at=RELEASED) == 0
    run.refresh_from_db()
    plan = PlannedIssue.objects.get()
    assert (run.state, run.issued_at, plan.state) == ("approved", None, "failed")
    assert plan.failure is not None
    assert plan.failure["code"] == "permission_refused"
    assert not Entry.objects.filter(action="run.issue").exists()
    assert Notice.objects.filter(to=the_approver(), link=f"/runs/{run.pk}/").exists()
    client = Client()
    client.force_login(the_approver())
    with time_machine.travel(RELEASED, tick=False):
        assert "定时印发未能执行" in client.get(f"/runs/{run.pk}/").content.decode()


def test_a_plan_that_has_ended_ends_in_no_other_way() -> None:
    assert all(
        PLANNED_ISSUE_STATES.moves_from(state) == ()
        for state in PlannedIssue.State.values
        if state != PlannedIssue.State.WAITING
    )


def test_an_officer_plans_on_the_page_and_takes_it_back() -> None:
    run = approve_run(a_checked_run().pk, by=the_approver(), at=APPROVED)
    publish_unchecked(run, at=APPROVED)
    client = Client()
    client.force_login(the_officer())
    on_the_insider_list(the_officer(), FIRST_QUARTER)
    with time_machine.travel(ISSUED, tick=False):
        said = {
            "issue_number": NUMBER, "publicity": "closed", "release_at": "2021-04-26T08:30",
            "file": SimpleUploadedFile("印发件.pdf", PDF),
        }  # fmt: skip
        page = client.post(f"/runs/{run.pk}/issue/", said, follow=True).content.decode()
        assert "已安排定时印发" in page
        assert "2021-04-26 08:30" in page
        assert 'name="issue_number"' not in page
        taken_back = client.post(f"/runs/{run.pk}/planned-issue/withdraw/", follow=True).content.decode()
    assert "定时印发已撤回" in taken_back
    assert 'name="issue_number"' in taken_back
