"""The score of one indicator within one pool, from its treated values.

Bounds, targets and references stand on the indicator's own scale. For "lower is better" a formula is applied to the
negated values with its bounds negated and swapped, save where the definition of the method says otherwise.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.oracle import arithmetic
from tests.oracle.column import Column, Indistinct, ladder, neutral
from tests.oracle.figures import Values
from tests.oracle.places import ascending
from tests.oracle.reading import Refused, number, yes

HUNDRED = Fraction(100)


def normalised(column: Column, constant: str) -> Values:
    """Scores of a column; a column that cannot discriminate is refused, or all get the middle."""
    method = column.entry["method"]
    by_itself = method in OBSERVED or any(word in ("worst", "best") for word in anchors(column))
    reference_of(column)
    try:
        if not column.values or (by_itself and len(set(column.values.values())) < 2):
            raise Indistinct
        return METHODS[method](column)
    except Indistinct:
        if constant == "refuse":
            raise Refused("constant", method) from None
        return dict.fromkeys(column.values, neutral(column))


def anchors(column: Column) -> tuple[Any, Any]:
    if column.entry["method"] not in ANCHORED:
        return "", ""
    return column.entry.get("not_allowed", "worst"), column.entry.get("satisfactory", "best")


def minmax(column: Column) -> Values:
    low, high = column.range()
    worst, best = min(column.turned.values()), max(column.turned.values())
    return {at: (x - worst) / (best - worst) * (high - low) + low for at, x in column.turned.items()}


def goalposts(column: Column) -> Values:
    low, high = column.range()
    a, b = column.bounds()
    scores = {at: (x - a) / (b - a) * (high - low) + low for at, x in column.turned.items()}
    return within(scores, low, high) if yes(dict(column.entry), "truncate") else scores


def within(scores: Values, low: Fraction, high: Fraction) -> Values:
    return {at: min(max(score, low), high) for at, score in scores.items()}


def scaled(column: Column) -> Values:
    a, b = column.bounds()
    return {at: (x - a) / (b - a) * number(column.entry.get("factor", 1)) for at, x in column.turned.items()}


def zscore(column: Column) -> Values:
    values = list(column.turned.values())
    centre, spread = arithmetic.mean(values), arithmetic.deviation(values)
    m, s = number(column.entry.get("mean", 0)), number(column.entry.get("sd", 1))
    return {at: (x - centre) / spread * s + m for at, x in column.turned.items()}


def rank(column: Column) -> Values:
    return ascending(column.turned, column.entry.get("ties", "min"))


def borda(column: Column) -> Values:
    return {at: place - 1 for at, place in rank(column).items()}


def percentile_rank(column: Column) -> Values:
    low, high = column.range(0, 1)
    return {at: points / (len(column.values) - 1) * (high - low) + low for at, points in borda(column).items()}


def fraction_of_max(column: Column) -> Values:
    if column.lower:
        if min(column.values.values()) <= 0:
            raise Refused("not_positive", "fraction_of_max")
        return {at: min(column.values.values()) / x for at, x in column.values.items()}
    if max(column.values.values()) <= 0:
        raise Refused("not_positive", "fraction_of_max")
    return {at: x / max(column.values.values()) for at, x in column.values.items()}


def distance_to_max(column: Column) -> Values:
    worst, best = min(column.turned.values()), max(column.turned.values())
    return {at: 1 - (best - x) / (best - worst) for at, x in column.turned.items()}


def distance_to_reference(column: Column) -> Values:
    reference = column.turn(reference_of(column))
    if reference <= min(column.turned.values()):
        raise Refused("bounds", "the reference is no better than the worst value")
    return distances(column, reference)


def reference_of(column: Column) -> Fraction:
    """The number of the scheme, or the value of the unit that it names; of other methods nought."""
    if "reference_unit" not in column.entry:
        return number(column.entry.get("reference", 0))
    named = [at for at in column.values if column.units[at] == column.entry["reference_unit"]]
    if not named:
        raise Refused("reference", column.entry["reference_unit"])
    return column.values[named[0]]


def distance_to_target(column: Column) -> Values:
    target = column.turn(number(column.entry["target"]))
    if target <= min(column.turned.values()):
        raise Refused("bounds", "the target is no better than the worst value")
    return distances(column, target)


def distances(column: Column, aim: Fraction) -> Values:
    worst = min(column.turned.values())
    scores = {at: 1 - (aim - x) / (aim - worst) for at, x in column.turned.items()}
    return {at: min(score, Fraction(1)) for at, score in scores.items()} if yes(dict(column.entry), "cap") else scores


def target_completion(column: Column) -> Values:
    target, cap = number(column.entry["target"]), number(column.entry.get("cap", "1.2"))
    if target <= 0:
        raise Refused("scheme", "target")
    if not column.lower:
        return {at: min(cap, x / target) * 100 for at, x in column.values.items()}
    if min(column.values.values()) <= 0:
        raise Refused("not_positive", "target_completion")
    return {at: min(cap, target / x) * 100 for at, x in column.values.items()}


def target_met(column: Column) -> Values:
    target = column.turn(number(column.entry["target"]))
    return {at: HUNDRED if x >= target else Fraction(0) for at, x in column.turned.items()}


def rank_ladder(column: Column) -> Values:
    """The best stands on the first rung; equal values share the best rung."""
    places = ascending({at: -x for at, x in column.turned.items()}, "min")
    return {at: ladder(column.entry, place) for at, place in places.items()}


def satisfaction(column: Column) -> tuple[Fraction, Fraction]:
    """x_s and x_h as they are; x_s > x_h where lower is better."""
    worst, best = (max, min) if column.lower else (min, max)
    observed = {"worst": worst(column.values.values()), "best": best(column.values.values())}
    x_s, x_h = (observed[word] if word in observed else number(word) for word in anchors(column))
    if x_s == x_h:
        raise Indistinct
    if (x_s > x_h) != column.lower:
        raise Refused("bounds", "not_allowed is better than satisfactory")
    return x_s, x_h


def efficacy(column: Column) -> Values:
    x_s, x_h = satisfaction(column)
    base, span = number(column.entry.get("base", 60)), number(column.entry.get("span", 40))
    scores = {at: (x - x_s) / (x_h - x_s) * span + base for at, x in column.values.items()}
    return within(scores, base, base + span) if yes(dict(column.entry), "truncate") else scores


def efficacy_exponential(column: Column) -> Values:
    x_s, x_h = satisfaction(column)
    slope = -arithmetic.logarithm(Fraction(6, 10))
    return {at: 60 * arithmetic.exponential(slope * (x - x_s) / (x_h - x_s)) for at, x in column.values.items()}


def efficacy_log(column: Column) -> Values:
    if min(column.values.values()) <= 0:
        raise Refused("not_positive", "efficacy_log")
    low, high = column.range()
    x_s, x_h = satisfaction(column)
    ln = arithmetic.logarithm
    width = ln(x_h) - ln(x_s)
    return {at: (ln(x) - ln(x_s)) / width * (high - low) + low for at, x in column.values.items()}


def standard_tiers(column: Column) -> Values:
    """Five standards, the best first; below the last the score is nought, above the first full marks."""
    full, standards = number(column.entry.get("full", 100)), [number(value) for value in column.entry["standards"]]
    coefficients = [Fraction(part, 10) for part in (10, 8, 6, 4, 2)]
    turned = [column.turn(standard) for standard in standards]
    if any(better <= worse for better, worse in pairwise(turned)):
        raise Refused("scheme", "standards")

    def score(x: Fraction) -> Fraction:
        if x >= turned[0]:
            return full
        for above in range(1, 5):
            if x >= turned[above]:
                upper, own = full * coefficients[above - 1], full * coefficients[above]
                return own + (x - turned[above]) / (turned[above - 1] - turned[above]) * (upper - own)
        return Fraction(0)

    return {at: score(x) for at, x in column.turned.items()}


def mazziotta_pareto(column: Column) -> Values:
    """The reference mean stands at 100, half the distance of the goalposts is 30 points."""
    a, b = column.bounds()
    reference = column.turn(number(column.entry["reference"]))
    return {at: 100 + (x - reference) / (b - a) * 60 for at, x in column.turned.items()}


def average_tiers(column: Column) -> Values:
    """Every ten percentage points of excess over the average count for less; below the average mirrored.

    A total exceeds the average by a share of it; an increment, itself in percent, by a difference.
    """
    average, full = arithmetic.mean(list(column.values.values())), number(column.entry["base"])
    total = column.entry.get("kind", "total") == "total"
    if total and average <= 0:
        raise Refused("no_denominator", "the average is not above nought")
    first = 20 if total else 60

    def score(x: Fraction) -> Fraction:
        excess = column.turn((x - average) / average * 100 if total else x - average)
        points, tier, rest = Fraction(0), 0, abs(excess)
        while rest > 0:
            points += min(rest, Fraction(10)) * full / (first + 20 * tier)
            tier, rest = tier + 1, rest - 10
        return full + (points if excess > 0 else -points)

    return {at: score(x) for at, x in column.values.items()}


METHODS: Mapping[str, Callable[[Column], Values]] = {
    method.__name__: method
    for method in (
        minmax, goalposts, scaled, zscore, rank, borda, percentile_rank, fraction_of_max, distance_to_max,
        distance_to_reference, distance_to_target, target_completion, target_met, rank_ladder, efficacy,
        efficacy_exponential, efficacy_log, standard_tiers, mazziotta_pareto, average_tiers,
    )
}  # fmt: skip
OBSERVED = {
    "minmax", "zscore", "rank", "borda", "percentile_rank", "fraction_of_max", "distance_to_max",
    "distance_to_reference", "distance_to_target", "rank_ladder", "average_tiers",
}  # fmt: skip
ANCHORED = {"efficacy", "efficacy_exponential", "efficacy_log"}
BY_PLACE = {"rank", "borda", "percentile_rank", "rank_ladder"}
