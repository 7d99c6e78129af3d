"""Celery entries of the reporting stage."""

from django.utils import timezone

from assessment.jobs.leases import Lease, job_step
from reporting import bulletin_actions


@job_step("reporting.bulletin_preview", queue="interactive")
def bulletin_preview(lease: Lease) -> None:
    """The documents of an edition as one PDF for one reader."""
    bulletin_actions.store_preview(lease, at=timezone.now())
