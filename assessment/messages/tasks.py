"""Celery entries of the messages, called by the beat."""

from celery import shared_task
from django.utils import timezone

from assessment.messages import actions


@shared_task(name="messages.deliver", queue="interactive")
def deliver() -> None:
    actions.deliver(at=timezone.now())


@shared_task(name="messages.digest", queue="interactive")
def digest() -> None:
    actions.request_digests(at=timezone.now())
