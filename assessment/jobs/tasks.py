"""Celery entries of the jobs, called by the beat."""

from celery import shared_task
from django.utils import timezone

from assessment.jobs import actions


@shared_task(name="jobs.drain_outbox", queue="interactive")
def drain_outbox() -> None:
    actions.drain_outbox(at=timezone.now())


@shared_task(name="jobs.watch", queue="interactive")
def watch() -> None:
    actions.watch(at=timezone.now())
