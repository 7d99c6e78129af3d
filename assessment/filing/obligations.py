"""Who still owes what, and how complete a collection is, read from the register."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from assessment.catalogue.models import Collection, Obligation
from assessment.filing.deadlines import Deadlines, deadlines_for
from assessment.filing.models import Return, Version
from assessment.filing.states import STATE_WORDS
from assessment.filing.walls import returns_within
from assessment.methodology.errors import N_
from assessment.methodology.filing_rates import FilingRates, filing_rates
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require

State = Version.State
# 未开始 (no version), 填报中, 已退回, 核实未答, and what still waits for a signature or was taken back.
OWING = frozenset({State.DRAFT.value, State.AWAITING_SIGNATURE.value, State.SENT_BACK.value, State.WITHDRAWN.value})
UNANSWERED = frozenset({State.QUERYING.value})
RECEIVED = frozenset(
    {State.SUBMITTED.value, State.UNDER_REVIEW.value, State.SENT_BACK.value, State.ACCEPTED.value, State.LOCKED.value}
) | UNANSWERED  # fmt: skip
NOT_BEGUN = N_("Not begun")


@dataclass(frozen=True)
class Due:
    """One line of the register with where it stands. `received` is whether anything was ever submitted for it."""

    obligation: Obligation
    deadlines: Deadlines
    filed: Return | None
    latest: Version | None
    received: bool
    late: bool

    @property
    def owing(self) -> bool:
        """Whether the unit has something to do: never begun, being filled, sent back, or a query unanswered."""
        if self.obligation.waived_at is not None:
            return False
        return self.latest is None or self.latest.state in OWING | UNANSWERED

    @property
    def state_words(self) -> str:
        """Message id of the state."""
        return NOT_BEGUN if self.latest is None else STATE_WORDS[self.latest.state]


def register_of(collections: Iterable[Collection], *, at: datetime) -> list[Due]:
    """The register of these collections, waived lines too, by deadline and 行政区划 order."""
    wanted = list(collections)
    obligations = (
        Obligation.objects.filter(collection__in=wanted)
        .select_related("collection__form_version__form", "reporting_unit__region__parent__parent")
        .order_by("collection__on_time_until", "collection_id", "reporting_unit__region__position", "reporting_unit")
    )
    returns = Return.objects.filter(collection__in=wanted).prefetch_related(
        Prefetch("versions", queryset=Version.objects.order_by("-number"), to_attr="newest_first")
    )
    filed = {(one.collection_id, one.reporting_unit_id): one for one in returns}
    table = deadlines_for(wanted, at=at)
    return [
        _due(
            one,
            table.of(one.collection, one.reporting_unit),
            filed.get((one.collection_id, one.reporting_unit_id)),
        )
        for one in obligations
    ]


def register_seen(collection: Collection, *, by: User, at: datetime) -> list[Due]:
    """The lines of whoever's returns are visible to `by`: a city finds its enterprises in their list, not here."""
    require(by, Action.RETURN_VIEW, at=at)
    within = returns_within(by, Action.RETURN_VIEW, at=at)
    seen = set(Obligation.objects.filter(within, collection=collection).values_list("pk", flat=True))
    return [due for due in register_of([collection], at=at) if due.obligation.pk in seen]


def rates_of(register: Iterable[Due]) -> dict[int, FilingRates]:
    """Completeness and timeliness of each collection in the register; waived units count nowhere."""
    by_collection: dict[int, list[Due]] = {}
    for due in register:
        by_collection.setdefault(due.obligation.collection_id, []).append(due)
    return {
        collection: filing_rates(
            {_code(due) for due in lines if due.obligation.waived_at is None},
            {_code(due) for due in lines if due.received},
            {_code(due) for due in lines if due.late},
        )
        for collection, lines in by_collection.items()
    }


def progress_of(collections: Iterable[Collection], *, at: datetime) -> Mapping[int, FilingRates]:
    """The rates of these collections: four questions, however many units there are."""
    wanted = list(collections)
    nothing = {collection.pk: FilingRates(0, 0, 0) for collection in wanted}
    return {**nothing, **rates_of(register_of(wanted, at=at))}


def _due(obligation: Obligation, deadlines: Deadlines, filed: Return | None) -> Due:
    versions: list[Version] = getattr(filed, "newest_first", [])
    submitted = [one for one in versions if one.submitted_at is not None and one.state in RECEIVED]
    return Due(
        obligation=obligation,
        deadlines=deadlines,
        filed=filed,
        latest=versions[0] if versions else None,
        received=bool(submitted),
        # A correction after the deadline does not make a punctual return late.
        late=bool(submitted) and submitted[-1].late,
    )


def _code(due: Due) -> str:
    return due.obligation.reporting_unit.code
