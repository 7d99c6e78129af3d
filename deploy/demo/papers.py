"""The 呈批 package of the demo year: made, declared final, printed and decided on before the result is issued."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from assessment.methodology.periods import Period
from assessment.scoring.models import Run
from deploy.demo.accounts import Demo
from deploy.demo.scans import demo_scan
from deploy.demo.waiting import wait_for
from reporting.bulletin import terms
from reporting.bulletin.documents import DOCUMENTS, document_named
from reporting.bulletin_actions import complete_package, make_package, request_preview, save_texts
from reporting.bulletin_queries import last_edition, package_of, printable
from reporting.decision_actions import Decision, record_decision
from reporting.queries import bulletin_report_for

LEADER = "演示委领导（演示数据）"
DECIDED = "同意印发。（演示数据，无签名）"
FOLDER = "{title}呈批材料（演示数据）"


def send_up(demo: Demo, run: Run, *, at: datetime) -> None:
    """The officer makes the package, declares it final and records the decision a day later."""
    officer = demo["commission.officer"]
    if package_of(run) is not None:
        return
    make_package(run.pk, by=officer, at=at)
    edition = save_texts(run.pk, 1, {"publicity": Run.Publicity.ON_REQUEST}, by=officer, at=at)
    complete_package(run.pk, edition.number, by=officer, at=at)
    decided = at + timedelta(days=1)
    scan = demo_scan("Decision of a leader")
    day = timezone.localdate(decided).isoformat()
    given = Decision(LEADER, day, "agreed", DECIDED, "批示件（演示数据）.pdf", scan)
    record_decision(run.pk, given, by=officer, at=decided)
    if shutil.which(settings.OFFICE_PROGRAM):
        preview = request_preview(run.pk, by=officer, at=decided)
        wait_for(preview.job)


def write_papers(demo: Demo, run: Run, *, at: datetime) -> list[Path]:
    """The documents of the package under var/reports/; none where the run has no package."""
    package = package_of(run)
    if package is None:
        return []
    report = bulletin_report_for(run, reader=demo["commission.officer"], at=at)
    edition = printable(report, package, last_edition(package))
    folder = Path(settings.REPORTS_DIR) / FOLDER.format(title=Period.parse(run.period).name_zh)
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{terms.FILES[name]}.docx" for name in DOCUMENTS]
    for path, name in zip(paths, DOCUMENTS, strict=True):
        draft = path.with_suffix(".part")
        draft.write_bytes(document_named(name, edition))
        draft.replace(path)
    return paths
