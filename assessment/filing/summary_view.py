"""上报确认: the one page a filler sees before asking for signatures and every signer before signing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessment.catalogue.models import Item
from assessment.display import formats
from assessment.display.templatetags.figures import named
from assessment.filing.cells import content_of
from assessment.filing.entry_view import stands_for_a_day
from assessment.filing.models import Cell, Version
from assessment.filing.return_view import growth_text
from assessment.filing.surroundings import figures_filed_before, filed_in, period_before
from assessment.methodology.figures import Figure
from assessment.methodology.periods import Period, PeriodKind

CURRENT, LAST_YEAR = Cell.Basis.CURRENT, Cell.Basis.SAME_PERIOD_LAST_YEAR
DEEPEST_KEY_LEVEL = 1


@dataclass(frozen=True)
class KeyFigure:
    """One line of the summary; `earlier` is what was filed for the period before."""

    number: str
    label: str
    unit: str
    depth: int
    current: str
    last_year: str
    growth: str
    earlier: str
    change: str


@dataclass(frozen=True)
class Difference:
    """A cell that differs from the version before."""

    label: str
    basis: str
    before: str
    after: str


@dataclass(frozen=True)
class Summary:
    """`earlier_period` is empty where nothing is in force for the period before."""

    key_figures: tuple[KeyFigure, ...]
    earlier_period: str
    previous_number: int | None
    differences: tuple[Difference, ...]
    filled: int
    blank: int


def summary_of(version: Version, items: Sequence[Item], previous: Version | None) -> Summary:
    """Key figures are the totals of the form and what adds up to them; 其中 items are left to the return itself."""
    filed = version.return_filed
    period = Period.parse(filed.collection.period)
    before = period_before(filed, period)
    earlier = filed_in(figures_filed_before(filed, period), before) or {}
    cells = {(cell.item, cell.basis): cell for cell in version.cells.all()}
    depths = _depths(items)
    # A cumulative figure begins anew each January; what stands for a day goes on.
    goes_on = before is not None and (period.kind is PeriodKind.YEAR or before.year == period.year)
    blank = sum(cell.condition == Cell.Condition.EMPTY for cell in cells.values())
    return Summary(
        key_figures=tuple(
            _key_figure(item, cells, earlier, depth=depths[item.pk], goes_on=goes_on or stands_for_a_day(item))
            for item in items
            if depths[item.pk] <= DEEPEST_KEY_LEVEL and not item.of_which
        ),
        earlier_period=before.code if before is not None and earlier else "",
        previous_number=None if previous is None else previous.number,
        differences=() if previous is None else _differences(cells, previous, items),
        filled=len(cells) - blank,
        blank=blank,
    )


def _key_figure(
    item: Item, cells: Mapping[tuple[str, str], Cell], earlier: Mapping[str, Figure], *, depth: int, goes_on: bool
) -> KeyFigure:
    current, base = cells.get((item.code, CURRENT)), cells.get((item.code, LAST_YEAR))
    filed = earlier.get(item.code)
    value = None if current is None else current.value
    before = None if filed is None else filed.value
    return KeyFigure(
        number=item.number,
        label=named(item, "label"),
        unit=formats.unit(item.unit),
        depth=depth,
        current=shown_cell(current, item),
        last_year=shown_cell(base, item),
        growth=growth_text(value, None if base is None else base.value, item.unit),
        earlier=formats.NOTHING if filed is None else formats.figure(filed, decimals=item.decimals),
        change=formats.signed(_change(value, before if goes_on else None), decimals=item.decimals),
    )


def shown_cell(cell: Cell | None, item: Item) -> str:
    """A cell as text, `--` where the form has none."""
    return formats.NOTHING if cell is None else formats.cell(cell.condition, cell.value, decimals=item.decimals)


def _change(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if now is None or before is None else now - before


def _differences(
    cells: Mapping[tuple[str, str], Cell], previous: Version, items: Sequence[Item]
) -> tuple[Difference, ...]:
    earlier = {(cell.item, cell.basis): cell for cell in previous.cells.all()}
    by_code = {item.code: item for item in items}
    return tuple(
        Difference(
            label=named(by_code[item], "label"),
            basis=basis,
            before=shown_cell(earlier.get((item, basis)), by_code[item]),
            after=shown_cell(cell, by_code[item]),
        )
        for (item, basis), cell in cells.items()
        if (item, basis) in earlier and content_of(earlier[item, basis]) != content_of(cell)
    )


def _depths(items: Sequence[Item]) -> dict[int, int]:
    depths: dict[int, int] = {}
    for item in items:
        depths[item.pk] = 0 if item.parent_id is None else depths.get(item.parent_id, 0) + 1
    return depths
