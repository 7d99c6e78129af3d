"""Celery entries of the reporting stage."""

from celery import shared_task
from django.utils import timezone
from django.utils.translation import override

from assessment.jobs.leases import Lease, job_step
from reporting import bulletin_actions, extract_actions
from reporting.city_pack_actions import make_city_packs


@job_step("reporting.bulletin_preview", queue="interactive")
def bulletin_preview(lease: Lease) -> None:
    """The documents of an edition as one PDF for one reader."""
    bulletin_actions.store_preview(lease, at=timezone.now())


@job_step("reporting.city_packs", queue="interactive")
def city_packs(lease: Lease) -> None:
    """What each city is given of an issued result; official documents are Chinese, whatever the worker speaks."""
    with override("zh-hans"):
        make_city_packs(lease, at=timezone.now())


@job_step("reporting.audit_extract", queue="bulk")
def audit_extract(lease: Lease) -> None:
    """审计摘录 for one reader: as long as the record is."""
    with override("zh-hans"):
        extract_actions.store_extract(lease, at=timezone.now())


@shared_task(name="reporting.remove_expired_extracts", queue="bulk")
def remove_expired_extracts() -> None:
    extract_actions.remove_expired_extracts(at=timezone.now())
