"""A second engine for the rational methods, written from the scoring rules alone, in exact fractions.

It shares nothing with the engine under test: no Decimal, no columns, no closures. A case is plain data.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

Cell = Fraction | None
TWENTY = 10**20
DECLARED = ("goalposts", "target_met", "target_completion")


@dataclass(frozen=True)
class Leaf:
    code: str
    parent: str
    weight: Fraction
    lower_is_better: bool
    method: str
    settings: dict[str, Fraction | bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """Leaves below themes, themes below T; units with their cells by leaf; one pool."""

    leaves: Sequence[Leaf]
    themes: dict[str, Fraction]
    missing: str
    threshold: Fraction
    ties: str
    key: str
    digits: int
    harmonic: bool
    units: dict[str, dict[str, Cell]]


def half_even(value: Fraction) -> Fraction:
    """20 decimals; Python rounds a fraction to the even integer."""
    return Fraction(round(value * TWENTY), TWENTY)


def half_up(value: Fraction, digits: int) -> Fraction:
    scaled = abs(value) * 10**digits
    whole = scaled.numerator // scaled.denominator
    if scaled - whole >= Fraction(1, 2):
        whole += 1
    return Fraction(whole if value >= 0 else -whole, 10**digits)


def leaf_scores(leaf: Leaf, cells: dict[str, Cell]) -> dict[str, Cell]:
    """Normalised scores; None stays None."""
    known = {unit: cell for unit, cell in cells.items() if cell is not None}
    signed = {unit: -cell if leaf.lower_is_better else cell for unit, cell in known.items()}
    pool = list(signed.values())
    result: dict[str, Cell] = dict.fromkeys(cells)
    for unit, own in known.items():
        result[unit] = one_score(leaf, own, signed[unit], pool)
    return result


def one_score(leaf: Leaf, own: Fraction, x: Fraction, pool: list[Fraction]) -> Fraction:
    """`own` as written, `x` after direction, `pool` after direction."""
    count, low, high = len(pool), min(pool), max(pool)
    if leaf.method in DECLARED:
        return declared_score(leaf, own, x)
    constant = count < 2 or low == high
    below = sum(1 for other in pool if other < x)
    above = sum(1 for other in pool if other > x)
    if constant:
        return middle(leaf, count)
    position = (x - low) / (high - low)
    return {
        "minmax": position * 100,
        "efficacy": position * 40 + 60,
        "distance_to_max": 1 - (high - x) / (high - low),
        "rank": Fraction(below + 1),
        "borda": Fraction(below),
        "percentile_rank": Fraction(below, count - 1),
        "rank_ladder": 100 - 5 * Fraction(above),
    }[leaf.method]


def declared_score(leaf: Leaf, own: Fraction, x: Fraction) -> Fraction:
    """Against numbers of the scheme."""
    get = leaf.settings
    if leaf.method == "goalposts":
        start, end = get["lower"], get["upper"]
        if leaf.lower_is_better:
            start, end = -end, -start
        score = (x - start) / (end - start) * 100
        return min(max(score, Fraction(0)), Fraction(100)) if get["truncate"] else score
    if leaf.method == "target_met":
        target = -get["target"] if leaf.lower_is_better else get["target"]
        return Fraction(100 if x >= target else 0)
    share = get["target"] / own if leaf.lower_is_better else own / get["target"]
    return min(Fraction(6, 5), share) * 100


def combine(pairs: list[tuple[Fraction, Cell]], case: Case) -> Cell:
    there = [(weight, score) for weight, score in pairs if score is not None]
    if not there or (case.missing == "require" and len(there) < len(pairs)):
        return None
    if case.missing == "threshold" and Fraction(len(there), len(pairs)) < case.threshold:
        return None
    weights = sum((weight for weight, _ in there), Fraction(0))
    if case.harmonic:
        return half_even(weights / sum((weight / score for weight, score in there), Fraction(0)))
    return half_even(sum((weight * score for weight, score in there), Fraction(0)) / weights)


def totals(case: Case) -> dict[str, Cell]:
    """The exact total of each unit, None where it is missing."""
    scores: dict[str, dict[str, Cell]] = {}
    for leaf in case.leaves:
        found = leaf_scores(leaf, {unit: cells[leaf.code] for unit, cells in case.units.items()})
        if case.missing == "floor":
            observed = [score for score in found.values() if score is not None]
            floor = min(observed) if observed else middle(leaf, len(found))
            found = {unit: floor if score is None else score for unit, score in found.items()}
        scores[leaf.code] = found
    result = {}
    for unit in case.units:
        themes: list[tuple[Fraction, Cell]] = []
        for theme, weight in case.themes.items():
            members = [(leaf.weight, scores[leaf.code][unit]) for leaf in case.leaves if leaf.parent == theme]
            themes.append((weight, combine(members, case)))
        result[unit] = combine(themes, case)
    return result


def middle(leaf: Leaf, count: int) -> Fraction:
    """What all get where figures do not tell them apart, or nobody has one: the midpoint, the mean rank."""
    mean_rank = Fraction(count + 1, 2)
    ranks = {
        "rank": mean_rank,
        "borda": mean_rank - 1,
        "percentile_rank": Fraction(1, 2),
        "rank_ladder": 100 - 5 * (mean_rank - 1),
        "distance_to_max": Fraction(1, 2),
        "efficacy": Fraction(80),
    }
    return ranks.get(leaf.method, Fraction(50))


def places(case: Case, exact: dict[str, Cell]) -> dict[str, Cell]:
    known = {unit: total for unit, total in exact.items() if total is not None}
    keys = {unit: half_up(total, case.digits) if case.key == "published" else total for unit, total in known.items()}
    result: dict[str, Cell] = dict.fromkeys(exact)
    for unit, key in keys.items():
        better = [other for other in keys.values() if other > key]
        equal = sum(1 for other in keys.values() if other == key)
        if case.ties == "dense":
            result[unit] = Fraction(len(set(better)) + 1)
        elif case.ties == "average":
            result[unit] = Fraction(2 * len(better) + equal + 1, 2)
        else:
            result[unit] = Fraction(len(better) + 1)
    return result
