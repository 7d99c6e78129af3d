"""A worker killed at any moment of the estimation of a survey: it ends once, with the same digest.

9 cities, 5,000 questionnaires, 4 industries. Four kills, twenty with `--full`, at moments drawn from a seed over the
time an unharmed estimation takes.
"""

import random
import time

import pytest

from assessment.audit.models import Entry
from assessment.measurement.estimation_actions import request_estimation
from assessment.measurement.survey_document import estimated
from assessment.measurement.survey_models import Survey, SurveyEstimation
from assessment.methodology.canonical import digest
from assessment.methodology.run_document import thaw
from tests.faults.kills import kill_children_at
from tests.faults.waiting import done
from tests.fixtures_workers import Workers
from tests.situations.measurement import the_institute
from tests.situations.province_survey import SEED, UNITS, a_survey_of_the_province
from tests.situations.survey import ESTIMATED

# Nothing is run here that other tests do not run, and count, one by one.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def the_survey(transactional_db: None, audit_files: None) -> Survey:
    """Answered in this process, before the worker is there to compete for it."""
    return a_survey_of_the_province()


def an_estimation(survey: Survey) -> SurveyEstimation:
    return request_estimation(survey.pk, by=the_institute(), at=ESTIMATED)


def set_apart(estimation: SurveyEstimation) -> None:
    """The same answers give the estimation that exists; under another digest the next one is computed anew."""
    SurveyEstimation.objects.filter(pk=estimation.pk).update(input_digest=f"{estimation.pk:064d}")


def assert_ended_once_and_right(estimation: SurveyEstimation) -> None:
    estimation.refresh_from_db()
    assert estimation.state == SurveyEstimation.State.DONE
    document = thaw(estimation.document)
    assert len(document["units"]) == UNITS
    assert estimation.result_digest == digest(estimated(document))
    assert Entry.objects.filter(action="survey.estimated", object_id=str(estimation.pk)).count() == 1


def killed_at_random(workers: Workers, survey: Survey, trials: int) -> set[str]:
    """Estimate, kill, wait, look; every trial estimates the same answers."""
    first = an_estimation(survey)
    usual = done(first.job_id)
    digests, moments, previous = set(), random.Random(SEED), first
    for _ in range(trials):
        assert_ended_once_and_right(previous)
        digests.add(previous.result_digest)
        set_apart(previous)
        estimation = an_estimation(survey)
        assert estimation.pk != previous.pk
        assert estimation.document == previous.document
        kill_children_at(workers, time.monotonic() + moments.uniform(0, usual))
        done(estimation.job_id)
        previous = estimation
    assert_ended_once_and_right(previous)
    return digests | {previous.result_digest}


def test_four_kills_leave_one_estimation(the_survey: Survey, celery_worker_process: Workers) -> None:
    assert len(killed_at_random(celery_worker_process, the_survey, 4)) == 1


@pytest.mark.full
def test_twenty_kills_leave_one_estimation(the_survey: Survey, celery_worker_process: Workers) -> None:
    assert len(killed_at_random(celery_worker_process, the_survey, 20)) == 1
