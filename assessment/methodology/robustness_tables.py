"""The indicators' scores under another normalisation, other outliers or figures moved a little, by the exact engine.

Every combination is computed as an official run computes its indicators, in exact decimals, and then written down in
whole millionths of a point; so no method needs a second, approximate form.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

import numpy as np

from assessment.methodology.evaluation import Evaluation, UnitRow, partitions_of
from assessment.methodology.figure_columns import read_columns
from assessment.methodology.figures import Figure
from assessment.methodology.indicator_scores import score_indicator
from assessment.methodology.indicator_values import Context
from assessment.methodology.parameters import Parameters
from assessment.methodology.pools import ZERO
from assessment.methodology.robustness_arithmetic import MILLIONTHS, Floats
from assessment.methodology.robustness_draws import COPIES, uniform
from assessment.methodology.robustness_settings import RobustnessSettings
from assessment.methodology.robustness_tree import ScoreTable
from assessment.methodology.rounding import exact_context
from assessment.methodology.scheme_parts import Indicator, MethodUse, Scheme
from assessment.methodology.tree_scores import points_of

Scores = Sequence[Sequence[Decimal | None]]
WINSORISE: Final = "winsorise"
_TWO_TO_31: Final = Decimal(2**31)


@dataclass(frozen=True, slots=True)
class Combination:
    """Which answer was taken for each choice, by number."""

    normalisation: int = 0
    winsorisation: int = 0
    copy: int = 0


@dataclass(frozen=True, slots=True)
class Tables:
    """The score tables of one evaluation under one set of settings, computed when first asked for."""

    evaluation: Evaluation
    settings: RobustnessSettings
    found: dict[Combination, Scores] = field(default_factory=dict)

    def table(self, combination: Combination, rows: Sequence[int]) -> ScoreTable:
        """The scores of these rows of the evaluation."""
        if combination not in self.found:
            self.found[combination] = self._scores(combination)
        return table_of(self.found[combination], rows)

    def _scores(self, combination: Combination) -> Scores:
        evaluation = self.evaluation
        normalise = self.settings.normalisations[combination.normalisation]
        points = self.settings.winsorise_points[combination.winsorisation]
        if normalise is None and points is None and not self.settings.noise:
            return declared_scores(evaluation)
        scheme = _with_choices(evaluation.scheme, normalise, points)
        return scores_of(scheme, self._rows(combination.copy))

    def _rows(self, copy: int) -> tuple[UnitRow, ...]:
        """The rows of the evaluation, every figure moved by its own draw where noise was asked for."""
        rows, scheme = self.evaluation.rows, self.evaluation.scheme
        if not self.settings.noise:
            return rows
        columns = scheme.columns
        draws = uniform(self.settings, stream=COPIES + copy, shape=(len(rows), len(columns))).tolist()
        with exact_context():
            return tuple(
                replace(row, values={**row.values, **dict(self._moved(row, columns, drawn))})
                for row, drawn in zip(rows, draws, strict=True)
            )

    def _moved(self, row: UnitRow, columns: Sequence[str], drawn: Sequence[int]) -> Iterator[tuple[str, Figure]]:
        for column, draw in zip(columns, drawn, strict=True):
            figure = row.values[column]
            if figure.value is not None:
                factor = 1 + self.settings.noise * (draw - _TWO_TO_31) / _TWO_TO_31
                yield column, replace(figure, value=figure.value * factor)


def declared_scores(evaluation: Evaluation) -> Scores:
    """What the evaluation itself holds: one column for each indicator."""
    return [column.scores for column in evaluation.scores.columns[: len(evaluation.scheme.indicators)]]


def scores_of(scheme: Scheme, rows: Sequence[UnitRow]) -> Scores:
    """The exact scores of the indicators; rows in the order of an evaluation."""
    partitions, columns = partitions_of(scheme, rows), read_columns(rows, scheme.columns)
    with exact_context():
        return [
            score_indicator(scheme, Context(rows, columns, indicator, partitions)).scores
            for indicator in scheme.indicators
        ]


def table_of(scores: Scores, rows: Sequence[int]) -> ScoreTable:
    """Scores in whole millionths of a point, a missing one 0 and not there."""
    picked = [[column[row] for row in rows] for column in scores]
    there = np.array([[score is not None for score in column] for column in picked])
    points = np.array([[float(score or 0) for score in column] for column in picked])
    return ScoreTable(np.rint(points * MILLIONTHS), there)


def adjustments_of_rows(evaluation: Evaluation, rows: Sequence[int]) -> Floats:
    """What adjustments add to the total of each row, in millionths of a point."""
    scheme = evaluation.scheme
    added = []
    with exact_context():
        for row in rows:
            figures = [(each, evaluation.rows[row].values[each.column].value) for each in scheme.adjustments]
            points = sum((points_of(each, figure) for each, figure in figures if figure is not None), ZERO)
            added.append(float(points))
    return np.rint(np.array(added) * MILLIONTHS)


def _with_choices(scheme: Scheme, normalise: MethodUse | None, points: int | None) -> Scheme:
    """The scheme with another normalisation and another number of winsorised points, both for all indicators."""
    return replace(scheme, indicators=tuple(_chosen(each, normalise, points) for each in scheme.indicators))


def _chosen(indicator: Indicator, normalise: MethodUse | None, points: int | None) -> Indicator:
    if normalise is not None:
        indicator = replace(indicator, normalise=normalise)
    if points is None:
        return indicator
    others = tuple(use for use in indicator.treat if use.method != WINSORISE)
    first = (MethodUse(WINSORISE, Parameters({"points": Decimal(points)})),) if points else ()
    return replace(indicator, treat=first + others)
