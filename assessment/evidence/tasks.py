"""Celery entries of the evidence, called by the beat."""

from celery import shared_task
from django.utils import timezone

from assessment.evidence import actions


@shared_task(name="evidence.sweep_orphans", queue="bulk")
def sweep_orphans() -> None:
    actions.sweep_orphans(at=timezone.now())
