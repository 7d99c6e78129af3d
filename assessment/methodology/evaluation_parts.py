"""What goes into an evaluation and what comes out of it, as frozen data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, overload

from assessment.methodology.figures import Figure
from assessment.methodology.footnotes import Footnote
from assessment.methodology.scheme_parts import Scheme


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit in one period: its figures by column. `group` is ranked by itself; `period` may be blank."""

    unit: str
    name: str
    group: str
    period: str
    values: Mapping[str, Figure]


class NodeScore(NamedTuple):
    """One node of the tree for one unit.

    `level` 0 is an indicator, 1 and up are aggregates. `raw` is the figure as given (growth in percent),
    `treated` after treatments, `normalised` the score before the missing rule (of the total: before
    adjustments and cap); `score` is what the parent adds up. `weight` is the scheme's own, in points within
    the parent (None for the total). None means missing; it is never a zero.
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
class ScoreColumn:
    """One node of the tree over all rows of an evaluation; `notes` by row, only where there are any."""

    code: str
    level: int
    weight: Decimal | None
    raw: Sequence[Decimal | None]
    treated: Sequence[Decimal | None]
    normalised: Sequence[Decimal | None]
    scores: Sequence[Decimal | None]
    markers: Sequence[str]
    notes: Mapping[int, tuple[Footnote, ...]]


class Scores(Sequence[NodeScore]):
    """The scores row by row, kept as columns: 3,000 units have 150,000, most of them never looked at one by one."""

    def __init__(self, rows: Sequence[UnitRow], columns: Sequence[ScoreColumn]) -> None:
        self.rows = rows
        self.columns = columns

    def __len__(self) -> int:
        return len(self.rows) * len(self.columns)

    @overload
    def __getitem__(self, index: int) -> NodeScore: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[NodeScore, ...]: ...
    def __getitem__(self, index: int | slice) -> NodeScore | tuple[NodeScore, ...]:
        if isinstance(index, slice):
            return tuple(self[position] for position in range(*index.indices(len(self))))
        row, column = divmod(range(len(self))[index], len(self.columns))
        return self._at(row, self.columns[column])

    def __iter__(self) -> Iterator[NodeScore]:
        for row in range(len(self.rows)):
            yield from self.of_row(row)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scores) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((self.rows[0].unit if self.rows else "", len(self)))

    def of_row(self, row: int) -> list[NodeScore]:
        """All nodes of one row: indicators, then aggregates, the total last."""
        return [self._at(row, column) for column in self.columns]

    def _at(self, row: int, column: ScoreColumn) -> NodeScore:
        unit = self.rows[row]
        return NodeScore(
            unit.period,
            unit.group,
            unit.unit,
            column.code,
            column.level,
            column.raw[row],
            column.treated[row],
            column.normalised[row],
            column.weight,
            column.scores[row],
            column.markers[row],
            column.notes.get(row, ()),
        )


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
    formula used, where it has ends (observed or declared). `lowest_score` is what a missing child gets under
    the rule `floor`. `constant`: the indicator did not discriminate. `formula` is the text of the formula with
    {x} for the figure, `increment_formula` the one for absolute changes scored instead of rates.
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
    formula: str = ""
    increment_formula: str = ""


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

    `scores` holds for each row the indicators in the order of the scheme, then the aggregates from the
    bottom, the total last. `placings` are in the order of rows within period × group by rank, then unit.
    """

    scheme: Scheme
    rows: tuple[UnitRow, ...]
    scores: Scores
    placings: tuple[Placing, ...]
    bounds: tuple[Bounds, ...]
    flags: tuple[Flag, ...]
