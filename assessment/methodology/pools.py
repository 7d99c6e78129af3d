"""The values an indicator is compared with: one pool, what is observed in it, and the ends of a formula."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from assessment.methodology.parameters import Parameters

ZERO = Decimal(0)
ONE = Decimal(1)
TWO = Decimal(2)


def mean_of(values: Sequence[Decimal]) -> Decimal:
    """Arithmetic mean of at least one value, in the unit of the values."""
    return sum(values, ZERO) / len(values)


def deviation_of(values: Sequence[Decimal]) -> Decimal:
    """Standard deviation with n - 1, of at least two values, in their unit."""
    mean = mean_of(values)
    squares = sum(((value - mean) * (value - mean) for value in values), ZERO)
    return (squares / (len(values) - 1)).sqrt()


def quantile_of(ordered: Sequence[Decimal], share: Decimal) -> Decimal:
    """Linear interpolation between order statistics (type 7) of values in ascending order."""
    position = (len(ordered) - 1) * share
    below = int(position)
    if below == len(ordered) - 1:
        return ordered[below]
    return ordered[below] + (position - below) * (ordered[below + 1] - ordered[below])


def ranks_of(values: Sequence[Decimal], *, best_first: bool, average: bool) -> dict[Decimal, Decimal]:
    """Rank of each distinct value, 1 = the first of the order; equal values share the lowest or the mean rank."""
    counts = Counter(values)
    ranks: dict[Decimal, Decimal] = {}
    before = 0
    for value in sorted(counts, reverse=best_first):
        shared = Decimal(counts[value] - 1) / TWO if average else ZERO
        ranks[value] = before + 1 + shared
        before += counts[value]
    return ranks


@dataclass(frozen=True)
class Column:
    """Values of one indicator in one pool, after treatments, on the indicator's own scale.

    `units` counts the units of the pool, those without a figure included.
    """

    indicator: str
    values: Sequence[Decimal]
    higher: bool
    parameters: Parameters
    reference: Decimal | None = None
    units: int = 0

    @cached_property
    def low(self) -> Decimal:
        return min(self.values)

    @cached_property
    def high(self) -> Decimal:
        return max(self.values)

    @property
    def worst(self) -> Decimal:
        return self.low if self.higher else self.high

    @property
    def best(self) -> Decimal:
        return self.high if self.higher else self.low

    @cached_property
    def mean(self) -> Decimal:
        return mean_of(self.values)

    @cached_property
    def deviation(self) -> Decimal:
        return deviation_of(self.values)

    @property
    def varies(self) -> bool:
        """Whether at least two different values were observed."""
        return len(self.values) > 1 and self.low != self.high


@dataclass(frozen=True, slots=True)
class Ends:
    """Where a formula starts and ends, on the indicator's own scale; worst > best when lower is better."""

    worst: Decimal
    best: Decimal
