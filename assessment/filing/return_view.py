"""A return as its page shows it: the rows of the form, the chain of signatures, what may be done next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext

from assessment.catalogue.item_lines import ItemLine, item_lines
from assessment.catalogue.models import Item, SignOffStep
from assessment.display import formats
from assessment.filing.models import Cell, Correction, Signature, Version
from assessment.filing.queries import holds_role
from assessment.filing.states import NEXT_VERSION_AFTER, VERSION_STATES, Move
from assessment.methodology.errors import N_
from assessment.methodology.growth import GrowthPair, growth
from assessment.methodology.units import Unit, UnitUnknown, parse_unit
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to
from assessment.people.roles import Role

RATE_DECIMALS = 1
BASES: dict[str, str] = {
    Cell.Basis.CURRENT: N_("This period, cumulative"),
    Cell.Basis.SAME_PERIOD_LAST_YEAR: N_("Same period last year"),
}

# The page's word for each move, the permission it takes and how it weighs: primary, plain or danger.
_NEEDS = {
    Move.SAVE: Action.RETURN_FILL,
    Move.REQUEST_SIGNATURES: Action.RETURN_FILL,
    Move.SIGN: Action.RETURN_SIGN,
    Move.SUBMIT: Action.RETURN_SUBMIT,
    Move.WITHDRAW: Action.RETURN_WITHDRAW,
    Move.OPEN_REVIEW: Action.RETURN_REVIEW,
    Move.QUERY: Action.QUERY_ASK,
    Move.ANSWER: Action.QUERY_ANSWER,
    Move.CLOSE_QUERY: Action.QUERY_CLOSE,
    Move.SEND_BACK: Action.RETURN_SEND_BACK,
    Move.ACCEPT: Action.RETURN_ACCEPT,
    Move.LOCK: Action.RETURN_LOCK,
}


@dataclass(frozen=True)
class Shown:
    """One cell as text; `blank` where nothing was filled in."""

    cell: Cell | None
    text: str

    @property
    def blank(self) -> bool:
        return self.cell is not None and self.cell.condition == Cell.Condition.EMPTY


@dataclass(frozen=True)
class Row:
    """One line of the form. `first_of_which` opens a block of 其中 items."""

    item: Item
    depth: int
    first_of_which: bool
    cells: tuple[Shown, ...]
    growth: str
    note: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One place of the sign-off chain."""

    title: str
    signature: Signature | None
    next: bool
    done: bool


def rows_of(version: Version, items: Iterable[Item]) -> list[Row]:
    """The lines of the form in its order, each with both bases side by side."""
    cells = {(cell.item, cell.basis): cell for cell in version.cells.all()}
    return [_row(line, cells) for line in item_lines(items)]


def chain_of(version: Version, signatures: Iterable[Signature], steps: Iterable[SignOffStep]) -> list[Step]:
    """The 填报人 and whoever signs after, in order; `next` marks the step that is open now."""
    done = {signature.step: signature for signature in signatures}
    waiting = version.state == Version.State.AWAITING_SIGNATURE
    chain = []
    for step in steps:
        signature = done.get(step.step)
        is_next = waiting and signature is None and step.role != Role.FILLER
        waiting = waiting and not is_next
        title = step.title_zh if formats.in_chinese() else step.title_en
        handed_over = step.role == Role.FILLER and version.state != Version.State.DRAFT
        chain.append(Step(title, signature, is_next, handed_over or signature is not None))
    return chain


def open_moves(version: Version, missing: list[SignOffStep], *, by: User, at: datetime) -> frozenset[str]:
    """What `by` may do with the version now. The actions decide again; this only chooses the buttons."""
    region = version.return_filed.reporting_unit.region
    allowed = actions_open_to(by, at=at, region=region)
    moves = {
        move.value
        for move, action in _NEEDS.items()
        if action in allowed and VERSION_STATES.allows(version.state, move)
    }
    if missing:
        moves.discard(Move.SUBMIT)
    if not missing or by.pk == version.filler_id or not holds_role(by, missing[0].role, region=region, at=at):
        moves.discard(Move.SIGN)
    if Action.RETURN_FILL in allowed and version.state in NEXT_VERSION_AFTER:
        moves.add("next_version")
    if Action.CORRECTION_REQUEST in allowed and version.state == Version.State.ACCEPTED:
        moves.add(_after_acceptance(version))
    return frozenset(moves)


def _after_acceptance(version: Version) -> str:
    """A granted correction is begun; otherwise one may be asked for, unless one is being dealt with."""
    states = [Correction.State.REQUESTED, Correction.State.GRANTED, Correction.State.BEGUN]
    standing = Correction.objects.filter(return_filed=version.return_filed_id, state__in=states).first()
    if standing is None:
        return "request_correction"
    return "next_version" if standing.state == Correction.State.GRANTED else "correction_asked"


def growth_text(current: Decimal | None, base: Decimal | None, unit: str) -> str:
    """同比 in percent from the reported pair; words where there is no rate, `--` where there is no pair."""
    if current is None or base is None or is_rate(unit):
        return formats.NOTHING
    result = growth(GrowthPair(current, base))
    if result.label is not None and formats.in_chinese():
        return result.label.name_zh
    return formats.number(result.rate_percent, decimals=RATE_DECIMALS)


def growth_rate(current: Decimal | None, base: Decimal | None, unit: str) -> Decimal | None:
    """The same as a number, where it is one."""
    if current is None or base is None or is_rate(unit):
        return None
    result = growth(GrowthPair(current, base))
    return None if result.label is not None else result.rate_percent


def _row(line: ItemLine, cells: Mapping[tuple[str, str], Cell]) -> Row:
    item = line.item
    shown = tuple(_shown(cells.get((item.code, basis)), item, basis) for basis in BASES)
    values = [one.cell.value if one.cell else None for one in shown]
    notes = {one.cell.sent_back_note for one in shown if one.cell and one.cell.sent_back_note}
    return Row(
        item=item,
        depth=line.depth,
        first_of_which=line.first_of_which,
        cells=shown,
        growth=growth_text(values[0], values[1], item.unit),
        note="；".join(sorted(notes)),
        reasons=tuple(_reason(one.cell) for one in shown if one.cell and one.cell.reason),
    )


def _shown(cell: Cell | None, item: Item, basis: str) -> Shown:
    if cell is None:
        return Shown(None, "" if basis in item.bases else formats.NOTHING)
    return Shown(cell, formats.cell(cell.condition, cell.value, decimals=item.decimals))


def _reason(cell: Cell) -> str:
    return f"{gettext(BASES[cell.basis])} · {cell.reason}"


def is_rate(unit: str) -> bool:
    try:
        return parse_unit(unit) in {Unit.PERCENT, Unit.PERCENTAGE_POINT, Unit.RATIO}
    except UnitUnknown:
        return False
