"""Reads over deliveries of 营业收入 and their uploads."""

from datetime import datetime

from django.db.models import Count, QuerySet

from assessment.measurement.revenue_models import RevenueDelivery, RevenueUpload
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require


def revenues_visible_to(user: User, *, at: datetime) -> QuerySet[RevenueDelivery]:
    """Deliveries with the number of their rows, the newest year first, for whoever sees base tables."""
    require(user, Action.BASE_TABLE_VIEW, at=at)
    counted = RevenueDelivery.objects.select_related("loaded_by").annotate(row_count=Count("rows"))
    return counted.order_by("-period", "-months", "source_department", "-number")


def revenue_seen(delivery_id: int, *, by: User, at: datetime) -> RevenueDelivery:
    """One delivery with its rows."""
    delivery = revenues_visible_to(by, at=at).prefetch_related("rows__region").filter(pk=delivery_id).first()
    if delivery is None:
        raise NotFound
    return delivery


def revenue_uploads_visible_to(user: User, *, at: datetime) -> QuerySet[RevenueUpload]:
    """The uploads of the own body."""
    require(user, Action.INDUSTRY_TABLE_LOAD, at=at)
    own = RevenueUpload.objects.filter(source_department=user.organisation.name_zh)
    return own.select_related("uploaded_by", "delivery")


def revenue_upload_seen(upload_id: int, *, by: User, at: datetime) -> RevenueUpload:
    upload = revenue_uploads_visible_to(by, at=at).filter(pk=upload_id).first()
    if upload is None:
        raise NotFound
    return upload


def revenue_in_force(upload: RevenueUpload) -> RevenueDelivery | None:
    """What the upload would supersede, with its rows."""
    same = {"period": upload.period, "months": upload.months, "source_department": upload.source_department}
    return RevenueDelivery.objects.filter(**same, superseded_at__isnull=True).prefetch_related("rows__region").first()
