"""反馈核对 and objections as their pages show them: lines in the unit of the page, lights, and what may be done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext

from assessment.display import formats
from assessment.display.templatetags.components import Light
from assessment.methodology.errors import N_
from assessment.methodology.feedback_figures import TEN_THOUSAND_YUAN, contestable, line_of
from assessment.methodology.run_document import ANNUAL, QUARTERLY, thaw
from assessment.methodology.run_figures import number
from assessment.methodology.units import Unit, convert
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to
from assessment.scoring.feedback_states import FEEDBACK_WORDS, OBJECTION_STATES, OBJECTION_WORDS, ObjectionMove
from assessment.scoring.models import CityFeedback, Objection, Run
from assessment.scoring.names import region_names
from assessment.scoring.run_view import amount_unit
from assessment.scoring.wording import column_name, note_text
from assessment.territory.models import Region

RATE_DECIMALS = 2
_FEEDBACK_TONES: Final = {
    CityFeedback.State.AWAITING: "busy",
    CityFeedback.State.AGREED: "good",
    CityFeedback.State.OBJECTED: "warn",
    CityFeedback.State.DEEMED: "plain",
}
_OBJECTION_TONES: Final = {
    Objection.State.RECEIVED: "note",
    Objection.State.DECIDED: "busy",
    Objection.State.CONFIRMED: "good",
    Objection.State.WITHDRAWN: "plain",
}
OUTCOMES: Final = {
    Objection.Outcome.ACCEPTED: N_("objection accepted"),
    Objection.Outcome.REJECTED: N_("objection not accepted"),
}
# Which body a figure comes from.
SOURCES: Final[Mapping[str, str]] = {
    "software_revenue": N_("return of the city"),
    "digital_industrialisation_value_added": N_("bureau of statistics, communications administration"),
    "industrial_digitalisation_value_added": N_("measuring institute"),
    "digital_economy_value_added": N_("measuring institute"),
    "gross_domestic_product": N_("bureau of statistics"),
}
SOURCE_HEADS: Final[Mapping[str, str]] = {
    QUARTERLY: N_("As filed by the city"),
    ANNUAL: N_("As delivered by the source"),
}
CALCULATED: Final = N_("calculated from the figures above")
PART_OF: Final = N_(
    "{part} checks its own figures here and answers for them. They count in the result of {whole}, whose officer reads "
    "this check too."
)
WHOLE_WITH: Final = N_(
    "The figures of {part} are counted in these. {part} has a check of its own, answered by its own officer; it can be "
    "read in the list."
)
WINDOW_MISSED: Final = N_("The window is over. No answer was given: the unit is deemed without objection.")
WINDOW_OVER: Final = N_("The window is over; the answer stands as it was given.")
LATER_VERSION: Final = N_("A later version has been sent for checking: answer to that one.")
_NEEDS: Final = {
    ObjectionMove.ADD_FILE: Action.OBJECTION_RAISE,
    ObjectionMove.WITHDRAW: Action.OBJECTION_RAISE,
    ObjectionMove.DECIDE: Action.OBJECTION_DECIDE,
    ObjectionMove.SEND_BACK: Action.OBJECTION_CONFIRM,
    ObjectionMove.CONFIRM: Action.OBJECTION_CONFIRM,
}


@dataclass(frozen=True)
class Line:
    """One figure of a unit: as used, last year, as filed, the difference; all as printed."""

    code: str
    label: str
    source: str
    used: str
    last_year: str
    filed: str
    difference: str
    differs: bool
    contestable: bool


@dataclass(frozen=True)
class FeedbackPage:
    """What one unit is shown. `unit` is that of the amounts, `source_head` says whose value stands beside the used one.

    `joined` says of a unit that is ranked within another, or that another is ranked within, how the two go together.
    """

    name: str
    unit: str
    source_head: str
    joined: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...]


def feedback_page_of(row: CityFeedback) -> FeedbackPage:
    document, shown_in = thaw(row.document), amount_unit(row.run)
    kind = row.run.scheme_version.kind
    name = region_names([row.unit]).get(row.unit, str(document["name"]))
    return FeedbackPage(
        name=name,
        unit=formats.unit(shown_in),
        source_head=gettext(SOURCE_HEADS[kind]),
        joined=_joined(row.unit, name),
        lines=tuple(_line(line, shown_in, line["code"] in contestable(document)) for line in document["lines"]),
        notes=tuple(note_text(note, of=document["name"]) for note in document["notes"]),
    )


def _joined(unit: str, name: str) -> str:
    """A unit with a check of its own whose figures count in the result of another one."""
    region = Region.objects.filter(code=unit, valid_until__isnull=True).select_related("ranked_within").first()
    if region is None:
        return ""
    if region.ranked_within is not None:
        whole = region_names([region.ranked_within.code])[region.ranked_within.code]
        return gettext(PART_OF).format(part=name, whole=whole)
    parts = region_names(
        Region.objects.filter(ranked_within=region, valid_until__isnull=True).values_list("code", flat=True)
    )
    return gettext(WHOLE_WITH).format(part="、".join(parts.values()), whole=name) if parts else ""


def feedback_light(row: CityFeedback) -> Light:
    return Light(_FEEDBACK_TONES[CityFeedback.State(row.state)], gettext(FEEDBACK_WORDS[row.state]))


def objection_light(objection: Objection) -> Light:
    words = gettext(OBJECTION_WORDS[objection.state])
    if objection.state == Objection.State.CONFIRMED:
        accepted = objection.outcome == Objection.Outcome.ACCEPTED
        return Light("good" if accepted else "plain", gettext(OUTCOMES[Objection.Outcome(objection.outcome)]))
    return Light(_OBJECTION_TONES[Objection.State(objection.state)], words)


def outcome_words(objection: Objection) -> str:
    return gettext(OUTCOMES[Objection.Outcome(objection.outcome)]) if objection.outcome else ""


def item_name(code: str) -> str:
    return column_name(code)


@dataclass(frozen=True)
class Contested:
    """The two values of an objection, in the unit of its page."""

    item: str
    used: str
    claimed: str
    unit: str
    source: str


def contested_of(objection: Objection) -> Contested:
    row = objection.feedback
    shown_in = amount_unit(row.run)
    used = number(line_of(thaw(row.document), objection.item)["used"])
    return Contested(
        item=item_name(objection.item),
        used=_amount(used, shown_in),
        claimed=_amount(objection.claimed_value, shown_in),
        unit=formats.unit(shown_in),
        source=gettext(SOURCES.get(objection.item, CALCULATED)),
    )


def moves_of_objection(objection: Objection, *, by: User, at: datetime) -> frozenset[str]:
    """What `by` may do with it now. The actions decide again; this only chooses the buttons."""
    region = Region.objects.filter(code=objection.feedback.unit, valid_until__isnull=True).first()
    allowed = actions_open_to(by, at=at, region=region)
    taken = {objection.decided_by_id, objection.raised_by_id}
    moves = {
        move for move, action in _NEEDS.items() if action in allowed and OBJECTION_STATES.allows(objection.state, move)
    }
    if by.pk in taken:
        moves -= {ObjectionMove.CONFIRM, ObjectionMove.SEND_BACK}
    if by.pk == objection.raised_by_id:
        moves -= {ObjectionMove.DECIDE}
    return frozenset(move.value for move in moves)


def window_open(row: CityFeedback, *, at: datetime) -> bool:
    until = row.run.feedback_until
    return row.run.state == Run.State.FEEDBACK and until is not None and at <= until


def closed_words(row: CityFeedback, *, at: datetime) -> str:
    """Why nothing can be answered any more; empty while the window is open."""
    if window_open(row, at=at):
        return ""
    if row.run.state == Run.State.REPLACED:
        return gettext(LATER_VERSION)
    silent = row.state in {CityFeedback.State.AWAITING, CityFeedback.State.DEEMED}
    return gettext(WINDOW_MISSED) if silent else gettext(WINDOW_OVER)


def in_ten_thousand(value: Decimal, row: CityFeedback) -> Decimal:
    """An amount as typed on the page of a run, in 万元 as it is stored."""
    return convert(value, amount_unit(row.run), Unit.TEN_THOUSAND_YUAN)


def names_of(rows: Iterable[CityFeedback]) -> dict[str, str]:
    return region_names(row.unit for row in rows)


def _line(line: Mapping[str, Any], shown_in: Unit, may_contest: bool) -> Line:
    amount = line["unit"] == TEN_THOUSAND_YUAN
    unit = formats.unit(shown_in) if amount else "%"
    label = formats.with_unit(item_name(line["code"]).replace("（%）", "").replace(" (%)", ""), unit)
    used, before, filed, difference = (number(line[name]) for name in ("used", "last_year", "filed", "difference"))
    return Line(
        code=line["code"],
        label=label,
        source=gettext(SOURCES.get(line["code"], CALCULATED)),
        used=_shown(used, shown_in, amount) if used is not None else formats.condition(line["condition"]),
        last_year=_shown(before, shown_in, amount),
        filed=_shown(filed, shown_in, amount),
        difference=_difference(difference, shown_in, amount),
        differs=bool(difference),
        contestable=may_contest,
    )


def _difference(value: Decimal | None, shown_in: Unit, amount: bool) -> str:
    """With its sign; a difference of nothing has none."""
    if not value:
        return formats.number(value)
    if amount:
        return formats.signed(convert(value, Unit.TEN_THOUSAND_YUAN, shown_in))
    return formats.signed(value, decimals=RATE_DECIMALS)


def _shown(value: Decimal | None, shown_in: Unit, amount: bool) -> str:
    return _amount(value, shown_in) if amount else formats.number(value, decimals=RATE_DECIMALS)


def _amount(value: Decimal | None, shown_in: Unit) -> str:
    return formats.number(None if value is None else convert(value, Unit.TEN_THOUSAND_YUAN, shown_in))
