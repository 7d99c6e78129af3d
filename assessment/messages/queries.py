"""Reads of the inbox. A person reads the own notices and nobody else's."""

from django.db.models import QuerySet

from assessment.messages.models import Notice
from assessment.people.models import User


def notices_of(user: User) -> QuerySet[Notice]:
    """Newest first."""
    return Notice.objects.filter(to=user).order_by("-id")


def unread_count(user: User) -> int:
    return Notice.objects.filter(to=user, read_at__isnull=True).count()
