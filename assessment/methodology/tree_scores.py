"""From the scores of the indicators upwards: aggregates, adjustments of the total, its cap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import mul

from assessment.methodology.aggregate import accepts, aggregate, arithmetic, needs_positive_mean
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.evaluation_parts import UnitRow
from assessment.methodology.figure_columns import FigureColumn
from assessment.methodology.figures import Marker
from assessment.methodology.footnotes import Footnote
from assessment.methodology.indicator_scores import NodeColumn
from assessment.methodology.indicator_values import Optional, PoolRows
from assessment.methodology.missing import Children, children_present
from assessment.methodology.outranking import copeland
from assessment.methodology.place_phrases import unit_phrase
from assessment.methodology.pools import ZERO
from assessment.methodology.rounding import DECIMALS_OF_AGGREGATES, decimals_of, quantise_aggregate
from assessment.methodology.scheme_parts import Adjustment, Aggregation, AggregationMethod, Scheme


class ScoreNotPositive(AssessmentError):
    code = "evaluation_score_not_positive"
    message = N_(
        "In {place}, {child} scores {received}, but {aggregate} is a {method} mean and needs "
        "scores above zero. Use a score range that starts above zero or the arithmetic mean."
    )


class MeanNotPositive(AssessmentError):
    code = "evaluation_mean_not_positive"
    message = N_(
        "In {place}, the scores of {aggregate} have the mean {received}, but a penalty for imbalance needs a mean "
        "above zero. Use another score range or the arithmetic mean."
    )


@dataclass(frozen=True, slots=True)
class Family:
    """The rows of an evaluation and how they are ranked together, period × group by period × group."""

    rows: Sequence[UnitRow]
    parts: Sequence[PoolRows]


@dataclass(frozen=True, slots=True)
class Parent:
    """One aggregate and its children over all rows."""

    scheme: Scheme
    within: Family
    code: str
    weights: tuple[Decimal, ...]
    children: tuple[NodeColumn, ...]

    @property
    def rows(self) -> Sequence[UnitRow]:
        return self.within.rows

    def score(self) -> NodeColumn:
        """The aggregate of every row, quantised, with the marker of what its children lack."""
        nothing: Optional = [None] * len(self.rows)
        markers: list[str] = [Marker.COMPUTED] * len(self.rows)
        node = NodeColumn(self.code, nothing, nothing, nothing, nothing, markers, {})
        node.normalised = self._complete() or self._row_by_row(node)
        if self.scheme.aggregation_of(self.code).method is AggregationMethod.COPELAND:
            node.normalised = self._outranked(node.normalised)
        node.scores = node.normalised
        self._mark_provisional(node)
        return node

    def _complete(self) -> Optional:
        """The plain case, arithmetic and all there: the sum of `aggregate.arithmetic`, weights added up once."""
        columns = [[score for score in child.scores if score is not None] for child in self.children]
        plain = self.scheme.aggregation_of(self.code).method is AggregationMethod.ARITHMETIC
        if not plain or any(len(column) < len(self.rows) for column in columns):
            return []
        total = sum(self.weights, ZERO)
        return [
            quantise_aggregate(sum(map(mul, self.weights, scores), ZERO) / total)
            for scores in zip(*columns, strict=True)
        ]

    def _row_by_row(self, node: NodeColumn) -> Optional:
        aggregation = self.scheme.aggregation_of(self.code)
        results: Optional = []
        for row in range(len(self.rows)):
            scores = [child.scores[row] for child in self.children]
            present = children_present(self.scheme.missing, self.weights, scores)
            if present is not None:
                self._check_accepted(row, scores, aggregation)
            results.append(None if present is None else self._mean(row, present, aggregation))
            if present is None:
                node.markers[row] = Marker.MISSING
            elif len(present[0]) < len(scores):
                node.markers[row] = Marker.PROVISIONAL
                node.note(row, Footnote("renormalised", {"missing": self._missing(scores)}))
        return results

    def _mean(self, row: int, present: Children, aggregation: Aggregation) -> Decimal:
        if aggregation.method is AggregationMethod.COPELAND:
            return ZERO
        if needs_positive_mean(aggregation) and arithmetic(*present) <= 0:
            place = unit_phrase(self.rows[row].unit, self.rows[row].period)
            raise MeanNotPositive(place=place, aggregate=self.code, received=arithmetic(*present))
        return aggregate(aggregation, *present)

    def _outranked(self, present: Optional) -> Optional:
        """Copeland's score among the units of the same period × group that the missing rule lets in."""
        results: Optional = [None] * len(self.rows)
        for part in self.within.parts:
            rows = [row for row in part.rows if present[row] is not None]
            columns = [[child.scores[row] for row in rows] for child in self.children]
            for row, score in zip(rows, copeland(self.weights, columns), strict=True):
                results[row] = quantise_aggregate(score)
        return results

    def _check_accepted(self, row: int, scores: Sequence[Decimal | None], aggregation: Aggregation) -> None:
        for child, score in zip(self.children, scores, strict=True):
            if score is not None and not accepts(aggregation, score):
                raise ScoreNotPositive(
                    place=unit_phrase(self.rows[row].unit, self.rows[row].period),
                    child=child.code,
                    received=score,
                    aggregate=self.code,
                    method=aggregation.method.value,
                )

    def _missing(self, scores: Sequence[Decimal | None]) -> str:
        return ", ".join(child.code for child, score in zip(self.children, scores, strict=True) if score is None)

    def _mark_provisional(self, node: NodeColumn) -> None:
        """A score that rests on a provisional one is provisional, and says which."""
        for row, codes in self._provisional_children().items():
            if node.scores[row] is not None:
                node.markers[row] = Marker.PROVISIONAL
                node.note(row, Footnote("provisional", {"children": ", ".join(codes)}))

    def _provisional_children(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for child in self.children:
            if not child.markers.count(Marker.PROVISIONAL):
                continue
            for row, marker in enumerate(child.markers):
                if marker is Marker.PROVISIONAL:
                    found.setdefault(row, []).append(child.code)
        return found


def score_tree(
    scheme: Scheme,
    within: Family,
    indicators: Mapping[str, NodeColumn],
    columns: Mapping[str, FigureColumn],
) -> list[NodeColumn]:
    """Indicators and aggregates, children before parents, the total last with adjustments and cap."""
    nodes = dict(indicators)
    weights = {node.code: node.weight or ZERO for node in scheme.nodes}
    for parent in scheme.upwards:
        codes = scheme.tree[parent.code]
        below = Parent(
            scheme,
            within,
            parent.code,
            tuple(weights[code] for code in codes),
            tuple(nodes[code] for code in codes),
        )
        nodes[parent.code] = below.score()
    _adjust(scheme, columns, nodes[scheme.root])
    return list(nodes.values())


def points_of(adjustment: Adjustment, figure: Decimal) -> Decimal:
    """Points the total gains: figure × points, not above the cap, not below the floor of the adjustment.

    At most 20 decimals, as every aggregate; those written are kept. Nothing times a deduction is 0, not −0.
    """
    points = figure * adjustment.points
    if not points:
        points = ZERO
    if adjustment.cap is not None:
        points = min(points, adjustment.cap)
    if adjustment.floor is not None:
        points = max(points, adjustment.floor)
    return points if decimals_of(points) <= DECIMALS_OF_AGGREGATES else quantise_aggregate(points)


def _adjust(scheme: Scheme, columns: Mapping[str, FigureColumn], total: NodeColumn) -> None:
    """Adds the adjustments, each with a footnote, then applies the cap; a missing total stays missing.

    An empty figure of an adjustment, and one that gives no points, adjust nothing and are not footnoted.
    """
    if not scheme.adjustments and scheme.upper_cap is None:
        return
    total.scores = list(total.normalised)
    for adjustment in scheme.adjustments:
        for row, figure in enumerate(columns[adjustment.column].values):
            score = total.scores[row]
            if score is not None and figure is not None:
                points = points_of(adjustment, figure)
                total.scores[row] = score + points
                if points:
                    total.note(row, Footnote("adjustment", {"name": adjustment.name, "points": points}))
    for row, score in enumerate(total.scores):
        if score is not None and scheme.upper_cap is not None and score > scheme.upper_cap:
            total.scores[row], total.markers[row] = scheme.upper_cap, Marker.CAPPED
            total.note(row, Footnote("upper_cap", {"upper": scheme.upper_cap, "uncapped": score}))
