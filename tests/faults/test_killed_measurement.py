"""A worker killed at any moment of a measurement of the whole province: the batch ends once, with the same digest.

Nine cities, four industries, and as industrial digitalisation what 5,000 questionnaires gave. Four kills, twenty with
`--full`, at moments drawn from a seed over the time an unharmed batch takes.
"""

import contextlib
import os
import random
import signal
import time

import pytest

from assessment.audit.models import Entry
from assessment.measurement.actions import request_batch, return_batch, submit_batch
from assessment.measurement.models import Batch, BatchResult
from assessment.methodology.canonical import digest
from assessment.methodology.run_document import thaw, value_added
from tests.faults.waiting import done, until
from tests.fixtures_workers import Workers
from tests.situations.measurement import CITIES, MEASURED, the_confirmer, the_institute, the_tables_of

SEED = 20211231
QUESTIONNAIRES = 5_000
FIGURES_OF_A_CITY = 9

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("workers")]


def digitalisation_of_the_sample() -> dict[str, int]:
    """Each of the questionnaires weighs 20 in its city and answers 1 to 99 万元, drawn from the seed."""
    answers, totals = random.Random(SEED), dict.fromkeys(CITIES, 0)
    for number in range(QUESTIONNAIRES):
        totals[CITIES[number % len(CITIES)]] += 20 * answers.randint(1, 99)
    return totals


@pytest.fixture
def the_province(transactional_db: None, audit_files: None) -> None:
    the_tables_of("2021", digitalisation_of_the_sample())


def a_batch() -> Batch:
    return request_batch("2021", by=the_institute(), at=MEASURED)


def assert_ended_once_and_right(batch: Batch) -> None:
    batch.refresh_from_db()
    assert batch.state == Batch.State.MEASURED
    assert batch.result_digest == digest(value_added(thaw(batch.document)))
    assert BatchResult.objects.filter(batch=batch).count() == len(CITIES) * FIGURES_OF_A_CITY
    assert Entry.objects.filter(action="batch.measured", object_id=str(batch.pk)).count() == 1


def kill_children(workers: Workers) -> None:
    for child in workers.children():
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def killed_at_random(workers: Workers, trials: int) -> set[str]:
    """Measure, kill, wait, look; then the batch is returned, so that the next trial measures the same tables anew."""
    first = a_batch()
    usual = done(first.job_id)
    digests, moments, previous = set(), random.Random(SEED), first
    for _ in range(trials):
        assert_ended_once_and_right(previous)
        digests.add(previous.result_digest)
        submit_batch(previous.pk, by=the_institute(), at=MEASURED)
        return_batch(previous.pk, "再测算一次", by=the_confirmer(), at=MEASURED)
        batch = a_batch()
        assert batch.pk != previous.pk
        assert batch.input_digest == previous.input_digest
        moment = time.monotonic() + moments.uniform(0, usual)
        until(moment)
        kill_children(workers)
        done(batch.job_id)
        previous = batch
    assert_ended_once_and_right(previous)
    return digests | {previous.result_digest}


def test_the_sample_gives_every_city_a_figure() -> None:
    totals = digitalisation_of_the_sample()
    assert min(totals.values()) > 0
    assert 48 < sum(totals.values()) / (20 * QUESTIONNAIRES) < 52


def test_four_kills_leave_one_measurement(the_province: None, celery_worker_process: Workers) -> None:
    assert len(killed_at_random(celery_worker_process, 4)) == 1


@pytest.mark.full
def test_twenty_kills_leave_one_measurement(the_province: None, celery_worker_process: Workers) -> None:
    assert len(killed_at_random(celery_worker_process, 20)) == 1
