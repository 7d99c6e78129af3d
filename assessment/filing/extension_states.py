"""The life of an extension: asked for, then granted or refused; or granted at once. No way back."""

from enum import StrEnum

from assessment.audit.state_tables import StateTable
from assessment.filing.models import Extension
from assessment.methodology.errors import N_

State = Extension.State


class ExtensionMove(StrEnum):
    GRANT = "grant"
    REFUSE = "refuse"


EXTENSION_WORDS: dict[str, str] = {
    State.ASKED: N_("Extension asked for"),
    State.GRANTED: N_("Extension granted"),
    State.REFUSED: N_("Extension refused"),
}
EXTENSION_STATES = StateTable(
    "extension",
    tuple(state.value for state in State),
    ExtensionMove,
    {
        (State.ASKED.value, ExtensionMove.GRANT): State.GRANTED.value,
        (State.ASKED.value, ExtensionMove.REFUSE): State.REFUSED.value,
    },
    {
        "extension": N_("extension"),
        **EXTENSION_WORDS,
        ExtensionMove.GRANT: N_("Grant the extension"),
        ExtensionMove.REFUSE: N_("Refuse the extension"),
    },
)
