"""A pack as its page shows it: the texts of its figures, the curve of its places."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from assessment.display import formats
from assessment.display.charts import Bump, bump
from assessment.display.templatetags.components import Light
from reporting import pack_terms as terms
from reporting.pack_report import CityReport, PackFigure


@dataclass(frozen=True)
class PlaceLine:
    """One line of the ranking; `direction` is the class of the movement."""

    name: str
    own: bool
    score: str
    rank: Decimal | None
    previous: Decimal | None
    change: formats.RankChange
    figures: tuple[str, ...]


@dataclass(frozen=True)
class IndicatorLine:
    name: str
    figure: str
    score: str
    mean: str
    ahead: str
    points: str
    change: str


@dataclass(frozen=True)
class PullLine:
    name: str
    code: str
    kind: str
    points: str


@dataclass(frozen=True)
class PackView:
    """`growth` is the growth of the city as text, with its percent sign where it is a rate."""

    places: tuple[PlaceLine, ...]
    heads: tuple[str, ...]
    indicators: tuple[IndicatorLine, ...]
    total: str
    change: str
    own: PlaceLine
    growth: str
    pulls: tuple[PullLine, ...]
    sums: tuple[PullLine, ...]
    bump: Bump | None


def pack_view(report: CityReport) -> PackView:
    """Everything as text, by the one module that formats numbers."""
    places = tuple(_places(report))
    growth = report.growth
    trend = {report.name: [point.rank for point in report.trend]}
    heads = [formats.short_period(point.period) for point in report.trend]
    return PackView(
        places=places,
        heads=tuple(formats.with_unit(column.label, column.unit) for column in report.columns),
        indicators=tuple(_indicators(report)),
        total=figure_text(report.own.score),
        change=formats.signed(report.change),
        own=next(line for line in places if line.own),
        growth="" if growth is None else growth.word or f"{formats.signed(growth.points)}%",
        pulls=tuple(
            PullLine(one.name, one.code, terms.KINDS[one.kind], formats.signed(one.points))
            for one in (growth.lines if growth else ())
        ),
        sums=tuple(
            PullLine(one.name, "", one.kind, formats.signed(one.points)) for one in (growth.subtotals if growth else ())
        ),
        bump=bump(trend, heads) if len(report.trend) > 1 else None,
    )


def version_light(version: int, newest: int) -> Light | None:
    """What a list says of a version: replaced by a later one, or a correction; nothing of a first and only one."""
    if version < newest:
        return Light("warn", gettext("replaced by a correction"))
    return Light("note", gettext("correction")) if version > 1 else None


def figure_text(figure: PackFigure | None) -> str:
    """The published figure, or the word in its place."""
    if figure is None:
        return formats.NOTHING
    return figure.word if figure.value is None else formats.number(figure.value, decimals=figure.decimals)


def _places(report: CityReport) -> list[PlaceLine]:
    return [
        PlaceLine(
            name=place.name,
            own=place.unit == report.unit,
            score=figure_text(place.score),
            rank=place.rank,
            previous=place.previous,
            change=formats.rank_change(place.rank, place.previous, first=report.first),
            figures=tuple(figure_text(figure) for figure in place.figures),
        )
        for place in report.places
    ]


def _indicators(report: CityReport) -> list[IndicatorLine]:
    return [
        IndicatorLine(
            name=one.name,
            figure=formats.NOTHING if one.figure is None else f"{figure_text(one.figure)} {one.unit}".strip(),
            score=_or(formats.number(one.score), report),
            mean=_or(formats.number(one.mean), report),
            ahead=_or(formats.signed(one.ahead), report),
            points=_or(formats.number(one.points), report),
            change=_or(formats.signed(one.change), report),
        )
        for one in report.indicators
    ]


def _or(text: str, report: CityReport) -> str:
    """The number, or what stands for it in this pack."""
    return report.nothing if text == formats.NOTHING else text
