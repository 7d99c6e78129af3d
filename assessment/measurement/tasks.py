"""Celery entry of the measurement stage."""

from celery import shared_task
from django.utils import timezone

from assessment.jobs.leases import Lease, job_step
from assessment.measurement import actions, estimation_actions, revenue_upload_actions, upload_actions


@job_step("measurement.measure", queue="interactive")
def measure(lease: Lease) -> None:
    """Value added of a requested batch."""
    actions.store_measurement(lease, at=timezone.now())


@job_step("measurement.estimate_survey", queue="interactive")
def estimate_survey(lease: Lease) -> None:
    """Estimates of a survey over the answers that were frozen."""
    estimation_actions.store_estimation(lease, at=timezone.now())


@shared_task(name="measurement.expire_uploads", queue="interactive")
def expire_uploads() -> None:
    """Called by the beat."""
    upload_actions.expire_tables(at=timezone.now())
    revenue_upload_actions.expire_revenues(at=timezone.now())
