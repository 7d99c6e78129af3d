"""The 核实单 as its page, its document and the API show it: one row for each question."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext

from assessment.catalogue.models import Item
from assessment.display import formats
from assessment.display.templatetags.components import Light
from assessment.display.templatetags.figures import named
from assessment.filing.models import Cell, QueryMessage, QuerySheet, QueryThread, Version
from assessment.filing.prior_figures import prior_figures
from assessment.filing.return_view import BASES, growth_rate, growth_text
from assessment.filing.states import THREAD_STATES
from assessment.methodology.figures import Figure

CURRENT, BASE = Cell.Basis.CURRENT, Cell.Basis.SAME_PERIOD_LAST_YEAR
LIGHTS = {"asked": "warn", "answered": "note", "closed": "good"}
Key = tuple[int, str, str]


@dataclass(frozen=True)
class SheetRow:
    """One question with the figures it was asked about, as they stood in the version of that moment."""

    thread: QueryThread
    item: str
    about: str
    current: str
    last_period: str
    growth: str
    numbers: tuple[Decimal | None, Decimal | None, Decimal | None]
    """The three as numbers, where they are numbers; the first two with `decimals`."""
    decimals: int
    questions: tuple[QueryMessage, ...]
    answers: tuple[QueryMessage, ...]
    closing: QueryMessage | None
    due_on: date
    overdue: bool
    light: Light

    @property
    def waiting(self) -> bool:
        return self.thread.state == QueryThread.State.ASKED


@dataclass(frozen=True)
class SheetView:
    sheet: QuerySheet
    rows: tuple[SheetRow, ...]

    @property
    def waiting(self) -> int:
        return sum(row.waiting for row in self.rows)

    @property
    def answered(self) -> int:
        return sum(row.thread.state == QueryThread.State.ANSWERED for row in self.rows)


def sheet_view(sheet: QuerySheet, newest: Version, *, at: datetime) -> SheetView:
    """`sheet` as `review_queries.sheet_seen` gives it; `newest` is the newest version of its return."""
    items = {item.code: item for item in sheet.return_filed.collection.form_version.items.all()}
    threads = list(sheet.threads.all())
    asked_of = {thread.version_id for thread in threads}
    codes = {thread.item for thread in threads}
    cells = {
        (cell.version_id, cell.item, cell.basis): cell
        for cell in Cell.objects.filter(version__in=asked_of, item__in=codes)
    }
    last = prior_figures(newest.return_filed).last_period.figures
    today = timezone.localtime(at).date()
    return SheetView(sheet, tuple(_row(thread, items[thread.item], cells, last, today=today) for thread in threads))


def thread_light(thread: QueryThread) -> Light:
    return Light(LIGHTS[thread.state], gettext(THREAD_STATES.words[thread.state]))


def _row(
    thread: QueryThread, item: Item, cells: Mapping[Key, Cell], last: Mapping[str, Figure], *, today: date
) -> SheetRow:
    pair = [cells.get((thread.version_id, thread.item, basis)) for basis in (CURRENT, BASE)]
    values = [None if cell is None else cell.value for cell in pair]
    messages, before = list(thread.messages.all()), last.get(thread.item)
    said = {kind: tuple(one for one in messages if one.kind == kind) for kind in QueryMessage.Kind.values}
    closed = thread.state == QueryThread.State.CLOSED
    return SheetRow(
        thread=thread,
        item=formats.with_unit(named(item, "label"), item.unit),
        about="" if thread.basis == CURRENT else gettext(BASES[thread.basis]),
        current=_text(pair[0], item),
        last_period=_text(before, item),
        growth=growth_text(values[0], values[1], item.unit),
        numbers=(values[0], None if before is None else before.value, growth_rate(values[0], values[1], item.unit)),
        decimals=item.decimals,
        questions=said["question"],
        answers=said["answer"],
        closing=said["closed"][-1] if closed else None,
        due_on=thread.due_on,
        overdue=thread.state == QueryThread.State.ASKED and thread.due_on < today,
        light=thread_light(thread),
    )


def _text(figure: Cell | Figure | None, item: Item) -> str:
    if figure is None:
        return formats.NOTHING
    return formats.cell(figure.condition, figure.value, decimals=item.decimals) or formats.NOTHING
