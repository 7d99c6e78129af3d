"""The tree of a scheme over many sets of weights at once, in whole millionths of a point.

Where one mean holds at every level and nothing is missing, the tree is one product of whole numbers: weights multiply
along the way up. Otherwise it is climbed level by level. Missing rules, penalties and outranking as in the exact pass.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

import numpy as np

from assessment.methodology.aggregate import needs_positive
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.robustness_arithmetic import (
    MILLIONTHS,
    Bools,
    Floats,
    fineness,
    generator,
    whole_parts,
)
from assessment.methodology.scheme_parts import (
    Aggregate,
    Aggregation,
    AggregationMethod,
    Indicator,
    MissingMethod,
    MissingRule,
    Scheme,
)

MOST_OUTRANKED: Final = 300
_FLAT: Final = (AggregationMethod.MAZZIOTTA_PARETO, AggregationMethod.COPELAND)


class CombinationNotPositive(AssessmentError):
    code = "robustness_combination_not_positive"
    message = N_(
        "Among the combinations to be tried, {aggregate} by {method} meets scores that are not above zero. "
        "Leave the {method} mean out or choose score ranges that start above zero."
    )


class TooManyToOutrank(AssessmentError):
    code = "robustness_too_many_to_outrank"
    message = N_("Copeland's rule compares every pair in every replication: at most {expected} units, not {received}.")


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """The indicators' scores of the units of one period × group: one row for each leaf of the tree."""

    scores: Floats
    there: Bools

    @property
    def complete(self) -> bool:
        return bool(self.there.all())


@dataclass(frozen=True, slots=True)
class Branch:
    """One aggregate; `children` are numbers of nodes: the leaves first, then the branches from the bottom."""

    code: str
    children: tuple[int, ...]
    aggregation: Aggregation


@dataclass(frozen=True, slots=True)
class WeightTree:
    """`codes` and `weights` by number of node; the last branch is the total, whose own weight counts for nothing."""

    codes: tuple[str, ...]
    leaves: int
    branches: tuple[Branch, ...]
    weights: Floats
    missing: MissingRule

    @classmethod
    def of(cls, scheme: Scheme, aggregations: Sequence[Aggregation] | None = None) -> "WeightTree":
        """The tree of a scheme; `aggregations`, one for each level from the bottom, in the place of its own."""
        levels = scheme.aggregation if aggregations is None else aggregations
        nodes: tuple[Indicator | Aggregate, ...] = (*scheme.indicators, *scheme.upwards)
        codes = tuple(node.code for node in nodes)
        number = {code: position for position, code in enumerate(codes)}
        branches = tuple(
            Branch(
                branch.code,
                tuple(number[child] for child in scheme.tree[branch.code]),
                levels[scheme.levels[branch.code] - 1],
            )
            for branch in scheme.upwards
        )
        weights = np.array([1.0 if node.weight is None else float(node.weight) for node in nodes])
        return cls(codes, len(scheme.indicators), branches, weights, scheme.missing)

    @property
    def flat(self) -> bool:
        """Whether one and the same mean holds at every level."""
        means = {branch.aggregation for branch in self.branches}
        return len(means) == 1 and not any(mean.method in _FLAT for mean in means)


def totals_of(tree: WeightTree, table: ScoreTable, weights: Floats) -> tuple[Floats, Bools]:
    """The total of every unit under every row of `weights` (by node), and which units have one.

    In whole millionths of a point, one row for each row of weights.
    """
    if tree.flat and table.complete:
        everybody = np.ones(table.scores.shape[1], dtype=np.bool_)
        return _flat(tree, table.scores, weights), everybody
    return _climbed(tree, table, weights)


def shares_upwards(tree: WeightTree, weights: Floats) -> Floats:
    """The share of each leaf in the total: weights normalised inside each parent, multiplied along the way up."""
    shares = np.ones_like(weights)
    for branch in reversed(tree.branches):
        own = [tree.leaves + tree.branches.index(branch)]
        among = weights[:, branch.children]
        shares[:, branch.children] = among / among.sum(axis=1, keepdims=True) * shares[:, own]
    return shares[:, : tree.leaves]


def _flat(tree: WeightTree, scores: Floats, weights: Floats) -> Floats:
    aggregation = tree.branches[-1].aggregation
    if needs_positive(aggregation) and not (scores > 0).all():
        _refuse(tree.branches[0])
    terms, scale = _terms(tree.branches[-1], scores)
    parts = whole_parts(shares_upwards(tree, weights), float(np.abs(terms).max(initial=0.0)))
    mean = (parts @ terms) / parts.sum(axis=1, keepdims=True)
    return _points(aggregation, mean, scale)


def _terms(branch: Branch, scores: Floats) -> tuple[Floats, float]:
    """What the mean adds up as whole numbers, and how many of them make one."""
    if branch.aggregation.method is AggregationMethod.ARITHMETIC:
        return scores, MILLIONTHS
    forward, _ = generator(branch.aggregation)
    terms = forward(scores / MILLIONTHS)
    scale = fineness(max(float(np.abs(terms).max(initial=0.0)), 1e-6))
    return np.rint(terms * scale), scale


