"""Why a unit has its score: the tree from the total down to the figures, adding up exactly."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from operator import mul
from typing import Final, NamedTuple

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.evaluation_parts import Evaluation, NodeScore, UnitRow
from assessment.methodology.explain_formulas import (
    adjustment_formula,
    aggregate_formula,
    capped_formula,
    indicator_formula,
    total_formula,
)
from assessment.methodology.figures import Marker
from assessment.methodology.footnotes import Footnote
from assessment.methodology.outranking import net_wins
from assessment.methodology.pools import ZERO
from assessment.methodology.rounding import exact_context, quantise_aggregate
from assessment.methodology.scheme_parts import Aggregation, AggregationMethod, Indicator, Scheme
from assessment.methodology.tree_scores import points_of

IMBALANCE: Final = "imbalance"
MAJORITY: Final = "majority"
CAP: Final = "cap"
ADJUSTMENT: Final = "adjustment"
_TWENTY_DECIMALS: Final = quantise_aggregate(ZERO)


class UnitNotEvaluated(AssessmentError):
    code = "explanation_unit_not_evaluated"
    message = N_("Unit {unit} has no row in period “{period}”. Choose a unit and period of this evaluation.")
    status = 404


class ExplanationNode(NamedTuple):
    """One step of a score.

    `kind` is aggregate, indicator, adjustment, cap, imbalance (what a mean other than the arithmetic takes
    off) or majority (what the count of units outranked adds to the weighted net wins of the children).
    `contribution` is in points of the parent (of the total itself: its score); the contributions of the children
    add up to the node's `score` exactly. `formula` is in figures and signs, the same in every language. `value` is
    the raw figure of an indicator, `inputs` the columns it was read from.
    """

    code: str
    name: str
    kind: str
    score: Decimal | None
    weight: Decimal | None
    contribution: Decimal | None
    formula: str
    value: Decimal | None
    marker: str
    footnotes: tuple[Footnote, ...]
    inputs: tuple[tuple[str, Decimal | None], ...]
    children: tuple["ExplanationNode", ...]


def explain(evaluation: Evaluation, *, unit: str, period: str) -> ExplanationNode:
    """The tree of one unit in one period, in points; `UnitNotEvaluated` if it has no row."""
    for number, row in enumerate(evaluation.rows):
        if row.unit == unit and row.period == period:
            return Explainer(evaluation).tree(number)
    raise UnitNotEvaluated(unit=unit, period=period)


class Explainer:
    """Explains the rows of one evaluation; what they share is looked up once."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.scheme = evaluation.scheme
        self._bounds = {(each.period, each.group, each.code): each for each in evaluation.bounds}
        self._parts = {node.code: node for node in self.scheme.nodes}
        self._wins = wins_of(evaluation)
        self._inputs = {each.code: (*each.columns, *each.denominators) for each in self.scheme.indicators}

    def tree(self, number: int) -> ExplanationNode:
        """The explanation of the row with this number (in the order of the evaluation), in points."""
        scores = {node.code: node for node in self.evaluation.scores.of_row(number)}
        with exact_context():
            total = self._aggregate(number, scores, self.scheme.root)
            return total._replace(contribution=total.score)

    def _node(self, number: int, scores: dict[str, NodeScore], code: str) -> ExplanationNode:
        part = self._parts[code]
        if isinstance(part, Indicator):
            return self._indicator(self.evaluation.rows[number], scores[code], part)
        return self._aggregate(number, scores, code)

    def _indicator(self, row: UnitRow, score: NodeScore, part: Indicator) -> ExplanationNode:
        values = row.values
        inputs = tuple([(column, values[column].value) for column in self._inputs[part.code]])
        bounds = self._bounds[score.period, score.group, score.code]
        return ExplanationNode(
            part.code,
            part.name,
            "indicator",
            score.score,
            part.weight,
            None,
            indicator_formula(part, score, bounds, inputs),
            score.raw,
            score.marker,
            score.footnotes,
            inputs,
            (),
        )

    def _aggregate(self, number: int, scores: dict[str, NodeScore], code: str) -> ExplanationNode:
        part, score = self._parts[code], scores[code]
        children = [self._node(number, scores, child) for child in self.scheme.tree[code]]
        formula = ""
        if score.normalised is not None:
            aggregation = self.scheme.aggregation_of(code)
            formula = aggregate_formula(aggregation, _weighted(children))
            wins = {child: column[number] for child, column in self._wins.get(code, {}).items()}
            children = _with_contributions(children, score.normalised, aggregation, wins)
        if code == self.scheme.root and score.normalised is not None:
            row = self.evaluation.rows[number]
            extra = adjustments_of(self.scheme, row, before=score.normalised, after=score.score)
            formula = total_formula(formula, [each.contribution or ZERO for each in extra if each.kind != CAP])
            formula = capped_formula(formula, self.scheme.upper_cap)
            children += extra
        return ExplanationNode(
            code,
            part.name,
            "aggregate",
            score.score,
            part.weight,
            None,
            formula,
            None,
            score.marker,
            score.footnotes,
            (),
            tuple(children),
        )


