"""What 反馈核对 leaves beside a unit: contested figures that stand are named with their decision in every output."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from assessment.methodology.withheld_figures import NOTHING_WITHHELD
from assessment.scoring.actions import approve_run, issue_run
from assessment.scoring.explanation_view import explanation_view
from assessment.scoring.models import Run
from assessment.scoring.ranking_view import ranking_view
from reporting.queries import ranking_report_for
from tests.situations.files import PDF
from tests.situations.scoring import (
    APPROVED,
    FIRST_QUARTER,
    GUIAN,
    ISSUED,
    a_confirmed_objection,
    a_run_in_feedback,
    add_issue_scan,
    agreed_by_all,
    an_objection,
    feedback_row,
    publish_unchecked,
    the_approver,
    the_filler,
    the_officer,
)

pytestmark = pytest.mark.django_db
ZUNYI = "遵义市对软件业务收入提出异议，复核决定不予采纳（决定编号Y2021-0001）"
GUIAN_SAID = "贵安新区对软件业务收入提出异议，复核决定不予采纳（决定编号Y2021-0002）"


def an_issued_run_contested_in_vain() -> Run:
    """By 遵义市, and by 贵安新区, whose figures count in 贵阳市."""
    run = a_run_in_feedback()
    for unit in ("520300", GUIAN):
        a_confirmed_objection("rejected", an_objection(feedback_row(run, unit)))
    approved = approve_run(agreed_by_all(run).pk, by=the_approver(), at=APPROVED)
    add_issue_scan(approved.pk, "印发件.pdf", PDF, by=the_officer(), at=APPROVED)
    publish_unchecked(approved, at=APPROVED)
    return issue_run(approved.pk, "黔发改数字〔2021〕1号", "closed", by=the_officer(), at=ISSUED)


def test_every_output_of_the_result_names_the_decision() -> None:
    run = an_issued_run_contested_in_vain()
    view = ranking_view(run, NOTHING_WITHHELD)
    marks = {row.unit: row.marks for row in view.rows}
    numbered = {sentence: mark for mark, sentence in view.notes}
    assert numbered[f"{ZUNYI}。"] in marks["520300"]
    assert numbered[f"{GUIAN_SAID}。"] in marks["520100"]
    assert not any("不予采纳" in sentence for sentence in numbered if sentence not in {f"{ZUNYI}。", f"{GUIAN_SAID}。"})
    assert f"{ZUNYI}。" in explanation_view(run, "520300", NOTHING_WITHHELD).notes
    report = ranking_report_for(run, reader=the_officer(), at=ISSUED)
    assert ZUNYI in report.footnotes["520300"]
    assert GUIAN_SAID in report.footnotes["520100"]
    out = StringIO()
    call_command("explain", FIRST_QUARTER, "520300", stdout=out)
    assert f"* {ZUNYI}。" in out.getvalue()
    client = Client()
    client.force_login(the_filler("520300"))
    told = client.get(f"/api/scoring/runs/{run.pk}/explanation/520300/").json()
    assert f"{ZUNYI}。" in told["footnotes"]
