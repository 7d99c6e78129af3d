"""Reads of opinions and disputes: who sees a batch sees what was said of it."""

from datetime import datetime

from django.db.models import QuerySet

from assessment.measurement.models import Batch
from assessment.measurement.opinion_models import Dispute, Opinion
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require


def opinions_visible_to(user: User, *, at: datetime) -> QuerySet[Opinion]:
    """All opinions in the order given, with who gave them."""
    require(user, Action.BATCH_VIEW, at=at)
    return Opinion.objects.select_related("given_by__organisation").order_by("batch", "number")


def disputes_visible_to(user: User, *, at: datetime) -> QuerySet[Dispute]:
    """All disputes, open ones first, with their batch and what the objection said."""
    require(user, Action.BATCH_VIEW, at=at)
    return (
        Dispute.objects.select_related("batch", "opinion__given_by__organisation", "decided_by__organisation")
        .defer("batch__document", "batch__result_document")
        .order_by("-state", "-batch__period", "-batch", "id")
    )


def dispute_seen(dispute_id: int, *, by: User, at: datetime) -> Dispute:
    dispute = disputes_visible_to(by, at=at).filter(pk=dispute_id).first()
    if dispute is None:
        raise NotFound
    return dispute


def contested_figures(batch: Batch) -> frozenset[tuple[str, str]]:
    """Figures of a confirmed batch over which a dispute is still open, or was decided for the other figure.

    Until a new batch is confirmed each of them carries the footnote 有争议, wherever it is shown.
    """
    if batch.state != Batch.State.CONFIRMED:
        return frozenset()
    alive = batch.disputes.filter(state=Dispute.State.OPEN) | batch.disputes.filter(
        state=Dispute.State.DECIDED, upheld=Dispute.Upheld.PROPOSED
    )
    return frozenset(alive.values_list("region", "code"))
