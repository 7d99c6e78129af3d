"""Celery entries of the returns, called by the beat."""

from celery import shared_task
from django.utils import timezone

from assessment.filing import reminder_actions


@shared_task(name="filing.remind", queue="interactive")
def remind() -> None:
    reminder_actions.remind_by_clock(at=timezone.now())
