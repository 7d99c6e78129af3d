"""The list of a city's enterprises for one collection, as its page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from assessment.directory.models import Link, Listing
from assessment.display.templatetags.components import Light
from assessment.filing.enterprise_rows import RowLine
from assessment.filing.states import State
from assessment.methodology.enterprise_totals import RowChange
from assessment.methodology.errors import N_

WAITING = frozenset({State.SUBMITTED.value, State.UNDER_REVIEW.value})
ACCEPTED = frozenset({State.ACCEPTED.value, State.LOCKED.value})
BEING_FILLED = frozenset(
    {State.DRAFT.value, State.AWAITING_SIGNATURE.value, State.SENT_BACK.value, State.WITHDRAWN.value}
)
CHANGE_WORDS: dict[RowChange, tuple[str, str]] = {
    RowChange.NEW: ("note", N_("New since the last period")),
    RowChange.GONE: ("plain", N_("Left since the last period")),
    RowChange.CHANGED: ("warn", N_("Changed by more than 50 %")),
}
LINK_NONE = N_("no link yet")


@dataclass(frozen=True)
class Shown:
    """One line: the enterprise, its scope in words, its progress, its mark, its link."""

    line: RowLine
    scope: str
    mark: Light | None
    link: Light
    gone: bool


@dataclass(frozen=True)
class ListView:
    lines: tuple[Shown, ...]
    listed: int
    not_begun: int
    being_filled: int
    filed: int
    accepted: int
    without_link: int


def list_view(lines: Iterable[RowLine], *, at: datetime) -> ListView:
    """The lines and their counts; who has left since the last period is shown and not counted."""
    shown = tuple(_shown(line, at=at) for line in lines)
    states = [one.line.version.state if one.line.version else "" for one in shown if not one.gone]
    return ListView(
        lines=shown,
        listed=len(states),
        not_begun=states.count(""),
        being_filled=len([state for state in states if state in BEING_FILLED]),
        filed=len([state for state in states if state and state not in BEING_FILLED | ACCEPTED]),
        accepted=len([state for state in states if state in ACCEPTED]),
        without_link=len([one for one in shown if not one.gone and one.line.link is None]),
    )


def waiting_rows(lines: Iterable[RowLine]) -> list[int]:
    """The versions of a list that wait for the bureau."""
    return [line.version.pk for line in lines if line.version is not None and line.version.state in WAITING]


def _shown(line: RowLine, *, at: datetime) -> Shown:
    mark = CHANGE_WORDS.get(line.change)
    return Shown(
        line=line,
        scope=_scope(line.listing),
        mark=Light(mark[0], gettext(mark[1])) if mark else None,
        link=_link_light(line.link, at=at),
        gone=line.change is RowChange.GONE,
    )


def _scope(listing: Listing) -> str:
    words = (
        (listing.above_threshold, gettext("above the threshold")),
        (listing.chip_design, gettext("circuit design")),
        (listing.special_field, gettext("special field")),
    )
    return "、".join(text for holds, text in words if holds) or "--"


def _link_light(link: Link | None, *, at: datetime) -> Light:
    if link is None:
        return Light("plain", gettext(LINK_NONE))
    if link.expires_at <= at:
        return Light("warn", gettext("run out"))
    return Light("good", gettext("opened")) if link.used_at else Light("note", gettext("issued, not opened"))
