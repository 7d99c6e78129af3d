"""The rows of a city's enterprises: progress, totals, comparable bases; towards the city no single figure of a row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from assessment.catalogue.closing_days import closes_on
from assessment.catalogue.models import Collection
from assessment.catalogue.queries import collection_for, items_by_code
from assessment.directory.models import LifeEvent, Link, Listing
from assessment.directory.queries import (
    ENTERPRISE_FORM,
    events_between,
    links_of,
    listings_on,
    listings_visible_to,
)
from assessment.display.templatetags.components import Light
from assessment.filing.models import Cell, Version
from assessment.filing.queries import figure_of
from assessment.filing.states import State
from assessment.filing.wording import light_of
from assessment.methodology.check_rules import CellKey
from assessment.methodology.comparable_base import BaseEvent, CityBase, LifeEventKind, UnitBase, comparable_bases
from assessment.methodology.enterprise_totals import RowChange, RowsTotal, changes_of_rows, total_of_rows
from assessment.methodology.figures import Figure, Marker
from assessment.methodology.periods import Period
from assessment.methodology.rounding import exact_context
from assessment.people.models import User
from assessment.territory.models import Region

# A version that was filed counts until it is sent back or taken back; then the one in force counts on.
NOT_FILED = frozenset({State.DRAFT.value, State.AWAITING_SIGNATURE.value, State.SENT_BACK.value, State.WITHDRAWN.value})
REVENUE: CellKey = ("software_revenue", "current")
REVENUE_LAST_YEAR: CellKey = ("software_revenue", "same_period_last_year")
# Marked in the list: the monthly mean moved by more than this since the last period, percent.
NOTABLE_PERCENT = Decimal(50)


@dataclass(frozen=True)
class EnterpriseTotals:
    """Σ rows of a city. `figures` by item and basis; `complete` once every listed enterprise has filed every item."""

    figures: Mapping[CellKey, Figure]
    complete: bool
    listed: int
    filed: int


@dataclass(frozen=True)
class RowLine:
    """One enterprise in the list of a collection: how far its row is, and what to look at. No figure."""

    listing: Listing
    version: Version | None
    light: Light
    link: Link | None
    change: RowChange


def enterprise_totals(region: Region, period: Period) -> EnterpriseTotals:
    """What the rows of the region's enterprises add up to; an enterprise that has not filed is missing, not zero."""
    collection = collection_for(ENTERPRISE_FORM, period)
    codes = [one.enterprise.code for one in listings_on(closes_on(period)).filter(region=region)]
    rows = figures_of_rows(collection, codes)
    totals = {key: _total(rows, codes, key) for key in _keys(collection)}
    figures = {key: total.figure for key, total in totals.items()}
    figures["enterprises", "current"] = Figure.of(Decimal(len(codes)), marker=Marker.COMPUTED)
    complete = bool(codes) and all(total.complete for total in totals.values())
    return EnterpriseTotals(figures, complete, len(codes), len(rows))


def complete_totals(region: Region, period: Period) -> Mapping[CellKey, Figure] | None:
    """The totals once every listed enterprise has filed every item; None before that, or where nobody is listed."""
    if not listings_on(closes_on(period)).filter(region=region).exists():
        return None
    if not Collection.objects.filter(form_version__form__code=ENTERPRISE_FORM, period=period.code).exists():
        return None
    totals = enterprise_totals(region, period)
    return totals.figures if totals.complete else None


def figures_of_rows(collection: Collection, codes: Iterable[str]) -> dict[str, dict[CellKey, Figure]]:
    """The figures that count for each enterprise that has filed, by its code."""
    counted = counted_versions(collection, codes)
    by_version = {version.pk: code for code, version in counted.items()}
    figures: dict[str, dict[CellKey, Figure]] = {code: {} for code in counted}
    for cell in Cell.objects.filter(version__in=list(by_version)):
        figures[by_version[cell.version_id]][cell.item, cell.basis] = figure_of(cell)
    return figures


def counted_versions(collection: Collection, codes: Iterable[str]) -> dict[str, Version]:
    """The newest version that is filed and not taken or sent back, else the one in force."""
    versions = Version.objects.filter(
        return_filed__collection=collection, return_filed__reporting_unit__code__in=list(codes)
    ).select_related("return_filed__reporting_unit")
    counted: dict[str, Version] = {}
    for version in versions.order_by("number"):
        if version.state not in NOT_FILED or version.return_filed.in_force_id == version.pk:
            counted[version.return_filed.reporting_unit.code] = version
    return counted


