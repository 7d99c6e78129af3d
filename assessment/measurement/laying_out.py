"""From the bureaus' tables and confirmed batches to the annual return of the cities: delivered once, checked there.

Whatever of a year counts now is laid out; what stands already changes nothing, so doing it again is harmless.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from assessment.catalogue.models import Collection, Item
from assessment.filing.actions import deliver_figures, lay_out_confirmed
from assessment.filing.cells import CellChange
from assessment.filing.laid_out_actions import Laid
from assessment.filing.laid_out_queries import departments_of
from assessment.filing.models import Cell
from assessment.measurement.annual_return import FORM, ITEMS_OF_BATCHES, ITEMS_OF_TABLES
from assessment.measurement.models import Batch
from assessment.measurement.queries import confirmed_batch
from assessment.measurement.table_queries import levels_of
from assessment.measurement.wording import vintage_name_zh
from assessment.methodology.rounding import Rounding, RoundingMethod
from assessment.methodology.run_measurement import FULL_YEAR_MONTHS
from assessment.people.models import User
from assessment.territory.models import ReportingUnit

_INSTITUTE: Final = "测算机构"


@dataclass(frozen=True)
class Level:
    """An amount of a region, 万元, and in words which state of the accounts it is."""

    value: Decimal
    vintage: str


Levels = Mapping[tuple[str, str], Level]


def lay_out_tables(year: str, *, by: User, at: datetime) -> int:
    """The figures of the body of `by` in every annual return that shows `year`; returns how many are new."""
    new = 0
    for collection in _collections(year, at=at):
        items = _items(collection, departments_of(by), ITEMS_OF_TABLES)
        years = (_of_tables(collection.period, by), _of_tables(_year_before(collection.period), by))
        figures = list(_figures(collection, items, *years))
        new += deliver_figures(collection.pk, figures, by=by, at=at) if figures else 0
    return new


def lay_out_batch(batch: Batch, *, by: User, at: datetime) -> int:
    """The three figures of the institute, once a full year is confirmed; the cities check them before they sign."""
    if batch.months != FULL_YEAR_MONTHS:
        return 0
    new = 0
    for collection in _collections(batch.period, at=at):
        items = _items(collection, frozenset({_INSTITUTE}), ITEMS_OF_BATCHES)
        years = (_of_batch(collection.period), _of_batch(_year_before(collection.period)))
        figures = list(_figures(collection, items, *years))
        if figures:
            new += lay_out_confirmed(collection.pk, figures, department=_INSTITUTE, by=by, at=at)
    return new


def _collections(year: str, *, at: datetime) -> list[Collection]:
    """The annual returns of the year and of the next one, which shows it as the year before; none that is locked."""
    wanted = Collection.objects.filter(form_version__form__code=FORM, period__in=(year, str(int(year) + 1)))
    return list(wanted.filter(locks_at__gt=at).select_related("form_version").order_by("period"))


def _items(collection: Collection, departments: frozenset[str], known: Mapping[str, str]) -> list[tuple[Item, str]]:
    items = collection.form_version.items.filter(laid_out=True, source_department__in=departments)
    return [(item, known[item.code]) for item in items if item.code in known]


def _of_tables(year: str, by: User) -> Levels:
    levels = levels_of(year, by.organisation.name_zh)
    return {key: Level(one.value, vintage_name_zh(one.vintage)) for key, one in levels.items()}


def _of_batch(year: str) -> Levels:
    batch = confirmed_batch(year)
    if batch is None:
        return {}
    words = f"{batch.name_zh}测算第{batch.number}批"
    results = batch.results.filter(code__in=ITEMS_OF_BATCHES.values(), value__isnull=False)
    return {(result.region, result.code): Level(result.value, words) for result in results if result.value is not None}


def _figures(
    collection: Collection, items: Iterable[tuple[Item, str]], current: Levels, before: Levels
) -> Iterator[Laid]:
    units = ReportingUnit.objects.filter(forms__contains=[FORM]).order_by("code").values_list("code", flat=True)
    listed = list(items)
    for unit in units:
        for item, code in listed:
            now, then = current.get((unit, code)), before.get((unit, code))
            if now is not None:
                yield Laid(unit, _value(item, Cell.Basis.CURRENT, now))
            if then is not None:
                yield Laid(unit, _value(item, Cell.Basis.SAME_PERIOD_LAST_YEAR, then))
            elif now is not None and collection.purpose == Collection.Purpose.BASE:
                yield Laid(unit, _not_measured(item, collection.period))


def _value(item: Item, basis: Cell.Basis, level: Level) -> CellChange:
    value = Rounding(RoundingMethod.HALF_UP, item.decimals).apply(level.value)
    return CellChange(item.code, basis, Cell.Condition.VALUE, value, source=level.vintage)


def _not_measured(item: Item, year: str) -> CellChange:
    """Before the base year nothing was measured; that is said, and is not taken for zero."""
    reason = f"{_year_before(year)}年未开展测算，{year}年为首个基期"
    return CellChange(item.code, Cell.Basis.SAME_PERIOD_LAST_YEAR, Cell.Condition.NOT_AVAILABLE, reason=reason)


def _year_before(year: str) -> str:
    return str(int(year) - 1)
