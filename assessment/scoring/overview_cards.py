"""The four figures over a ranking, and the tile map beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from assessment.catalogue.models import SchemeVersion
from assessment.display import formats
from assessment.display.charts import shades
from assessment.methodology.run_indicators import LAST_YEAR, LATE_RETURNS, LEVEL_ITEM
from assessment.methodology.units import Unit, convert
from assessment.scoring.models import Run
from assessment.scoring.ranking_view import RankingView, figure_text
from assessment.territory.models import Region
from assessment.territory.tile_map import COLUMNS, ROWS, TILES

RATE_DECIMALS = 1
TILE_WIDTH, TILE_HEIGHT, TILE_GAP = 136, 66, 6
LEVEL, GROWTH, SHARE = LEVEL_ITEM, "growth", "share"
ECONOMY = "digital_economy_value_added"
INDUSTRIALISATION, DIGITALISATION = "digital_industrialisation_value_added", "industrial_digitalisation_value_added"
GDP = "gross_domestic_product"


@dataclass(frozen=True)
class Card:
    label: str
    value: str
    unit: str
    remark: str


@dataclass(frozen=True)
class Tile:
    unit: str
    x: int
    y: int
    name: str
    value: str
    shade: int


@dataclass(frozen=True)
class TileMap:
    title: str
    width: int
    height: int
    tiles: tuple[Tile, ...]


def cards_of(run: Run, view: RankingView) -> list[Card]:
    """全省 level, rate, composition and how complete the reporting is."""
    if run.scheme_version.kind == SchemeVersion.Kind.ANNUAL:
        return [*_annual_cards(view.province), _reporting_card(view)]
    return [*_quarterly_cards(view), _reporting_card(view)]


def tile_map_of(run: Run, view: RankingView, regions: Mapping[str, Region]) -> TileMap:
    """The annual map shows the share of GDP, the quarterly one the growth: never a score or a place."""
    code = SHARE if run.scheme_version.kind == SchemeVersion.Kind.ANNUAL else GROWTH
    column = next(column for column in view.columns if column.code == code)
    values = {
        unit: value
        for unit, figures in view.figures.items()
        if unit in TILES and (value := _value(figures, code)) is not None
    }
    shade = shades(values)
    tiles = []
    for unit, (x, y) in TILES.items():
        if unit not in view.figures:
            continue
        name = regions[unit].short_name_zh if formats.in_chinese() else regions[unit].short_name_en
        tiles.append(
            Tile(
                unit=unit,
                x=x * (TILE_WIDTH + TILE_GAP),
                y=y * (TILE_HEIGHT + TILE_GAP),
                name=name,
                value=figure_text(view.figures[unit].get(code), column.decimals),
                shade=shade.get(unit, 0),
            )
        )
    width = COLUMNS * (TILE_WIDTH + TILE_GAP) - TILE_GAP
    return TileMap(column.label, width, ROWS * (TILE_HEIGHT + TILE_GAP) - TILE_GAP, tuple(tiles))


def _annual_cards(province: Mapping[str, Any]) -> list[Card]:
    share, before = _value(province, SHARE), _value(province, SHARE + LAST_YEAR)
    parts = [_share_of(province, column) for column in (INDUSTRIALISATION, DIGITALISATION)]
    return [
        Card(
            gettext("Value added of the digital economy"),
            _in_100m(_value(province, ECONOMY)),
            _amount_unit(),
            gettext("nominal growth {rate}%").format(rate=_rate(_value(province, GROWTH))),
        ),
        Card(gettext("Share of GDP"), _rate(share), "%", _points(share, before)),
        Card(
            gettext("Digital industrialisation / industrial digitalisation"),
            " / ".join(_rate(part) for part in parts),
            "%",
            gettext("as a share of GDP"),
        ),
    ]


def _quarterly_cards(view: RankingView) -> list[Card]:
    province = view.province
    scores = [row.score for row in view.rows if row.rank is not None]
    growths = {unit: _value(figures, GROWTH) for unit, figures in view.figures.items()}
    known = [rate for rate in growths.values() if rate is not None]
    return [
        Card(
            gettext("Software business revenue"),
            _in_100m(_value(province, LEVEL)),
            _amount_unit(),
            gettext("same period last year {amount}").format(amount=_in_100m(_value(province, LEVEL + LAST_YEAR))),
        ),
        Card(
            gettext("Growth"),
            _rate(_value(province, GROWTH)),
            "%",
            gettext("cities from {low}% to {high}%").format(low=_rate(min(known)), high=_rate(max(known)))
            if known
            else "",
        ),
        Card(
            gettext("Scores from – to"),
            f"{scores[-1]}–{scores[0]}" if scores else formats.NOTHING,
            gettext("points"),
            gettext("rounded to two decimals, half up"),
        ),
    ]


def _reporting_card(view: RankingView) -> Card:
    late = sum(_value(figures, LATE_RETURNS) or Decimal(0) for figures in view.figures.values())
    ranked = len([row for row in view.rows if row.rank is not None])
    remark = gettext("{count} late").format(count=formats.whole(late)) if late else gettext("none late")
    return Card(gettext("Cities ranked"), f"{ranked} / {len(view.rows)}", "", remark)


def _value(figures: Mapping[str, Any], column: str) -> Decimal | None:
    value = figures.get(column, {}).get("value")
    return None if value is None else Decimal(value)


def _share_of(province: Mapping[str, Any], column: str) -> Decimal | None:
    part, whole = _value(province, column), _value(province, GDP)
    return None if part is None or not whole else part / whole * 100


def _points(now: Decimal | None, before: Decimal | None) -> str:
    if now is None or before is None:
        return ""
    change = now - before
    words = (
        gettext("up by {points} percentage points on last year")
        if change >= 0
        else gettext("down by {points} percentage points on last year")
    )
    return words.format(points=_rate(abs(change)))


def _in_100m(value: Decimal | None) -> str:
    if value is None:
        return formats.NOTHING
    return formats.number(convert(value, Unit.TEN_THOUSAND_YUAN, Unit.HUNDRED_MILLION_YUAN), decimals=1)


def _amount_unit() -> str:
    return formats.unit(Unit.HUNDRED_MILLION_YUAN)


def _rate(value: Decimal | None) -> str:
    return formats.number(value, decimals=RATE_DECIMALS)
