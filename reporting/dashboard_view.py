"""一张图 as its page and its address show it: total, places, tiles, worst indicators, lights of the filing, trend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.conf import settings

from assessment.display import formats
from assessment.display.charts import Bump, bump
from assessment.display.templatetags.figures import named
from assessment.display.wording import say
from assessment.methodology.evaluation import Evaluation
from assessment.methodology.periods import Period
from assessment.methodology.withheld_figures import masked_evaluation
from assessment.people.models import User
from assessment.scoring.models import Run
from assessment.scoring.names import node_names
from assessment.scoring.overview_cards import Card, TileMap, cards_of, tile_map_of
from assessment.scoring.publication_view import withheld_from
from assessment.scoring.queries import evaluation_of_run
from assessment.scoring.ranking_view import RankingView, columns_of, figure_text, ranking_of
from assessment.territory.models import Region
from reporting.dashboard_queries import places_until, regions_in_force, returns_now_due
from reporting.errors.maps import MapNotOfficial, MapUnreadable
from reporting.filing_lights import FilingLights, filing_lights
from reporting.indicator_gaps import IndicatorGap, indicator_gaps, worst_gaps
from reporting.official_map import OfficialMap, official_map

WORST = 5
TREND_WIDTH = 620
BAR_WIDTH = Decimal(120)
POINTS_DECIMALS = 2
FIGURE_DECIMALS = 2


@dataclass(frozen=True)
class Picture:
    """One run as one reader may have it: its ranking, its masked evaluation, the names of units and nodes.

    `names` are those of the nodes, `labels` the same for figures: with the unit. `decimals` are those of the figures
    that have a column of their own.
    """

    run: Run
    view: RankingView
    evaluation: Evaluation
    gaps: tuple[IndicatorGap, ...]
    units: Mapping[str, str]
    names: Mapping[str, str]
    labels: Mapping[str, str]
    decimals: Mapping[str, int]

    def figure(self, gap: IndicatorGap) -> str:
        """The figure behind a score, as the ranking prints it."""
        if gap.code in self.decimals:
            return figure_text(self.view.figures[gap.unit].get(gap.code), self.decimals[gap.code])
        return formats.number(gap.raw, decimals=FIGURE_DECIMALS)


@dataclass(frozen=True)
class GapLine:
    """An indicator of a city against the mean; `bar` is the distance as a length of at most `BAR_WIDTH`."""

    unit: str
    city: str
    code: str
    indicator: str
    figure: str
    score: str
    mean: str
    gap: str
    bar: str
    below: bool


@dataclass(frozen=True)
class Trend:
    """Places over the quarters: the chart, and the same numbers as rows of a table."""

    periods: tuple[str, ...]
    places: tuple[tuple[str, tuple[Decimal | None, ...]], ...]
    chart: Bump | None


@dataclass(frozen=True)
class MapShape:
    """`x` and `y` are the middle, where name and figure stand."""

    name: str
    value: str
    shade: int
    path: str
    x: int
    y: int


@dataclass(frozen=True)
class Dashboard:
    """`boundaries` and `shapes` take the place of the tiles where the installation has an official map.

    `refused` says why a map that it names is not shown.
    """

    picture: Picture
    cards: tuple[Card, ...]
    worst: tuple[GapLine, ...]
    filing: FilingLights | None
    tiles: TileMap
    boundaries: OfficialMap | None
    refused: str
    shapes: tuple[MapShape, ...]
    trend: Trend


def picture_of(run: Run, *, reader: User, at: datetime) -> Picture:
    """What every page here starts from; the run must be open to the reader: see `dashboard_actions.read_run`."""
    withheld, computed = withheld_from(reader, run, at=at), evaluation_of_run(run)
    view, evaluation = ranking_of(run, computed, withheld), masked_evaluation(computed, withheld)
    columns = columns_of(run)
    names = {node.code: node.name for node in evaluation.scheme.nodes} | node_names(run)
    return Picture(
        run=run,
        view=view,
        evaluation=evaluation,
        gaps=tuple(gap for gap in indicator_gaps(evaluation) if gap.unit in view.figures),
        units={row.unit: row.name for row in view.rows},
        names=names,
        labels=names | {column.code: column.label for column in columns},
        decimals={column.code: column.decimals for column in columns},
    )


def dashboard_of(run: Run, *, reader: User, at: datetime) -> Dashboard:
    picture, regions = picture_of(run, reader=reader, at=at), regions_in_force()
    tiles, (boundaries, refused) = tile_map_of(run, picture.view, regions), _official_map()
    return Dashboard(
        picture=picture,
        cards=tuple(cards_of(run, picture.view)),
        worst=gap_lines(picture, worst_gaps(picture.gaps, WORST)),
        filing=filing_lights(returns_now_due(at=at), regions, at=at),
        tiles=tiles,
        boundaries=boundaries,
        refused=refused,
        shapes=() if boundaries is None else _shapes(tiles, boundaries),
        trend=trend_of(run, regions),
    )


def gap_lines(picture: Picture, gaps: list[IndicatorGap]) -> tuple[GapLine, ...]:
    """In the order given; the longest bar is the widest distance among them."""
    widest = max((abs(one.gap) for one in gaps if one.gap is not None), default=Decimal(0))
    return tuple(_line(picture, one, widest) for one in gaps)


def trend_of(run: Run, regions: Mapping[str, Region]) -> Trend:
    """Without a chart while there are fewer than two quarters."""
    periods, places = places_until(run)
    rows = {named(regions[unit], "short_name"): ranks for unit, ranks in places.items() if unit in regions}
    heads = heads_of(periods)
    return Trend(
        periods=tuple(formats.period(code) for code in periods),
        places=tuple((name, tuple(ranks)) for name, ranks in rows.items()),
        chart=bump(rows, heads, width=TREND_WIDTH) if len(periods) > 1 else None,
    )


def heads_of(periods: Sequence[str]) -> list[str]:
    """The periods in short, with the year where it is another one than that before."""
    years = [Period.parse(code).year for code in periods]
    return [
        formats.short_period(code) if number and years[number] == years[number - 1] else formats.period(code)
        for number, code in enumerate(periods)
    ]


def _official_map() -> tuple[OfficialMap | None, str]:
    """A map that may not be shown costs the map alone, not the page: the tiles are shown, and why."""
    try:
        return official_map(settings.OFFICIAL_MAP_FILE), ""
    except (MapNotOfficial, MapUnreadable) as refusal:
        return None, say(refusal)


def _shapes(tiles: TileMap, boundaries: OfficialMap) -> tuple[MapShape, ...]:
    return tuple(
        MapShape(tile.name, tile.value, tile.shade, boundaries.shapes[tile.unit], *boundaries.labels[tile.unit])
        for tile in tiles.tiles
        if tile.unit in boundaries.shapes
    )


def _line(picture: Picture, gap: IndicatorGap, widest: Decimal) -> GapLine:
    length = abs(gap.gap or Decimal(0)) / widest * BAR_WIDTH if widest else Decimal(0)
    return GapLine(
        unit=gap.unit,
        city=picture.units[gap.unit],
        code=gap.code,
        indicator=picture.labels[gap.code],
        figure=picture.figure(gap),
        score=formats.number(gap.score, decimals=POINTS_DECIMALS),
        mean=formats.number(gap.mean, decimals=POINTS_DECIMALS),
        gap=formats.signed(gap.gap, decimals=POINTS_DECIMALS),
        bar=format(length.quantize(Decimal("0.1")), "f"),
        below=gap.gap is not None and gap.gap < 0,
    )
