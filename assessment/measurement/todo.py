"""What waits in the measurement for whoever asks."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext

from assessment.display.todo import ToDo
from assessment.jobs.models import Job
from assessment.measurement.models import Batch
from assessment.measurement.opinion_models import Dispute
from assessment.measurement.opinion_queries import disputes_visible_to
from assessment.measurement.queries import batches_visible_to
from assessment.measurement.wording import dispute_light, figure_name, light_of
from assessment.people.models import User
from assessment.people.permissions import Action

State = Batch.State


def batches_waiting(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Measured ones for who submits, submitted ones for who confirms, returned and failed ones for who measures.

    A returned batch waits until another one of the same months is requested.
    """
    wanted = {
        State.REQUESTED: (Action.BATCH_MEASURE, gettext("Measure again")),
        State.MEASURED: (Action.BATCH_SUBMIT, gettext("Submit for confirmation")),
        State.SUBMITTED: (Action.BATCH_CONFIRM, gettext("Confirm")),
        State.RETURNED: (Action.BATCH_MEASURE, gettext("Measure again")),
    }
    mine = {state: verb for state, (action, verb) in wanted.items() if action in allowed}
    if not mine:
        return []
    later = Batch.objects.filter(period=OuterRef("period"), months=OuterRef("months"), number__gt=OuterRef("number"))
    waiting = batches_visible_to(user, at=at).filter(
        ~Q(state=State.REQUESTED) | Q(job__state=Job.State.FAILED),
        ~Q(state=State.RETURNED) | ~Exists(later),
        state__in=list(mine),
    )
    return [_todo(batch, mine[State(batch.state)]) for batch in waiting.order_by("requested_at")]


def opinions_waiting(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Submitted batches on which 省统计局 has said nothing yet."""
    if Action.BATCH_GIVE_OPINION not in allowed:
        return []
    silent = batches_visible_to(user, at=at).filter(state=State.SUBMITTED, opinions__isnull=True)
    return [_todo(batch, gettext("Give an opinion")) for batch in silent.order_by("requested_at")]


def disputes_waiting(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Figures on which the bureaus differ, for who decides."""
    if Action.DISPUTE_DECIDE not in allowed:
        return []
    waiting = disputes_visible_to(user, at=at).filter(state=Dispute.State.OPEN)
    return [
        ToDo(
            what=gettext("Dispute over a figure"),
            about=f"{dispute.batch.name_zh} {figure_name(dispute.code)}",
            period=dispute.batch.period,
            light=dispute_light(dispute),
            since=dispute.opinion.given_at,
            address=reverse("measurement:dispute", args=[dispute.pk]),
            verb=gettext("Record the decision"),
        )
        for dispute in waiting
    ]


def _todo(batch: Batch, verb: str) -> ToDo:
    return ToDo(
        what=gettext("Measurement batch"),
        about=gettext("{name}, batch {number}").format(name=batch.name_zh, number=batch.number),
        period=batch.period,
        light=light_of(batch),
        since=batch.submitted_at or batch.measured_at or batch.requested_at,
        address=reverse("measurement:batch", args=[batch.pk]),
        verb=verb,
    )
