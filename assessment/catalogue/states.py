"""The lives of a collection and of a scheme version. Neither has a way back."""

from enum import StrEnum

from assessment.audit.state_tables import StateTable
from assessment.methodology.errors import N_


class CollectionState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"


class CollectionMove(StrEnum):
    OPEN = "open"


class SchemeState(StrEnum):
    DRAFT = "draft"
    FROZEN = "frozen"


class SchemeMove(StrEnum):
    CHANGE = "change"
    FREEZE = "freeze"
    DELETE = "delete"


COLLECTION_STATES = StateTable(
    "collection",
    CollectionState,
    CollectionMove,
    {(CollectionState.PLANNED, CollectionMove.OPEN): CollectionState.OPEN},
    # One word for the move and the state it leads to: a collection that is open cannot be opened.
    {"collection": N_("collection"), CollectionState.PLANNED: N_("Not yet open"), "open": N_("Open the collection")},
)
SCHEME_STATES = StateTable(
    "scheme",
    SchemeState,
    SchemeMove,
    {
        (SchemeState.DRAFT, SchemeMove.CHANGE): SchemeState.DRAFT,
        (SchemeState.DRAFT, SchemeMove.FREEZE): SchemeState.FROZEN,
        (SchemeState.DRAFT, SchemeMove.DELETE): SchemeState.DRAFT,
    },
    {
        "scheme": N_("scheme"),
        SchemeState.DRAFT: N_("Draft scheme"),
        SchemeState.FROZEN: N_("Frozen scheme"),
        SchemeMove.CHANGE: N_("Change the draft"),
        SchemeMove.FREEZE: N_("Freeze"),
        SchemeMove.DELETE: N_("Delete the draft"),
    },
)
