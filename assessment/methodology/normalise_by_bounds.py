"""Methods that place a figure between two bounds, observed or declared, or beside the mean.

Sources: domain N1 min-max and N4 fixed bounds (DESI keeps them constant over time and tolerates scores beyond
them), N5 z-score; OECD/JRC handbook for distances; Mazziotta and Pareto for 70 to 130 around a reference mean. "Lower
is better" exchanges the two ends.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from assessment.methodology.formula_text import figure_text, operand_text
from assessment.methodology.methods import (
    RANGE,
    Limits,
    Method,
    Scorer,
    middle_of_range,
    never,
    observed_ends,
)
from assessment.methodology.parameters import Kind, Parameter
from assessment.methodology.pools import ONE, TWO, ZERO, Column, Ends

HALF: Final = Decimal("0.5")
REFERENCE_POINTS: Final = Decimal(100)
REFERENCE_WIDTH: Final = Decimal(60)


def between(ends: Ends, *, width: Decimal, start: Decimal) -> Scorer:
    """(x - worst) / (best - worst) · width + start, with x in the indicator's unit, the result in points."""
    worst = ends.worst
    span = ends.best - worst
    if span > 0:
        return lambda x: (x - worst) / span * width + start
    distance = -span
    return lambda x: (worst - x) / distance * width + start


def position_text(ends: Ends) -> str:
    """The fraction of `between` as text."""
    worst, best = operand_text(ends.worst), operand_text(ends.best)
    if ends.best > ends.worst:
        return f"({{x}} − {worst}) / ({figure_text(ends.best)} − {worst})"
    return f"({figure_text(ends.worst)} − {{x}}) / ({figure_text(ends.worst)} − {best})"


def declared_ends(column: Column) -> Ends:
    """`lower` and `upper` as written on the indicator's own scale; the worse end first."""
    lower, upper = column.parameters.number("lower"), column.parameters.number("upper")
    return Ends(lower, upper) if column.higher else Ends(upper, lower)


def _minmax(column: Column) -> Scorer:
    low, high = column.parameters.pair("range")
    return between(Ends(column.worst, column.best), width=high - low, start=low)


def _minmax_text(column: Column) -> str:
    return _range_text(column, Ends(column.worst, column.best))


def _range_text(column: Column, ends: Ends) -> str:
    low, high = column.parameters.pair("range")
    return f"{position_text(ends)} × {figure_text(high - low)} + {operand_text(low)}"


def _goalposts(column: Column) -> Scorer:
    low, high = column.parameters.pair("range")
    return between(declared_ends(column), width=high - low, start=low)


def _goalposts_text(column: Column) -> str:
    return _range_text(column, declared_ends(column))


def _goalposts_limits(column: Column) -> Limits:
    return column.parameters.pair("range") if column.parameters.flag("truncate") else (None, None)


def _scaled(column: Column) -> Scorer:
    return between(declared_ends(column), width=column.parameters.number("factor"), start=ZERO)


def _scaled_text(column: Column) -> str:
    factor = operand_text(column.parameters.number("factor"))
    return f"{position_text(declared_ends(column))} × {factor}"


def _zscore(column: Column) -> Scorer:
    middle, deviation = column.mean, column.deviation
    target, spread = column.parameters.number("mean"), column.parameters.number("sd")
    if column.higher:
        return lambda x: (x - middle) / deviation * spread + target
    return lambda x: (middle - x) / deviation * spread + target


def _zscore_text(column: Column) -> str:
    mean, deviation = column.mean, figure_text(column.deviation)
    distance = f"{{x}} − {operand_text(mean)}" if column.higher else f"{figure_text(mean)} − {{x}}"
    spread = figure_text(column.parameters.number("sd"))
    return f"({distance}) / {deviation} × {spread} + {operand_text(column.parameters.number('mean'))}"


def _fraction_of_max(column: Column) -> Scorer:
    best = column.best
    return (lambda x: x / best) if column.higher else (lambda x: best / x)


def _fraction_of_max_text(column: Column) -> str:
    best = figure_text(column.best)
    return f"{{x}} / {best}" if column.higher else f"{best} / {{x}}"


def _distance_to_max(column: Column) -> Scorer:
    return distance(Ends(column.worst, column.best))


