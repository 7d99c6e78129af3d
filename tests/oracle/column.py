"""One indicator in one pool, and the middle that all get where it cannot discriminate."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.oracle.figures import Values
from tests.oracle.reading import Refused, number, numbers


class Indistinct(Exception):
    """The bounds coincide: the rule for constant columns decides."""


@dataclass(frozen=True)
class Column:
    """One indicator in one pool."""

    values: Values
    entry: Mapping[str, Any]
    lower: bool
    units: Mapping[int, str]
    peers: int
    """Units of the pool, those without a value included."""

    @property
    def turned(self) -> Values:
        """Higher is better."""
        return {at: -value for at, value in self.values.items()} if self.lower else self.values

    def turn(self, value: Fraction) -> Fraction:
        return -value if self.lower else value

    def bounds(self) -> tuple[Fraction, Fraction]:
        """Fixed lower and upper bound, turned as the values are."""
        a, b = number(self.entry["lower"]), number(self.entry["upper"])
        if a >= b:
            raise Refused("scheme", "lower is not below upper")
        return (-b, -a) if self.lower else (a, b)

    def range(self, low: int = 0, high: int = 100) -> tuple[Fraction, Fraction]:
        return numbers(dict(self.entry), "range", (low, high))


def neutral(column: Column) -> Fraction:
    """The middle of the range of scores; of places, the average place."""
    method, entry, count = column.entry["method"], column.entry, len(column.values) or column.peers
    special = {
        "zscore": number(entry.get("mean", 0)),
        "rank": Fraction(count + 1, 2),
        "borda": Fraction(count - 1, 2),
        "rank_ladder": ladder(entry, Fraction(count + 1, 2)),
        "efficacy": number(entry.get("base", 60)) + number(entry.get("span", 40)) / 2,
        "average_tiers": number(entry.get("base", 0)),
        "scaled": number(entry.get("factor", 1)) / 2,
        "standard_tiers": number(entry.get("full", 100)) / 2,
    }
    if method in special:
        return special[method]
    low, high = column.range(*MIDDLES.get(method, (0, 100)))
    return (low + high) / 2


def ladder(entry: Mapping[str, Any], place: Fraction) -> Fraction:
    score = number(entry.get("full", 100)) - number(entry.get("step", 5)) * (place - 1)
    return max(score, number(entry["floor"])) if "floor" in entry else score


MIDDLES = {
    **dict.fromkeys(("percentile_rank", "fraction_of_max", "distance_to_max"), (0, 1)),
    **dict.fromkeys(("distance_to_reference", "distance_to_target"), (0, 1)),
    "efficacy_exponential": (60, 100),
}
