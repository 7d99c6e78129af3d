"""The official words for the life of a result, and the notes beside a unit's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from assessment.catalogue.models import SchemeVersion
from assessment.display import formats
from assessment.display.templatetags.components import Light
from assessment.display.wording import say_phrase
from assessment.measurement.wording import figure_name
from assessment.methodology.column_words import column_words
from assessment.methodology.errors import N_
from assessment.methodology.publication_tables import LEVELS
from assessment.methodology.run_indicators import NOTES
from assessment.people.models import User
from assessment.scoring.models import Run
from assessment.scoring.states import STATE_WORDS

State = Run.State

STATES: dict[str, tuple[str, str]] = {
    State.REQUESTED: ("busy", STATE_WORDS[State.REQUESTED]),
    State.COMPUTED: ("note", STATE_WORDS[State.COMPUTED]),
    State.CONFIRMED: ("note", STATE_WORDS[State.CONFIRMED]),
    State.FEEDBACK: ("busy", STATE_WORDS[State.FEEDBACK]),
    State.APPROVED: ("note", STATE_WORDS[State.APPROVED]),
    State.ISSUED: ("good", STATE_WORDS[State.ISSUED]),
    State.REPLACED: ("plain", STATE_WORDS[State.REPLACED]),
    State.CANCELLED: ("warn", STATE_WORDS[State.CANCELLED]),
}
KINDS = {
    SchemeVersion.Kind.QUARTERLY: N_("quarterly assessment"),
    SchemeVersion.Kind.ANNUAL: N_("annual assessment"),
}
TITLES = {
    SchemeVersion.Kind.QUARTERLY: N_("{period}: assessment of the cities' software business revenue"),
    SchemeVersion.Kind.ANNUAL: N_("{period}: assessment of the cities' digital economy"),
}
PUBLICITIES = {
    Run.Publicity.OPEN: N_("published of our own accord"),
    Run.Publicity.ON_REQUEST: N_("open on request"),
    Run.Publicity.CLOSED: N_("not open"),
}
# A note about the unit itself, without its name; about another unit NOTES of the indicators step speak.
OWN_NOTES = {
    "late": N_("The return came after the on-time deadline."),
    "extended": N_("More time was given for the return."),
    "no_return": N_("No accepted return: the figures are not available."),
    "waived": N_("Freed from this return: the figures are not available."),
    "adopted": N_("A figure adopted by the bureau stands in the place of the filed one."),
    "contested": N_("Some figures are contested between the bureaus."),
    "derived": N_("A blank component was derived from the others."),
    "illustrative": N_("Some figures are illustrative."),
    "extrapolated": N_("The figures cover a part of the year; the scheme lets them score."),
}

DEEMED = N_("{unit} did not answer the data check in time and is deemed without objection.")
REJECTED = N_("{unit} contested its {item}; not accepted after review (decision {number}).")


@dataclass(frozen=True)
class Stage:
    """One place in the life of a result. `state` is done, now or empty."""

    text: str
    state: str
    who: str
    when: datetime | None
    remark: str = ""


def publicity_choices() -> list[tuple[str, str]]:
    """公开属性 as a form offers it."""
    return [(value.value, gettext(text)) for value, text in PUBLICITIES.items()]


def light_of(run: Run) -> Light:
    tone, words = STATES[run.state]
    return Light(tone, gettext(words))


def kind_name(kind: str) -> str:
    return gettext(KINDS[SchemeVersion.Kind(kind)])


def column_name(column: str) -> str:
    """The name of a column, with 上年同期 where it is last year's; a column without a name stays as coded."""
    words = column_words(column)
    return words if isinstance(words, str) else say_phrase(words)


def life_of(run: Run) -> list[Stage]:
    """已测算 已确认 反馈核对 异议处理 已审定 已印发."""
    return [
        _stage(run, State.COMPUTED, run.started_by, run.computed_at),
        _stage(run, State.CONFIRMED, run.confirmed_by, run.confirmed_at),
        _stage(run, State.FEEDBACK, run.feedback_sent_by, run.feedback_sent_at),
        _objections(run),
        _stage(run, State.APPROVED, run.approved_by, run.approved_at),
        _stage(run, State.ISSUED, run.issued_by, run.issued_at),
    ]


def _objections(run: Run) -> Stage:
    """The window runs beside the check, and is over once the result is approved."""
    if run.feedback_until is None:
        return Stage(gettext("Objections"), "", "", None)
    until = gettext("until {until}").format(until=formats.moment(run.feedback_until))
    return Stage(gettext("Objections"), "done" if run.approved_at else "", "", None, until)


def title_of(run: Run) -> str:
    """What is assessed, for which period."""
    return gettext(TITLES[SchemeVersion.Kind(run.scheme_version.kind)]).format(period=formats.period(run.period))


def note_text(note: Mapping[str, str], *, of: str) -> str:
    """A note of the indicators step, in the reader's language; a note `of` the unit itself need not name it."""
    code = note["code"]
    if note["unit"] == of and code in OWN_NOTES:
        return gettext(OWN_NOTES[code])
    return gettext(NOTES[code]).format(unit=note["unit"])


def deemed_note(unit: str) -> str:
    """The footnote of a unit that let the window pass."""
    return gettext(DEEMED).format(unit=unit)


def rejected_note(unit: str, item: str, number: str) -> str:
    """The footnote of a figure that was contested and stands."""
    return gettext(REJECTED).format(unit=unit, item=item, number=number)


def _stage(run: Run, state: str, who: User | None, when: datetime | None) -> Stage:
    reached = "now" if run.state == state else "done" if when is not None else ""
    return Stage(gettext(STATES[state][1]), reached, who.display_name if who and when else "", when)


def decided_figure(period: str, code: str) -> str:
    """A figure of the publication tables with its year or period, for all regions."""
    return f"{formats.period(period)}{figure_name(code) if code in LEVELS else column_name(code)}"
