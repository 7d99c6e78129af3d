"""The official words of the measurement: states of a batch, its figures, what was found."""

from django.utils.translation import gettext

from assessment.display.templatetags.components import Light
from assessment.measurement.models import Batch
from assessment.measurement.states import STATE_WORDS
from assessment.methodology.errors import N_

State = Batch.State

STATES: dict[str, tuple[str, str]] = {
    State.REQUESTED: ("busy", STATE_WORDS[State.REQUESTED]),
    State.MEASURED: ("note", STATE_WORDS[State.MEASURED]),
    State.SUBMITTED: ("warn", STATE_WORDS[State.SUBMITTED]),
    State.CONFIRMED: ("good", STATE_WORDS[State.CONFIRMED]),
    State.RETURNED: ("bad", STATE_WORDS[State.RETURNED]),
}
# In the order of the table: the four digital industries of GB/T 4754-2017, then what is made of them.
FIGURES: dict[str, str] = {
    "C39": N_("Electronics manufacturing (39)"),
    "I63": N_("Telecommunications (63)"),
    "I64": N_("Internet services (64)"),
    "I65": N_("Software and IT services (65)"),
    "DIGITAL_INDUSTRIALISATION": N_("Digital industrialisation"),
    "INDUSTRIAL_DIGITALISATION": N_("Industrial digitalisation"),
    "DIGITAL_ECONOMY": N_("Digital economy"),
    "GDP": N_("GDP"),
    "SHARE_OF_GDP": N_("Share of GDP (%)"),
}
MARKERS = {
    "derived": N_("derived"),
    "illustrative": N_("illustrative"),
    "extrapolated": N_("extrapolated"),
    "published": N_("published"),
    "survey": N_("survey"),
}
FINDINGS = {
    "identity_broken": N_("The components do not add up to the value added that was delivered."),
    "blanks_too_many": N_("More than one component is blank; nothing can be derived."),
    "value_added_negative": N_("The value added is negative."),
    "figure_missing": N_("A figure is missing."),
}


def light_of(batch: Batch) -> Light:
    tone, words = STATES[batch.state]
    return Light(tone, gettext(words))


def figure_name(code: str) -> str:
    return gettext(FIGURES[code]) if code in FIGURES else code


def finding_text(code: str) -> str:
    return gettext(FINDINGS[code]) if code in FINDINGS else code


def marker_text(marker: str) -> str:
    """Only the markers a reader must know; a plain computed or reported figure carries no word."""
    return gettext(MARKERS[marker]) if marker in MARKERS else ""
