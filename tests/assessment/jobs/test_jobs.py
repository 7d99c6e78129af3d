"""Jobs: once, under lease, by whoever is alive; the broker may forget, the database does not."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
import redis
from django.conf import settings as django_settings
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from assessment.audit.actions import SYSTEM
from assessment.audit.errors import WrongState
from assessment.audit.models import Entry
from assessment.jobs import actions
from assessment.jobs.errors import KeyUsedForOther, LeaseLost, UnmappedEvent
from assessment.jobs.models import IdempotencyKey, Job, OutboxEvent
from assessment.jobs.states import JOB_STATES, Move
from assessment.methodology.canonical import digest
from deploy.settings import base
from tests.assessment.jobs import steps

AT = datetime(2021, 4, 20, 9, 0, tzinfo=UTC)
LEASE = timedelta(seconds=2)


@pytest.fixture(autouse=True)
def steps_of_these_tests(settings: Settings) -> None:
    settings.JOBS_EVENTS = "tests.assessment.jobs.steps.EVENTS"
    steps.noted.clear()


def a_job(name: str = "tests.worked", **arguments: int | str) -> Job:
    with transaction.atomic():
        return actions.emit(name, arguments, by=SYSTEM, at=AT).job


def test_the_life_of_a_job_is_its_table_and_nothing_else() -> None:
    for state, move in JOB_STATES.complement():
        with pytest.raises(WrongState):
            JOB_STATES.after(state, move)
    assert len(JOB_STATES.complement()) + len(JOB_STATES.moves) == len(list(product(Job.State, Move)))
    assert JOB_STATES.reachable_from(Job.State.QUEUED) == set(Job.State.values)


@pytest.mark.django_db
def test_an_event_that_is_mapped_nowhere_is_refused_and_nothing_is_written() -> None:
    with pytest.raises(UnmappedEvent):
        a_job("tests.unknown")
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db
def test_a_job_runs_its_steps_in_order_each_once_however_often_they_are_delivered() -> None:
    job = a_job()
    steps.second(job.id)
    steps.first(job.id)
    steps.first(job.id)
    steps.second(job.id)
    steps.second(job.id)
    job.refresh_from_db()
    assert steps.noted == ["first", "second"]
    assert (job.state, job.step) == (Job.State.DONE, 2)


@pytest.mark.django_db
def test_a_domain_error_ends_the_job_with_its_code_and_is_not_tried_again() -> None:
    job = a_job(refuse=1)
    steps.first(job.id)
    steps.first(job.id)
    job.refresh_from_db()
    assert (job.state, job.error_code, steps.noted) == (Job.State.FAILED, "refused_for_the_test", ["first"])
    assert Entry.objects.get(action="job.fail").facts == {"name": "tests.worked", "code": "refused_for_the_test"}


@pytest.mark.django_db
def test_an_unexpected_error_is_tried_three_times_and_then_told() -> None:
    job = a_job(**{"break": 1})
    for _ in range(5):
        steps.first(job.id)
    job.refresh_from_db()
    assert steps.noted == ["first"] * 3
    assert (job.state, job.error_text) == (Job.State.FAILED, "RuntimeError: a pipe burst")


@pytest.mark.django_db
def test_a_step_whose_worker_died_is_taken_over_when_its_lease_has_run_out_and_not_before() -> None:
    job = a_job()
    dead = actions.claim(job.id, step=0, at=AT)
    assert dead is not None
    assert actions.claim(job.id, step=0, at=AT + LEASE / 2) is None
    heir = actions.claim(job.id, step=0, at=AT + LEASE * 2)
    assert heir is not None
    with pytest.raises(LeaseLost):
        actions.finish_step(job.id, owner=dead.lease_owner, at=AT)
    assert not actions.heartbeat(job.id, owner=dead.lease_owner, at=AT)
    assert actions.heartbeat(job.id, owner=heir.lease_owner, at=AT + LEASE * 2)


@pytest.mark.django_db
def test_a_job_that_kills_its_workers_is_given_up_after_three_attempts() -> None:
    job = a_job()
    at = AT
    for _ in range(actions.MAX_ATTEMPTS):
        assert actions.claim(job.id, step=0, at=at) is not None
        at += LEASE * 2
        actions.watch(at=at)
    job.refresh_from_db()
    assert (job.state, job.error_code) == (Job.State.FAILED, "too_many_attempts")


@pytest.mark.django_db
def test_a_failed_job_can_be_started_again_from_the_step_that_failed() -> None:
    job = a_job(refuse=1)
    steps.first(job.id)
    Job.objects.filter(id=job.id).update(arguments={})
    actions.retry(job.id, by=SYSTEM, at=AT)
    steps.first(job.id)
    steps.second(job.id)
    job.refresh_from_db()
    assert job.state == Job.State.DONE


@pytest.mark.django_db
def test_a_queued_job_is_cancelled_at_once_and_a_running_one_at_its_next_checkpoint() -> None:
    queued, running = a_job(), a_job()
    actions.request_cancel(queued, by=SYSTEM, at=AT)
    steps.first(queued.id)
    assert steps.noted == []
    claimed = actions.claim(running.id, step=0, at=timezone.now())
    assert claimed is not None
    actions.request_cancel(running, by=SYSTEM, at=AT)
    running.refresh_from_db()
    assert running.state == Job.State.RUNNING
    actions.end_cancelled(running.id, owner=claimed.lease_owner, at=AT)
    running.refresh_from_db()
    assert running.state == Job.State.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_a_commit_pokes_the_broker_with_ids_only(empty_redis: redis.Redis) -> None:
    job = a_job(secret_score="96.42")
    job.event.refresh_from_db()
    assert job.event.dispatched_at is not None
    waiting = empty_redis.lrange("interactive", 0, -1)
    assert len(waiting) == 1
    assert b"96.42" not in waiting[0]


@pytest.mark.django_db(transaction=True)
def test_what_the_broker_forgot_is_sent_again(empty_redis: redis.Redis) -> None:
    a_job()
    empty_redis.flushdb()
    assert actions.watch(at=timezone.now()) == 0
    assert actions.watch(at=timezone.now() + LEASE * 2) == 1
    assert empty_redis.llen("interactive") == 1


@pytest.mark.django_db(transaction=True)
def test_two_drains_at_once_do_not_send_one_event_twice(empty_redis: redis.Redis) -> None:
    job = a_job()
    OutboxEvent.objects.update(dispatched_at=None)
    empty_redis.flushdb()
    assert [actions.drain_outbox(at=AT), actions.drain_outbox(at=AT)] == [1, 0]
    assert Job.objects.get(id=job.id).message_sent_at == AT


@pytest.mark.django_db
def test_a_repeated_request_is_recalled_by_its_key_and_a_different_one_refused() -> None:
    request = {"period": "2021c06"}
    key = IdempotencyKey(
        user="officer", key="k-1", request_digest=digest(request), object_type="run", object_id="7", created_at=AT
    )
    assert actions.recall(user="officer", key="k-1", request=request) is None
    actions.remember(key)
    again = actions.recall(user="officer", key="k-1", request=request)
    assert again is not None
    assert again.object_id == "7"
    assert actions.recall(user="somebody else", key="k-1", request=request) is None
    with pytest.raises(KeyUsedForOther):
        actions.recall(user="officer", key="k-1", request={"period": "2021c09"})


def test_no_task_may_outlive_the_brokers_patience() -> None:
    """Else the broker hands a task that still runs to a second worker."""
    visible = django_settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    assert django_settings.CELERY_TASK_SOFT_TIME_LIMIT < django_settings.CELERY_TASK_TIME_LIMIT < visible


def test_a_dead_worker_is_replaced_within_a_minute_and_a_planned_moment_met_within_five_seconds() -> None:
    """By the clock of a running system, whose leases are longer than those of the tests."""
    every = {entry["task"]: entry["schedule"] for entry in base.CELERY_BEAT_SCHEDULE.values()}
    assert base.JOBS_LEASE_SECONDS + every["jobs.watch"] + every["jobs.drain_outbox"] <= 60
    assert 2 * base.JOBS_HEARTBEAT_SECONDS < base.JOBS_LEASE_SECONDS
    assert every["scoring.release_due"] <= 5 / 2
