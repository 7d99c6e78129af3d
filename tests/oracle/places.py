"""Places: among the values of an indicator, and among the units of a period and group."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.figures import Values
from tests.oracle.reading import Scheme


def ascending(values: Mapping[int, Any], ties: str) -> Values:
    """1 = the lowest; equal values share the lowest place, their average, or count as one (dense)."""
    ordered = sorted(values.values())
    if ties == "dense":
        steps = sorted(set(ordered))
        return {at: Fraction(steps.index(value) + 1) for at, value in values.items()}
    first = {at: sum(other < value for other in ordered) + 1 for at, value in values.items()}
    if ties == "min":
        return {at: Fraction(place) for at, place in first.items()}
    return {at: first[at] + Fraction(ordered.count(value) - 1, 2) for at, value in values.items()}


def places(scheme: Scheme, totals: Values, published: Values, nodes: Mapping[str, Values]) -> Values:
    """1 = best among the rows given; a row without total has no place.

    `nodes`: what a tie is broken by, the greater the better; the figure of an indicator, the score of an aggregate.
    """
    ranking = scheme.words.get("ranking", {})
    key = published if ranking.get("key", "published") == "published" else totals
    breakers: Sequence[str] = ranking.get("then", [])

    def keyed(at: int) -> tuple[tuple[bool, Fraction], ...]:
        compared = [nodes[code].get(at) for code in breakers]
        return ((True, -key[at]), *((score is None, -(score or 0)) for score in compared))

    return ascending({at: keyed(at) for at in totals}, ranking.get("ties", "min"))
