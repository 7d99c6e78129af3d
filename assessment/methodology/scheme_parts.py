"""What a scheme consists of: a tree of indicators and aggregates with the rules of scoring, as frozen data.

Source of the rules: the 考核办法 that a scheme carries; all numbers are exact decimals as written there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assessment.methodology.growth import GrowthPolicy
from assessment.methodology.parameters import Parameters
from assessment.methodology.rounding import Rounding


class Direction(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


class PoolRule(StrEnum):
    """Where bounds are observed: within period × group, or within the group over all periods."""

    PERIOD = "period"
    ALL = "all"


class MissingMethod(StrEnum):
    """What an aggregate does about a missing child; a missing child is never a zero."""

    FLOOR = "floor"
    RENORMALISE = "renormalise"
    REQUIRE = "require"
    THRESHOLD = "threshold"


class ConstantRule(StrEnum):
    """What happens to an indicator that cannot discriminate: all get the midpoint, or the run fails."""

    NEUTRAL = "neutral"
    REFUSE = "refuse"


class RankingKey(StrEnum):
    """`exact` ranks before rounding; `published` ranks the once-rounded score: equal printed scores tie."""

    EXACT = "exact"
    PUBLISHED = "published"


class Ties(StrEnum):
    """min 1-2-2-4 (得分相同的，位次并列), dense 1-2-2-3, average 1-2.5-2.5-4."""

    MIN = "min"
    DENSE = "dense"
    AVERAGE = "average"


class AggregationMethod(StrEnum):
    ARITHMETIC = "arithmetic"
    GEOMETRIC = "geometric"
    HARMONIC = "harmonic"
    POWER = "power"
    MAZZIOTTA_PARETO = "mazziotta_pareto"
    COPELAND = "copeland"


class NotApplicableRule(StrEnum):
    """Whether 不适用 is a true zero (the form says so) or missing."""

    MISSING = "missing"
    ZERO = "zero"


@dataclass(frozen=True, slots=True)
class MissingRule:
    """`threshold` is the least share of the children, by count, that must be there (0 to 1)."""

    method: MissingMethod
    threshold: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """`then` lists the codes that break ties, first to last."""

    key: RankingKey
    ties: Ties
    then: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aggregation:
    """How one level combines its children; `power` is the exponent of the power mean, not zero."""

    method: AggregationMethod
    power: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A node above the indicators; the root has neither parent nor weight."""

    code: str
    name: str
    parent: str | None = None
    weight: Decimal | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class MethodUse:
    """A treatment or a normalisation as the scheme uses it."""

    method: str
    parameters: Parameters
    line: int = 0


@dataclass(frozen=True, slots=True)
class GrowthRule:
    """Growth in percent from the columns `of` and `base` (comparable base), both in the unit of the floor.

    `three_years_ago` is the column of the comparable figure three years before, where the policy asks for it.
    """

    of: str
    base: str
    policy: GrowthPolicy
    three_years_ago: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.of, self.base) if self.three_years_ago is None else (self.of, self.base, self.three_years_ago)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A leaf of the tree: the column `code`, or a growth computed from a pair of columns."""

    code: str
    name: str
    parent: str
    weight: Decimal
    direction: Direction
    normalise: MethodUse
    treat: tuple[MethodUse, ...] = ()
    growth: GrowthRule | None = None
    not_applicable: NotApplicableRule = NotApplicableRule.MISSING
    line: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns its raw value is read from."""
        return self.growth.columns if self.growth else (self.code,)

    @property
    def denominators(self) -> tuple[str, ...]:
        """The columns its raw value is divided by."""
        return tuple(use.parameters.text("by") for use in self.treat if use.method == "denominate")


class PartOfYear(StrEnum):
    """Whether a measurement of January to a month of the year may be scored where the full year is not measured yet."""

    REFUSE = "refuse"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points added to the total: the column × `points`, not above `cap`, not below `floor`."""

    code: str
    name: str
    column: str
    points: Decimal = Decimal(1)
    cap: Decimal | None = None
    floor: Decimal | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Scheme:
    """A checked scheme: one root, every child below its parent, every method known.

    `aggregation` holds one entry per level from the bottom (level 1 first). `tree` holds the codes of the
    children of each aggregate in the order of the scheme, `levels` the level of each aggregate (an
    indicator is level 0, an aggregate one more than its highest child).
    """

    code: str
    pool: PoolRule
    missing: MissingRule
    constant: ConstantRule
    rounding: Rounding
    ranking: Ranking
    aggregation: tuple[Aggregation, ...]
    aggregates: tuple[Aggregate, ...]
    indicators: tuple[Indicator, ...]
    adjustments: tuple[Adjustment, ...]
    upper_cap: Decimal | None
    tree: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, int]
    root: str
    part_of_year: PartOfYear = PartOfYear.REFUSE

    @property
    def upwards(self) -> tuple[Aggregate, ...]:
        """The aggregates, children before parents, the total last."""
        return tuple(sorted(self.aggregates, key=lambda aggregate: self.levels[aggregate.code]))

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the data that the scheme reads, once, in the order of the scheme."""
        names = [column for indicator in self.indicators for column in indicator.columns]
        names += [by for indicator in self.indicators for by in indicator.denominators]
        names += [adjustment.column for adjustment in self.adjustments]
        return tuple(dict.fromkeys(names))

    @property
    def nodes(self) -> tuple[Aggregate | Indicator, ...]:
        """The indicators, then the aggregates, in the order of the scheme."""
        return (*self.indicators, *self.aggregates)

    def node(self, code: str) -> Aggregate | Indicator:
        """The indicator or aggregate named `code`; `KeyError` if there is none."""
        for node in self.nodes:
            if node.code == code:
                return node
        raise KeyError(code)

    def aggregation_of(self, code: str) -> Aggregation:
        """How the aggregate `code` combines its children."""
        return self.aggregation[self.levels[code] - 1]
