"""What a unit filed before, beside what it files now: 上期 and 原报数 of the versions in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import OuterRef, Subquery

from assessment.catalogue.models import Collection, Item
from assessment.filing.models import Cell, Return, Version
from assessment.methodology.periods import Period, PeriodKind
from assessment.methodology.units import UnitsNotConvertible, UnitUnknown, convert, parse_unit


@dataclass(frozen=True)
class Filed:
    """The figures of one earlier period by item code, each in the unit the item has now."""

    period: str = ""
    values: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class EarlierFigures:
    """`last` is 上期 (in a first quarter the whole of last year); `last_year` 去年同期, as filed then."""

    last: Filed = Filed()
    last_year: Filed = Filed()
    same_year: bool = False


def earlier_figures(version: Version, items: Mapping[str, Item]) -> EarlierFigures:
    """Two questions to the database, however many periods and items there are."""
    filed = version.return_filed
    period = Period.parse(filed.collection.period)
    in_force = dict(
        Return.objects.filter(
            reporting_unit=filed.reporting_unit,
            collection__form_version__form=filed.collection.form_version.form,
            in_force__isnull=False,
        ).values_list("collection__period", "in_force")
    )
    last, last_year = _last_period(period, in_force), _same_period_last_year(period, in_force)
    wanted = {in_force[code]: code for code in (last, last_year) if code}
    values = _values(wanted, items)
    return EarlierFigures(
        last=Filed(last, values.get(last, {})),
        last_year=Filed(last_year, values.get(last_year, {})),
        same_year=bool(last) and Period.parse(last).year == period.year,
    )


def _last_period(period: Period, in_force: Mapping[str, int]) -> str:
    """The latest cumulative period before `period`, at most a year back."""
    if period.kind is not PeriodKind.CUMULATIVE:
        return ""
    earlier = [
        known
        for known in map(Period.parse, in_force)
        if known.kind is PeriodKind.CUMULATIVE
        and known < period
        and (known.year == period.year or (known.year == period.year - 1 and known.number == 12))
    ]
    return max(earlier).code if earlier else ""


def _same_period_last_year(period: Period, in_force: Mapping[str, int]) -> str:
    if period.kind is PeriodKind.BATCH:
        return ""
    code = period.same_period_last_year().code
    return code if code in in_force else ""


def _values(versions: Mapping[int, str], items: Mapping[str, Item]) -> dict[str, dict[str, Decimal]]:
    of_form = Collection.objects.filter(returns__versions=OuterRef("version")).values("form_version")[:1]
    unit_then = Item.objects.filter(code=OuterRef("item"), form_version=Subquery(of_form)).values("unit")[:1]
    cells = Cell.objects.filter(
        version__in=versions, basis=Cell.Basis.CURRENT, value__isnull=False, item__in=items
    ).annotate(unit_then=Subquery(unit_then))
    found: dict[str, dict[str, Decimal]] = {}
    for cell in cells:
        value = _in_unit_of_today(cell.value, cell.unit_then, items[cell.item].unit)
        if value is not None:
            found.setdefault(versions[cell.version_id], {})[cell.item] = value
    return found


def _in_unit_of_today(value: Decimal | None, then: str, now: str) -> Decimal | None:
    """The same quantity in the present unit; nothing where the two units do not convert."""
    if value is None or then == now:
        return value
    try:
        return convert(value, parse_unit(then), parse_unit(now))
    except (UnitUnknown, UnitsNotConvertible):
        return None
