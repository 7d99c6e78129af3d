"""From figures to the values an indicator is scored by: condition, growth from a pair, treatments.

Everything is aligned to the rows of the evaluation. A missing figure stays None; 不适用 is a true zero only where the
scheme says so for the indicator.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.evaluation_parts import UnitRow
from assessment.methodology.figure_columns import FigureColumn
from assessment.methodology.figures import Condition, Figure, Marker
from assessment.methodology.footnotes import Footnote
from assessment.methodology.growth import BadBase, BaseProblem, Growth, GrowthPair, GrowthPolicy, growth
from assessment.methodology.place_phrases import indicator_phrase, unit_phrase
from assessment.methodology.pools import ZERO
from assessment.methodology.scheme_parts import GrowthRule, Indicator, MethodUse, NotApplicableRule
from assessment.methodology.treatments import DENOMINATE, SHARE_OF_TOTAL, TREATMENTS, Treatment, denominate

Optional = list[Decimal | None]

_PLAIN: Final = (Marker.REPORTED, Marker.COMPUTED)
_NOT_APPLICABLE_ZERO: Final = Footnote("not_applicable_zero", {})


class FigureNotPositive(AssessmentError):
    code = "evaluation_figure_not_positive"
    message = N_(
        "In {place}, {indicator} is {received}, but {method} needs figures above zero. "
        "Correct the figure or choose another method."
    )


class TotalNotPositive(AssessmentError):
    code = "evaluation_total_not_positive"
    message = N_(
        "For {place} the total is {received}, so no share can be formed. Check the figures or choose another treatment."
    )


@dataclass(slots=True)
class Values:
    """One indicator over all rows. `increments` and `without_rate` are filled for a growth only.

    `without_rate` holds the rows whose base allows no rate although both figures are there.
    """

    raw: Optional
    treated: Optional
    markers: list[str]
    notes: dict[int, tuple[Footnote, ...]] = field(default_factory=dict)
    increments: Optional = field(default_factory=list)
    without_rate: list[int] = field(default_factory=list)

    def note(self, row: int, footnote: Footnote) -> None:
        self.notes[row] = (*self.notes.get(row, ()), footnote)


@dataclass(frozen=True, slots=True)
class PoolRows:
    """The rows of one pool, and the period × group cells it covers."""

    rows: Sequence[int]
    cells: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Partitions:
    """The rows by period × group, and by the pool in which bounds are observed."""

    by_period: Sequence[PoolRows]
    by_pool: Sequence[PoolRows]


@dataclass(frozen=True, slots=True)
class Context:
    """One indicator, the figures it is scored from, and the parts within which it is treated and scored."""

    rows: Sequence[UnitRow]
    columns: Mapping[str, FigureColumn]
    indicator: Indicator
    partitions: Partitions


def values_of(context: Context) -> Values:
    """Raw and treated values with markers and footnotes; growth in percent, its changes in the pair's unit."""
    growth_rule = context.indicator.growth
    values = _level_values(context) if growth_rule is None else _growth_values(context, growth_rule)
    for use in context.indicator.treat:
        _treat(values, use, context)
    return values


def _level_values(context: Context) -> Values:
    column = context.columns[context.indicator.code]
    values = Values(list(column.values), [], column.markers_out())
    if context.indicator.not_applicable is NotApplicableRule.ZERO:
        _zero_where_not_applicable(values, column.figures)
    values.treated = list(values.raw) if context.indicator.treat else values.raw
    return values


def _zero_where_not_applicable(values: Values, figures: Sequence[Figure]) -> None:
    for row, figure in enumerate(figures):
        if figure.condition is Condition.NOT_APPLICABLE:
            values.raw[row] = ZERO
            values.note(row, _NOT_APPLICABLE_ZERO)


def _growth_values(context: Context, rule: GrowthRule) -> Values:
    policy = rule.policy
    currents, bases = (context.columns[column].figures for column in (rule.of, rule.base))
    earlier: Sequence[Decimal | None] = [None] * len(currents)
    if rule.three_years_ago is not None:
        earlier = context.columns[rule.three_years_ago].values
    values = Values([], [], [])
    for row, (current, base) in enumerate(zip(currents, bases, strict=True)):
        pair = _pair(current, base, context.indicator.not_applicable, earlier[row])
        if pair is None:
            _append(values, None, None, (current if current.value is None else base).marker)
            values.increments.append(None)
            continue
        result = growth(pair, policy)
        given = current.marker if base.marker in _PLAIN else base.marker
        plain = result.marker is Marker.COMPUTED and given not in _PLAIN
        _append(values, result.raw_rate_percent, result.rate_percent, given if plain else result.marker)
        values.increments.append(result.increment)
        if result.problem is not None:
            _note_growth(values, row, result, pair, policy)
    return values


