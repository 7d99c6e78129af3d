"""Above a result stands what comes next and who takes the step; its pages stand side by side."""

import pytest
import time_machine
from django.test import Client

from assessment.jobs.models import Job
from assessment.people.models import User
from assessment.scoring.actions import (
    add_issue_scan,
    approve_run,
    confirm_correction,
    confirm_decision,
    decide_objection,
    propose_correction,
)
from assessment.scoring.models import Run
from tests.situations.corrected_results import CORRECTED, an_approved_correction
from tests.situations.files import PDF
from tests.situations.measurement import the_confirmer
from tests.situations.scoring import (
    ANSWERED,
    APPROVED,
    ISSUED,
    a_cancelled_run,
    a_computed_run,
    a_confirmed_run,
    a_planned_issue,
    a_requested_run,
    a_run_in_feedback,
    a_trial,
    agreed_by_all,
    an_objection,
    feedback_row,
    on_the_insider_list,
    publish_unchecked,
    the_approver,
    the_filler,
    the_officer,
)

pytestmark = pytest.mark.django_db
TABS = ("数据与进度", "排名表", "发布口径", "方案比选", "稳健性测算")


def page_of(user: User, run: Run, address: str = "/runs/{}/") -> str:
    client = Client()
    client.force_login(user)
    return client.get(address.format(run.pk)).content.decode()


def test_a_run_whose_job_broke_says_so_in_plain_words_and_who_starts_it_again() -> None:
    run = a_requested_run()
    assert "下一步：</b> 系统正在测算" in page_of(the_officer(), run)
    fault = {"state": Job.State.FAILED, "error_code": "unexpected_error", "error_text": "RuntimeError: a pipe burst"}
    Job.objects.filter(pk=run.job_id).update(**fault)
    page = page_of(the_officer(), run)
    assert "RuntimeError" not in page
    assert f"再次中断的，将编号 {run.job_id} 告知值班人员。" in page
    assert "下一步（由您办理）：</b> 由省发展改革委经办人重新启动测算，或撤销。" in page


def test_each_state_names_the_step_and_tells_its_own_taker() -> None:
    run = a_computed_run()
    step = "由省大数据局确认人核对采用数据并确认。"
    page = page_of(the_confirmer(), run)
    assert f"下一步（由您办理）：</b> {step}" in page
    assert (page.count("500,000.00"), page.count("软件业务收入（上年同期）")) == (1, 1)
    assert f"下一步：</b> {step}" in page_of(the_officer(), run)
    run = a_confirmed_run()
    step = "由省发展改革委经办人发送各市（州）反馈核对。"
    assert f"下一步（由您办理）：</b> {step}" in page_of(the_officer(), run)
    assert f"下一步：</b> {step}" in page_of(the_confirmer(), run)


@time_machine.travel(ANSWERED, tick=False)
def test_while_cities_check_it_is_said_what_is_waited_for() -> None:
    run = a_run_in_feedback()
    assert "尚有10个单位未反馈，反馈期限 2021-04-27 18:00。" in page_of(the_officer(), run)
    objection = an_objection(feedback_row(run))
    assert "尚有1件异议未办结，由省发展改革委经办人作出决定、审签人确认。" in page_of(the_officer(), run)
    assert "已反馈 1 / 10" in page_of(the_officer(), run)
    decide_objection(objection.pk, "accepted", "漏报属实。", by=the_officer(), at=ANSWERED)
    confirm_decision(objection.pk, by=the_approver(), at=ANSWERED)
    assert "有异议已予采纳，数据更正后由省发展改革委经办人启动新版本测算。" in page_of(the_officer(), run)


