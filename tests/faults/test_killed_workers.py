"""A worker killed at any moment of a run: the run ends once, with the same digest.

Four kills of the child and four of the whole worker; twenty and twenty with `--full`. The moments are drawn from
a seed over the time an unharmed run takes, so that they fall before, within and after each of the three steps.
"""

import contextlib
import os
import random
import signal
import time
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection, transaction

from assessment.audit.models import Entry
from assessment.methodology.run_document import compute, thaw
from assessment.people.models import User
from assessment.scoring.actions import cancel_run, start_run
from assessment.scoring.models import Placing, Run, Score, StepResult
from tests.faults.waiting import done, until
from tests.fixtures_workers import Workers
from tests.secrecy.unissued_results import redis_contents
from tests.situations.measurement import CITIES, a_confirmed_batch
from tests.situations.scoring import YEAR_SCORED, the_frozen_scheme, the_officer

SEED = 20211231
STEPS = ["value_added", "indicators", "scores"]

# Nothing is run here that other tests do not run, and count, one by one.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two_confirmed_years(transactional_db: None, audit_files: None) -> None:
    """Measured in this process, before the worker is there to compete for it."""
    the_frozen_scheme("annual")
    for year in ("2020", "2021"):
        a_confirmed_batch(year)


def a_run() -> Run:
    return start_run("2021", "annual", by=the_officer(), at=YEAR_SCORED)


def assert_ended_once_and_right(run: Run) -> None:
    run.refresh_from_db()
    assert run.state == Run.State.COMPUTED
    assert run.result_digest == compute(thaw(run.document)).digest
    assert sorted(StepResult.objects.filter(run=run).values_list("name", flat=True)) == sorted(STEPS)
    assert Placing.objects.filter(run=run).count() == len(CITIES)
    assert (
        Score.objects.filter(run=run).values("unit", "code").distinct().count() == Score.objects.filter(run=run).count()
    )
    assert Entry.objects.filter(action="run.computed", object_id=str(run.pk)).count() == 1


def assert_nothing_of_it_is_seen_in_part(run: Run, whole: int) -> None:
    """In the moment of the kill: all of its scores, or none; looked at in one moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        state = Run.objects.values_list("state", flat=True).get(pk=run.pk)
        seen = Score.objects.filter(run=run).count(), Placing.objects.filter(run=run).count()
    assert seen == ((whole, len(CITIES)) if state == Run.State.COMPUTED else (0, 0))


def held_by_redis() -> bytes:
    """Queues and cache, while a run is computed, killed and taken over."""
    addresses = os.environ["REDIS_URL"], settings.CACHE_URL
    return b"\n".join(kept for address in addresses for kept in redis_contents(address))


def assert_no_figure_and_no_person(held: bytes) -> None:
    placings = Placing.objects.exclude(shown__in=[0, 100]).values_list("shown", "score")
    figures = {text for shown, score in placings for text in (f"{shown:.2f}", f"{score:.6f}"[:8])}
    people = {name for pair in User.objects.values_list("username", "display_name") for name in pair}
    assert len(figures) >= 4
    assert [one for one in figures | people if one.encode() in held] == []


def killed_at_random(workers: Workers, kill: Callable[[Workers], None], trials: int) -> set[str]:
    """Run, kill, wait, look; then cancel, so that the next trial computes the same inputs anew."""
    first = a_run()
    usual = done(first.job_id)
    whole, held = Score.objects.filter(run=first).count(), [held_by_redis()]
    assert whole > 0
    digests, moments = set(), random.Random(SEED)
    previous = first
    for _ in range(trials):
        assert_ended_once_and_right(previous)
        digests.add(previous.result_digest)
        cancel_run(previous.pk, "再试一次", by=the_officer(), at=YEAR_SCORED)
        run = a_run()
        assert run.pk != previous.pk
        moment = time.monotonic() + moments.uniform(0, usual)
        until(moment)
        kill(workers)
        assert_nothing_of_it_is_seen_in_part(run, whole)
        held.append(held_by_redis())
        done(run.job_id)
        previous = run
    assert_ended_once_and_right(previous)
    assert_no_figure_and_no_person(b"\n".join(held))
    return digests | {previous.result_digest}


def kill_children(workers: Workers) -> None:
    for child in workers.children():
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def kill_and_start_again(workers: Workers) -> None:
    workers.kill_worker()
    workers.start_worker()


def test_four_kills_of_the_child_leave_one_result(two_confirmed_years: None, celery_worker_process: Workers) -> None:
    assert len(killed_at_random(celery_worker_process, kill_children, 4)) == 1


def test_four_kills_of_the_whole_worker_leave_one_result(
    two_confirmed_years: None, celery_worker_process: Workers
) -> None:
    assert len(killed_at_random(celery_worker_process, kill_and_start_again, 4)) == 1


@pytest.mark.full
@pytest.mark.parametrize("kill", [kill_children, kill_and_start_again])
def test_twenty_kills_leave_one_result(
    two_confirmed_years: None, celery_worker_process: Workers, kill: Callable[[Workers], None]
) -> None:
    assert len(killed_at_random(celery_worker_process, kill, 20)) == 1
