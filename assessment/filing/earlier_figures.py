"""What a unit filed before, beside what it files now: 上期 and 原报数, read where the checks read them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from assessment.catalogue.models import Item
from assessment.filing.models import Version
from assessment.filing.prior_figures import Prior, prior_figures
from assessment.methodology.periods import Period


@dataclass(frozen=True)
class Filed:
    """The figures of one earlier period by item code, each in the unit the item has now.

    `taken_over` marks 历史数据: from a past workbook, never filed here.
    """

    period: str = ""
    values: Mapping[str, Decimal] = field(default_factory=dict)
    taken_over: bool = False


@dataclass(frozen=True)
class EarlierFigures:
    """`last` is 上期 (in a first quarter the whole of last year); `last_year` 去年同期, as filed then."""

    last: Filed = Filed()
    last_year: Filed = Filed()
    same_year: bool = False


def earlier_figures(version: Version, items: Mapping[str, Item]) -> EarlierFigures:
    """Two questions to the database, however many periods and items there are."""
    prior = prior_figures(version.return_filed)
    last = _filed(prior.last_period, items)
    year = Period.parse(version.return_filed.collection.period).year
    return EarlierFigures(
        last=last,
        last_year=_filed(prior.filed_last_year, items),
        same_year=bool(last.period) and Period.parse(last.period).year == year,
    )


def _filed(prior: Prior, items: Mapping[str, Item]) -> Filed:
    """The figures of items the form still has; a period without any figure is none."""
    if prior.period is None or not prior.figures:
        return Filed()
    values = {
        code: figure.value for code, figure in prior.figures.items() if figure.value is not None and code in items
    }
    return Filed(prior.period.code, values, taken_over=prior.history)
