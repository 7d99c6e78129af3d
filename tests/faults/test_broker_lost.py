"""Redis stopped with jobs queued, then emptied: nothing is lost, nobody who works is told of it."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import kombu.pools
import pytest
import redis
from celery import current_app

from assessment.jobs.models import Job, OutboxEvent
from assessment.scoring.actions import start_run
from assessment.scoring.models import Run
from deploy.environment import redis_addresses
from deploy.valkey import Valkey, valkey
from tests.faults.waiting import LOOK_AGAIN_SECONDS
from tests.fixtures_workers import Workers
from tests.situations.scoring import (
    FIRST_QUARTER,
    SCORED,
    an_accepted_return,
    the_frozen_scheme,
    the_officer,
    the_returns_of_the_first_quarter,
)

JOBS = 20
STARTED_WITHOUT, ALL_STARTED_WITHOUT = 2, 50
PATIENCE = 60.0

# Nothing is run here that other tests do not run, and count, one by one.
pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def broker_of_this_process(url: str) -> Iterator[None]:
    """Let our own Celery application speak to another broker for a while."""
    os.environ["CELERY_BROKER_URL"] = redis_addresses(url)[0]
    forget_connections()
    yield
    del os.environ["CELERY_BROKER_URL"]
    forget_connections()


def forget_connections() -> None:
    kombu.pools.reset()
    current_app.amqp._producer_pool = None
    current_app._pool = None


def start_runs(count: int, *, first: int = 0) -> list[Run]:
    """Runs of different inputs: each follows a newly accepted return."""
    runs = []
    for number in range(first, first + count):
        an_accepted_return("520200", 2_000 + number, 1_600)
        runs.append(start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=SCORED))
    return runs


def wait_until_all_are_computed(runs: list[Run]) -> None:
    deadline = time.monotonic() + PATIENCE
    waiting = Run.objects.filter(id__in=[run.id for run in runs]).exclude(state=Run.State.COMPUTED)
    while waiting.exists():
        Event().wait(LOOK_AGAIN_SECONDS)
        assert time.monotonic() < deadline, list(Job.objects.values("id", "state", "attempt", "error_text"))


def test_twenty_queued_jobs_all_run_after_redis_was_stopped_and_emptied(
    tmp_path: Path, worker_environment: dict[str, str], pytestconfig: pytest.Config
) -> None:
    without = ALL_STARTED_WITHOUT if pytestconfig.getoption("--full") else STARTED_WITHOUT
    the_frozen_scheme()
    the_returns_of_the_first_quarter()
    with valkey(tmp_path / "valkey", durable=True) as server, broker_of_this_process(server.url()):
        runs = start_runs(JOBS)
        assert waiting_in(server) == JOBS
    started_without_broker = start_while_the_broker_is_away(server, without)
    with valkey(tmp_path / "valkey", durable=True) as again:
        redis.Redis(unix_socket_path=str(again.socket)).flushall()
        workers = Workers(folder=tmp_path, environment={**worker_environment, "REDIS_URL": again.url()})
        workers.start()
        try:
            wait_until_all_are_computed([*runs, *started_without_broker])
        finally:
            workers.stop()
    assert len({run.result_digest for run in Run.objects.all()}) == JOBS + len(started_without_broker)
    assert not OutboxEvent.objects.filter(dispatched_at__isnull=True).exists()


def start_while_the_broker_is_away(server: Valkey, count: int) -> list[Run]:
    """Starting a run does not fail and does not wait: its event stays in the outbox."""
    with broker_of_this_process(server.url()):
        runs = start_runs(count, first=JOBS)
    assert OutboxEvent.objects.filter(dispatched_at__isnull=True).count() == len(runs)
    return runs


def waiting_in(server: Valkey) -> int:
    client = redis.Redis(unix_socket_path=str(server.socket))
    count = client.llen("interactive")
    client.close()
    return int(count)
