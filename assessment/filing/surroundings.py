"""What a check may look at beside the return itself: earlier returns in force, and figures of other units."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from django.db.models import F, OuterRef, Subquery, Value

from assessment.catalogue.models import Item
from assessment.filing.enterprise_rows import complete_totals
from assessment.filing.history_queries import history_figures
from assessment.filing.models import Cell, Return
from assessment.filing.queries import figure_of
from assessment.methodology.figures import Figure
from assessment.methodology.periods import Period, PeriodKind
from assessment.methodology.units import UnitsNotConvertible, UnitUnknown, convert, parse_unit

CURRENT = Cell.Basis.CURRENT
MONTHS_OF_A_STEP = {"monthly": 1, "quarterly": 3}
LAST_MONTH = 12
# Forms of a city whose enterprises file rows of their own.
ADDS_UP_ENTERPRISES = frozenset({"SW-Q"})

Filed = Mapping[tuple[str, str], Mapping[str, Figure]]
"""(period, basis) -> item -> figure, of the versions in force."""


def figures_filed_before(filed: Return, period: Period) -> Filed:
    """What is in force of the same unit and form for the period before and for the same period last year.

    Where nothing was ever in force, what was taken over from the office's past workbooks. Each figure is in the unit
    the item has now. Two questions.
    """
    wanted = {one.code for one in (period_before(filed, period), _year_before(period)) if one is not None}
    rows = (
        Cell.objects.filter(
            version_id=F("version__return_filed__in_force"),
            version__return_filed__reporting_unit=filed.reporting_unit_id,
            version__return_filed__collection__form_version__form=filed.collection.form_version.form_id,
            version__return_filed__collection__period__in=wanted,
        )
        .annotate(
            period=F("version__return_filed__collection__period"),
            unit=_unit_in(OuterRef("version__return_filed__collection__form_version")),
            unit_now=_unit_in(Value(filed.collection.form_version_id)),
        )
        .order_by("id")
    )
    found: dict[tuple[str, str], dict[str, Figure]] = defaultdict(dict)
    for cell in rows:
        figure = _in_unit_of_today(figure_of(cell), cell.unit, cell.unit_now)
        if figure is not None:
            found[cell.period, cell.basis][cell.item] = figure
    form = filed.collection.form_version.form.code
    for place, figures in history_figures(filed.reporting_unit, form, wanted).items():
        found.setdefault(place, figures)
    return dict(found)


def _unit_in(form_version: OuterRef | Value) -> Subquery:
    """The unit of a cell's item in one version of the form."""
    return Subquery(Item.objects.filter(form_version=form_version, code=OuterRef("item")).values("unit")[:1])


def _in_unit_of_today(figure: Figure, then: str | None, now: str | None) -> Figure | None:
    """The same quantity in the present unit; nothing where the two units do not convert."""
    if figure.value is None or then is None or now is None or then == now:
        return figure
    try:
        return replace(figure, value=convert(figure.value, parse_unit(then), parse_unit(now)))
    except (UnitUnknown, UnitsNotConvertible):
        return None


def period_before(filed: Return, period: Period) -> Period | None:
    """The period the form was filed for before this one: 上半年 before 前三季度, last year's 全年 before 一季度."""
    if period.kind is PeriodKind.YEAR:
        return Period.annual(period.year - 1)
    step = MONTHS_OF_A_STEP.get(filed.collection.form_version.form.frequency)
    if step is None or period.kind is not PeriodKind.CUMULATIVE:
        return None
    # A monthly series closes 1—2月 together: what lies before is December, too.
    if period.number <= max(step, 2):
        return Period.cumulative(period.year - 1, LAST_MONTH)
    return Period.cumulative(period.year, period.number - step)


def filed_in(earlier: Filed, period: Period | None, basis: str = CURRENT) -> Mapping[str, Figure] | None:
    """The figures of that period and basis; None where nothing is in force."""
    return None if period is None else earlier.get((period.code, basis))


def filed_last_year_of(earlier: Filed, period: Period) -> Mapping[str, Figure] | None:
    """原报数: what is in force for the same period last year."""
    return filed_in(earlier, _year_before(period))


def figures_of_units(filed: Return, period: Period) -> dict[str, Decimal] | None:
    """Totals of the enterprises the city lists: `software_revenue[enterprises]`; None while one of them has not filed.

    A sum that lacks an enterprise is no sum to hold a return against. One question where nobody is listed. A city never
    learns another city's figure from a check, so nothing here reaches beyond its own.
    """
    if filed.collection.form_version.form.code not in ADDS_UP_ENTERPRISES:
        return None
    totals = complete_totals(filed.reporting_unit.region, period) or {}
    sums = {
        f"{item}[enterprises]": figure.value
        for (item, basis), figure in totals.items()
        if basis == CURRENT and figure.value is not None
    }
    return sums or None


def _year_before(period: Period) -> Period | None:
    return None if period.kind is PeriodKind.BATCH else period.same_period_last_year()
