"""The runs of the demo year: started, confirmed, approved by another person, issued; and their workbooks."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from assessment.people.models import User
from assessment.scoring.actions import approve_run, confirm_run, issue_run, start_run
from assessment.scoring.models import Run
from assessment.scoring.queries import current_run
from deploy.demo.accounts import Demo
from deploy.demo.waiting import wait_for
from reporting.queries import ranking_report_for
from reporting.workbook.ranking import write_ranking_workbook


def rank_period(demo: Demo, period: str, kind: str, *, issue_number: str, at: datetime) -> tuple[Run, bool]:
    """The issued run of a period, and whether it was made just now; each move by its own account."""
    current = current_run(period, kind)
    if current is not None and current.state == Run.State.ISSUED:
        return current, False
    run = start_run(period, kind, by=demo["commission.officer"], at=at)
    wait_for(run.job)
    run.refresh_from_db()
    if run.state == Run.State.COMPUTED:
        confirm_run(run.id, by=demo["bureau.confirmer"], at=at + timedelta(days=1))
        run.refresh_from_db()
    if run.state == Run.State.CONFIRMED:
        approve_run(run.id, by=demo["commission.approver"], at=at + timedelta(days=3))
    return issue_run(run.id, issue_number, by=demo["commission.officer"], at=at + timedelta(days=4)), True


def write_report(run: Run, name: str, *, reader: User, at: datetime) -> Path:
    """The ranking workbook of an issued run under var/reports/."""
    path = Path(settings.REPORTS_DIR) / f"{name}.xlsx"
    draft = path.with_suffix(".part")
    with draft.open("wb") as target:
        write_ranking_workbook(ranking_report_for(run, reader=reader, at=at), target)
    draft.replace(path)
    return path
