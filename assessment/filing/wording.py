"""The official words for the states of a return."""

from django.utils.translation import gettext

from assessment.display.templatetags.components import Light
from assessment.filing.models import Version
from assessment.filing.states import STATE_WORDS
from assessment.methodology.errors import N_

State = Version.State

NOT_BEGUN = ("plain", N_("Not begun"))
STATES: dict[str, tuple[str, str]] = {
    State.DRAFT: ("busy", STATE_WORDS[State.DRAFT]),
    State.AWAITING_SIGNATURE: ("note", STATE_WORDS[State.AWAITING_SIGNATURE]),
    State.SUBMITTED: ("note", STATE_WORDS[State.SUBMITTED]),
    State.UNDER_REVIEW: ("note", STATE_WORDS[State.UNDER_REVIEW]),
    State.QUERYING: ("warn", STATE_WORDS[State.QUERYING]),
    State.SENT_BACK: ("bad", STATE_WORDS[State.SENT_BACK]),
    State.ACCEPTED: ("good", STATE_WORDS[State.ACCEPTED]),
    State.LOCKED: ("plain", STATE_WORDS[State.LOCKED]),
    State.WITHDRAWN: ("warn", STATE_WORDS[State.WITHDRAWN]),
}


def light_of(version: Version | None) -> Light:
    """The light of the newest version; 未开始 where there is none."""
    tone, words = NOT_BEGUN if version is None else STATES[version.state]
    return Light(tone, gettext(words))
