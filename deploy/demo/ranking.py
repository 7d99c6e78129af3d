"""The official runs of the demo year, each step by its own account, through the check of the cities to the issue."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

from django.conf import settings

from assessment.people.models import User
from assessment.scoring.actions import (
    DecisionOnFigures,
    agree_with_form,
    approve_run,
    confirm_decision,
    confirm_run,
    decide_objection,
    decide_unchecked,
    issue_with_scan,
    raise_objection,
    send_feedback,
    start_run,
    start_trial,
)
from assessment.scoring.feedback_actions import Scan
from assessment.scoring.issue_actions import IssuedDocument
from assessment.scoring.models import CityFeedback, Objection, Run, UncheckedDecision
from assessment.scoring.objection_actions import Claim
from assessment.scoring.publication_view import pattern_now, undecided_figures
from assessment.scoring.queries import current_run
from deploy.demo.accounts import Demo
from deploy.demo.desks import DESKS
from deploy.demo.papers import send_up
from deploy.demo.scans import demo_scan
from deploy.demo.waiting import wait_for
from reporting.queries import ranking_report_for
from reporting.workbook.ranking import write_ranking_workbook

GONE: Final = (Run.State.CANCELLED, Run.State.REPLACED)
# In one quarter the commission tries the run first, one city objects in vain, and another keeps silent.
SENT_UP = "annual"
TRIED, CONTESTED, SILENT = "2021c03", ("2021c06", "520300"), ("2021c09", "522600")
CLAIM = Claim(
    "software_revenue", Decimal("24650.21"), "辖区两家企业的系统集成收入未计入，附企业情况说明（演示数据）。",
    (("情况说明（演示数据）.pdf", demo_scan("Statement of a city")),),
)  # fmt: skip
UNCHECKED = "各市（州）该项数据均由十家以上单位汇总，无一家占主要份额（演示数据）。"
REFUSED = "系统集成中的硬件销售收入按统计口径不计入软件业务收入，原报数与企业财务报表一致。"


@dataclass(frozen=True)
class Days:
    """When each step of a run is taken, from the day it is started."""

    started: datetime

    def after(self, days: int) -> datetime:
        return self.started + timedelta(days=days)


def rank_period(demo: Demo, period: str, kind: str, *, issue_number: str, at: datetime) -> tuple[Run, bool]:
    """The issued run of a period, and whether it was made just now; each move by its own account."""
    current = current_run(period, kind)
    if current is not None and current.state == Run.State.ISSUED:
        return current, False
    days = Days(at)
    if period == TRIED:
        wait_for(start_trial(period, kind, by=demo["commission.officer"], at=at).job)
    run = _begun(demo, period, kind, at=at)
    if run.state == Run.State.COMPUTED:
        run = confirm_run(run.pk, by=demo["bureau.confirmer"], at=days.after(1))
    if run.state == Run.State.CONFIRMED:
        run = send_feedback(run.pk, by=demo["commission.officer"], at=days.after(2))
    if run.state == Run.State.FEEDBACK:
        _check(demo, run, days)
        run = approve_run(run.pk, by=demo["commission.approver"], at=days.after(12))
    answer_for_unchecked(demo, run, at=days.after(12))
    if kind == SENT_UP:
        send_up(demo, run, at=days.after(12))
    issued = IssuedDocument(
        issue_number, Run.Publicity.ON_REQUEST, "印发件（演示数据）.pdf", demo_scan("Issued document")
    )
    return issue_with_scan(run.pk, issued, by=demo["commission.officer"], at=days.after(13)), True


def answer_for_unchecked(demo: Demo, run: Run, *, at: datetime) -> None:
    """The officer publishes what nobody could check, with the reason, as the page before the issue asks for it."""
    figures = frozenset(undecided_figures(run, pattern_now(run)))
    if figures:
        decision = DecisionOnFigures(figures, UncheckedDecision.Choice.PUBLISH, UNCHECKED)
        decide_unchecked(run.pk, decision, by=demo["commission.officer"], at=at)


def write_report(run: Run, name: str, *, reader: User, at: datetime) -> Path:
    """The ranking workbook of an issued run under var/reports/."""
    path = Path(settings.REPORTS_DIR) / f"{name}.xlsx"
    draft = path.with_suffix(".part")
    with draft.open("wb") as target:
        write_ranking_workbook(ranking_report_for(run, reader=reader, at=at), target)
    draft.replace(path)
    return path


def _begun(demo: Demo, period: str, kind: str, *, at: datetime) -> Run:
    """The official run that is under way, or a new one."""
    official = Run.objects.filter(purpose=Run.Purpose.OFFICIAL, period=period, scheme_version__kind=kind)
    run = official.exclude(state__in=GONE).order_by("-pk").first()
    if run is None or run.state == Run.State.REQUESTED:
        run = start_run(period, kind, by=demo["commission.officer"], at=at)
        wait_for(run.job)
        run.refresh_from_db()
    return run


def _check(demo: Demo, run: Run, days: Days) -> None:
    """Each unit answers at its own desk; whoever objects gets a decision of two people before anything is approved."""
    for row in run.feedback.filter(state=CityFeedback.State.AWAITING):
        filler = demo[f"{DESKS[row.unit]}.filler"]
        if (run.period, row.unit) == CONTESTED:
            raise_objection(row.pk, CLAIM, by=filler, at=days.after(4))
        elif (run.period, row.unit) != SILENT:
            scan = Scan("数据核对确认表（演示数据）.pdf", demo_scan(f"Confirmation form {row.unit}"), row.digest)
            agree_with_form(row.pk, scan, by=filler, at=days.after(3))
    for objection in Objection.objects.filter(feedback__run=run, state=Objection.State.RECEIVED):
        decide_objection(objection.pk, "rejected", REFUSED, by=demo["commission.officer"], at=days.after(6))
    for objection in Objection.objects.filter(feedback__run=run, state=Objection.State.DECIDED):
        confirm_decision(objection.pk, by=demo["commission.approver"], at=days.after(7))
