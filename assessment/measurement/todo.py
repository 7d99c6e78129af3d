"""What waits in the measurement for whoever asks."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from assessment.display.todo import ToDo
from assessment.measurement.models import Batch
from assessment.measurement.queries import batches_visible_to
from assessment.measurement.wording import light_of
from assessment.people.models import User
from assessment.people.permissions import Action

State = Batch.State


def batches_waiting(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Measured ones for who submits, submitted ones for who confirms."""
    wanted = {
        State.MEASURED: (Action.BATCH_SUBMIT, gettext("Submit for confirmation")),
        State.SUBMITTED: (Action.BATCH_CONFIRM, gettext("Confirm")),
    }
    mine = {state: verb for state, (action, verb) in wanted.items() if action in allowed}
    if not mine:
        return []
    waiting = batches_visible_to(user, at=at).filter(state__in=list(mine)).order_by("requested_at")
    return [_todo(batch, mine[State(batch.state)]) for batch in waiting]


def _todo(batch: Batch, verb: str) -> ToDo:
    return ToDo(
        what=gettext("Measurement batch"),
        about=gettext("{name}, batch {number}").format(name=batch.name_zh, number=batch.number),
        period=batch.period,
        light=light_of(batch),
        since=batch.submitted_at or batch.measured_at,
        address=reverse("measurement:batch", args=[batch.pk]),
        verb=verb,
    )
