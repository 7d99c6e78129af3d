"""From the scores of the children to the score of their parent."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle import arithmetic
from tests.oracle.figures import Values
from tests.oracle.reading import Refused, number

Weighted = list[tuple[Fraction, Fraction]]
"""(weight, score) of the children that count; the weights sum to 1."""


def counted(scores: Sequence[Fraction | None], weights: Sequence[Fraction], rule: Any) -> Weighted:
    """The children that count under the missing rule; none: the parent is missing too."""
    present = [(weight, score) for weight, score in zip(weights, scores, strict=True) if score is not None]
    complete = len(present) == len(scores)
    if rule in ("require", "floor") and not complete:
        return []
    if isinstance(rule, dict) and Fraction(len(present), len(scores)) < number(rule["threshold"]):
        return []
    total = sum((weight for weight, _ in present), Fraction(0))
    return [(weight / total, score) for weight, score in present]


def combined(method: Any, children: Weighted) -> Fraction:
    """The stored score of a parent, save for outranking, which compares units."""
    if isinstance(method, dict):
        return arithmetic.kept(power(children, number(method["power"])))
    return arithmetic.kept(METHODS[method](children))


def weighted_mean(children: Weighted) -> Fraction:
    return sum((weight * score for weight, score in children), Fraction(0))


def geometric(children: Weighted) -> Fraction:
    positive(children)
    return arithmetic.exponential(weighted_mean([(weight, arithmetic.logarithm(score)) for weight, score in children]))


def harmonic(children: Weighted) -> Fraction:
    positive(children)
    return 1 / weighted_mean([(weight, 1 / score) for weight, score in children])


def power(children: Weighted, p: Fraction) -> Fraction:
    """(Σ w·y^p)^(1/p); nought is a score like any other where p is above nought."""
    if any(score < 0 or (score == 0 and p < 0) for _, score in children):
        raise Refused("not_positive", "power")
    return arithmetic.raised(weighted_mean([(w, arithmetic.raised(y, p)) for w, y in children]), 1 / p)


def positive(children: Weighted) -> None:
    if any(score <= 0 for _, score in children):
        raise Refused("not_positive", "aggregation")


def mazziotta_pareto(children: Weighted) -> Fraction:
    """Mean − sd · cv, where cv = sd / mean: imbalance is penalised; one child alone has none.

    The deviation with n − 1, as every deviation of the method.
    """
    centre = weighted_mean(children)
    variance = weighted_mean([(weight, (score - centre) ** 2) for weight, score in children])
    if centre <= 0:
        raise Refused("not_positive", "mazziotta_pareto")
    count = len(children)
    return centre - variance * count / (count - 1) / centre if count > 1 else centre


def copeland(units: Mapping[int, Weighted]) -> Values:
    """Pairs of units: won by more than half of the weight counts 1, lost −1, even 0."""

    def against(one: int, other: int) -> int:
        lead = sum(
            (
                weight * ((mine > theirs) - (mine < theirs))
                for (weight, mine), (_, theirs) in zip(units[one], units[other], strict=True)
            ),
            Fraction(0),
        )
        return (lead > 0) - (lead < 0)

    return {one: Fraction(sum(against(one, other) for other in units if other != one)) for one in units}


METHODS: Mapping[str, Callable[[Weighted], Fraction]] = {
    "arithmetic": weighted_mean,
    "geometric": geometric,
    "harmonic": harmonic,
    "mazziotta_pareto": mazziotta_pareto,
}
