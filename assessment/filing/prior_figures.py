"""What stands beside a cell: the last period and the same period last year as filed, or as taken over from the past."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessment.filing.cells import shortest
from assessment.filing.models import Cell, HistoryFigure, Version
from assessment.methodology.figures import Figure, Marker
from assessment.methodology.periods import Period, PeriodKind
from assessment.territory.models import ReportingUnit

_MONTHS_A_QUARTER = 3


@dataclass(frozen=True)
class Prior:
    """`history` says that the figures were taken over from a past workbook and never filed here."""

    period: Period
    figures: Mapping[str, Figure]
    history: bool = False


def history_figures(unit: ReportingUnit, form: str, period: Period) -> dict[str, Figure]:
    """The figures of the current basis that were taken over for a period: item -> figure, marked as derived.

    They stand in where no version was ever in force; they are never a filed return and never scored.
    """
    rows = HistoryFigure.objects.filter(
        reporting_unit=unit, form=form, period=period.code, basis=Cell.Basis.CURRENT
    ).values_list("item", "value")
    return {item: Figure.of(shortest(value) or Decimal(0), marker=Marker.DERIVED) for item, value in rows}


def filed_figures(unit: ReportingUnit, form: str, period: Period) -> dict[str, Figure]:
    """The cells of the current basis of the version in force for a period; empty where there is none."""
    cells = Cell.objects.filter(
        version__return_filed__in_force=models_f_version(),
        version__return_filed__reporting_unit=unit,
        version__return_filed__collection__form_version__form__code=form,
        version__return_filed__collection__period=period.code,
        basis=Cell.Basis.CURRENT,
    )
    return {cell.item: _figure(cell) for cell in cells}