def _append(values: Values, raw: Decimal | None, treated: Decimal | None, marker: str) -> None:
    values.raw.append(raw)
    values.treated.append(treated)
    values.markers.append(marker)


def _pair(current: Figure, base: Figure, rule: NotApplicableRule, earlier: Decimal | None) -> GrowthPair | None:
    numbers = [_number(figure, rule) for figure in (current, base)]
    if numbers[0] is None or numbers[1] is None:
        return None
    return GrowthPair(numbers[0], numbers[1], earlier)


def _number(figure: Figure, rule: NotApplicableRule) -> Decimal | None:
    if figure.condition is Condition.NOT_APPLICABLE and rule is NotApplicableRule.ZERO:
        return ZERO
    return figure.value


def _note_growth(values: Values, row: int, result: Growth, pair: GrowthPair, policy: GrowthPolicy) -> None:
    where: Mapping[str, object] = {
        "base": pair.base,
        "floor": policy.floor,
        "increment": result.increment,
        "rate": result.raw_rate_percent,
        "capped": result.rate_percent,
    }
    if result.rate_percent is None:
        values.without_rate.append(row)
        values.note(row, Footnote(result.label or result.problem or BaseProblem.ZERO, where))
    elif policy.bad_base is BadBase.THREE_YEAR_AVERAGE:
        values.note(row, Footnote("growth_averaged", where))
    elif policy.bad_base is BadBase.CAP and result.rate_percent != result.raw_rate_percent:
        values.note(row, Footnote("growth_capped", where))
    else:
        values.note(row, Footnote("growth_kept", where))


def _treat(values: Values, use: MethodUse, context: Context) -> None:
    if use.method == DENOMINATE:
        _denominate(values, use.parameters.text("by"), context)
        return
    treatment = TREATMENTS[use.method]
    parts = context.partitions.by_period if treatment.within_period else context.partitions.by_pool
    for part in parts:
        present = [row for row in part.rows if values.treated[row] is not None]
        figures = [figure for row in part.rows if (figure := values.treated[row]) is not None]
        if treatment.needs_positive:
            check_positive(context, figures, present, use.method)
        if use.method == SHARE_OF_TOTAL and figures:
            _check_total(context, sum(figures, ZERO), present)
        treated = treatment.apply(figures, use.parameters)
        for row, before, after in zip(present, figures, treated, strict=True):
            values.treated[row] = after
            if treatment.marker is not None and before != after:
                _mark_outlier(values, row, treatment, after)


def _mark_outlier(values: Values, row: int, treatment: Treatment, after: Decimal) -> None:
    values.markers[row] = Marker.WINSORISED
    values.note(row, Footnote(treatment.footnote, {"raw": values.raw[row], "treated": after}))


def check_positive(
    context: Context, figures: Sequence[Decimal], rows: Sequence[int], method: str, *, column: str = ""
) -> None:
    """Raises `FigureNotPositive` naming the first unit, in the order of the rows, with a figure at or below zero.

    `column`: whose figures they are where they are not the indicator's own.
    """
    for row, figure in zip(rows, figures, strict=True):
        if figure <= 0:
            unit = context.rows[row]
            raise FigureNotPositive(
                place=unit_phrase(unit.unit, unit.period),
                indicator=column or context.indicator.code,
                received=figure,
                method=method,
            )


def _check_total(context: Context, total: Decimal, rows: Sequence[int]) -> None:
    if total <= 0:
        unit = context.rows[rows[0]]
        place = indicator_phrase(context.indicator.code, unit.period, unit.group)
        raise TotalNotPositive(place=place, received=total)


def _denominate(values: Values, column: str, context: Context) -> None:
    denominators = context.columns[column].values
    both: list[int] = []
    for row, (value, denominator) in enumerate(zip(values.treated, denominators, strict=True)):
        if value is not None and denominator is not None:
            both.append(row)
        elif value is not None:
            values.treated[row], values.markers[row] = None, Marker.MISSING
    numbers = _picked(denominators, both)
    check_positive(context, numbers, both, f"denominate, by: {column}", column=column)
    for row, result in zip(both, denominate(_picked(values.treated, both), numbers), strict=True):
        values.treated[row] = result


def _picked(column: Sequence[Decimal | None], rows: Sequence[int]) -> list[Decimal]:
    return [number for row in rows if (number := column[row]) is not None]
