"""What the pages of batches take from a request: who asks, and which batch."""

from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from assessment.measurement.models import Batch
from assessment.measurement.queries import batches_visible_to
from assessment.people.errors import NotFound
from assessment.people.models import User


def user_of(request: HttpRequest) -> User:
    return cast(User, request.user)


def batches_of(request: HttpRequest) -> QuerySet[Batch]:
    """With the event of each job, which knows when the work was handed out."""
    people = ("requested_by", "submitted_by", "confirmed_by")
    return batches_visible_to(user_of(request), at=timezone.now()).select_related("job__event", *people)


def batch_of(request: HttpRequest, batch_id: int) -> Batch:
    batch = batches_of(request).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    return batch


def address_of(batch_id: int) -> str:
    return reverse("measurement:batch", args=[batch_id])
