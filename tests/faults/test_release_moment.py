"""People who ask again and again through the moment of release: none sees anything before it, all do after it."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from django.utils import timezone

from assessment.scoring.actions import IssuePlan, plan_issue
from assessment.scoring.models import PlannedIssue, Run
from deploy.processes import wait_until
from tests.fixtures_web import Caller
from tests.fixtures_workers import Workers
from tests.situations.scoring import an_approved_run, the_filler, the_officer

AHEAD = timedelta(seconds=4)
PATIENCE = 60.0
PAUSE = 0.25
IN_CI, IN_FULL = 16, 100
CITIES = ("520200", "520300", "520400", "520500")

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("web")]


@dataclass(frozen=True)
class Look:
    began: datetime
    ended: datetime
    status: int


def test_all_readers_see_it_from_the_moment_on_and_none_before(
    two_web_processes: tuple[int, int], celery_worker_process: Workers, pytestconfig: pytest.Config
) -> None:
    readers = IN_FULL if pytestconfig.getoption("--full") else IN_CI
    run, over = an_approved_run(), Event()
    callers = [Caller.of(the_filler(code)) for code in CITIES]
    now = timezone.now()
    plan = plan_issue(run.pk, IssuePlan("黔发改数字〔2021〕1号", "closed", now + AHEAD), by=the_officer(), at=now)

    def poll(number: int) -> list[Look]:
        looks = []
        while not over.is_set():
            began = datetime.now(UTC)
            path = f"/api/scoring/runs/{run.pk}/ranking/"
            answer = callers[number % len(callers)].send(two_web_processes[number % 2], "GET", path)
            looks.append(Look(began, datetime.now(UTC), answer.status))
            time.sleep(PAUSE)
        return looks

    with ThreadPoolExecutor(readers) as people:
        polling = [people.submit(poll, number) for number in range(readers)]
        worker = celery_worker_process.running["worker"]
        released = wait_until(lambda: _carried_out(plan.pk), seconds=PATIENCE, process=worker)
        seen_here = datetime.now(UTC)
        # Each asks at least once more.
        time.sleep(2 * PAUSE)
        over.set()
        looks = [look for one in polling for look in one.result()]
    assert released
    issued_at = Run.objects.get(pk=run.pk).issued_at
    assert issued_at is not None
    assert issued_at >= plan.release_at
    assert {look.status for look in looks} == {404, 200}
    assert [look for look in looks if look.status == 200 and look.ended < plan.release_at] == []
    assert [look for look in looks if look.status == 404 and look.began > seen_here] == []
    assert any(look.began > seen_here for look in looks)


def _carried_out(plan_id: int) -> bool:
    return PlannedIssue.objects.get(pk=plan_id).state == PlannedIssue.State.CARRIED_OUT
