"""The official words for events and claims, and their rows on a page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from assessment.directory.models import Claim, LifeEvent
from assessment.display.templatetags.components import Light
from assessment.methodology.errors import N_

Kind = LifeEvent.Kind
EVENT_WORDS: dict[str, str] = {
    Kind.NEW_IN_SCOPE: N_("new in scope"),
    Kind.BIRTH: N_("founded"),
    Kind.MOVED: N_("moved to another city"),
    Kind.MERGED: N_("merged into another enterprise"),
    Kind.SPLIT: N_("split"),
    Kind.DROPPED_OUT: N_("dropped below the threshold"),
    Kind.CLOSED: N_("closed"),
}
CLAIM_LIGHTS: dict[str, tuple[str, str]] = {
    Claim.State.OPEN: ("note", N_("Waiting for the decision")),
    Claim.State.GRANTED: ("good", N_("Moves to the claimant")),
    Claim.State.REFUSED: ("plain", N_("Stays where it is")),
}


@dataclass(frozen=True)
class ClaimRow:
    claim: Claim
    light: Light
    open: bool


@dataclass(frozen=True)
class EventRow:
    event: LifeEvent
    kind: str


def claim_rows(claims: Iterable[Claim]) -> list[ClaimRow]:
    """Open claims first."""
    rows = [
        ClaimRow(
            claim, Light(CLAIM_LIGHTS[claim.state][0], gettext(CLAIM_LIGHTS[claim.state][1])), claim.state == "open"
        )
        for claim in claims
    ]
    return sorted(rows, key=lambda row: not row.open)


def event_rows(events: Iterable[LifeEvent]) -> list[EventRow]:
    return [EventRow(event, gettext(EVENT_WORDS[event.kind])) for event in events]
