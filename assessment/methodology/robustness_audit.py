"""Audit statistics of a scheme: do the children of an aggregate belong together, and what do they really weigh.

Source: OECD/JRC handbook, statistical coherence. All statistics are of the scores of units that have every child of the
family; shares of availability count every unit of the group.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

import numpy as np

from assessment.methodology.correlations import (
    Correlation,
    cronbach_alpha,
    kendall,
    pearson,
    principal_components,
    spearman,
)
from assessment.methodology.evaluation import Evaluation
from assessment.methodology.pools import ONE
from assessment.methodology.robustness_arithmetic import Floats
from assessment.methodology.robustness_ranks import SIX, shared
from assessment.methodology.rounding import exact_context
from assessment.methodology.scheme_parts import Scheme

Statistic = Decimal | None


@dataclass(frozen=True, slots=True)
class PairCorrelation:
    """Two nodes of one family: siblings, or a child and its parent."""

    first: str
    second: str
    pearson: Statistic
    spearman: Statistic
    kendall: Statistic


@dataclass(frozen=True, slots=True)
class Component:
    """One principal component of a family: eigenvalue, share of the variance, |loadings| in the order of children."""

    eigenvalue: Decimal
    share: Decimal
    loadings: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class FamilyAudit:
    """`units` have a score in every child; components are left out where a child does not vary."""

    parent: str
    children: tuple[str, ...]
    units: int
    alpha: Statistic
    correlations: tuple[PairCorrelation, ...]
    components: tuple[Component, ...]


@dataclass(frozen=True, slots=True)
class IndicatorAudit:
    """`effective_weight` is the share in the total along all levels, `influence` the squared correlation with it."""

    code: str
    effective_weight: Decimal
    influence: Statistic
    availability: Decimal


@dataclass(frozen=True, slots=True)
class Audit:
    """The statistics of one period × group."""

    families: tuple[FamilyAudit, ...]
    indicators: tuple[IndicatorAudit, ...]


def audit(evaluation: Evaluation, rows: Sequence[int]) -> Audit:
    """The audit of the units in these rows of an evaluation."""
    scheme = evaluation.scheme
    columns = {
        column.code: np.array([np.nan if (score := column.scores[row]) is None else float(score) for row in rows])
        for column in evaluation.scores.columns
    }
    return Audit(
        families=tuple(_family(scheme, columns, parent.code) for parent in scheme.upwards),
        indicators=tuple(_indicators(evaluation, rows, columns)),
    )


def effective_weights(scheme: Scheme) -> dict[str, Decimal]:
    """The share of each node in the total: its weight among its siblings times the share of its parent, exact."""
    shares = {scheme.root: ONE}
    with exact_context():
        for parent in reversed(scheme.upwards):
            weights = {code: scheme.node(code).weight or ONE for code in scheme.tree[parent.code]}
            total = sum(weights.values())
            shares |= {code: shares[parent.code] * weight / total for code, weight in weights.items()}
    return shares


Columns = Mapping[str, Floats]


def _family(scheme: Scheme, columns: Columns, parent: str) -> FamilyAudit:
    children = scheme.tree[parent]
    own = _complete([columns[code] for code in (*children, parent)])
    scores = dict(zip((*children, parent), own, strict=True))
    pairs = [*combinations(children, 2), *((child, parent) for child in children)]
    correlations = tuple(
        PairCorrelation(first, second, *(_statistic(by, scores[first], scores[second]) for by in _CORRELATIONS))
        for first, second in pairs
    )
    return FamilyAudit(
        parent=parent,
        children=children,
        units=len(own[0]),
        alpha=_rounded(cronbach_alpha(own[:-1])),
        correlations=correlations,
        components=_components(own[:-1]),
    )


_CORRELATIONS: tuple[Correlation, ...] = (pearson, spearman, kendall)


def _complete(columns: Sequence[Floats]) -> list[Floats]:
    """The columns without the units that lack one of them."""
    there = np.logical_and.reduce([~np.isnan(column) for column in columns])
    return [column[there] for column in columns]


def _components(columns: Sequence[Floats]) -> tuple[Component, ...]:
    matrix = [[pearson(first, second) for second in columns] for first in columns]
    known = [[entry for entry in row if entry is not None] for row in matrix]
    if any(len(row) < len(columns) for row in known):
        return ()
    return tuple(
        Component(
            eigenvalue=_six(value),
            share=_six(value / len(columns)),
            loadings=tuple(map(_six, loadings)),
        )
        for value, loadings in principal_components(known)
    )


def _indicators(evaluation: Evaluation, rows: Sequence[int], columns: Columns) -> Iterator[IndicatorAudit]:
    scheme, weights = evaluation.scheme, effective_weights(evaluation.scheme)
    for indicator in scheme.indicators:
        given = [_given(evaluation, row, indicator.columns) for row in rows]
        own, total = _complete([columns[indicator.code], columns[scheme.root]])
        correlation = pearson(own, total)
        yield IndicatorAudit(
            code=indicator.code,
            effective_weight=weights[indicator.code].quantize(SIX),
            influence=None if correlation is None else _six(correlation * correlation),
            availability=shared(sum(given), len(given)),
        )


def _given(evaluation: Evaluation, row: int, columns: Sequence[str]) -> bool:
    return all(evaluation.rows[row].values[column].value is not None for column in columns)


def _statistic(by: Correlation, first: Floats, second: Floats) -> Statistic:
    return _rounded(by(first, second))


def _rounded(value: float | None) -> Statistic:
    return None if value is None else _six(value)


def _six(value: float) -> Decimal:
    return Decimal(value).quantize(SIX)
