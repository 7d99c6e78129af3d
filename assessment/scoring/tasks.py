"""Celery entries of the scoring stage: the steps of one chain, from components to score."""

from celery import shared_task
from django.utils import timezone

from assessment.jobs.leases import Lease, job_step
from assessment.methodology.run_document import INDICATORS, SCORES, VALUE_ADDED
from assessment.scoring import actions, robustness_actions, step_actions


@job_step("scoring.value_added", queue="interactive")
def value_added(lease: Lease) -> None:
    """Components to value added, held against the confirmed measurements."""
    step_actions.store_step(lease, VALUE_ADDED, at=timezone.now())


@job_step("scoring.indicators", queue="interactive")
def indicators(lease: Lease) -> None:
    """Figures to the indicators of each unit."""
    step_actions.store_step(lease, INDICATORS, at=timezone.now())


@job_step("scoring.scores", queue="interactive")
def scores(lease: Lease) -> None:
    """Indicators to scores, places and the current run."""
    step_actions.store_step(lease, SCORES, at=timezone.now())


@job_step("scoring.robustness", queue="interactive")
def robustness(lease: Lease) -> None:
    """How far the places of a run move when its weights and methods do."""
    robustness_actions.store_robustness(lease, at=timezone.now())


@shared_task(name="scoring.release_due", queue="interactive")
def release_due() -> None:
    """Issue what was planned for a moment that has come; called by the beat."""
    actions.release_due(at=timezone.now())
