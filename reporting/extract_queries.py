"""Reads of the audit extracts: only whoever asked for one sees it."""

from django.db.models import QuerySet

from assessment.people.errors import NotFound
from assessment.people.models import User
from reporting.models import AuditExtract

MOST_SHOWN = 10


def extracts_of(user: User) -> QuerySet[AuditExtract]:
    """The newest first."""
    return AuditExtract.objects.select_related("job__event").filter(requested_by=user)


def extract_seen(extract_id: int, *, by: User) -> AuditExtract:
    found = extracts_of(by).filter(pk=extract_id).first()
    if found is None:
        raise NotFound
    return found
