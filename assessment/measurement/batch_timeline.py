"""What happened to a batch, from the record that nobody can change, newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext

from assessment.audit.models import Entry
from assessment.measurement.models import Batch
from assessment.measurement.wording import EVENTS
from assessment.people.models import User


@dataclass(frozen=True)
class Event:
    at: datetime
    sentence: str
    who: str
    body: str


def timeline_of(batch: Batch) -> list[Event]:
    disputes = [str(pk) for pk in batch.disputes.values_list("pk", flat=True)]
    entries = list(
        Entry.objects.filter(
            Q(object_type="measurement.batch", object_id=str(batch.pk))
            | Q(object_type="measurement.dispute", object_id__in=disputes),
            action__in=EVENTS,
            outcome=Entry.Outcome.DONE,
        ).order_by("-at", "-sequence")
    )
    names = {entry.by for entry in entries}
    people = {user.username: user for user in User.objects.select_related("organisation").filter(username__in=names)}
    return [_event(entry, people.get(entry.by)) for entry in entries]


def _event(entry: Entry, person: User | None) -> Event:
    who = person.display_name if person else gettext("the system")
    body = person.organisation.name_zh if person else ""
    return Event(entry.at, gettext(EVENTS[entry.action]), who, body)
