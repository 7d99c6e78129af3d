"""The lives of a collection and of a scheme version. Neither has a way back."""

from enum import StrEnum

from assessment.audit.state_tables import StateTable


class CollectionState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"


class CollectionMove(StrEnum):
    OPEN = "open"


class SchemeState(StrEnum):
    DRAFT = "draft"
    FROZEN = "frozen"


class SchemeMove(StrEnum):
    FREEZE = "freeze"


COLLECTION_STATES = StateTable(
    "collection",
    CollectionState,
    CollectionMove,
    {(CollectionState.PLANNED, CollectionMove.OPEN): CollectionState.OPEN},
)
SCHEME_STATES = StateTable(
    "scheme",
    SchemeState,
    SchemeMove,
    {(SchemeState.DRAFT, SchemeMove.FREEZE): SchemeState.FROZEN},
)
