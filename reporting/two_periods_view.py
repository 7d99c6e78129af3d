"""对比 of two results of one kind: who moved from the earlier to the later, and what each change is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assessment.display import formats
from assessment.methodology.periods import Period
from assessment.methodology.run_comparison import UnitChange, compare_runs
from assessment.people.errors import NotFound
from assessment.scoring.comparison_view import in_places
from assessment.scoring.models import Run
from assessment.scoring.queries import evaluation_of_run
from reporting.dashboard_view import Picture

PART_DECIMALS: Final = 4


@dataclass(frozen=True)
class PeriodRow:
    """One city in both periods; `chosen` when its change is taken apart below."""

    unit: str
    name: str
    rank_before: Decimal | None
    rank_now: Decimal | None
    moved: formats.RankChange
    total_before: str
    total_now: str
    change: str
    chosen: bool


@dataclass(frozen=True)
class PartRow:
    """An indicator, or the total: for each chosen city the points before, the points now and the change."""

    name: str
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class TwoPeriods:
    """`cities` are those whose change is taken apart; `parts` add up to `total` exactly in each column.

    `risen` and `fallen` are the cities whose total changed most, None where none did.
    """

    rows: tuple[PeriodRow, ...]
    cities: tuple[str, ...]
    parts: tuple[PartRow, ...]
    total: PartRow | None
    moved: int
    risen: PeriodRow | None
    fallen: PeriodRow | None


def in_order(one: Run, other: Run) -> tuple[Run, Run]:
    """The earlier and the later; `NotFound` for two of one period or of different kinds."""
    periods = Period.parse(one.period), Period.parse(other.period)
    if periods[0] == periods[1] or one.scheme_version.kind != other.scheme_version.kind:
        raise NotFound
    return (one, other) if periods[0] < periods[1] else (other, one)


def heads_of_two(before: Run, now: Run) -> tuple[str, str]:
    """The two periods as heads of columns: without the year where it is the same."""
    if Period.parse(before.period).year == Period.parse(now.period).year:
        return formats.short_period(before.period), formats.short_period(now.period)
    return formats.period(before.period), formats.period(now.period)


def two_periods(before: Run, now: Picture, units: Sequence[str], *, withholds: bool) -> TwoPeriods:
    """`units` are the cities to take apart; without one those that rose and fell most. `NotFound` for a strange one.

    Nothing is taken apart where the reader does not get every figure of both: `withholds`. Both runs must be open to
    the reader: see `dashboard_actions.read_run`.
    """
    changes = in_places(compare_runs(evaluation_of_run(before), now.evaluation))
    known = {one.unit: one for one in changes}
    if not set(units) <= set(known):
        raise NotFound
    risen, fallen = _farthest(changes)
    chosen = list(dict.fromkeys(units)) or list(dict.fromkeys(one.unit for one in (risen, fallen) if one is not None))
    apart = [] if withholds else [one for one in changes if one.unit in chosen and one.change is not None]
    rows = {one.unit: _row(one, now, chosen=one.unit in chosen) for one in changes}
    return TwoPeriods(
        rows=tuple(rows.values()),
        cities=tuple(rows[one.unit].name for one in apart),
        parts=_parts(apart, now.names),
        total=_total(apart) if apart else None,
        moved=len([one for one in changes if one.moved]),
        risen=None if risen is None else rows[risen.unit],
        fallen=None if fallen is None else rows[fallen.unit],
    )


def _farthest(changes: Sequence[UnitChange]) -> tuple[UnitChange | None, UnitChange | None]:
    """Whose total rose most and whose fell most; the first of equal ones in order of place."""
    known = [(one.change, -number) for number, one in enumerate(changes) if one.change is not None]
    rises = [entry for entry in known if entry[0] > 0]
    falls = [(-change, number) for change, number in known if change < 0]
    return (changes[-max(rises)[1]] if rises else None, changes[-max(falls)[1]] if falls else None)


def _row(one: UnitChange, now: Picture, *, chosen: bool) -> PeriodRow:
    return PeriodRow(
        unit=one.unit,
        name=now.units.get(one.unit, one.name),
        rank_before=one.rank_before,
        rank_now=one.rank_now,
        moved=formats.rank_change(one.rank_now, one.rank_before, first=False),
        total_before=formats.number(one.score_before, decimals=PART_DECIMALS),
        total_now=formats.number(one.score_now, decimals=PART_DECIMALS),
        change=formats.signed(one.change, decimals=PART_DECIMALS),
        chosen=chosen,
    )


def _parts(changes: Sequence[UnitChange], names: Mapping[str, str]) -> tuple[PartRow, ...]:
    """Indicators in the order of the scheme, adjustments and caps after them; zero where a city has none."""
    heads = {part.code: names.get(part.code, part.name) for one in changes for part in one.parts}
    columns = [{part.code: part for part in one.parts} for one in changes]
    nothing = _three(Decimal(0), Decimal(0), Decimal(0))
    return tuple(
        PartRow(
            name,
            tuple(
                _three(parts[code].before, parts[code].now, parts[code].change) if code in parts else nothing
                for parts in columns
            ),
        )
        for code, name in heads.items()
    )


def _total(changes: Sequence[UnitChange]) -> PartRow:
    return PartRow("", tuple(_three(one.score_before, one.score_now, one.change) for one in changes))


def _three(before: Decimal | None, now: Decimal | None, change: Decimal | None) -> tuple[str, str, str]:
    return (
        formats.number(before, decimals=PART_DECIMALS),
        formats.number(now, decimals=PART_DECIMALS),
        formats.signed(change, decimals=PART_DECIMALS),
    )
