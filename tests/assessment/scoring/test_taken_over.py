"""A worker that was thought dead wakes up: what it computed is dropped, the heir's result stands."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from assessment.jobs import actions
from assessment.jobs.errors import LeaseLost
from assessment.jobs.leases import Lease
from assessment.jobs.models import Job
from assessment.measurement.actions import store_measurement
from assessment.measurement.models import Batch, BatchResult
from assessment.methodology.run_document import INDICATORS
from assessment.scoring.models import Run, StepResult
from assessment.scoring.step_actions import store_step
from tests.situations.measurement import a_requested_batch
from tests.situations.scoring import a_requested_run

pytestmark = pytest.mark.django_db


def two_leases(job: Job | None) -> tuple[Lease, Lease]:
    """Of the worker that fell silent and of the one that took its step over."""
    assert job is not None
    then = timezone.now()
    silent = actions.claim(job.pk, step=0, at=then)
    heir = actions.claim(job.pk, step=0, at=then + timedelta(seconds=settings.JOBS_LEASE_SECONDS * 2))
    assert silent is not None
    assert heir is not None
    return Lease(silent), Lease(heir)


def test_a_scoring_step_is_stored_by_the_heir_alone() -> None:
    run = a_requested_run()
    silent, heir = two_leases(run.job)
    with pytest.raises(LeaseLost):
        store_step(silent, INDICATORS, at=timezone.now())
    assert not StepResult.objects.filter(run=run).exists()
    store_step(heir, INDICATORS, at=timezone.now())
    assert StepResult.objects.filter(run=run).count() == 1
    assert Run.objects.get(pk=run.pk).state == Run.State.REQUESTED


def test_a_measurement_is_stored_by_the_heir_alone() -> None:
    batch = a_requested_batch()
    silent, heir = two_leases(batch.job)
    with pytest.raises(LeaseLost):
        store_measurement(silent, at=timezone.now())
    assert not BatchResult.objects.exists()
    store_measurement(heir, at=timezone.now())
    assert Batch.objects.get(pk=batch.pk).state == Batch.State.MEASURED
