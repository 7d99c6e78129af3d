"""Reads over figures taken over from past workbooks (历史导入)."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from assessment.filing.cells import shortest
from assessment.filing.models import HistoryFigure
from assessment.methodology.figures import Figure, Marker
from assessment.territory.models import ReportingUnit


def history_figures(
    unit: ReportingUnit, form: str, periods: Iterable[str]
) -> dict[tuple[str, str], dict[str, Figure]]:
    """(period, basis) -> item -> figure, each marked as derived. One question.

    They stand in where no version was ever in force; they are never a filed return and never scored.
    """
    rows = HistoryFigure.objects.filter(reporting_unit=unit, form=form, period__in=list(periods))
    found: dict[tuple[str, str], dict[str, Figure]] = defaultdict(dict)
    for row in rows.order_by("id"):
        figure = Figure.of(shortest(row.value) or Decimal(0), marker=Marker.DERIVED)
        found[row.period, row.basis][row.item] = figure
    return dict(found)
