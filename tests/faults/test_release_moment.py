"""People who ask again and again through the moment of release: none sees anything before it, all do after it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event

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
    run, all_looked, over = an_approved_run(), Barrier(readers + 1), Event()
    path = f"/api/scoring/runs/{run.pk}/ranking/"
    callers = [Caller.of(the_filler(code)) for code in CITIES]

    def look(number: int) -> Look:
        began = datetime.now(UTC)
        answer = callers[number % len(callers)].send(two_web_processes[number % 2], "GET", path)
        return Look(began, datetime.now(UTC), answer.status)

    def poll(number: int) -> list[Look]:
        """Once before the plan is made, again and again, and once after the release is known."""
        looks = [look(number)]
        all_looked.wait()
        while not over.wait(PAUSE):
            looks.append(look(number))
        return [*looks, look(number)]

    with ThreadPoolExecutor(readers) as people:
        polling = [people.submit(poll, number) for number in range(readers)]
        all_looked.wait()
        now = timezone.now()
        plan = plan_issue(run.pk, IssuePlan("黔发改数字〔2021〕1号", "closed", now + AHEAD), by=the_officer(), at=now)
        worker = celery_worker_process.running["worker"]
        released = wait_until(lambda: _carried_out(plan.pk), seconds=PATIENCE, process=worker)
        seen_here = datetime.now(UTC)
        over.set()
        looks = [one for each in polling for one in each.result()]
    assert released
    assert Run.objects.filter(pk=run.pk, issued_at__gte=plan.release_at).exists()
    assert {one.status for one in looks} == {404, 200}
    assert [one for one in looks if one.status == 200 and one.ended < plan.release_at] == []
    assert [one for one in looks if one.status == 404 and one.began > seen_here] == []
    assert sum(one.began > seen_here for one in looks) >= readers


def _carried_out(plan_id: int) -> bool:
    return PlannedIssue.objects.get(pk=plan_id).state == PlannedIssue.State.CARRIED_OUT
