"""How far each unit is from the mean of the ranked units on each indicator: pure, over one evaluation.

In points of the indicator's own score, so that indicators of different units stand in one list. The mean is the simple
one of the units of the same group that have a score; what a reader does not get is not in it either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessment.methodology.evaluation import Evaluation
from assessment.methodology.evaluation_parts import NodeScore
from assessment.methodology.rounding import exact_context


@dataclass(frozen=True)
class IndicatorGap:
    """`gap` is score less mean, in points; negative below the mean. None where the unit has no score."""

    unit: str
    group: str
    code: str
    raw: Decimal | None
    score: Decimal | None
    mean: Decimal | None
    gap: Decimal | None


def indicator_gaps(evaluation: Evaluation) -> tuple[IndicatorGap, ...]:
    """Every unit and indicator, in the order of the evaluation; give it masked: see `masked_evaluation`."""
    leaves = [node for node in evaluation.scores if node.level == 0]
    found: dict[tuple[str, str], list[Decimal]] = {}
    for node in leaves:
        if node.score is not None:
            found.setdefault((node.group, node.code), []).append(node.score)
    with exact_context():
        means = {key: sum(scores, Decimal(0)) / len(scores) for key, scores in found.items()}
        return tuple(_gap(node, means.get((node.group, node.code))) for node in leaves)


def worst_gaps(gaps: Sequence[IndicatorGap], count: int) -> list[IndicatorGap]:
    """The `count` furthest below their mean, furthest first; equal ones in the order they came."""
    below = [(one.gap, number, one) for number, one in enumerate(gaps) if one.gap is not None and one.gap < 0]
    return [one for _, _, one in sorted(below, key=lambda entry: entry[:2])[:count]]


def _gap(node: NodeScore, mean: Decimal | None) -> IndicatorGap:
    gap = None if node.score is None or mean is None else node.score - mean
    return IndicatorGap(node.unit, node.group, node.code, node.raw, node.score, mean, gap)
