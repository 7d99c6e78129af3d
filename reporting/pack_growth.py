"""The enterprises behind a city's growth: accepted rows of its own list, in percentage points; never an amount."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessment.catalogue.closing_days import closes_on
from assessment.directory.models import LifeEvent, Listing
from assessment.directory.queries import ENTERPRISE_FORM, events_between, listings_on
from assessment.filing.models import Cell, Return
from assessment.methodology.growth import GrowthPair, GrowthPolicy
from assessment.methodology.growth_pull import PullKind, PullLine, PullTable, PullUnit, growth_pull, shown_points
from assessment.methodology.periods import Period
from assessment.methodology.run_figures import read_figure
from assessment.methodology.run_indicators import LAST_YEAR, LEVEL_ITEM
from assessment.methodology.scheme import Scheme
from reporting import pack_terms as terms
from reporting.pack_report import PackGone, PackGrowth, PackPull

Pair = tuple[Decimal, Decimal]
CURRENT, SAME_PERIOD_LAST_YEAR = "current", "same_period_last_year"
NOT_MEANINGFUL = "增速不可比"
_Kind = LifeEvent.Kind


@dataclass(frozen=True)
class Enterprises:
    """The lists at the end of a period and of the same period last year, events between, accepted rows; all cities."""

    now: Mapping[str, Mapping[str, Listing]]
    then: Mapping[str, Mapping[str, Listing]]
    events: Mapping[str, tuple[LifeEvent, ...]]
    rows: Mapping[str, Pair]


def enterprises_of(period: Period) -> Enterprises:
    """All that the pulls of a period are computed from, by a fixed number of questions."""
    now, then = closes_on(period), closes_on(period.same_period_last_year())
    events: dict[str, list[LifeEvent]] = {}
    for event in events_between(then, now):
        events.setdefault(event.enterprise.code, []).append(event)
        if event.kind == _Kind.SPLIT and event.counterpart is not None:
            events.setdefault(event.counterpart.code, []).append(event)
    return Enterprises(_lists(now), _lists(then), {code: tuple(own) for code, own in events.items()}, _rows(period))


def pack_growth(
    entry: Mapping[str, Any], parts: Iterable[Mapping[str, Any]], enterprises: Enterprises, scheme: Scheme
) -> PackGrowth | None:
    """The table of one unit of a quarterly run, by its entry and those of the units ranked within it.

    None where the run holds no pair of figures for it.
    """
    pair = _pair(entry["figures"])
    if pair is None:
        return None
    unit = entry["unit"]
    listed = enterprises.now.get(unit, {})
    units = [
        PullUnit(code, *enterprises.rows[code], kind=_kind(unit, enterprises.events.get(code, ())))
        for code in listed
        if code in enterprises.rows
    ]
    names = {code: one.enterprise.name_zh for code, one in listed.items()}
    for part in parts:
        own = _pair(part["figures"])
        if own is not None:
            units.append(PullUnit(part["unit"], own.current, own.base, PullKind.PART))
            names[part["unit"]] = terms.PART_NAME.format(unit=part["name"])
    found = growth_pull(pair, units, _policy(scheme))
    missing = len(listed) - sum(code in enterprises.rows for code in listed)
    return _shown(found, names, _gone(unit, enterprises), listed=len(listed), missing=missing)


def _shown(
    table: PullTable, names: Mapping[str, str], gone: tuple[PackGone, ...], *, listed: int, missing: int
) -> PackGrowth:
    there = [kind for kind in PullKind if any(line.kind is kind for line in table.lines)]
    return PackGrowth(
        points=_rounded(table.points),
        word="" if table.points is not None else _why(table),
        lines=tuple(_line(line, names) for line in table.lines),
        subtotals=tuple(
            PackPull(terms.KINDS[kind.value], "", kind.value, _rounded(table.subtotal(kind))) for kind in there
        ),
        gone=gone,
        listed=listed,
        missing=missing,
    )


def _line(line: PullLine, names: Mapping[str, str]) -> PackPull:
    enterprise = line.kind not in {PullKind.PART, PullKind.REST}
    name = names.get(line.unit, terms.REST_NAME)
    return PackPull(name, line.unit if enterprise else "", line.kind.value, _rounded(line.points))


def _why(table: PullTable) -> str:
    label = table.growth.label
    return NOT_MEANINGFUL if label is None else f"{NOT_MEANINGFUL}（{label.name_zh}）"


def _rounded(points: Fraction | None) -> Decimal | None:
    return None if points is None else shown_points(points)


def _kind(unit: str, events: Iterable[LifeEvent]) -> PullKind:
    """By the last event that brought the enterprise into the list of the unit; a part of a split carries its base."""
    kind = PullKind.CONTINUING
    for event in events:
        arrived = event.to_region is not None and event.to_region.code == unit
        if event.kind in {_Kind.NEW_IN_SCOPE, _Kind.BIRTH} and arrived:
            kind = PullKind.NEW
        elif event.kind == _Kind.MOVED and arrived:
            kind = PullKind.MOVED_IN
    return kind


def _gone(unit: str, enterprises: Enterprises) -> tuple[PackGone, ...]:
    here = enterprises.now.get(unit, {})
    left = {code: one for code, one in enterprises.then.get(unit, {}).items() if code not in here}
    return tuple(
        PackGone(one.enterprise.name_zh, code, _how(unit, enterprises.events.get(code, ())))
        for code, one in left.items()
    )


def _how(unit: str, events: Iterable[LifeEvent]) -> str:
    leaving = [
        event.kind
        for event in events
        if event.kind in terms.GONE_HOW and event.from_region is not None and event.from_region.code == unit
    ]
    return terms.GONE_HOW[leaving[-1] if leaving else ""]


def _pair(figures: Mapping[str, Any]) -> GrowthPair | None:
    current, base = (read_figure(figures[column]).value for column in (LEVEL_ITEM, LEVEL_ITEM + LAST_YEAR))
    return None if current is None or base is None else GrowthPair(current, base)


def _policy(scheme: Scheme) -> GrowthPolicy:
    """That of the scheme's own growth of software revenue: where it gives no rate, there is nothing to pull."""
    rules = [one.growth.policy for one in scheme.indicators if one.growth is not None and one.growth.of == LEVEL_ITEM]
    return rules[0] if rules else GrowthPolicy()


def _lists(day: date) -> dict[str, dict[str, Listing]]:
    lists: dict[str, dict[str, Listing]] = {}
    for listing in listings_on(day):
        lists.setdefault(listing.region.code, {})[listing.enterprise.code] = listing
    return lists


def _rows(period: Period) -> dict[str, Pair]:
    """The accepted pair of every enterprise that has both figures; the version in force counts."""
    returns = Return.objects.filter(
        collection__form_version__form__code=ENTERPRISE_FORM, collection__period=period.code, in_force__isnull=False
    )
    cells = Cell.objects.filter(version__in=returns.values("in_force"), item=LEVEL_ITEM)
    found: dict[str, dict[str, Decimal]] = {}
    for code, basis, value in cells.values_list("version__return_filed__reporting_unit__code", "basis", "value"):
        if value is not None:
            found.setdefault(code, {})[basis] = value
    wanted = (CURRENT, SAME_PERIOD_LAST_YEAR)
    return {code: (own[CURRENT], own[SAME_PERIOD_LAST_YEAR]) for code, own in found.items() if set(wanted) <= set(own)}
