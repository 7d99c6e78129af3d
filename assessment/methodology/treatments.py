"""Treatments of raw figures before normalisation: outliers, skew, shares and denominators.

Sources: OECD/JRC handbook on composite indicators (winsorising until |skewness| ≤ 2 or kurtosis ≤ 3.5, corrected
estimators G1 and G2; type 7 quantiles); domain §3.4 (logarithm or share where one city dominates).
Every function takes the figures of one pool in the indicator's unit and returns as many, in the same order.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import mul
from typing import Final, NamedTuple

from assessment.methodology.figures import Marker
from assessment.methodology.parameters import Kind, Parameter, Parameters
from assessment.methodology.pools import ZERO, mean_of, quantile_of

SKEWNESS_LIMIT: Final = Decimal(2)
KURTOSIS_LIMIT: Final = Decimal("3.5")
FEWEST_FOR_KURTOSIS: Final = 4


@dataclass(frozen=True, slots=True)
class Treatment:
    """One row of the table of treatments.

    `marker` and `footnote` go to the figures it changes as outliers (None: it changes the scale of all).
    `within_period`: taken within period × group even where bounds are observed over all periods.
    """

    parameters: tuple[Parameter, ...]
    apply: Callable[[Sequence[Decimal], Parameters], list[Decimal]]
    needs_positive: bool = False
    within_period: bool = False
    marker: Marker | None = None
    footnote: str = ""


def winsorise(values: Sequence[Decimal], parameters: Parameters) -> list[Decimal]:
    """At most `points` extreme figures take the value of their nearest untreated neighbour, on the side of the skew.

    One point at a time, while |skewness| > 2 and kurtosis > 3.5; points treated before move along.
    Fewer than four figures, or a constant column, stay as they are.
    """
    treated = list(values)
    for state in winsorising(values, int(parameters.number("points"))):
        treated = state.treated
    return treated


class Winsorised(NamedTuple):
    """After another point: how many are pulled in below and above, and all figures in the indicator's unit."""

    low: int
    high: int
    treated: list[Decimal]


def winsorising(values: Sequence[Decimal], points: int) -> Iterator[Winsorised]:
    """The states `winsorise` goes through, at most `points`; none where nothing is to be pulled in."""
    treated, ordered = list(values), sorted(values)
    low = high = 0
    for _ in range(points):
        side = skew_side(treated)
        if side == 0 or low + high + 1 >= len(ordered):
            break
        low, high = (low, high + 1) if side > 0 else (low + 1, high)
        least, most = ordered[low], ordered[-1 - high]
        treated = [min(max(value, least), most) for value in values]
        yield Winsorised(low, high, treated)


def skew_side(values: Sequence[Decimal]) -> int:
    """1 if outliers lie above, -1 below, 0 if |G1| ≤ 2 or G2 ≤ 3.5 (or neither can be formed)."""
    count = Decimal(len(values))
    if count < FEWEST_FOR_KURTOSIS:
        return 0
    mean = mean_of(values)
    gaps = [value - mean for value in values]
    squares = [gap * gap for gap in gaps]
    second = sum(squares, ZERO) / count
    if second == 0:
        return 0
    third = sum(map(mul, squares, gaps), ZERO) / count
    fourth = sum(map(mul, squares, squares), ZERO) / count
    skewness = (count * (count - 1)).sqrt() / (count - 2) * third / (second * second.sqrt())
    excess = fourth / (second * second) - 3
    kurtosis = (count - 1) / ((count - 2) * (count - 3)) * ((count + 1) * excess + 6)
    if abs(skewness) <= SKEWNESS_LIMIT or kurtosis <= KURTOSIS_LIMIT:
        return 0
    return 1 if skewness > 0 else -1


def clip(values: Sequence[Decimal], parameters: Parameters) -> list[Decimal]:
    """Figures below the lower or above the upper declared quantile take that quantile; nothing stays nothing."""
    if not values:
        return []
    ordered = sorted(values)
    least, most = (quantile_of(ordered, share) for share in parameters.pair("quantiles"))
    return [min(max(value, least), most) for value in values]


def logarithm(values: Sequence[Decimal], _: Parameters) -> list[Decimal]:
    """Natural logarithm; every figure must be above zero."""
    return [value.ln() for value in values]


def share_of_total(values: Sequence[Decimal], _: Parameters) -> list[Decimal]:
    """Each figure over the sum of period × group, as a fraction; the caller has checked that the sum is not zero."""
    total = sum(values, ZERO)
    return [value / total for value in values]


def denominate(values: Sequence[Decimal], denominators: Sequence[Decimal]) -> list[Decimal]:
    """Each figure over its denominator, which the caller has checked to be above zero."""
    return [value / denominator for value, denominator in zip(values, denominators, strict=True)]


DENOMINATE: Final = "denominate"
SHARE_OF_TOTAL: Final = "share_of_total"

TREATMENTS: Final[Mapping[str, Treatment]] = {
    "winsorise": Treatment(
        (Parameter("points", Kind.WHOLE, required=True),),
        winsorise,
        marker=Marker.WINSORISED,
        footnote="winsorised",
    ),
    "clip": Treatment(
        (Parameter("quantiles", Kind.SHARES, required=True),),
        clip,
        marker=Marker.WINSORISED,
        footnote="clipped",
    ),
    "log": Treatment((), logarithm, needs_positive=True),
    SHARE_OF_TOTAL: Treatment((), share_of_total, within_period=True),
}
TREATMENT_PARAMETERS: Final[Mapping[str, tuple[Parameter, ...]]] = {
    **{name: treatment.parameters for name, treatment in TREATMENTS.items()},
    DENOMINATE: (Parameter("by", Kind.TEXT, required=True),),
}
