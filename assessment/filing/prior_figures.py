"""What stands beside a cell on the template: the last period, and the same period last year as filed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessment.filing.models import Return
from assessment.filing.surroundings import Filed, figures_filed_before, filed_in, period_before
from assessment.methodology.figures import Figure, Marker
from assessment.methodology.periods import Period, PeriodKind


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


def prior_figures(filed: Return) -> PriorFigures:
    """上期 and 去年同期原报数 of one return: what is in force, else what was taken over."""
    period = Period.parse(filed.collection.period)
    earlier = figures_filed_before(filed, period)
    last_year = None if period.kind is PeriodKind.BATCH else period.same_period_last_year()
    return PriorFigures(_prior(earlier, period_before(filed, period)), _prior(earlier, last_year))


def _prior(earlier: Filed, period: Period | None) -> Prior:
    figures = filed_in(earlier, period) or {}
    history = any(figure.marker is Marker.DERIVED for figure in figures.values())
    return Prior(period, figures, history=history)
