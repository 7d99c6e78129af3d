"""Reads over figures taken over from past workbooks (历史导入)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F

from assessment.filing.cells import shortest
from assessment.filing.models import Cell, HistoryFigure, HistoryFile, HistoryMapping
from assessment.filing.queries import figure_of
from assessment.methodology.figures import Figure, Marker
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import regions_open_to, require
from assessment.territory.models import ReportingUnit

KIND = ReportingUnit.Kind


def history_figures(unit: ReportingUnit, form: str, periods: Iterable[str]) -> dict[tuple[str, str], dict[str, Figure]]:
    """(period, basis) -> item -> figure, each marked as derived. One question.

    They stand in where no version was ever in force; they are never a filed return and never scored.
    """
    rows = HistoryFigure.objects.filter(reporting_unit=unit, form=form, period__in=list(periods))
    found: dict[tuple[str, str], dict[str, Figure]] = defaultdict(dict)
    for row in rows.order_by("id"):
        figure = Figure.of(shortest(row.value) or Decimal(0), marker=Marker.DERIVED)
        found[row.period, row.basis][row.item] = figure
    return dict(found)


@dataclass(frozen=True)
class PeriodFigure:
    """One figure of a unit's own series; `taken_over` marks 历史导入, `source` the cell it came from."""

    form: str
    period: str
    item: str
    basis: str
    figure: Figure
    taken_over: bool
    source: str


def own_series(unit: ReportingUnit) -> list[PeriodFigure]:
    """What is in force and what was taken over, every form and period; a figure in force goes first. Two questions."""
    cells = Cell.objects.filter(
        version_id=F("version__return_filed__in_force"), version__return_filed__reporting_unit=unit
    ).annotate(
        form=F("version__return_filed__collection__form_version__form__code"),
        period=F("version__return_filed__collection__period"),
    )
    series = [
        PeriodFigure(cell.form, cell.period, cell.item, cell.basis, figure_of(cell), False, "")
        for cell in cells.order_by("id")
    ]
    filed = {(one.form, one.period) for one in series}
    for row in HistoryFigure.objects.filter(reporting_unit=unit).order_by("form", "period", "id"):
        if (row.form, row.period) not in filed:
            figure = Figure.of(shortest(row.value) or Decimal(0), marker=Marker.DERIVED)
            series.append(PeriodFigure(row.form, row.period, row.item, row.basis, figure, True, row.source_cell))
    return series


def units_with_history(user: User, *, at: datetime) -> list[ReportingUnit]:
    """The reporting units whose series `user` may see, in 行政区划 order."""
    require(user, Action.RETURN_VIEW, at=at)
    regions = regions_open_to(user, Action.RETURN_VIEW, at=at)
    units = ReportingUnit.objects.filter(kind=KIND.REGION, region__in=regions)
    return list(units.select_related("region"))


def history_file_seen(file_id: int, *, by: User, at: datetime) -> HistoryFile:
    """A past workbook for whoever may take its figures over; `NotFound` behind the wall."""
    require(by, Action.HISTORY_IMPORT, at=at)
    regions = regions_open_to(by, Action.HISTORY_IMPORT, at=at)
    files = HistoryFile.objects.select_related("reporting_unit__region", "file", "uploaded_by")
    past = files.filter(pk=file_id, reporting_unit__kind=KIND.REGION, reporting_unit__region__in=regions).first()
    if past is None:
        raise NotFound
    return past


def remembered_mapping(unit: ReportingUnit, signature: str) -> Mapping[str, Any] | None:
    """How the unit read a table with these headings before."""
    found = HistoryMapping.objects.filter(reporting_unit=unit, signature=signature).first()
    return None if found is None else found.mapping