def _points(aggregation: Aggregation, mean: Floats, scale: float) -> Floats:
    if aggregation.method is AggregationMethod.ARITHMETIC:
        return np.rint(mean)
    _, backward = generator(aggregation)
    return np.rint(backward(mean / scale) * MILLIONTHS)


def _climbed(tree: WeightTree, table: ScoreTable, weights: Floats) -> tuple[Floats, Bools]:
    found: dict[int, tuple[Floats, Bools]] = {
        leaf: (table.scores[leaf][None, :], table.there[leaf]) for leaf in range(tree.leaves)
    }
    for position, branch in enumerate(tree.branches):
        family = _Family(branch, tree.missing, found, weights[:, branch.children])
        found[tree.leaves + position] = family.score()
    total, there = found[tree.leaves + len(tree.branches) - 1]
    return np.broadcast_to(total, (weights.shape[0], total.shape[1])), there


class _Family:
    """One aggregate with its children under many sets of weights: arrays are sets × units for each child."""

    def __init__(
        self, branch: Branch, rule: MissingRule, found: Mapping[int, tuple[Floats, Bools]], weights: Floats
    ) -> None:
        self.branch = branch
        self.scores = [found[child][0] for child in branch.children]
        self.there = np.array([found[child][1] for child in branch.children])
        self.enough = _enough(rule, self.there)
        self.shares = weights / weights.sum(axis=1, keepdims=True)

    def score(self) -> tuple[Floats, Bools]:
        method = self.branch.aggregation.method
        if method is AggregationMethod.COPELAND:
            return self._outranked(), self.enough
        if method is AggregationMethod.MAZZIOTTA_PARETO:
            return self._balanced(), self.enough
        return self._mean(), self.enough

    def _mean(self) -> Floats:
        if needs_positive(self.branch.aggregation):
            self._check(self.scores, self.there)
        stacked = [
            _terms(self.branch, np.where(there, score, MILLIONTHS))
            for score, there in zip(self.scores, self.there, strict=True)
        ]
        scale = min(scale for _, scale in stacked)
        terms = [np.rint(term * (scale / own)) for term, own in stacked]
        mean = np.where(self.enough, self._weighted(terms), scale)
        return _points(self.branch.aggregation, mean, scale)

    def _weighted(self, terms: Sequence[Floats]) -> Floats:
        """Σ w · term / Σ w over the children that are there; where none is, 0 / 1."""
        parts = whole_parts(self.shares, max(float(np.abs(term).max(initial=0.0)) for term in terms))
        above, below = np.zeros((1, 1)), np.zeros((1, 1))
        for number, term in enumerate(terms):
            weight = parts[:, number, None] * self.there[number]
            above, below = above + weight * term, below + weight
        return above / np.where(below > 0, below, 1.0)

    def _balanced(self) -> Floats:
        mean = self._weighted(self.scores)
        mean = np.where(self.enough, mean, MILLIONTHS)
        self._check([mean], [self.enough])
        above, below = np.zeros((1, 1)), np.zeros((1, 1))
        for number, score in enumerate(self.scores):
            weight = self.shares[:, number, None] * self.there[number]
            above, below = above + weight * ((score - mean) * (score - mean)), below + weight
        count = self.there.sum(axis=0)
        spread = above / np.where(below > 0, below, 1.0) * count / np.maximum(count - 1, 1)
        return np.rint(mean - np.where(count > 1, spread, 0.0) / mean)

    def _outranked(self) -> Floats:
        units = self.there.shape[1]
        if units > MOST_OUTRANKED:
            raise TooManyToOutrank(expected=MOST_OUTRANKED, received=units)
        parts = whole_parts(self.shares, MILLIONTHS)
        wins = np.empty((parts.shape[0], units))
        for number, votes in enumerate(parts):
            margin = np.zeros((units, units))
            for vote, score, there in zip(votes, self.scores, self.there, strict=True):
                own = score[number % score.shape[0]]
                both = (there & self.enough)[:, None] & (there & self.enough)[None, :]
                margin += vote * np.sign(own[:, None] - own[None, :]) * both
            wins[number] = np.sign(margin).sum(axis=1)
        return wins * MILLIONTHS

    def _check(self, scores: Sequence[Floats], present: Iterable[Bools]) -> None:
        if not all(((score > 0) | ~there).all() for score, there in zip(scores, present, strict=True)):
            _refuse(self.branch)


def _refuse(branch: Branch) -> NoReturn:
    raise CombinationNotPositive(aggregate=branch.code, method=branch.aggregation.method.value)


def _enough(rule: MissingRule, there: Bools) -> Bools:
    """Which units have children enough for a score."""
    count = there.sum(axis=0)
    if rule.method is MissingMethod.REQUIRE:
        return np.asarray(count == len(there))
    if rule.threshold is not None:
        return np.asarray(count >= max(1, math.ceil(rule.threshold * len(there))))
    return np.asarray(count > 0)
