"""Revisions of GDP: what a delivery changes of the levels that counted, and of the growth that follows (V-R1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessment.measurement.deliveries import VINTAGES, FiguresDelivery, as_stored, vintage_rank
from assessment.measurement.models import BaseTable, RegionFigure
from assessment.measurement.table_queries import CountedLevel, levels_of
from assessment.methodology.income_approach import nominal_growth_percent
from assessment.methodology.run_figures import plain_number
from assessment.methodology.run_measurement import GDP
from assessment.methodology.vintages import MOST_GROWTH_POINTS, Revision, revision


@dataclass(frozen=True)
class RegionRevision:
    """One region: level and growth of the year, 万元 and percent, and by how many points next year's growth moves."""

    region: str
    before_vintage: str
    revised: Revision
    growth_before: Decimal | None
    growth_after: Decimal | None
    next_growth_points: Decimal | None

    @property
    def needs_reason(self) -> bool:
        moved = self.next_growth_points
        return self.revised.needs_reason or (moved is not None and abs(moved) > MOST_GROWTH_POINTS)


def revisions_of(delivery: FiguresDelivery, department: str) -> list[RegionRevision]:
    """What a delivery of GDP would change of what counts now; a lighter vintage that comes late changes nothing."""
    year = int(delivery.year)
    counted, base, following = (levels_of(str(year + step), department) for step in (0, -1, 1))
    found = []
    for entry in delivery.entries:
        before = counted.get((entry.region, GDP))
        if before is None or vintage_rank(delivery.vintage) < vintage_rank(before.vintage):
            continue
        after = as_stored(entry.value, delivery.unit)
        if after != before.value:
            neighbours = base.get((entry.region, GDP)), following.get((entry.region, GDP))
            found.append(_revised(entry.region, before, after, neighbours))
    return found


def regions_to_explain(revisions: Iterable[RegionRevision]) -> list[str]:
    return [one.region for one in revisions if one.needs_reason]


def revisions_document(year: str) -> list[dict[str, Any]]:
    """The last revision of each region's GDP as a batch states it: levels in 万元, growth in percent, the reason."""
    last: dict[str, tuple[RegionFigure, RegionFigure]] = {}
    counted: dict[str, RegionFigure] = {}
    for figure in _gdp_as_delivered(year):
        code = figure.region.code
        before = counted.get(code)
        if before is not None and vintage_rank(figure.table.vintage) < vintage_rank(before.table.vintage):
            continue
        if before is not None and before.value != figure.value:
            last[code] = before, figure
        counted[code] = figure
    earlier = sorted(_gdp_as_delivered(str(int(year) - 1)), key=lambda one: vintage_rank(one.table.vintage))
    bases = {figure.region.code: figure.value for figure in earlier}
    return [_stated(code, before, after, bases.get(code)) for code, (before, after) in sorted(last.items())]


def _gdp_as_delivered(year: str) -> list[RegionFigure]:
    """Every figure of a full year ever delivered, in the order of the deliveries."""
    figures = RegionFigure.objects.filter(
        table__kind=BaseTable.Kind.GDP, table__period=year, table__vintage__in=VINTAGES
    ).select_related("table", "region")
    return sorted(figures, key=lambda one: (one.table.loaded_at, one.table.pk))


def _stated(code: str, before: RegionFigure, after: RegionFigure, base: Decimal | None) -> dict[str, Any]:
    grown = [None if base is None else _growth(level, base) for level in (before.value, after.value)]
    return {
        "region": code,
        "before": plain_number(before.value),
        "after": plain_number(after.value),
        "growth_before": plain_number(grown[0]),
        "growth_after": plain_number(grown[1]),
        "reason": after.table.revision_reason,
    }


def _revised(
    region: str, before: CountedLevel, after: Decimal, neighbours: tuple[CountedLevel | None, CountedLevel | None]
) -> RegionRevision:
    base, following = neighbours
    grown = [None if base is None else _growth(level, base.value) for level in (before.value, after)]
    then = [None if following is None else _growth(following.value, level) for level in (before.value, after)]
    moved = None if then[0] is None or then[1] is None else then[1] - then[0]
    revised = revision(before.value, after, growth_before=grown[0], growth_after=grown[1])
    return RegionRevision(region, before.vintage, revised, grown[0], grown[1], moved)


def _growth(current: Decimal, base: Decimal) -> Decimal | None:
    return nominal_growth_percent(current, base).rate_percent
