"""The rows of the filling page: what was typed, or what is stored, with everything that stands beside a cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from assessment.catalogue.models import Item
from assessment.display import formats
from assessment.filing.cells import shortest
from assessment.filing.earlier_figures import EarlierFigures
from assessment.filing.models import Cell, Version
from assessment.filing.open_items import items_open
from assessment.filing.return_view import BASES, Row, rows_of
from assessment.filing.sums import Sum, parts_of, sum_of
from assessment.filing.typed_cells import CARRIED_OVER, Slip, field_name
from assessment.methodology.errors import N_
from assessment.methodology.rounding import decimals_of
from assessment.methodology.units import Unit, UnitUnknown, parse_unit

CHOICES = (
    (Cell.Condition.VALUE, N_("value")),
    (Cell.Condition.NOT_APPLICABLE, N_("not applicable")),
    (Cell.Condition.NOT_AVAILABLE, N_("not yet available")),
)
# How far the point moves between a unit of the toggle and 元.
YUAN_POWERS = {Unit.YUAN: 0, Unit.TEN_THOUSAND_YUAN: 4, Unit.HUNDRED_MILLION_YUAN: 8}
# What is counted at a moment, not summed up over the year.
STOCKS = frozenset({Unit.PERSON, Unit.ENTERPRISE})
RATES = frozenset({Unit.PERCENT, Unit.PERCENTAGE_POINT, Unit.RATIO})


@dataclass(frozen=True)
class Choice:
    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Entry:
    """One cell to fill: its name on the page, the text in it, its condition and reason, whether it is locked."""

    name: str
    item: str
    basis: str
    label: str
    text: str
    exact: str
    choices: tuple[Choice, ...]
    condition: str
    reason: str
    needs_reason: bool
    slip: str
    locked: bool
    sent_back: bool
    marked: bool
    carried_over: bool
    sum: Sum | None


@dataclass(frozen=True)
class Beside:
    """What stands beside the cells of an item, as text and, for the live columns, exactly."""

    last: str
    last_exact: str
    last_year: str
    last_year_exact: str
    scope_effect: str
    increment: str


@dataclass(frozen=True)
class EntryRow:
    """One line of the grid. `power` is there for money in yuan only; `parts` are the codes that add up to it."""

    row: Row
    entries: tuple[Entry | None, ...]
    beside: Beside
    unit: str
    power: int | None
    stock: bool
    rate: bool
    parts: str
    may_carry_over: bool


@dataclass(frozen=True)
class Grid:
    """The whole page: its rows and what is known of them altogether."""

    rows: tuple[EntryRow, ...]
    last_period: str
    last_taken_over: bool
    last_year_period: str
    last_year_taken_over: bool
    same_year: bool
    only_open: str
    has_money: bool


def grid_of(
    version: Version,
    items: Mapping[str, Item],
    earlier: EarlierFigures,
    sent: Mapping[str, str],
    slips: Sequence[Slip],
) -> Grid:
    wrong = {slip.field_id.removesuffix(".reason"): slip.sentence for slip in slips}
    cells = {(cell.item, cell.basis): cell for cell in version.cells.all()}
    page = _Page(
        items, cells, earlier, sent, wrong, items_open(version, items) or frozenset(), parts_of(items.values())
    )
    rows = tuple(page.row(row) for row in rows_of(version, items.values()))
    return Grid(
        rows=rows,
        last_period=earlier.last.period,
        last_taken_over=earlier.last.taken_over,
        last_year_taken_over=earlier.last_year.taken_over,
        last_year_period=earlier.last_year.period,
        same_year=earlier.same_year,
        only_open=_why_closed(version, page.open_items),
        has_money=any(row.power is not None for row in rows),
    )


@dataclass(frozen=True)
class _Page:
    items: Mapping[str, Item]
    cells: Mapping[tuple[str, str], Cell]
    earlier: EarlierFigures
    sent: Mapping[str, str]
    wrong: Mapping[str, str]
    open_items: frozenset[str]
    parts: Mapping[str, tuple[Item, ...]]

    def row(self, row: Row) -> EntryRow:
        item, unit = row.item, _unit(row.item)
        parts = self.parts.get(item.code, ())
        entries = tuple(None if shown.cell is None else self.entry(item, shown.cell, parts) for shown in row.cells)
        locked = all(entry is None or entry.locked for entry in entries)
        return EntryRow(
            row=row,
            entries=entries,
            beside=self.beside(item),
            unit=formats.unit(item.unit),
            power=YUAN_POWERS.get(unit) if unit else None,
            stock=unit in STOCKS,
            rate=unit in RATES,
            parts=" ".join(part.code for part in parts),
            may_carry_over=unit in STOCKS and item.code in self.earlier.last.values and not locked,
        )

    def entry(self, item: Item, cell: Cell, parts: Sequence[Item]) -> Entry:
        name = field_name(cell.item, cell.basis)
        condition = self.sent.get(f"{name}.condition", cell.condition)
        label = item.label_zh if formats.in_chinese() else item.label_en
        return Entry(
            name=name,
            item=cell.item,
            basis=cell.basis,
            label=f"{label}, {gettext(BASES[cell.basis])}",
            text=self.sent.get(name, as_filed(cell.value, item)),
            exact=formats.plain(shortest(cell.value)) or "",
            choices=tuple(Choice(value, gettext(text), value == condition) for value, text in CHOICES),
            condition=condition,
            reason=self.sent.get(f"{name}.reason", cell.reason),
            needs_reason=condition in {Cell.Condition.NOT_APPLICABLE, Cell.Condition.NOT_AVAILABLE},
            slip=self.wrong.get(name, ""),
            locked=bool(self.open_items) and cell.item not in self.open_items,
            sent_back=bool(cell.sent_back_note),
            marked=cell.marked,
            carried_over=cell.source == CARRIED_OVER,
            sum=sum_of(item, parts, self.cells, cell.basis) if parts else None,
        )

    def beside(self, item: Item) -> Beside:
        last, last_year = self.earlier.last.values.get(item.code), self.earlier.last_year.values.get(item.code)
        base = self.cells.get((item.code, Cell.Basis.SAME_PERIOD_LAST_YEAR.value))
        now = self.cells.get((item.code, Cell.Basis.CURRENT.value))
        adds_up = self.earlier.same_year or stands_for_a_day(item)
        return Beside(
            last=_shown(last, item),
            last_exact=formats.plain(shortest(last)) or "",
            last_year=_shown(last_year, item),
            last_year_exact=formats.plain(shortest(last_year)) or "",
            scope_effect=_difference(base.value if base else None, last_year, item),
            increment=_difference(now.value if now else None, last if adds_up else None, item),
        )


def _why_closed(version: Version, open_items: frozenset[str]) -> str:
    """Why only some items are open: laid out by another body, asked for by a correction, or named when sent back."""
    if not open_items:
        return ""
    if version.named_items is None:
        return gettext("Items that another body lays out are not filled in here; they are checked beside it.")
    earlier = version.return_filed.versions.filter(number=version.number - 1)
    last = earlier.values_list("state", flat=True).first()
    if last == Version.State.ACCEPTED:
        return gettext("Only the items of the granted correction are open here; all others stay as accepted.")
    if last == Version.State.SENT_BACK:
        return gettext("Only the items that were sent back are open here; all others stay as they were submitted.")
    return gettext("Only the items named for this version are open here; all others stay as they were.")


def as_filed(value: Decimal | None, item: Item) -> str:
    """Never fewer decimals than were filed: what is shown here is read back when the page is saved."""
    exact = shortest(value)
    if exact is None:
        return ""
    return formats.number(exact, decimals=max(item.decimals, decimals_of(exact)))


def _shown(value: Decimal | None, item: Item) -> str:
    return formats.NOTHING if value is None else as_filed(value, item)


def _difference(one: Decimal | None, other: Decimal | None, item: Item) -> str:
    if one is None or other is None:
        return formats.NOTHING
    exact = shortest(one - other) or Decimal(0)
    return formats.signed(exact, decimals=max(item.decimals, decimals_of(exact)))


def stands_for_a_day(item: Item) -> bool:
    """A number of people or enterprises: it goes on over the turn of the year, where a cumulative sum begins anew."""
    return _unit(item) in STOCKS


def _unit(item: Item) -> Unit | None:
    try:
        return parse_unit(item.unit)
    except UnitUnknown:
        return None
