"""The total of a city from the rows of its enterprises, and what changed in a row since the last period.

Source: rule SW10 of the software return (Σ enterprises of the city = return of the city). Figures in the unit of the
item; sums are exact.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assessment.methodology.figures import Condition, Figure, Marker
from assessment.methodology.growth import rate_percent
from assessment.methodology.rounding import exact_context

_NO_ROW_HAS_IT = "no enterprise of the city has this activity"


@dataclass(frozen=True)
class RowsTotal:
    """`figure` is the sum of the rows that say something; `complete` is false while any row says nothing.

    `missing` counts the rows without a figure: not filed, left empty or not yet available.
    """

    figure: Figure
    missing: int

    @property
    def complete(self) -> bool:
        return self.missing == 0


class RowChange(StrEnum):
    """A row against the same enterprise's row of the last period."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    USUAL = "usual"


def total_of_rows(rows: Iterable[Figure]) -> RowsTotal:
    """Σ rows of one item. 不适用 of an enterprise is an activity it does not have and adds nothing; a row that is
    empty or not yet available makes the total incomplete. A missing row is never a zero.
    """
    figures = list(rows)
    values = [figure.value for figure in figures if figure.value is not None]
    missing = sum(figure.condition in {Condition.EMPTY, Condition.NOT_AVAILABLE} for figure in figures)
    if values:
        with exact_context():
            return RowsTotal(Figure.of(sum(values, Decimal(0)), marker=Marker.COMPUTED), missing)
    if figures and not missing:
        return RowsTotal(Figure.not_applicable(_NO_ROW_HAS_IT), 0)
    return RowsTotal(Figure.empty(), missing)


def changes_of_rows(
    before: Mapping[str, Decimal | None], now: Mapping[str, Decimal | None], *, more_than_percent: Decimal
) -> dict[str, RowChange]:
    """Each enterprise of either period: new, gone, changed by more than the given percent, or as usual.

    The threshold is exclusive: exactly the percent is usual. A base of zero with a figure now has no rate and counts
    as changed; a row without a figure in either period has nothing to compare and is usual.
    """
    return {unit: _change(unit, before, now, more_than_percent=more_than_percent) for unit in sorted({*before, *now})}


def _change(
    unit: str, before: Mapping[str, Decimal | None], now: Mapping[str, Decimal | None], *, more_than_percent: Decimal
) -> RowChange:
    if unit not in before:
        return RowChange.NEW
    if unit not in now:
        return RowChange.GONE
    old, new = before[unit], now[unit]
    if old is None or new is None or old == new:
        return RowChange.USUAL
    if old.is_zero():
        return RowChange.CHANGED
    changed = abs(rate_percent(new, old)) > more_than_percent
    return RowChange.CHANGED if changed else RowChange.USUAL
