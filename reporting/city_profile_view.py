"""市（州）画像: one city's place and score, its indicators against the mean, why its total changed, its places."""

from dataclasses import dataclass
from decimal import Decimal

from assessment.display import formats
from assessment.display.charts import Bump, bump
from assessment.methodology.periods import Period
from assessment.methodology.run_comparison import UnitChange, compare_runs
from assessment.people.errors import NotFound
from assessment.scoring.history import previous_run
from assessment.scoring.models import Run
from assessment.scoring.queries import evaluation_of_run
from assessment.scoring.ranking_view import RankingRow
from reporting.dashboard_queries import places_until
from reporting.dashboard_view import TREND_WIDTH, GapLine, Picture, gap_lines, heads_of

CHANGE_DECIMALS = 4


@dataclass(frozen=True)
class ChangeLine:
    name: str
    before: str
    now: str
    change: str


@dataclass(frozen=True)
class Change:
    """Why the total changed since the issued result before: the lines add up to the last one exactly."""

    since: str
    lines: tuple[ChangeLine, ...]
    total: ChangeLine


@dataclass(frozen=True)
class CityProfile:
    """`places` are the city's own; the composition of its score is on `row`."""

    row: RankingRow
    of: int
    indicators: tuple[GapLine, ...]
    places: tuple[tuple[str, Decimal | None], ...]
    chart: Bump | None
    change: Change | None


def city_profile(picture: Picture, unit: str) -> CityProfile:
    """`NotFound` for a unit that is not ranked in this result."""
    row = next((one for one in picture.view.rows if one.unit == unit), None)
    if row is None:
        raise NotFound
    periods, places = places_until(picture.run)
    own = places.get(unit, [None] * len(periods))
    heads = heads_of(periods)
    return CityProfile(
        row=row,
        of=len([one for one in picture.view.rows if one.group == row.group and one.rank is not None]),
        indicators=gap_lines(picture, [gap for gap in picture.gaps if gap.unit == unit]),
        places=tuple(zip([formats.period(code) for code in periods], own, strict=True)),
        chart=bump({row.name: own}, heads, width=TREND_WIDTH) if len(periods) > 1 else None,
        change=None if picture.view.withholds else _change_of(picture, unit),
    )


def _change_of(picture: Picture, unit: str) -> Change | None:
    """None in the first year of assessment, and where one of the two totals is missing."""
    before_id = previous_run(Period.parse(picture.run.period), picture.run.scheme_version.kind)
    if before_id is None:
        return None
    before = Run.objects.select_related("scheme_version").get(pk=before_id)
    changes = compare_runs(evaluation_of_run(before), picture.evaluation)
    found = next((one for one in changes if one.unit == unit), None)
    if found is None or found.change is None:
        return None
    return _in_words(found, before.period, picture)


def _in_words(found: UnitChange, since: str, picture: Picture) -> Change:
    lines = (_line(picture.names.get(part.code, part.name), part.before, part.now, part.change) for part in found.parts)
    total = _line(found.name, found.score_before, found.score_now, found.change)
    return Change(formats.period(since), tuple(lines), total)


def _line(name: str, before: Decimal | None, now: Decimal | None, change: Decimal | None) -> ChangeLine:
    return ChangeLine(
        name=name,
        before=formats.number(before, decimals=CHANGE_DECIMALS),
        now=formats.number(now, decimals=CHANGE_DECIMALS),
        change=formats.signed(change, decimals=CHANGE_DECIMALS),
    )
