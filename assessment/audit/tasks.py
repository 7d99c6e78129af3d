"""Celery entry of the audit."""

from celery import shared_task

from assessment.audit.actions import write_anchors


@shared_task(name="audit.anchor", queue="interactive")
def anchor() -> None:
    """Write the heads that a process could not write after its own commit."""
    write_anchors()
