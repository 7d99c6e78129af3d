"""A worker killed at any moment of a measurement of the whole province: the batch ends once, with the same digest.

Nine cities, four industries, and as industrial digitalisation what 5,000 questionnaires gave. Four kills, twenty with
`--full`, at moments drawn from a seed over the time an unharmed batch takes.
"""

import random
import time

import pytest

from assessment.audit.models import Entry
from assessment.measurement.actions import request_batch, return_batch, submit_batch
from assessment.measurement.models import Batch, BatchResult, RegionFigure
from assessment.measurement.survey_models import PaperAnswer
from assessment.methodology.canonical import digest
from assessment.methodology.run_document import thaw, value_added
from tests.faults.kills import kill_children_at
from tests.faults.waiting import done
from tests.fixtures_workers import Workers
from tests.situations.measurement import CITIES, the_confirmer, the_institute
from tests.situations.province_survey import QUESTIONNAIRES, SEED, the_tables_of_the_province
from tests.situations.survey import ESTIMATED

FIGURES_OF_A_CITY = 9

# Nothing is run here that other tests do not run, and count, one by one.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def the_province(transactional_db: None, audit_files: None) -> None:
    """Surveyed in this process, before the worker is there to compete for it."""
    the_tables_of_the_province()


def a_batch() -> Batch:
    return request_batch("2021", by=the_institute(), at=ESTIMATED)


def assert_ended_once_and_right(batch: Batch) -> None:
    batch.refresh_from_db()
    assert batch.state == Batch.State.MEASURED
    assert batch.result_digest == digest(value_added(thaw(batch.document)))
    assert BatchResult.objects.filter(batch=batch).count() == len(CITIES) * FIGURES_OF_A_CITY
    assert Entry.objects.filter(action="batch.measured", object_id=str(batch.pk)).count() == 1


def killed_at_random(workers: Workers, trials: int) -> set[str]:
    """Measure, kill, wait, look; then the batch is returned, so that the next trial measures the same tables anew."""
    first = a_batch()
    usual = done(first.job_id)
    digests, moments, previous = set(), random.Random(SEED), first
    for _ in range(trials):
        assert_ended_once_and_right(previous)
        digests.add(previous.result_digest)
        submit_batch(previous.pk, by=the_institute(), at=ESTIMATED)
        return_batch(previous.pk, "再测算一次", by=the_confirmer(), at=ESTIMATED)
        batch = a_batch()
        assert batch.pk != previous.pk
        assert batch.input_digest == previous.input_digest
        kill_children_at(workers, time.monotonic() + moments.uniform(0, usual))
        done(batch.job_id)
        previous = batch
    assert_ended_once_and_right(previous)
    return digests | {previous.result_digest}


def test_the_questionnaires_give_every_city_a_figure_of_the_survey(the_province: None) -> None:
    assert PaperAnswer.objects.count() == QUESTIONNAIRES
    figures = RegionFigure.objects.filter(table__kind="industrial_digitalisation")
    assert set(figures.values_list("region__code", "marker")) == {(city, "survey") for city in CITIES}
    assert min(figures.values_list("value", flat=True)) > 0


def test_four_kills_leave_one_measurement(the_province: None, celery_worker_process: Workers) -> None:
    assert len(killed_at_random(celery_worker_process, 4)) == 1


@pytest.mark.full
def test_twenty_kills_leave_one_measurement(the_province: None, celery_worker_process: Workers) -> None:
    assert len(killed_at_random(celery_worker_process, 20)) == 1