def row_lines(collection: Collection, region: Region, *, by: User, at: datetime) -> list[RowLine]:
    """The list of a region: who is listed at the end of the period, then who has gone since the last one."""
    period = Period.parse(collection.period)
    visible = listings_visible_to(by, at=at, day=closes_on(period)).filter(region=region)
    listings = {one.enterprise.code: one for one in visible}
    earlier = _earlier(collection)
    before: dict[str, Listing] = {}
    if earlier is not None:
        visible = listings_visible_to(by, at=at, day=closes_on(Period.parse(earlier.period))).filter(region=region)
        before = {one.enterprise.code: one for one in visible}
    changes = _changes(collection, earlier, listings, before)
    codes = [*listings, *(code for code in before if code not in listings)]
    newest = _newest_versions(collection, codes)
    links = links_of(collection, codes)
    return [
        RowLine(
            listing=listings.get(code) or before[code],
            version=newest.get(code),
            light=light_of(newest.get(code)),
            link=links.get(code),
            change=changes.get(code, RowChange.USUAL),
        )
        for code in codes
    ]


def comparable_bases_of(period: Period) -> dict[str, CityBase]:
    """The comparable base of every city's software revenue, 万元, moved by the life events since last year's period.

    An enterprise's last year is what it filed then; where nothing is filed, the comparable figure it reports now. It
    stands in the city that listed it at the end of the same period last year.
    """
    day_then, day_now = closes_on(period.same_period_last_year()), closes_on(period)
    events = events_between(day_then, day_now)
    listed_then = {one.enterprise.code: one.region.code for one in listings_on(day_then)}
    amounts = _amounts_last_year(period, listed_then)
    units = [UnitBase(code, city, amounts.get(code, Decimal(0))) for code, city in listed_then.items()]
    return comparable_bases(units, [_event(event) for event in events])


def _amounts_last_year(period: Period, codes: Iterable[str]) -> dict[str, Decimal]:
    wanted = list(codes)
    amounts: dict[str, Decimal] = {}
    sources = ((period, REVENUE_LAST_YEAR), (period.same_period_last_year(), REVENUE))
    for asked, key in sources:
        collection = Collection.objects.filter(form_version__form__code=ENTERPRISE_FORM, period=asked.code).first()
        rows = figures_of_rows(collection, wanted) if collection else {}
        for code, row in rows.items():
            value = row[key].value if key in row else None
            if value is not None:
                amounts[code] = value
    return amounts


def _event(event: LifeEvent) -> BaseEvent:
    return BaseEvent(
        kind=LifeEventKind(event.kind),
        unit=event.enterprise.code,
        city=event.to_region.code if event.to_region else "",
        counterpart=event.counterpart.code if event.counterpart else "",
        amount=event.amount_10k_yuan,
    )


def _keys(collection: Collection) -> list[CellKey]:
    return [(item.code, basis) for item in items_by_code(collection.form_version).values() for basis in item.bases]


def _total(rows: Mapping[str, Mapping[CellKey, Figure]], codes: Iterable[str], key: CellKey) -> RowsTotal:
    return total_of_rows(rows.get(code, {}).get(key, Figure.empty()) for code in codes)


def _newest_versions(collection: Collection, codes: Iterable[str]) -> dict[str, Version]:
    versions = Version.objects.filter(
        return_filed__collection=collection, return_filed__reporting_unit__code__in=list(codes)
    ).select_related("return_filed__reporting_unit")
    return {version.return_filed.reporting_unit.code: version for version in versions.order_by("number")}


def _earlier(collection: Collection) -> Collection | None:
    """The collection of the last period of the same form."""
    here = Period.parse(collection.period)
    others = Collection.objects.filter(form_version__form__code=ENTERPRISE_FORM, opened_at__isnull=False)
    before = [one for one in others if Period.parse(one.period) < here]
    return max(before, key=lambda one: Period.parse(one.period), default=None)


def _changes(
    collection: Collection, earlier: Collection | None, now: Mapping[str, Listing], before: Mapping[str, Listing]
) -> dict[str, RowChange]:
    """Without an earlier period nothing is new: there is nothing to hold the list against."""
    if earlier is None:
        return {}
    return changes_of_rows(_monthly(earlier, before), _monthly(collection, now), more_than_percent=NOTABLE_PERCENT)


def _monthly(collection: Collection, codes: Iterable[str]) -> dict[str, Decimal | None]:
    """Software revenue a month: cumulative figures of different periods are compared by their mean."""
    months = Period.parse(collection.period).month or 12
    wanted = list(codes)
    rows = figures_of_rows(collection, wanted)
    with exact_context():
        means: dict[str, Decimal | None] = dict.fromkeys(wanted)
        for code, row in rows.items():
            value = row[REVENUE].value if REVENUE in row else None
            means[code] = None if value is None else value / months
    return means
