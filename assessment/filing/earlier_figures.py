"""What a unit filed before, beside what it files now: 上期 and 原报数 of the versions in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from assessment.catalogue.models import Item
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


@dataclass(frozen=True)
class _InForce:
    version: int
    form_version: int


def earlier_figures(version: Version, items: Mapping[str, Item]) -> EarlierFigures:
    """Three questions to the database, however many periods and items there are."""
    filed = version.return_filed
    period = Period.parse(filed.collection.period)
    returns = Return.objects.filter(
        reporting_unit=filed.reporting_unit,
        collection__form_version__form=filed.collection.form_version.form,
        in_force__isnull=False,
    ).values_list("collection__period", "in_force", "collection__form_version")
    in_force = {code: _InForce(version_id, form_version) for code, version_id, form_version in returns}
    last, last_year = _last_period(period, in_force), _same_period_last_year(period, in_force)
    values = _values({code: in_force[code] for code in (last, last_year) if code}, items)
    return EarlierFigures(
        last=Filed(last, values.get(last, {})),
        last_year=Filed(last_year, values.get(last_year, {})),
        same_year=bool(last) and Period.parse(last).year == period.year,
    )


def _last_period(period: Period, in_force: Mapping[str, _InForce]) -> str:
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


def _same_period_last_year(period: Period, in_force: Mapping[str, _InForce]) -> str:
    if period.kind is PeriodKind.BATCH:
        return ""
    code = period.same_period_last_year().code
    return code if code in in_force else ""


def _values(wanted: Mapping[str, _InForce], items: Mapping[str, Item]) -> dict[str, dict[str, Decimal]]:
    """Of each period the figures by item code."""
    periods = {known.version: (code, known.form_version) for code, known in wanted.items()}
    then = Item.objects.filter(form_version__in={known.form_version for known in wanted.values()})
    units = {
        (form_version, code): unit for form_version, code, unit in then.values_list("form_version", "code", "unit")
    }
    cells = Cell.objects.filter(
        version__in=periods, basis=Cell.Basis.CURRENT, value__isnull=False, item__in=items
    ).values_list("version", "item", "value")
    found: dict[str, dict[str, Decimal]] = {}
    for version, code, number in cells:
        period, form_version = periods[version]
        value = _in_unit_of_today(number, units[form_version, code], items[code].unit)
        if value is not None:
            found.setdefault(period, {})[code] = value
    return found


def _in_unit_of_today(value: Decimal | None, then: str, now: str) -> Decimal | None:
    """The same quantity in the present unit; nothing where the two units do not convert."""
    if value is None or then == now:
        return value
    try:
        return convert(value, parse_unit(then), parse_unit(now))
    except (UnitUnknown, UnitsNotConvertible):
        return None
