"""The comparable base of each city: last year's total, moved by the life events of its enterprises.

Source: "同比增速按本年数和上年同口径数计算得出" (Guangzhou yearbook); units of both periods are printed side by side in
MIIT's releases (39 911 against 37 545). No rule text is published; that an enterprise which leaves the scope takes its
base with it follows from growth over the units in scope this year (`comparable_scope`). Amounts in the unit of the
item (万元 for software revenue), exact.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.rounding import exact_context

_ZERO = Decimal(0)


class LifeEventKind(StrEnum):
    """新增入统, 新设, 迁入迁出, 合并, 分立, 退出规模以上, 注销."""

    NEW_IN_SCOPE = "new_in_scope"
    BIRTH = "birth"
    MOVED = "moved"
    MERGED = "merged"
    SPLIT = "split"
    DROPPED_OUT = "dropped_out"
    CLOSED = "closed"


class EventAmountMissing(AssessmentError):
    code = "event_amount_missing"
    message = N_("The event “{kind}” of {unit} needs the amount of the same period last year that goes with it.")


class EventAmountTooLarge(AssessmentError):
    code = "event_amount_too_large"
    message = N_("The event “{kind}” takes {received} from {unit}, whose base is {expected}. Check the amount.")


class EventUnitUnknown(AssessmentError):
    code = "event_unit_unknown"
    message = N_("The event “{kind}” names {unit}, which is in no city at that time. Check the code and the order.")


@dataclass(frozen=True)
class UnitBase:
    """One enterprise in the total a city filed for the same period last year; `amount` as filed then."""

    unit: str
    city: str
    amount: Decimal


@dataclass(frozen=True)
class BaseEvent:
    """One event, applied in the order given.

    `counterpart` takes over (merged, split). `city` is the one the unit belongs to afterwards (new in scope, birth,
    moved) or that of the new unit (split). `amount`: what an enterprise new in scope had last year, or the part of the
    base that goes to the new unit of a split.
    """

    kind: LifeEventKind
    unit: str
    city: str = ""
    counterpart: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True)
class BaseMove:
    """One step of a city's base: positive comes in, negative goes out. A birth moves nothing and is still named."""

    kind: LifeEventKind
    unit: str
    amount: Decimal


@dataclass(frozen=True)
class CityBase:
    """`filed` last year's total as filed, `moves` in order, `comparable` what they lead to."""

    city: str
    filed: Decimal
    moves: tuple[BaseMove, ...]
    comparable: Decimal


def comparable_bases(last_year: Iterable[UnitBase], events: Sequence[BaseEvent]) -> dict[str, CityBase]:
    """The comparable base of every city that is named, by city.

    comparable = filed + Σ moves. Moves between two cities cancel: what one loses the other gains.
    Worked: A filed 100 (60 + 40), B 50; the enterprise of 40 moves from A to B → A 60, B 90.
    """
    with exact_context():
        ledger = _Ledger(last_year)
        for event in events:
            _APPLY[event.kind](ledger, event)
        return ledger.bases()


class _Ledger:
    """Where each enterprise stands and with how much, while the events are applied."""

    def __init__(self, last_year: Iterable[UnitBase]) -> None:
        self.place: dict[str, str] = {}
        self.amount: dict[str, Decimal] = {}
        self.filed: dict[str, Decimal] = {}
        self.moves: dict[str, list[BaseMove]] = {}
        for unit in last_year:
            self.place[unit.unit], self.amount[unit.unit] = unit.city, unit.amount
            self.filed[unit.city] = self.filed.get(unit.city, _ZERO) + unit.amount

    def held(self, event: BaseEvent, unit: str) -> Decimal:
        if unit not in self.place:
            raise EventUnitUnknown(kind=event.kind.value, unit=unit)
        return self.amount[unit]

    def move(self, event: BaseEvent, city: str, unit: str, amount: Decimal) -> None:
        self.filed.setdefault(city, _ZERO)
        self.moves.setdefault(city, []).append(BaseMove(event.kind, unit, amount))

    def put(self, unit: str, city: str, amount: Decimal) -> None:
        self.place[unit], self.amount[unit] = city, amount

    def take_out(self, unit: str) -> None:
        del self.place[unit], self.amount[unit]

    def bases(self) -> dict[str, CityBase]:
        return {city: self._base(city) for city in sorted(self.filed)}

    def _base(self, city: str) -> CityBase:
        moves = tuple(self.moves.get(city, ()))
        comparable = self.filed[city] + sum((move.amount for move in moves), _ZERO)
        return CityBase(city, self.filed[city], moves, comparable)


def _come(ledger: _Ledger, event: BaseEvent) -> None:
    """An enterprise above the threshold for the first time brings what it had last year."""
    if event.amount is None:
        raise EventAmountMissing(kind=event.kind.value, unit=event.unit)
    ledger.put(event.unit, event.city, event.amount)
    ledger.move(event, event.city, event.unit, event.amount)


def _be_born(ledger: _Ledger, event: BaseEvent) -> None:
    ledger.put(event.unit, event.city, _ZERO)
    ledger.move(event, event.city, event.unit, _ZERO)


def _move_on(ledger: _Ledger, event: BaseEvent) -> None:
    amount = ledger.held(event, event.unit)
    ledger.move(event, ledger.place[event.unit], event.unit, -amount)
    ledger.move(event, event.city, event.unit, amount)
    ledger.put(event.unit, event.city, amount)


def _merge(ledger: _Ledger, event: BaseEvent) -> None:
    """The unit goes into its counterpart with all it had."""
    amount, of_counterpart = ledger.held(event, event.unit), ledger.held(event, event.counterpart)
    city = ledger.place[event.counterpart]
    ledger.move(event, ledger.place[event.unit], event.unit, -amount)
    ledger.move(event, city, event.counterpart, amount)
    ledger.put(event.counterpart, city, of_counterpart + amount)
    ledger.take_out(event.unit)


def _split(ledger: _Ledger, event: BaseEvent) -> None:
    """A named part of the base goes to the new unit."""
    held = ledger.held(event, event.unit)
    if event.amount is None:
        raise EventAmountMissing(kind=event.kind.value, unit=event.unit)
    if event.amount > held:
        raise EventAmountTooLarge(kind=event.kind.value, unit=event.unit, received=event.amount, expected=held)
    ledger.move(event, ledger.place[event.unit], event.unit, -event.amount)
    ledger.move(event, event.city, event.counterpart, event.amount)
    ledger.put(event.unit, ledger.place[event.unit], held - event.amount)
    ledger.put(event.counterpart, event.city, event.amount)


def _leave(ledger: _Ledger, event: BaseEvent) -> None:
    amount = ledger.held(event, event.unit)
    ledger.move(event, ledger.place[event.unit], event.unit, -amount)
    ledger.take_out(event.unit)


_APPLY = {
    LifeEventKind.NEW_IN_SCOPE: _come,
    LifeEventKind.BIRTH: _be_born,
    LifeEventKind.MOVED: _move_on,
    LifeEventKind.MERGED: _merge,
    LifeEventKind.SPLIT: _split,
    LifeEventKind.DROPPED_OUT: _leave,
    LifeEventKind.CLOSED: _leave,
}
