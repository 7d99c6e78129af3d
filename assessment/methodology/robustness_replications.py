"""Places in many replications: draws → combinations of choices → scores → weights → totals → places."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from assessment.methodology.evaluation import Evaluation
from assessment.methodology.robustness_arithmetic import Bools, Floats
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
    """One period × group: all its rows in the evaluation, what adjustments add to each, and who is ranked.

    `ranked` are places within `rows`, of the units with an official total in the order of the official ranking.
    """

    rows: tuple[int, ...]
    ranked: tuple[int, ...]
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

    def group(self, rows: Sequence[int], ranked: Sequence[int]) -> Group:
        """`ranked` are the rows in the order of the official ranking, `rows` all that are compared with them."""
        place = {row: number for number, row in enumerate(rows)}
        adjustments = adjustments_of_rows(self.tables.evaluation, rows)
        return Group(tuple(rows), tuple(place[row] for row in ranked), adjustments)

    def places(self, group: Group, draws: Draws) -> Places:
        """Doubled places of the group's ranked units under every row of draws."""
        places = np.empty((len(draws), len(group.ranked)), dtype=np.int32)
        weights = weights_drawn(self.trees[0], self.factors, self.settings, draws)
        for combination, chosen in self._combinations(draws):
            table = self.tables.table(Combination(*combination[:3]), group.rows)
            tree = self.trees[combination[3]]
            for start in range(0, len(chosen), _ROWS_AT_ONCE):
                rows = chosen[start : start + _ROWS_AT_ONCE]
                places[rows] = self.ranked(group, *totals_of(tree, table, weights[rows]))
        return places

    def ranked(self, group: Group, totals: Floats, there: Bools) -> Places:
        """Doubled places by totals of all rows of the group (one line for each replication), adjusted and capped."""
        totals = adjusted(totals, group.adjustments, self.scheme.upper_cap)
        keys = keys_of(self.scheme, totals, there)
        return places_of(keys[:, group.ranked], self.scheme.ranking.ties)

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
