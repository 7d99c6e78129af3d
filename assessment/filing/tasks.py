"""Celery entries of the returns, called by the beat."""

from celery import shared_task
from django.utils import timezone

from assessment.filing import actions


@shared_task(name="filing.remind", queue="interactive")
def remind() -> None:
    actions.remind_by_clock(at=timezone.now())


@shared_task(name="filing.verify", queue="interactive")
def verify() -> None:
    actions.report_altered(at=timezone.now())


@shared_task(name="filing.expire_uploads", queue="interactive")
def expire_uploads() -> None:
    actions.expire_uploads(at=timezone.now())
