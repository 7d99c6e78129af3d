"""From values to the scores of an indicator: normalisation in each pool, substitutes for growth, the floor."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.evaluation_parts import Bounds, Flag
from assessment.methodology.figures import Marker
from assessment.methodology.footnotes import Footnote
from assessment.methodology.growth import BadBase
from assessment.methodology.indicator_values import Context, Optional, PoolRows, Values, check_positive, values_of
from assessment.methodology.methods import Method
from assessment.methodology.normalise import METHODS, IndicatorConstant, Normaliser, normaliser, tells_apart
from assessment.methodology.place_phrases import indicator_phrase
from assessment.methodology.pools import Column
from assessment.methodology.scheme_parts import ConstantRule, Direction, MissingMethod, Scheme

CONSTANT: Final = "constant"
_NEUTRAL_NOTE: Final = Footnote("neutral", {})
_FLOOR_NOTE: Final = Footnote("floor", {})
_NOT_APPLICABLE_NOTE: Final = Footnote("not_applicable", {})
_INCREMENT_NOTE: Final = Footnote("increment_instead", {})
_SHOWS_MEAN: Final = frozenset({"zscore", "average_tiers", "mazziotta_pareto"})


class ReferenceUnitMissing(AssessmentError):
    code = "evaluation_reference_unit_missing"
    message = N_(
        "For {place} the reference unit {unit} has no figure. Name another unit or write the reference as a number."
    )


@dataclass(slots=True)
class NodeColumn:
    """One node of the tree over all rows, aligned to them; notes only where there are any."""

    code: str
    raw: Optional
    treated: Optional
    normalised: Optional
    scores: Optional
    markers: list[str]
    notes: dict[int, tuple[Footnote, ...]]
    bounds: list[Bounds] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)

    def note(self, row: int, footnote: Footnote) -> None:
        self.notes[row] = (*self.notes.get(row, ()), footnote)


def score_indicator(scheme: Scheme, context: Context) -> NodeColumn:
    """The scores of one indicator for all rows, in points, with bounds and flags per period × group."""
    indicator = context.indicator
    values = values_of(context)
    normalised: Optional = [None] * len(context.rows)
    node = NodeColumn(
        code=indicator.code,
        raw=values.raw,
        treated=values.treated,
        normalised=normalised,
        scores=normalised,
        markers=values.markers,
        notes=values.notes,
    )
    method = METHODS[indicator.normalise.method]
    parts = context.partitions.by_period if method.within_period else context.partitions.by_pool
    floors: dict[int, Decimal] = {}
    for pool in parts:
        floors |= _score_part(Part(scheme, context, method, pool), node, values)
    if floors:
        node.scores = [floors.get(row) if score is None else score for row, score in enumerate(normalised)]
    return node


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one pool and how they are scored."""

    scheme: Scheme
    context: Context
    method: Method
    within: PoolRows

    @property
    def rows(self) -> Sequence[int]:
        return self.within.rows

    def pool(self, values: Optional) -> tuple[Sequence[int], Column]:
        """The rows that have a value, and the column they form."""
        figures = [values[row] for row in self.rows]
        numbers = [figure for figure in figures if figure is not None]
        present = self.rows
        if len(numbers) < len(figures):
            present = [row for row in self.rows if values[row] is not None]
        indicator = self.context.indicator
        column = Column(
            indicator.code,
            numbers,
            indicator.direction is Direction.HIGHER,
            indicator.normalise.parameters,
            self._reference(values),
            len(self.rows),
        )
        if tells_apart(self.method, column) and self.method.needs_positive(column):
            check_positive(self.context, numbers, present, indicator.normalise.method)
        return present, column

    def _reference(self, values: Optional) -> Decimal | None:
        parameters = self.context.indicator.normalise.parameters
        if not parameters.has("reference_unit"):
            return None
        unit = parameters.text("reference_unit")
        for row in self.rows:
            if self.context.rows[row].unit == unit and values[row] is not None:
                return values[row]
        period, group = self.within.cells[0]
        place = indicator_phrase(self.context.indicator.code, period, group)
        raise ReferenceUnitMissing(place=place, unit=unit)


