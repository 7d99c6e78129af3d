"""The official words for the states of a return."""

from django.utils.translation import gettext

from assessment.display.templatetags.components import Light
from assessment.filing.models import Version
from assessment.methodology.errors import N_

State = Version.State

NOT_BEGUN = ("plain", N_("Not begun"))
STATES: dict[str, tuple[str, str]] = {
    State.DRAFT: ("busy", N_("Being filled")),
    State.AWAITING_SIGNATURE: ("note", N_("Awaiting sign-off")),
    State.SUBMITTED: ("note", N_("Submitted")),
    State.UNDER_REVIEW: ("note", N_("Under review")),
    State.SENT_BACK: ("bad", N_("Sent back")),
    State.ACCEPTED: ("good", N_("Accepted")),
    State.LOCKED: ("plain", N_("Locked")),
    State.WITHDRAWN: ("warn", N_("Withdrawn")),
}


def light_of(version: Version | None) -> Light:
    """The light of the newest version; 未开始 where there is none."""
    tone, words = NOT_BEGUN if version is None else STATES[version.state]
    return Light(tone, gettext(words))
