"""Celery entry of the measurement stage."""

from django.utils import timezone

from assessment.jobs.leases import Lease, job_step
from assessment.measurement import actions


@job_step("measurement.measure", queue="interactive")
def measure(lease: Lease) -> None:
    """Value added of a requested batch."""
    actions.store_measurement(lease, at=timezone.now())
