"""What a city's pack says, before anything is drawn: the page, the API, the workbook and the 情况说明 read this alone.

Plain frozen data, stored as a canonical document. Scores, points and percentage points are as shown, rounded once.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

R = TypeVar("R")


@dataclass(frozen=True)
class PackFigure:
    """A figure as published: `value` is rounded, or None with the word that stands for it."""

    value: Decimal | None
    decimals: int
    word: str = ""


@dataclass(frozen=True)
class PackColumn:
    """A column of published figures."""

    label: str
    unit: str


@dataclass(frozen=True)
class PackPlace:
    """One line of the bulletin's ranking. `moved` is positive for a rise, None where nothing can be compared."""

    unit: str
    name: str
    group: str
    score: PackFigure
    rank: Decimal | None
    previous: Decimal | None
    change: str
    figures: tuple[PackFigure, ...]

    @property
    def moved(self) -> Decimal | None:
        return None if self.rank is None or self.previous is None else self.previous - self.rank


@dataclass(frozen=True)
class PackIndicator:
    """One part of the own total: `points` is what it gives to the total, `change` that against the last result.

    `score`, `mean` (of the group) and `ahead` (score − mean) are None for an adjustment or a cap, which have no score.
    """

    name: str
    theme: str
    weight: Decimal | None
    figure: PackFigure | None
    unit: str
    score: Decimal | None
    mean: Decimal | None
    ahead: Decimal | None
    points: Decimal | None
    change: Decimal | None


@dataclass(frozen=True)
class PackPull:
    """One enterprise (or a region ranked within, or the rest) and its pull in percentage points."""

    name: str
    code: str
    kind: str
    points: Decimal | None


@dataclass(frozen=True)
class PackGone:
    """An enterprise that left the list since the same period last year, and how."""

    name: str
    code: str
    how: str


@dataclass(frozen=True)
class PackGrowth:
    """增速拉动表. `points` is the growth of the city in percent, None with its `word` where it is not meaningful.

    `subtotals` by kind; `missing` counts enterprises in the list without an accepted figure: they are in the rest.
    """

    points: Decimal | None
    word: str
    lines: tuple[PackPull, ...]
    subtotals: tuple[PackPull, ...]
    gone: tuple[PackGone, ...]
    listed: int
    missing: int


@dataclass(frozen=True)
class PackTrend:
    """The own place in one issued period, of how many."""

    period: str
    period_name: str
    rank: Decimal | None
    ranked: int


@dataclass(frozen=True)
class CityReport:
    """Everything one pack says. `change` is that of the own total in points, None in a first assessment.

    `veiled`: a scored figure of the own unit is withheld from publication, so that nothing below the total is shown.
    """

    title: str
    period: str
    period_name: str
    kind: str
    unit: str
    name: str
    group: str
    maker: str
    issue_number: str
    issued_on: str
    correction_number: str
    correction_reason: str
    version: int
    demo: bool
    first: bool
    veiled: bool
    scheme_title: str
    ranking_rule: str
    check_code: str
    result_digest: str
    columns: tuple[PackColumn, ...]
    places: tuple[PackPlace, ...]
    indicators: tuple[PackIndicator, ...]
    change: Decimal | None
    growth: PackGrowth | None
    trend: tuple[PackTrend, ...]
    footnotes: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def own(self) -> PackPlace:
        return next(place for place in self.places if place.unit == self.unit)

    @property
    def nothing(self) -> str:
        """What stands for a number below the total that is not there: withheld, or not to be computed."""
        return "×" if self.veiled else "--"

    @property
    def compares(self) -> bool:
        """Whether there is a mean to hold the own scores against: none where any unit's scores are withheld."""
        return any(one.mean is not None for one in self.indicators)

    @property
    def ranked(self) -> int:
        """How many units of the own group have a place."""
        return sum(place.rank is not None for place in self.places if place.group == self.group)

    @property
    def tied(self) -> bool:
        own = self.own
        return own.rank is not None and any(
            (place.rank, place.group) == (own.rank, own.group) and place.unit != own.unit for place in self.places
        )

    def strongest(self, most: int = 3) -> list[PackIndicator]:
        """The indicators furthest above the mean of the group, the furthest first."""
        above = [one for one in self.indicators if one.ahead is not None and one.ahead > 0]
        return sorted(above, key=lambda one: -(one.ahead or 0))[:most]

    def weakest(self, most: int = 3) -> list[PackIndicator]:
        """The indicators furthest below it."""
        below = [one for one in self.indicators if one.ahead is not None and one.ahead < 0]
        return sorted(below, key=lambda one: one.ahead or 0)[:most]


def report_document(report: CityReport) -> dict[str, Any]:
    """The report as plain data for the canonical form."""
    return asdict(report)


def report_of(document: Mapping[str, Any]) -> CityReport:
    """The report of a stored document."""
    return _record(CityReport, document)


def _record(kind: type[R], document: Mapping[str, Any]) -> R:
    hints = get_type_hints(kind)
    return kind(**{name: _read(hints[name], document[name]) for name in hints})


def _read(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(hint, UnionType):
        [hint] = [one for one in get_args(hint) if one is not type(None)]
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], one) for one in value)
    if hint is Decimal:
        return Decimal(value)
    return value if hint in (str, int, bool) else _record(hint, value)
