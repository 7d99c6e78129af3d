"""Methods that compare with a target, a reference or the provincial average.

Sources: domain N7 / rule C (provincial average with decreasing tiers), rule A (target met: full points, not met: 0),
N9 target completion rate, cap usually 1.0 to 1.2. Targets stand on the indicator's own scale.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.formula_text import figure_text, operand_text
from assessment.methodology.methods import HUNDRED, Limits, Method, Scorer, never
from assessment.methodology.normalise_by_bounds import HALF, distance, distance_text
from assessment.methodology.parameters import Kind, Parameter
from assessment.methodology.pools import ONE, TWO, ZERO, Column, Ends

TIER_WIDTH: Final = Decimal(10)
TIER_STEP: Final = Decimal(20)
FIRST_DIVISOR: Final[Mapping[str, Decimal]] = {"total": Decimal(20), "increment": Decimal(60)}
MOST_TIERS: Final = 10_000


class TooFarFromAverage(AssessmentError):
    code = "too_far_from_average"
    message = N_(
        "Indicator {indicator}: a figure lies {excess} percentage points from the average; tiers of 10 points "
        "end at {most}. Check the figure or choose another method."
    )


class AverageNotPositive(AssessmentError):
    code = "average_not_positive"
    message = N_(
        "Indicator {indicator}: the average is {average}; a relative excess needs an average above zero. "
        "Use `kind: increment` or another method."
    )


def _target_ends(column: Column) -> Ends:
    return Ends(column.worst, column.parameters.number("target"))


def _reference_ends(column: Column) -> Ends:
    declared = column.parameters.optional_number("reference")
    reference = column.reference if declared is None else declared
    return Ends(column.worst, ZERO if reference is None else reference)


def _capped_at_one(column: Column) -> Limits:
    return (None, ONE) if column.parameters.flag("cap") else (None, None)


def _completion(column: Column) -> Scorer:
    target = column.parameters.number("target")
    if column.higher:
        return lambda x: x / target * HUNDRED
    return lambda x: target / x * HUNDRED


def _completion_text(column: Column) -> str:
    target = figure_text(column.parameters.number("target"))
    cap = figure_text(column.parameters.number("cap"))
    return f"min({cap}; {{x}} / {target}) × 100" if column.higher else f"min({cap}; {target} / {{x}}) × 100"


def _met(column: Column) -> Scorer:
    target = column.parameters.number("target")
    if column.higher:
        return lambda x: HUNDRED if x >= target else ZERO
    return lambda x: HUNDRED if x <= target else ZERO


def _met_text(column: Column) -> str:
    sign = "≥" if column.higher else "≤"
    return f"{{x}} {sign} {figure_text(column.parameters.number('target'))} → 100 / 0"


def _average_tiers(column: Column) -> Scorer:
    """B + Σ tiers: each 10 percentage points of the excess over the average at B/20, B/40 … or B/60, B/80 …

    For totals the excess is relative to the average (which must be above zero), for increments (rates in
    percent) it is the difference in percentage points. Below the average, and for "lower is better", mirrored.
    """
    base, average = column.parameters.number("base"), column.mean
    relative = column.parameters.text("kind") == "total"
    if relative and average <= 0:
        raise AverageNotPositive(indicator=column.indicator, average=average)

    def score(x: Decimal) -> Decimal:
        excess = (x - average) / average * HUNDRED if relative else x - average
        directed = excess if column.higher else -excess
        return base + base * _tiers(column, directed)

    return score


def _tiers(column: Column, excess: Decimal) -> Decimal:
    """Σ part / divisor over the tiers an excess fills, with its sign."""
    rest, divisor, total = abs(excess), FIRST_DIVISOR[column.parameters.text("kind")], ZERO
    if rest > TIER_WIDTH * MOST_TIERS:
        raise TooFarFromAverage(indicator=column.indicator, excess=excess, most=TIER_WIDTH * MOST_TIERS)
    while rest > 0:
        total += min(rest, TIER_WIDTH) / divisor
        rest -= TIER_WIDTH
        divisor += TIER_STEP
    return total if excess > 0 else -total


def _tiers_text(column: Column) -> str:
    kind = column.parameters.text("kind")
    base, average = figure_text(column.parameters.number("base")), operand_text(column.mean)
    first = FIRST_DIVISOR[kind]
    excess = f"({{x}} − {average}) / {average} × 100" if kind == "total" else f"{{x}} − {average}"
    sign = "+" if column.higher else "−"
    return f"{base} {sign} {base} × tiers({excess}; 10 / {first}, 10 / {first + TIER_STEP} …)"


_CAP_AT_ONE = Parameter("cap", Kind.FLAG, False)

METHODS: Final[Mapping[str, Method]] = {
    "distance_to_reference": Method(
        parameters=(
            Parameter("reference", Kind.NUMBER),
            Parameter("reference_unit", Kind.TEXT),
            _CAP_AT_ONE,
        ),
        score=lambda column: distance(_reference_ends(column)),
        formula=lambda column: distance_text(_reference_ends(column)),
        neutral=lambda _: HALF,
        ends=_reference_ends,
        limits=_capped_at_one,
        refuses_equal_ends=True,
    ),
    "distance_to_target": Method(
        parameters=(Parameter("target", Kind.NUMBER, required=True), _CAP_AT_ONE),
        score=lambda column: distance(_target_ends(column)),
        formula=lambda column: distance_text(_target_ends(column)),
        neutral=lambda _: HALF,
        ends=_target_ends,
        limits=_capped_at_one,
        refuses_equal_ends=True,
    ),
    "target_completion": Method(
        parameters=(
            Parameter("target", Kind.POSITIVE, required=True),
            Parameter("cap", Kind.POSITIVE, Decimal("1.2")),
        ),
        score=_completion,
        formula=_completion_text,
        neutral=lambda _: HUNDRED / TWO,
        observes=never,
        limits=lambda column: (None, column.parameters.number("cap") * HUNDRED),
        needs_positive=lambda column: not column.higher,
    ),
    "target_met": Method(
        parameters=(Parameter("target", Kind.NUMBER, required=True),),
        score=_met,
        formula=_met_text,
        neutral=lambda _: HUNDRED / TWO,
        observes=never,
    ),
    "average_tiers": Method(
        parameters=(
            Parameter("base", Kind.POSITIVE, required=True),
            Parameter("kind", Kind.CHOICE, "total", choices=tuple(FIRST_DIVISOR)),
        ),
        score=_average_tiers,
        formula=_tiers_text,
        neutral=lambda column: column.parameters.number("base"),
    ),
}
