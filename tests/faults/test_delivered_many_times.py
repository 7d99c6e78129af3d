"""The same message delivered ten times, and ten workers at once: one result, and nine that find nothing to do."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from celery import current_app
from django.db import connections

from assessment.audit.models import Entry
from assessment.jobs.actions import _message
from assessment.jobs.models import Job
from assessment.methodology.run_document import compute, thaw
from assessment.scoring.models import Placing, Run, Score, StepResult
from deploy.processes import wait_until
from tests.faults.waiting import PATIENCE, done
from tests.fixtures_workers import Workers
from tests.situations.measurement import CITIES, know_all_tasks
from tests.situations.scoring import a_requested_run

DELIVERIES = 10
NOTHING = "nothing to do here"

pytestmark = pytest.mark.django_db(transaction=True)


def delivered_at_once(job: Job, step: str) -> None:
    """To ten workers, each with a connection of its own, in the same moment."""
    gate = Barrier(DELIVERIES)

    def work(_: int) -> None:
        gate.wait()
        try:
            current_app.tasks[step].run(job.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(DELIVERIES) as workers:
        list(workers.map(work, range(DELIVERIES)))


def assert_there_is_one_result(run: Run) -> None:
    run.refresh_from_db()
    assert run.state == Run.State.COMPUTED
    assert run.result_digest == compute(thaw(run.document)).digest
    assert sorted(StepResult.objects.filter(run=run).values_list("name", flat=True)) == ["indicators", "scores"]
    assert Placing.objects.filter(run=run).count() == len(CITIES)
    scores = Score.objects.filter(run=run)
    assert scores.values("unit", "code").distinct().count() == scores.count() > 0
    assert Entry.objects.filter(action="run.computed", object_id=str(run.pk)).count() == 1


class Log(logging.Handler):
    """How often a worker said that there was nothing to do."""

    def __init__(self) -> None:
        super().__init__()
        self.idle = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.idle += NOTHING in record.getMessage()


@pytest.fixture
def log() -> Iterator[Log]:
    kept, leases = Log(), logging.getLogger("assessment.jobs.leases")
    leases.addHandler(kept)
    yield kept
    leases.removeHandler(kept)


def test_ten_workers_at_once_and_ten_deliveries_afterwards_give_one_result(log: Log) -> None:
    run = a_requested_run()
    job = run.job
    assert job is not None
    know_all_tasks()
    for number, step in enumerate(job.steps, 1):
        delivered_at_once(job, step)
        assert log.idle == number * (DELIVERIES - 1)
    assert_there_is_one_result(run)
    for step in job.steps * DELIVERIES:
        current_app.tasks[step].run(job.pk)
    assert log.idle == len(job.steps) * (DELIVERIES - 1 + DELIVERIES)
    assert_there_is_one_result(run)


@pytest.mark.full
def test_ten_messages_of_one_job_through_the_broker_give_one_result(celery_worker_process: Workers) -> None:
    run = a_requested_run()
    assert run.job is not None
    for _ in range(DELIVERIES - 1):
        _message(run.job).apply_async()
    done(run.job.pk)
    assert_there_is_one_result(run)
    idle, worker = len(run.job.steps) * (DELIVERIES - 1), celery_worker_process.running["worker"]
    all_heard = lambda: celery_worker_process.log().count(NOTHING) >= idle  # noqa: E731 - asked again and again
    assert wait_until(all_heard, seconds=PATIENCE, process=worker), celery_worker_process.log()
    assert_there_is_one_result(run)
