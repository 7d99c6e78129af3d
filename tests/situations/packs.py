"""Situations of what leaves the house with an issue: enterprises behind a city's growth, the packs made of it.

遵义市, 万元: 9 000 against 6 000 in its return, +50 points. Its enterprises: 1 grew 3 000 → 4 800 (+30 points), 2 fell
1 500 → 1 200 (−5), 3 was founded this year, 0 → 600 (+10), 4 has filed nothing, 5 was closed in February, 6 kept its
1 400. In no row are 1 000 against 100: +15 points. The two largest have 77.5 % of what the enterprises filed.
"""

from datetime import date

from assessment.directory import actions as directory
from assessment.directory.event_actions import EventEntry
from assessment.jobs.models import Job
from assessment.scoring.actions import (
    add_issue_scan,
    approve_run,
    confirm_correction,
    issue_run,
    propose_correction,
)
from assessment.scoring.models import Run
from reporting.models import CityPack
from tests.situations.corrected_results import CORRECTED, an_approved_correction
from tests.situations.enterprises import ISSUED as LISTED_AT
from tests.situations.enterprises import ZUNYI, a_code, an_accepted_row, an_enterprise
from tests.situations.files import PDF
from tests.situations.filing import a_city
from tests.situations.kept_rows import kept
from tests.situations.measurement import work_off
from tests.situations.publication import YEAR_ISSUED, a_checked_annual_run
from tests.situations.scoring import (
    an_issued_run,
    publish_unchecked,
    the_approver,
    the_officer,
    the_returns_of_the_first_quarter,
)

ISSUED_EVENT = "scoring.run_issued"
GREW, FELL, FOUNDED, SILENT, CLOSED, STEADY = (a_code(number) for number in range(1, 7))


@kept
def the_enterprises_of_zunyi() -> None:
    """Beside the returns of all cities."""
    the_returns_of_the_first_quarter()
    an_accepted_row(1, revenue="4800", base="3000")
    an_accepted_row(2, revenue="1200", base="1500")
    an_accepted_row(3, revenue="600", base="0")
    an_accepted_row(6, revenue="1400", base="1400")
    an_enterprise(4)
    an_enterprise(5)
    _happens(FOUNDED, "birth", date(2021, 1, 15))
    _happens(CLOSED, "closed", date(2021, 2, 20))


@kept
def two_enterprises_of_zunyi() -> None:
    """Of so few that either knows the other by the total: the city's figure is withheld from publication."""
    the_returns_of_the_first_quarter()
    an_accepted_row(1, revenue="4800", base="3000")
    an_accepted_row(2, revenue="1200", base="1500")


def _happens(code: str, kind: str, day: date) -> None:
    entry = EventEntry(code, kind, day, "工商登记（演示）")
    directory.enter_event(entry, by=a_city(ZUNYI).filler, at=LISTED_AT)


def a_corrected_run(issued: Run) -> Run:
    """遵义市 had 9 400, not 9 000: another run, checked, approved, issued under a confirmed notice of correction."""
    run = an_approved_correction(issued)
    propose_correction(run.pk, "黔发改数字〔2021〕7号", "更正一季度数据。", by=the_officer(), at=CORRECTED)
    confirm_correction(run.pk, by=the_approver(), at=CORRECTED)
    return issue_run(run.pk, "黔发改数字〔2021〕7号", "closed", by=the_officer(), at=CORRECTED)


@kept
def an_issued_year_with_packs() -> Run:
    run = a_checked_annual_run()
    approve_run(run.pk, by=the_approver(), at=YEAR_ISSUED)
    publish_unchecked(run, at=YEAR_ISSUED)
    add_issue_scan(run.pk, "印发件.pdf", PDF, by=the_officer(), at=YEAR_ISSUED)
    issued = issue_run(run.pk, "黔发改数字〔2022〕1号", "closed", by=the_officer(), at=YEAR_ISSUED)
    assert work_off(the_job_of_the_packs(issued)).state == Job.State.DONE
    return issued


def the_job_of_the_packs(run: Run) -> Job:
    return Job.objects.get(name=ISSUED_EVENT, arguments={"run": run.pk})


@kept
def an_issued_run_with_packs() -> Run:
    """Issued, and its packs made."""
    run = an_issued_run()
    assert work_off(the_job_of_the_packs(run)).state == Job.State.DONE
    return run


def the_pack(run: Run, unit: str = ZUNYI) -> CityPack:
    return CityPack.objects.select_related("run__scheme_version", "region").get(run=run, region__code=unit)
