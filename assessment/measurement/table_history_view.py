"""The deliveries of one base table with what each changed, its vintages side by side, and the allocation."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from assessment.display import formats
from assessment.measurement.deliveries import VINTAGES, OperatorEntry, as_delivered, vintage_rank
from assessment.measurement.models import BaseTable, OperatorAccount, RegionFigure
from assessment.measurement.operators import shares_of
from assessment.measurement.table_cells import CellDifference, cells_of_table, differences
from assessment.measurement.table_keys import UNIT_OF
from assessment.measurement.table_queries import assessed_regions, the_province
from assessment.measurement.wording import column_name, figure_name, vintage_name
from assessment.methodology.growth import change_in_points
from assessment.methodology.income_approach import COMPONENT_NAMES, Components, nominal_growth_percent
from assessment.methodology.units import Unit, convert
from assessment.methodology.vintages import revision

MOST_CHANGES = 40
_SHARE_DECIMALS = 4


@dataclass(frozen=True)
class ChangedCell:
    where: str
    column: str
    old: str
    new: str


@dataclass(frozen=True)
class DeliveryLine:
    """`left_out`: how many further cells changed that are not listed."""

    table: BaseTable
    first: bool
    changes: tuple[ChangedCell, ...]
    left_out: int


@dataclass(frozen=True)
class VintageCell:
    """A level in 亿元 with its revision against the vintage before, percent, and the growth with its own, points."""

    level: str
    revised: str
    growth: str
    moved: str
    beyond: bool


@dataclass(frozen=True)
class VintageTable:
    heads: tuple[str, ...]
    lines: tuple[tuple[str, tuple[VintageCell, ...]], ...]


@dataclass(frozen=True)
class AllocatedLine:
    name: str
    revenue: str
    share: str
    components: tuple[str, ...]
    value_added: str


@dataclass(frozen=True)
class OperatorView:
    name: str
    lines: tuple[AllocatedLine, ...]
    whole: AllocatedLine


def deliveries_of(table: BaseTable) -> QuerySet[BaseTable]:
    """All deliveries of the same table by the same body, in their order, with rows and regions."""
    same = BaseTable.objects.filter(
        kind=table.kind, period=table.period, vintage=table.vintage, source_department=table.source_department
    )
    rows = ("account_rows__region", "region_figures__region")
    return same.select_related("loaded_by__organisation").prefetch_related(*rows).order_by("number")


def delivery_lines(deliveries: list[BaseTable]) -> list[DeliveryLine]:
    """Newest first, each with what it changed of the one before."""
    named = names_of_regions()
    lines: list[DeliveryLine] = []
    before: BaseTable | None = None
    for table in deliveries:
        found = differences(cells_of_table(before), cells_of_table(table), order=named) if before is not None else []
        shown = tuple(changed_cell(one, named, UNIT_OF[table.kind]) for one in found[:MOST_CHANGES])
        lines.append(DeliveryLine(table, before is None, shown, max(0, len(found) - MOST_CHANGES)))
        before = table
    return lines[::-1]


def names_of_regions() -> dict[str, str]:
    """Code -> name, cities in administrative order and the province last."""
    return dict([*assessed_regions(), the_province()])


def changed_cell(one: CellDifference, named: dict[str, str], unit: Unit) -> ChangedCell:
    """In the unit of the table's template, so that one reads what one typed."""
    industry = figure_name(one.place.industry) if one.place.industry else ""
    where = f"{named.get(one.place.region, one.place.region)} {industry}".strip()
    return ChangedCell(where, column_name(one.place.column), _shown(one.old, unit), _shown(one.new, unit))


def _shown(amount: Decimal | None, unit: Unit) -> str:
    return formats.number(None if amount is None else as_delivered(amount, unit))


def vintage_table(table: BaseTable) -> VintageTable | None:
    """The vintages of a year of GDP beside each other; None where there is one only."""
    found = RegionFigure.objects.filter(
        table__kind=BaseTable.Kind.GDP,
        table__source_department=table.source_department,
        table__superseded_at__isnull=True,
        table__vintage__in=VINTAGES,
        table__period__in=(table.period, str(int(table.period) - 1)),
    ).select_related("table", "region")
    levels: dict[tuple[str, str], Decimal] = {}
    bases: dict[str, tuple[int, Decimal]] = {}
    for figure in found:
        if figure.table.period == table.period:
            levels[figure.region.code, figure.table.vintage] = figure.value
        else:
            weight = vintage_rank(figure.table.vintage)
            bases[figure.region.code] = max(bases.get(figure.region.code, (-1, Decimal(0))), (weight, figure.value))
    vintages = [vintage for vintage in VINTAGES if any(one == vintage for _, one in levels)]
    if table.kind != BaseTable.Kind.GDP or len(vintages) < 2:
        return None
    lines = []
    for code, name in names_of_regions().items():
        own = [levels.get((code, vintage)) for vintage in vintages]
        if not any(own):
            continue
        base = bases[code][1] if code in bases else None
        lines.append((name, _vintage_cells(own, base)))
    return VintageTable(tuple(vintage_name(vintage) for vintage in vintages), tuple(lines))


def _vintage_cells(levels: list[Decimal | None], base: Decimal | None) -> tuple[VintageCell, ...]:
    cells: list[VintageCell] = []
    before: Decimal | None = None
    for level in levels:
        grown = _growth(level, base)
        revised = moved = ""
        beyond = False
        if before is not None and level is not None:
            old = _growth(before, base)
            found = revision(before, level, growth_before=old, growth_after=grown)
            revised, beyond = formats.signed(found.level_change_percent), found.needs_reason
            moved = "" if old is None or grown is None else formats.signed(change_in_points(grown, old))
        shown = None if level is None else convert(level, Unit.TEN_THOUSAND_YUAN, Unit.HUNDRED_MILLION_YUAN)
        cells.append(VintageCell(formats.number(shown), revised, formats.number(grown), moved, beyond))
        before = level if level is not None else before
    return tuple(cells)


def _growth(level: Decimal | None, base: Decimal | None) -> Decimal | None:
    return None if level is None or base is None else nominal_growth_percent(level, base).rate_percent


def operator_views(table: BaseTable) -> list[OperatorView]:
    """The arithmetic of the allocation: revenue, share of revenue, and what follows of each component."""
    regions = Prefetch("revenue_by_city__region")
    accounts = OperatorAccount.objects.filter(table=table).prefetch_related(regions)
    return [_operator_view(one) for one in accounts]


def _operator_view(one: OperatorAccount) -> OperatorView:
    revenue = {line.region.code: line.revenue for line in one.revenue_by_city.all()}
    names = {line.region.code: line.region.short_name_zh for line in one.revenue_by_city.all()}
    whole = Components(*(getattr(one, name) for name in COMPONENT_NAMES))
    shares = shares_of(OperatorEntry(0, one.name, whole, one.revenue, revenue))
    lines = [
        _allocated(names[code], revenue[code], share.share_of_revenue, share.components)
        for code, share in shares.items()
    ]
    return OperatorView(one.name, tuple(lines), _allocated("", one.revenue, Decimal(1), whole))


def _allocated(name: str, revenue: Decimal, share: Decimal, components: Components) -> AllocatedLine:
    return AllocatedLine(
        name,
        formats.number(revenue),
        formats.number(share * 100, decimals=_SHARE_DECIMALS),
        tuple(formats.number(amount) for amount in components.amounts),
        formats.number(sum(components.amounts, Decimal(0))),
    )