@time_machine.travel(ISSUED, tick=False)
def test_from_the_last_answer_to_the_issue() -> None:
    run = agreed_by_all(a_run_in_feedback())
    assert "下一步（由您办理）：</b> 由省发展改革委审签人审定考核结果。" in page_of(the_approver(), run)
    approve_run(run.pk, by=the_approver(), at=APPROVED)
    decide = "印发前由省发展改革委经办人在“发布口径”中对1项数据作出公布决定。"
    assert f"下一步（由您办理）：</b> {decide}" in page_of(the_officer(), run)
    assert f"下一步：</b> {decide}" in page_of(the_approver(), run)
    publish_unchecked(run, at=APPROVED)
    issue = "由省发展改革委经办人登记文号、上传印发件扫描件并印发。"
    assert f"下一步（由您办理）：</b> {issue}" in page_of(the_officer(), run)
    add_issue_scan(run.pk, "印发件.pdf", PDF, by=the_officer(), at=APPROVED)
    a_planned_issue(run)
    assert "下一步：</b> 系统到时自动印发，无须办理。" in page_of(the_officer(), run)


@time_machine.travel(CORRECTED, tick=False)
def test_a_result_that_corrects_an_issued_one_first_needs_its_notice() -> None:
    run = an_approved_correction()
    assert "下一步（由您办理）：</b> 该报告期此前已印发，由省发展改革委经办人登记更正通报。" in page_of(
        the_officer(), run
    )
    propose_correction(run.pk, "黔发改数字〔2021〕2号", "遵义市更正一季度数据。", by=the_officer(), at=CORRECTED)
    confirm = "由省发展改革委审签人确认更正通报。"
    assert f"下一步：</b> {confirm}" in page_of(the_officer(), run)
    assert f"下一步（由您办理）：</b> {confirm}" in page_of(the_approver(), run)
    confirm_correction(run.pk, by=the_approver(), at=CORRECTED)
    assert "登记文号、上传印发件扫描件并印发。" in page_of(the_officer(), run)


def test_nothing_comes_after_a_trial_or_a_cancelled_run() -> None:
    assert "下一步" not in page_of(the_officer(), a_trial())
    assert "下一步" not in page_of(the_officer(), a_cancelled_run())


def test_the_pages_of_a_run_are_side_by_side_for_who_may_open_them() -> None:
    run = a_confirmed_run()
    officer = on_the_insider_list(the_officer())
    for address in (
        "/runs/{}/",
        "/rankings/{}/",
        "/runs/{}/publication/",
        "/runs/{}/laboratory/",
        "/runs/{}/robustness/",
    ):
        page = page_of(officer, run, address)
        assert [text for text in TABS if f">{text}</a>" in page] == list(TABS)
        assert f'<a href="{address.format(run.pk)}" aria-current="page">' in page
    assert "<b>位次 2</b>" in page_of(officer, run, "/rankings/{}/520300/")
    confirmer = page_of(the_confirmer(), run)
    assert [text for text in TABS[1:] if f">{text}</a>" in confirmer and text != "发布口径"] == []


@time_machine.travel(ANSWERED, tick=False)
def test_a_city_whose_window_is_over_is_told_so_and_what_its_silence_means() -> None:
    run = a_run_in_feedback()
    row = feedback_row(run)
    city = the_filler("520300")
    assert "反馈期限已过" not in page_of(city, run, f"/feedback/{row.pk}/")
    with time_machine.travel("2021-04-27 18:01+08:00", tick=False):
        assert "反馈期限已过，本单位未反馈，视同无异议。" in page_of(city, run, f"/feedback/{row.pk}/")
        assert "反馈期限已过" not in page_of(the_officer(), run, f"/feedback/{row.pk}/")


@time_machine.travel(ANSWERED, tick=False)
def test_a_figure_that_is_contested_is_not_offered_a_second_time() -> None:
    run = a_run_in_feedback()
    row = feedback_row(run)
    city = the_filler("520300")
    assert '<option value="software_revenue">' in page_of(city, run, f"/feedback/{row.pk}/")
    an_objection(row)
    assert '<option value="software_revenue">' not in page_of(city, run, f"/feedback/{row.pk}/")
