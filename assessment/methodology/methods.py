"""The shape of a normalisation method: its parameters, its formula and what it asks of the pool."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from assessment.methodology.parameters import Kind, Parameter, Parameters
from assessment.methodology.pools import TWO, Column, Ends

Scorer = Callable[[Decimal], Decimal]
Limits = tuple[Decimal | None, Decimal | None]

HUNDRED = Decimal(100)
RANGE = Parameter("range", Kind.RANGE, (Decimal(0), HUNDRED))
UNIT_RANGE = Parameter("range", Kind.RANGE, (Decimal(0), Decimal(1)))
NO_LIMITS: Limits = (None, None)


def always(_: Parameters) -> bool:
    """The method looks at the pool whatever its parameters."""
    return True


def never(_: object) -> bool:
    """The method scores against declared figures alone; or: it takes any sign."""
    return False


def no_ends(_: Column) -> Ends | None:
    """The formula has no two ends."""
    return None


def observed_ends(column: Column) -> Ends | None:
    """From the worst to the best figure of the pool."""
    return Ends(column.worst, column.best)


def without_limits(_: Column) -> Limits:
    """Nothing is truncated."""
    return NO_LIMITS


def middle_of_range(column: Column) -> Decimal:
    """(l + u) / 2 of the score range."""
    low, high = column.parameters.pair("range")
    return (low + high) / TWO


@dataclass(frozen=True, slots=True)
class Method:
    """One row of the table of methods.

    `observes`: whether it looks at the pool, given its parameters (then a constant pool cannot discriminate).
    `within_period`: ranks are taken within period × group even where bounds are observed over all periods.
    `needs_positive`: whether figures must be above zero. `refuses_equal_ends`: equal ends are an error of the
    scheme, not a constant indicator.
    """

    parameters: tuple[Parameter, ...]
    score: Callable[[Column], Scorer]
    formula: Callable[[Column], str]
    neutral: Callable[[Column], Decimal]
    ends: Callable[[Column], Ends | None] = no_ends
    observes: Callable[[Parameters], bool] = always
    limits: Callable[[Column], Limits] = without_limits
    needs_positive: Callable[[Column], bool] = never
    within_period: bool = False
    refuses_equal_ends: bool = False
