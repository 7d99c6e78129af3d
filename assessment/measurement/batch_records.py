"""How every action on a batch begins and ends: permission and row lock before it, an entry of the record after it."""

from datetime import datetime

from assessment.audit.actions import PROVINCE, Actor, Fact, record
from assessment.measurement.models import Batch
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require


def locked_batch(batch_id: int, action: Action, *, by: User, at: datetime) -> Batch:
    """The row of a batch, held until the transaction ends; `NotFound` after the permission was asked."""
    require(by, action, at=at)
    batch = Batch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    return batch


def record_batch(action: str, batch: Batch, *, by: Actor, at: datetime, facts: dict[str, object] | None = None) -> None:
    """One entry in the chain of the province, with the state and the inputs the batch has now."""
    stated = {"period": batch.period, "state": batch.state, "input_digest": batch.input_digest, **(facts or {})}
    record(Fact(action, PROVINCE, "measurement.batch", str(batch.pk), facts=stated), by=by, at=at)