def distance(ends: Ends) -> Scorer:
    """1 - (best - x) / (best - worst): 0 at the worst end, 1 at the best end."""
    best = ends.best
    span = best - ends.worst
    if span > 0:
        return lambda x: ONE - (best - x) / span
    length = -span
    return lambda x: ONE - (x - best) / length


def distance_text(ends: Ends) -> str:
    worst, best = operand_text(ends.worst), operand_text(ends.best)
    if ends.best > ends.worst:
        return f"1 − ({figure_text(ends.best)} − {{x}}) / ({figure_text(ends.best)} − {worst})"
    return f"1 − ({{x}} − {best}) / ({figure_text(ends.worst)} − {best})"


def _distance_to_max_text(column: Column) -> str:
    return distance_text(Ends(column.worst, column.best))


def _around_reference(column: Column) -> tuple[Ends, Decimal]:
    """The two goalposts, worse first, and the reference mean: declared, or observed in the pool."""
    declared = column.parameters.optional_number
    lower, upper, reference = declared("lower"), declared("upper"), declared("reference")
    low = column.low if lower is None else lower
    high = column.high if upper is None else upper
    ends = Ends(low, high) if column.higher else Ends(high, low)
    return ends, column.mean if reference is None else reference


def _mazziotta_pareto(column: Column) -> Scorer:
    """100 + 60 · (x - reference mean) / (upper - lower), the sign turned round where lower is better."""
    ends, reference = _around_reference(column)
    span = ends.best - ends.worst
    return lambda x: (x - reference) / span * REFERENCE_WIDTH + REFERENCE_POINTS


def _mazziotta_pareto_text(column: Column) -> str:
    ends, reference = _around_reference(column)
    span = f"({figure_text(ends.best)} − {operand_text(ends.worst)})"
    return f"({{x}} − {operand_text(reference)}) / {span} × 60 + 100"


def _half(_: Column) -> Decimal:
    return HALF


METHODS: Final[Mapping[str, Method]] = {
    "minmax": Method(
        parameters=(RANGE,),
        score=_minmax,
        formula=_minmax_text,
        neutral=middle_of_range,
        ends=observed_ends,
    ),
    "goalposts": Method(
        parameters=(
            Parameter("lower", Kind.NUMBER, required=True),
            Parameter("upper", Kind.NUMBER, required=True),
            Parameter("truncate", Kind.FLAG, False),
            RANGE,
        ),
        score=_goalposts,
        formula=_goalposts_text,
        neutral=middle_of_range,
        ends=declared_ends,
        observes=never,
        limits=_goalposts_limits,
    ),
    "scaled": Method(
        parameters=(
            Parameter("lower", Kind.NUMBER, required=True),
            Parameter("upper", Kind.NUMBER, required=True),
            Parameter("factor", Kind.POSITIVE, ONE),
        ),
        score=_scaled,
        formula=_scaled_text,
        neutral=lambda column: column.parameters.number("factor") / TWO,
        ends=declared_ends,
        observes=never,
    ),
    "zscore": Method(
        parameters=(Parameter("mean", Kind.NUMBER, ZERO), Parameter("sd", Kind.POSITIVE, ONE)),
        score=_zscore,
        formula=_zscore_text,
        neutral=lambda column: column.parameters.number("mean"),
    ),
    "fraction_of_max": Method(
        parameters=(),
        score=_fraction_of_max,
        formula=_fraction_of_max_text,
        neutral=_half,
        needs_positive=lambda column: not column.higher or column.high <= 0,
    ),
    "distance_to_max": Method(
        parameters=(),
        score=_distance_to_max,
        formula=_distance_to_max_text,
        neutral=_half,
        ends=observed_ends,
    ),
    "mazziotta_pareto": Method(
        parameters=(
            Parameter("lower", Kind.NUMBER),
            Parameter("upper", Kind.NUMBER),
            Parameter("reference", Kind.NUMBER),
        ),
        score=_mazziotta_pareto,
        formula=_mazziotta_pareto_text,
        neutral=lambda _: REFERENCE_POINTS,
        ends=lambda column: _around_reference(column)[0],
        observes=lambda parameters: not all(parameters.has(name) for name in ("lower", "upper", "reference")),
    ),
}
