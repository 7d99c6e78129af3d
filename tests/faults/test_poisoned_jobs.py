"""A job that kills every worker: three attempts, then it is over and told, and the queue goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from assessment.audit.models import Entry
from assessment.jobs.actions import MAX_ATTEMPTS, emit
from assessment.jobs.models import Job
from assessment.messages.models import Notice
from assessment.people.models import User
from assessment.people.roles import Role
from deploy.processes import wait_until
from tests.faults.waiting import PATIENCE, done
from tests.fixtures_workers import Workers
from tests.situations.people import a_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def workers(worker_environment: dict[str, str], empty_redis: redis.Redis, tmp_path: Path) -> Iterator[Workers]:
    """A worker that knows the two jobs of these tests."""
    environment = {**worker_environment, "DJANGO_SETTINGS_MODULE": "tests.faults.poison"}
    workers = Workers(folder=tmp_path, environment=environment)
    workers.start()
    yield workers
    workers.stop()


def asked_for(name: str, *, by: User) -> Job:
    with transaction.atomic():
        return emit(name, {}, by=by, at=timezone.now()).job


def test_a_job_that_kills_its_worker_ends_after_three_attempts_and_is_told_and_the_queue_goes_on(
    settings: Settings, workers: Workers
) -> None:
    settings.JOBS_EVENTS = "tests.faults.poison.EVENTS"
    keeper = a_user("keeper", Role.SYSTEM_ADMINISTRATOR, organisation="520000-administration")
    officer = a_user("officer", Role.COMMISSION_OFFICER, organisation="520000-reform")
    poison = asked_for("tests.poison", by=officer)
    worker = workers.running["worker"]
    failed = lambda: Job.objects.get(pk=poison.pk).state == Job.State.FAILED  # noqa: E731 - asked again and again
    assert wait_until(failed, seconds=PATIENCE, process=worker), workers.log()
    poison.refresh_from_db()
    assert (poison.attempt, poison.error_code) == (MAX_ATTEMPTS, "too_many_attempts") == (3, "too_many_attempts")
    assert Entry.objects.get(action="job.fail").object_id == str(poison.pk)
    told = Notice.objects.filter(topic="job")
    assert set(told.values_list("to", flat=True)) == {keeper.pk, officer.pk}
    assert told.count() == 2
    done(asked_for("tests.cure", by=officer).pk)
    poison.refresh_from_db()
    assert (poison.state, poison.attempt) == (Job.State.FAILED, MAX_ATTEMPTS)
