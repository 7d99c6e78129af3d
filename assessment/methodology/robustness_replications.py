"""Places in many replications: draws → combinations of choices → scores → weights → totals → places."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from assessment.methodology.evaluation import Evaluation
from assessment.methodology.robustness_arithmetic import Floats
from assessment.methodology.robustness_draws import (
    AGGREGATION,
    NOISE,
    NORMALISATION,
    WINSORISATION,
    Draws,
    Factor,
    choices_drawn,
    factors_of,
    weights_drawn,
)
from assessment.methodology.robustness_ranks import Places, adjusted, keys_of, places_of
from assessment.methodology.robustness_settings import RobustnessSettings
from assessment.methodology.robustness_tables import Combination, Tables, adjustments_of_rows
from assessment.methodology.robustness_tree import WeightTree, totals_of
from assessment.methodology.scheme_parts import Scheme

_ROWS_AT_ONCE: Final = 200
_CHOICES: Final = (NORMALISATION, WINSORISATION, NOISE, AGGREGATION)


@dataclass(frozen=True, slots=True)
class Group:
    """The units ranked together: their rows in the evaluation (only those with a total), and its adjustments."""

    rows: tuple[int, ...]
    adjustments: Floats


@dataclass(frozen=True, slots=True)
class Experiment:
    """One evaluation under one set of settings: everything a replication needs besides its draws."""

    scheme: Scheme
    settings: RobustnessSettings
    tables: Tables
    trees: tuple[WeightTree, ...]
    factors: tuple[Factor, ...]

    @classmethod
    def of(cls, evaluation: Evaluation, settings: RobustnessSettings) -> "Experiment":
        scheme = evaluation.scheme
        height = len(scheme.aggregation)
        trees = tuple(
            WeightTree.of(scheme, None if aggregation is None else (aggregation,) * height)
            for aggregation in settings.aggregations
        )
        factors = factors_of(scheme, trees[0], settings)
        return cls(scheme, settings, Tables(evaluation, settings), trees, factors)

    @property
    def columns(self) -> int:
        """How many draws one replication takes."""
        return sum(len(factor.columns) for factor in self.factors)

    def group(self, rows: Sequence[int]) -> Group:
        return Group(tuple(rows), adjustments_of_rows(self.tables.evaluation, rows))

    def places(self, group: Group, draws: Draws) -> Places:
        """Doubled places of the group's units under every row of draws."""
        places = np.empty((len(draws), len(group.rows)), dtype=np.int32)
        weights = weights_drawn(self.trees[0], self.factors, self.settings, draws)
        for combination, chosen in self._combinations(draws):
            table = self.tables.table(Combination(*combination[:3]), group.rows)
            tree = self.trees[combination[3]]
            for start in range(0, len(chosen), _ROWS_AT_ONCE):
                rows = chosen[start : start + _ROWS_AT_ONCE]
                totals, there = totals_of(tree, table, weights[rows])
                totals = adjusted(totals, group.adjustments, self.scheme.upper_cap)
                places[rows] = places_of(keys_of(self.scheme, totals, there), self.scheme.ranking.ties)
        return places

    def _combinations(self, draws: Draws) -> list[tuple[tuple[int, ...], np.ndarray]]:
        """The combinations of choices that occur, and the rows of draws that take each."""
        drawn = choices_drawn(self.factors, draws)
        none = np.zeros(len(draws), dtype=np.int64)
        choices = np.stack([drawn.get(name, none) for name in _CHOICES], axis=1)
        different, which = np.unique(choices, axis=0, return_inverse=True)
        which = which.reshape(-1)
        return [
            (tuple(map(int, combination)), np.flatnonzero(which == number))
            for number, combination in enumerate(different)
        ]
