"""Figures that stand apart among their peers, by the modified z-score. They are shown to a reviewer, never corrected.

Source: B. Iglewicz and D. C. Hoaglin, How to Detect and Handle Outliers (ASQC 1993): M = 0.6745 · (x − median) / MAD,
MAD the median of |x − median|; |M| above 3.5 deserves a look. Median and MAD stay where they are when a single figure
runs away, which mean and standard deviation do not: among ten figures no |z| can exceed 9 / √10 = 2.85.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessment.methodology.rounding import exact_context

CONSISTENCY = Decimal("0.6745")
THRESHOLD = Decimal("3.5")
FEWEST = 5


@dataclass(frozen=True)
class Spread:
    """Where figures lie, in their own unit."""

    minimum: Decimal
    median: Decimal
    maximum: Decimal


@dataclass(frozen=True)
class Standing:
    """One figure among its peers: `score` is its modified z-score, without a unit."""

    score: Decimal
    stands_apart: bool


def median(values: Sequence[Decimal]) -> Decimal:
    """The middle figure; of an even number the mean of the two in the middle. At least one figure."""
    ordered = sorted(values)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    with exact_context():
        return (ordered[half - 1] + ordered[half]) / 2


def spread(values: Sequence[Decimal]) -> Spread | None:
    """Least, middle and largest figure; None where there is none."""
    return Spread(min(values), median(values), max(values)) if values else None


def standings(figures: Mapping[str, Decimal]) -> dict[str, Standing]:
    """The standing of each figure, by its key.

    With fewer than five figures, or where more than half of them are equal (MAD = 0), nothing can be said: empty.
    """
    if len(figures) < FEWEST:
        return {}
    with exact_context():
        middle = median(list(figures.values()))
        deviation = median([abs(value - middle) for value in figures.values()])
        if deviation == 0:
            return {}
        scores = {key: CONSISTENCY * (value - middle) / deviation for key, value in figures.items()}
    return {key: Standing(score, abs(score) > THRESHOLD) for key, score in scores.items()}