def _score_part(part: Part, node: NodeColumn, values: Values) -> dict[int, Decimal]:
    """Fills the normalised scores of one pool; the answer is what the missing rows get under the rule `floor`."""
    present, column = part.pool(values.treated)
    ready = normaliser(part.method, column)
    if ready.constant:
        _note_constant(part, node, present)
    score = ready.score
    results = _limited(ready, node, present, [score(number) for number in column.values])
    for row, result in zip(present, results, strict=True):
        node.normalised[row] = result
    increment_formula = _substitute(part, node, values)
    found = [points for row in part.rows if (points := node.normalised[row]) is not None]
    lowest = min(found, default=None)
    node.bounds += _bounds(part, column, ready, (lowest, increment_formula))
    if len(found) == len(part.rows):
        return {}
    absent = [row for row in part.rows if node.normalised[row] is None]
    return _floors(part, node, absent, ready.neutral if lowest is None else lowest)


def _note_constant(part: Part, node: NodeColumn, present: Sequence[int]) -> None:
    for period, group in part.within.cells:
        if part.scheme.constant is ConstantRule.REFUSE:
            raise IndicatorConstant(place=indicator_phrase(node.code, period, group))
        flag = Flag(CONSTANT, period, group, node.code)
        if flag not in node.flags:
            node.flags.append(flag)
    for row in present:
        node.markers[row] = Marker.NEUTRAL
        node.note(row, _NEUTRAL_NOTE)


def _limited(ready: Normaliser, node: NodeColumn, present: Sequence[int], results: list[Decimal]) -> list[Decimal]:
    """Truncation to the score range, or the cap: marked."""
    if ready.most is None:
        return results
    limited = [min(points, ready.most) for points in results]
    if ready.least is not None:
        limited = [max(points, ready.least) for points in limited]
    for row, before, after in zip(present, results, limited, strict=True):
        if after != before:
            node.markers[row] = Marker.CAPPED
    return limited


def _substitute(part: Part, node: NodeColumn, values: Values) -> str:
    """Scores for the rows whose base allows no rate.

    `increment`: the absolute change, scored by the same method among the changes of the whole pool, so that
    figures in different units are never compared; the answer is the text of its formula. `points`: as
    declared. `none`: stays missing.
    """
    rule = part.context.indicator.growth
    within = set(part.rows)
    rows = [row for row in values.without_rate if row in within]
    if rule is None or not rows:
        return ""
    if rule.policy.bad_base is BadBase.POINTS:
        for row in rows:
            node.normalised[row] = rule.policy.points
            node.note(row, Footnote("points_instead", {"points": rule.policy.points}))
    if rule.policy.bad_base is BadBase.INCREMENT:
        present, column = part.pool(values.increments)
        ready = normaliser(part.method, column)
        if ready.constant:
            _note_constant(part, node, rows)
        changes = dict(zip(present, column.values, strict=True))
        for row in rows:
            node.normalised[row] = ready.score(changes[row])
            node.note(row, _INCREMENT_NOTE)
        return ready.template
    return ""


def _floors(part: Part, node: NodeColumn, absent: Sequence[int], lowest: Decimal) -> dict[int, Decimal]:
    """Marks what is missing; under the rule `floor` also what it gets instead."""
    floor = part.scheme.missing.method is MissingMethod.FLOOR
    for row in absent:
        marker = node.markers[row]
        if marker == Marker.NOT_APPLICABLE:
            node.note(row, _NOT_APPLICABLE_NOTE)
        elif marker != Marker.NOT_MEANINGFUL:
            node.markers[row] = Marker.MISSING
        if floor:
            node.markers[row] = Marker.PROVISIONAL
            node.note(row, _FLOOR_NOTE)
    return dict.fromkeys(absent, lowest) if floor else {}


def _bounds(part: Part, column: Column, ready: Normaliser, found: tuple[Decimal | None, str]) -> list[Bounds]:
    numbers, ends = column.values, ready.ends
    lowest, increment_formula = found
    shows_mean = part.context.indicator.normalise.method in _SHOWS_MEAN and bool(numbers)
    return [
        Bounds(
            period=period,
            group=group,
            code=column.indicator,
            count=len(numbers),
            low=column.low if numbers else None,
            high=column.high if numbers else None,
            worst=None if ends is None else ends.worst,
            best=None if ends is None else ends.best,
            mean=column.mean if shows_mean else None,
            deviation=column.deviation if shows_mean and len(numbers) > 1 else None,
            lowest_score=lowest,
            constant=ready.constant,
            formula=ready.template,
            increment_formula=increment_formula,
        )
        for period, group in part.within.cells
    ]
