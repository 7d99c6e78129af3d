"""The only writers of the 知悉人员名单: who may know the unissued results of a period, and why."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.audit.named_locks import one_at_a_time
from assessment.people.errors import InsiderListFull, NotFound, ReasonForKnowingMissing
from assessment.people.models import InsiderEntry, User
from assessment.people.permissions import Action
from assessment.people.queries import require, user_named

# A secret that more than a few know is none.
MOST_INSIDERS = 8


def add_insider(subject: str, username: str, reason: str, *, by: User, at: datetime) -> InsiderEntry:
    """Put a person on the 知悉人员名单 of a period; at most `MOST_INSIDERS`, adding twice changes nothing."""
    with transaction.atomic():
        require(by, Action.INSIDER_LIST_CHANGE, at=at)
        user = user_named(username)
        if not reason.strip():
            raise ReasonForKnowingMissing
        one_at_a_time("people.insiders", subject)
        _refuse_a_longer_list(subject, user, at=at)
        entry, created = InsiderEntry.objects.get_or_create(
            subject=subject,
            user=user,
            valid_until=None,
            defaults={"reason": reason.strip(), "valid_from": at, "added_by": by.username},
        )
        if created:
            facts = {"subject": subject, "reason": entry.reason}
            record(Fact("insider_list.add", PROVINCE, "user", username, facts=facts), by=by, at=at)
    return entry


def remove_insider(subject: str, username: str, *, by: User, at: datetime) -> None:
    """Take a person off the list from now on; that he stood on it stays on record."""
    with transaction.atomic():
        require(by, Action.INSIDER_LIST_CHANGE, at=at)
        entry = (
            InsiderEntry.objects.select_for_update()
            .filter(subject=subject, user__username=username, valid_until__isnull=True)
            .first()
        )
        if entry is None:
            raise NotFound
        entry.valid_until = at
        entry.save(update_fields=["valid_until"])
        record(Fact("insider_list.remove", PROVINCE, "user", username, facts={"subject": subject}), by=by, at=at)


def _refuse_a_longer_list(subject: str, newcomer: User, *, at: datetime) -> None:
    listed = InsiderEntry.objects.filter(subject=subject).filter(Q(valid_until__isnull=True) | Q(valid_until__gt=at))
    people = set(listed.values_list("user", flat=True))
    if newcomer.pk not in people and len(people) >= MOST_INSIDERS:
        raise InsiderListFull(subject=subject, most=MOST_INSIDERS, username=newcomer.username)
