"""Tables of the list of enterprises: totals against the city's own return, and the comparable base with its moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from assessment.catalogue.models import Collection, Item
from assessment.catalogue.queries import items_by_code
from assessment.directory.models import Enterprise
from assessment.directory.wording import EVENT_WORDS
from assessment.display import formats
from assessment.filing.enterprise_rows import (
    EnterpriseTotals,
    comparable_bases_of,
    enterprise_totals,
    figures_of_rows,
)
from assessment.methodology.check_rules import CellKey
from assessment.methodology.comparable_base import CityBase
from assessment.methodology.figures import Figure
from assessment.methodology.periods import Period
from assessment.methodology.rounding import exact_context
from assessment.territory.models import Region

CITY_FORM = "SW-Q"
BASES = ("current", "same_period_last_year")


@dataclass(frozen=True)
class Pair:
    """Σ enterprises, the city's own figure, and their difference, as text; `differs` where both are numbers."""

    rows: str
    city: str
    difference: str
    differs: bool


@dataclass(frozen=True)
class TotalsLine:
    item: Item
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class TotalsTable:
    totals: EnterpriseTotals
    lines: tuple[TotalsLine, ...]
    city_filed: bool


@dataclass(frozen=True)
class MoveLine:
    kind: str
    unit: str
    amount: Decimal | None


@dataclass(frozen=True)
class BaseTable:
    """`base` is None where no enterprise of the city was listed last year; `came` and `went` sum the moves."""

    base: CityBase | None
    moves: tuple[MoveLine, ...] = ()
    came: Decimal = Decimal(0)
    went: Decimal = Decimal(0)


def totals_table(region: Region, period: Period) -> TotalsTable:
    """Item by item of the city's return (rule SW10): Σ enterprises, as filed by the city, difference."""
    totals = enterprise_totals(region, period)
    collection = Collection.objects.select_related("form_version__form").filter(
        form_version__form__code=CITY_FORM, period=period.code
    )
    found = collection.first()
    rows = figures_of_rows(found, [region.code]) if found else {}
    filed = rows.get(region.code, {})
    items = items_by_code(found.form_version).values() if found else ()
    lines = tuple(_line(item, totals.figures, filed) for item in items if (item.code, BASES[0]) in totals.figures)
    return TotalsTable(totals, lines, city_filed=bool(filed))


def base_table(region: Region, period: Period, *, with_amounts: bool) -> BaseTable:
    """How the events of the year move the city's comparable base of software revenue.

    The amount of a single enterprise is for the province alone; the city sees who moved, and the sums.
    """
    base = comparable_bases_of(period).get(region.code)
    if base is None:
        return BaseTable(None)
    names = dict(Enterprise.objects.filter(code__in=[m.unit for m in base.moves]).values_list("code", "name_zh"))
    moves = tuple(
        MoveLine(
            gettext(EVENT_WORDS[one.kind.value]), names.get(one.unit, one.unit), one.amount if with_amounts else None
        )
        for one in base.moves
    )
    with exact_context():
        came = sum((one.amount for one in base.moves if one.amount > 0), Decimal(0))
        went = sum((one.amount for one in base.moves if one.amount < 0), Decimal(0))
    return BaseTable(base, moves, came, went)


def _line(item: Item, rows: Mapping[CellKey, Figure], city: Mapping[CellKey, Figure]) -> TotalsLine:
    return TotalsLine(
        item, tuple(_pair(item, rows.get((item.code, basis)), city.get((item.code, basis))) for basis in BASES)
    )


def _pair(item: Item, rows: Figure | None, city: Figure | None) -> Pair:
    if rows is None or city is None or rows.value is None or city.value is None:
        return Pair(_text(item, rows), _text(item, city), formats.NOTHING, differs=False)
    with exact_context():
        difference = rows.value - city.value
    shown = formats.signed(difference, decimals=item.decimals)
    return Pair(_text(item, rows), _text(item, city), shown, differs=bool(difference))


def _text(item: Item, figure: Figure | None) -> str:
    if figure is None:
        return formats.NOTHING
    return formats.cell(figure.condition.value, figure.value, decimals=item.decimals) or formats.NOTHING
