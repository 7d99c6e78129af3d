"""A request for correction as its pages show it: its light, and the steps open to the reader."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext

from assessment.display.templatetags.components import Light
from assessment.filing.correction_states import CORRECTION_STATE_WORDS, CORRECTION_STATES, CorrectionMove
from assessment.filing.models import Correction
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to

State = Correction.State
_TONES: Final = {
    State.REQUESTED: "note",
    State.GRANTED: "busy",
    State.REFUSED: "bad",
    State.WITHDRAWN: "plain",
    State.BEGUN: "busy",
    State.SETTLED: "good",
}
_NEEDS: Final = {
    CorrectionMove.GRANT: Action.CORRECTION_DECIDE,
    CorrectionMove.REFUSE: Action.CORRECTION_DECIDE,
    CorrectionMove.WITHDRAW: Action.CORRECTION_REQUEST,
    CorrectionMove.BEGIN: Action.RETURN_FILL,
}


def light_of_correction(correction: Correction) -> Light:
    return Light(_TONES[State(correction.state)], gettext(CORRECTION_STATE_WORDS[correction.state]))


def moves_of(correction: Correction, *, by: User, at: datetime) -> frozenset[str]:
    """What `by` may do with the request now. The actions decide again; this only chooses the buttons."""
    allowed = actions_open_to(by, at=at, region=correction.return_filed.reporting_unit.region)
    return frozenset(
        move.value
        for move, action in _NEEDS.items()
        if action in allowed and CORRECTION_STATES.allows(correction.state, move)
    )