def wins_of(evaluation: Evaluation) -> Mapping[str, Mapping[str, Sequence[Decimal | None]]]:
    """For each aggregate by Copeland's rule the net wins on each child: aggregate → child → one for each row."""
    scheme = evaluation.scheme
    columns = {column.code: column.scores for column in evaluation.scores.columns}
    parts: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(evaluation.rows):
        parts.setdefault((row.period, row.group), []).append(number)
    found: dict[str, dict[str, Sequence[Decimal | None]]] = {}
    for parent, children in scheme.tree.items():
        if scheme.aggregation_of(parent).method is AggregationMethod.COPELAND:
            found[parent] = {child: _wins_within(parts.values(), columns[child]) for child in children}
    return found


def _wins_within(parts: Iterable[Sequence[int]], scores: Sequence[Decimal | None]) -> list[Decimal | None]:
    wins: list[Decimal | None] = [None] * len(scores)
    for rows in parts:
        for row, win in zip(rows, net_wins([scores[row] for row in rows]), strict=True):
            wins[row] = win
    return wins


def step_beside(aggregation: Aggregation) -> str:
    """The kind of step that stands beside the children of an aggregate; empty where they add up by themselves."""
    if aggregation.method is AggregationMethod.COPELAND:
        return MAJORITY
    return "" if aggregation.method is AggregationMethod.ARITHMETIC else IMBALANCE


def adjustments_of(scheme: Scheme, row: UnitRow, *, before: Decimal, after: Decimal | None) -> list[ExplanationNode]:
    """The adjustments of a total, in points, then what the cap took off. Call it in the exact context."""
    extra: list[ExplanationNode] = []
    for adjustment in scheme.adjustments:
        figure = row.values[adjustment.column].value
        if figure is not None:
            points = points_of(adjustment, figure)
            formula = adjustment_formula(adjustment, figure)
            inputs = ((adjustment.column, figure),)
            extra.append(_step((adjustment.code, adjustment.name), ADJUSTMENT, points, formula, inputs))
            before += points
    if after is not None and after != before:
        extra.append(_step((CAP, CAP), CAP, after - before, ""))
    return extra


def _weighted(children: list[ExplanationNode]) -> list[tuple[Decimal, Decimal]]:
    """Weight and score of the children that are there."""
    return [(child.weight or ZERO, child.score) for child in children if child.score is not None]


def contributions_of(
    weights: Sequence[Decimal], scores: Sequence[Decimal], score: Decimal, aggregation: Aggregation
) -> tuple[list[Decimal], Decimal]:
    """What each child contributes to the parent's `score` in points, and what imbalance takes off.

    Weighted shares to 20 decimals; what rounding leaves goes to the largest, so that all add up exactly. A mean
    other than the arithmetic is the arithmetic one less an imbalance; Copeland's score is the weighted net wins of
    the children, which come in as `scores`, and what the majorities add. Call it in the exact context.
    """
    total = sum(weights, ZERO)
    parts = [(product / total).quantize(_TWENTY_DECIMALS) for product in map(mul, weights, scores)]
    rest = score - sum(parts, ZERO)
    if aggregation.method is not AggregationMethod.ARITHMETIC:
        return parts, rest
    if rest:
        sizes = list(map(abs, parts))
        parts[sizes.index(max(sizes))] += rest
    return parts, ZERO


def _with_contributions(
    children: list[ExplanationNode], score: Decimal, aggregation: Aggregation, wins: Mapping[str, Decimal | None]
) -> list[ExplanationNode]:
    weights, scores = zip(*_weighted(children), strict=True)
    if wins:
        scores = tuple(win for win in wins.values() if win is not None)
    parts, rest = contributions_of(weights, scores, score, aggregation)
    steps: list[ExplanationNode] = []
    beside = step_beside(aggregation)
    if beside:
        steps.append(_step((beside, beside), beside, rest, ""))
    remaining = iter(parts)
    return [
        child if child.score is None else child._replace(contribution=next(remaining)) for child in children
    ] + steps


def _step(
    named: tuple[str, str],
    kind: str,
    points: Decimal,
    formula: str,
    inputs: tuple[tuple[str, Decimal | None], ...] = (),
) -> ExplanationNode:
    code, name = named
    return ExplanationNode(code, name, kind, points, None, points, formula, None, Marker.COMPUTED, (), inputs, ())
