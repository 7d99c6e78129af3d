"""From figures to scores and places: one scheme, many units, in exact decimals."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from assessment.methodology.figures import Figure
from assessment.methodology.footnotes import Footnote
from assessment.methodology.scheme import Scheme


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit in one period: its figures by column. `group` is ranked by itself; `period` may be blank."""

    unit: str
    name: str
    group: str
    period: str
    values: Mapping[str, Figure]


class NodeScore(NamedTuple):
    """One node of the tree for one unit. A named tuple, because a province of 3,000 units has 150,000 of them.

    `level` 0 is an indicator, 1 and up are aggregates. `raw` is the figure as given (growth in per cent),
    `treated` after treatments, `normalised` the score before the missing rule (of the total: before
    adjustments and cap); `score` is what the parent adds up. `weight` is the scheme's own, in points within the
    parent (None for the total). None means missing; it is never a zero.
    """

    period: str
    group: str
    unit: str
    code: str
    level: int
    raw: Decimal | None
    treated: Decimal | None
    normalised: Decimal | None
    weight: Decimal | None
    score: Decimal | None
    marker: str
    footnotes: tuple[Footnote, ...]


@dataclass(frozen=True, slots=True)
class Placing:
    """`score` exact, `shown` rounded once as the scheme declares, `rank` 1 = best within period × group.

    All three are None if the total is missing. With `ties: average` a rank may be 1.5.
    """

    period: str
    group: str
    unit: str
    score: Decimal | None
    shown: Decimal | None
    rank: Decimal | None


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an indicator was normalised with in one period × group, on its own scale after treatments.

    `low` and `high` are the smallest and largest value in the pool; `worst` and `best` the two ends the
    formula used, where it has ends (observed or declared). `lowest_score` is what a missing child gets under the
    rule `floor`. `constant`: the indicator did not discriminate.
    """

    period: str
    group: str
    code: str
    count: int
    low: Decimal | None
    high: Decimal | None
    worst: Decimal | None
    best: Decimal | None
    mean: Decimal | None
    deviation: Decimal | None
    lowest_score: Decimal | None
    constant: bool


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a reader of the ranking must know about one indicator in one period × group."""

    code: str
    period: str
    group: str
    indicator: str


@dataclass(frozen=True)
class Evaluation:
    """Rows in the order period, group, unit, whatever order they came in.

    `scores` holds for each row the indicators in the order of the scheme, then the aggregates from the bottom,
    the total last. `placings` are in the order of rows within period × group by rank, then unit.
    """

    scheme: Scheme
    rows: tuple[UnitRow, ...]
    scores: tuple[NodeScore, ...]
    placings: tuple[Placing, ...]
    bounds: tuple[Bounds, ...]
    flags: tuple[Flag, ...]
