"""What stands beside a cell: the last period and the same period last year as filed, or as taken over from the past."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F

from assessment.filing.cells import shortest
from assessment.filing.models import Cell, HistoryFigure, Return
from assessment.filing.queries import figure_of
from assessment.methodology.figures import Figure, Marker
from assessment.methodology.periods import Period, PeriodKind
from assessment.territory.models import ReportingUnit

MONTHS_OF_A_QUARTER, LAST_MONTH = 3, 12


@dataclass(frozen=True)
class Prior:
    """Figures by item; `history` says they were taken over from a past workbook and never filed here."""

    period: Period | None = None
    figures: Mapping[str, Figure] = field(default_factory=dict)
    history: bool = False


@dataclass(frozen=True)
class PriorFigures:
    last_period: Prior
    filed_last_year: Prior


def history_figures(unit: ReportingUnit, form: str, period: Period) -> dict[str, Figure]:
    """The figures of the current basis that were taken over for a period: item -> figure, marked as derived.

    They stand in where no version was ever in force; they are never a filed return and never scored.
    """
    rows = HistoryFigure.objects.filter(
        reporting_unit=unit, form=form, period=period.code, basis=Cell.Basis.CURRENT
    ).values_list("item", "value")
    return {item: Figure.of(shortest(value) or Decimal(0), marker=Marker.DERIVED) for item, value in rows}


def prior_figures(filed: Return) -> PriorFigures:
    """上期 and 去年同期原报数 of one return: what is in force, else what was taken over. At most four questions."""
    period = Period.parse(filed.collection.period)
    last_year = None if period.kind is PeriodKind.BATCH else period.same_period_last_year()
    return PriorFigures(_prior(filed, period_before(period)), _prior(filed, last_year))


def period_before(period: Period) -> Period | None:
    """上半年 before 前三季度, 全年 of last year before 一季度, a year before a year."""
    if period.kind is PeriodKind.YEAR:
        return Period.annual(period.year - 1)
    if period.kind is PeriodKind.BATCH:
        return None
    if period.number <= MONTHS_OF_A_QUARTER:
        return Period.cumulative(period.year - 1, LAST_MONTH)
    return Period.cumulative(period.year, period.number - MONTHS_OF_A_QUARTER)


def _prior(filed: Return, period: Period | None) -> Prior:
    if period is None:
        return Prior()
    form = filed.collection.form_version.form.code
    cells = Cell.objects.filter(
        version_id=F("version__return_filed__in_force"),
        version__return_filed__reporting_unit=filed.reporting_unit_id,
        version__return_filed__collection__form_version__form__code=form,
        version__return_filed__collection__period=period.code,
        basis=Cell.Basis.CURRENT,
    )
    in_force = {cell.item: figure_of(cell) for cell in cells}
    if in_force:
        return Prior(period, in_force)
    taken_over = history_figures(filed.reporting_unit, form, period)
    return Prior(period, taken_over, history=bool(taken_over))
