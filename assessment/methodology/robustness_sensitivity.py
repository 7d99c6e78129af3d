"""Variance-based sensitivity: which uncertain input moves the ranking, alone and together with the others.

Source: Saltelli et al. 2010, design of the matrices A, B and A_B (A with the columns of one input taken from B); the
estimators of Jansen 1999 for both indices. With f at the rows of each and V the variance over A and B together:
first-order S = 1 - Σ (f(B) - f(A_B))² / (2 N V), total T = Σ (f(A) - f(A_B))² / (2 N V). V = 0: nothing moves, and
there is no index.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from assessment.methodology.robustness_arithmetic import Floats
from assessment.methodology.robustness_draws import DESIGN, Draws, Factor, uniform
from assessment.methodology.robustness_ranks import SIX, Places
from assessment.methodology.robustness_replications import Experiment, Group

Index = Decimal | None


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Indices of one uncertain input, of the mean absolute shift of places and of each unit's own place."""

    factor: str
    first_order: Index
    total: Index
    units_first_order: tuple[Index, ...]
    units_total: tuple[Index, ...]


def jansen(base: Floats, other: Floats, mixed: Floats) -> tuple[Floats, Floats]:
    """First-order and total index of each column of f, from f(A), f(B) and f(A_B); not a number where V = 0."""
    both = np.concatenate([base, other])
    gaps = both - both.mean(axis=0)
    variance = (gaps * gaps).sum(axis=0) / len(both)
    first = ((other - mixed) * (other - mixed)).sum(axis=0) / (2.0 * len(base))
    total = ((base - mixed) * (base - mixed)).sum(axis=0) / (2.0 * len(base))
    varies = variance > 0
    scale = np.where(varies, variance, 1.0)
    return np.where(varies, 1.0 - first / scale, np.nan), np.where(varies, total / scale, np.nan)


def mixed_draws(base: Draws, other: Draws, factor: Factor) -> Draws:
    """A with the columns of one input taken from B."""
    mixed = base.copy()
    mixed[:, factor.columns] = other[:, factor.columns]
    return mixed


def sensitivities(experiment: Experiment, group: Group, nominal: Sequence[int]) -> tuple[Sensitivity, ...]:
    """The indices of every factor; `nominal` are the doubled official places."""
    samples, columns = experiment.settings.samples, experiment.columns
    if not samples or not columns:
        return ()
    drawn = uniform(experiment.settings, stream=DESIGN, shape=(samples, 2 * columns))
    base, other = drawn[:, :columns], drawn[:, columns:]
    official = np.asarray(nominal, dtype=np.int64)
    outputs = [_outputs(experiment.places(group, draws), official) for draws in (base, other)]
    return tuple(
        _sensitivity(factor, outputs, _outputs(experiment.places(group, mixed_draws(base, other, factor)), official))
        for factor in experiment.factors
    )


def _outputs(places: Places, nominal: np.ndarray) -> Floats:
    """The sum of absolute shifts, then each unit's place: one column each, whole numbers."""
    shift = np.abs(places - nominal).sum(axis=1, dtype=np.int64)
    return np.concatenate([shift[:, None], places], axis=1).astype(np.float64)


def _sensitivity(factor: Factor, outputs: Sequence[Floats], mixed: Floats) -> Sensitivity:
    first, total = (tuple(map(_index, found.tolist())) for found in jansen(outputs[0], outputs[1], mixed))
    return Sensitivity(factor.name, first[0], total[0], first[1:], total[1:])


def _index(value: float) -> Index:
    return Decimal(value).quantize(SIX) if math.isfinite(value) else None
