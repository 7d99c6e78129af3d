"""功效系数 and its exponential and logarithmic forms: from the value not allowed x_s to the satisfactory value x_h.

Sources: domain N2, (x - x_s) / (x_h - x_s) · 40 + 60, so 5.81 with x_h 12 and x_s 6 gives 58.73; N3,
60 · exp(-ln 0.6 · (x - x_s) / (x_h - x_s)), so a quarter, half and three quarters of the way give 68.17, 77.46, 88.01.
Bounds are numbers on the indicator's own scale (x_s > x_h where lower is better) or worst / best observed.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from assessment.methodology.formula_text import figure_text, operand_text
from assessment.methodology.methods import HUNDRED, RANGE, Limits, Method, Scorer, middle_of_range
from assessment.methodology.normalise_by_bounds import between, position_text
from assessment.methodology.parameters import BEST, WORST, Kind, Parameter, Parameters
from assessment.methodology.pools import ONE, TWO, ZERO, Column, Ends

EXPONENTIAL_BASE: Final = Decimal("0.6")
EXPONENTIAL_START: Final = Decimal(60)
NOT_ALLOWED = Parameter("not_allowed", Kind.BOUND, WORST)
SATISFACTORY = Parameter("satisfactory", Kind.BOUND, BEST)


def efficacy_ends(column: Column) -> Ends:
    """x_s and x_h, observed where the scheme says worst or best."""
    return Ends(_bound(column, "not_allowed"), _bound(column, "satisfactory"))


def _bound(column: Column, name: str) -> Decimal:
    bound = column.parameters.bound(name)
    if isinstance(bound, Decimal):
        return bound
    return column.worst if bound == WORST else column.best


def observes_bounds(parameters: Parameters) -> bool:
    """Whether one of the two bounds is taken from the pool."""
    return any(isinstance(parameters.bound(name), str) for name in ("not_allowed", "satisfactory"))


def _efficacy(column: Column) -> Scorer:
    span, base = column.parameters.number("span"), column.parameters.number("base")
    return between(efficacy_ends(column), width=span, start=base)


def _efficacy_text(column: Column) -> str:
    span, base = column.parameters.number("span"), column.parameters.number("base")
    return f"{position_text(efficacy_ends(column))} × {figure_text(span)} + {operand_text(base)}"


def _efficacy_limits(column: Column) -> Limits:
    base = column.parameters.number("base")
    if not column.parameters.flag("truncate"):
        return None, None
    return base, base + column.parameters.number("span")


def _exponential(column: Column) -> Scorer:
    position = between(efficacy_ends(column), width=ONE, start=ZERO)
    rate = -EXPONENTIAL_BASE.ln()
    return lambda x: EXPONENTIAL_START * (rate * position(x)).exp()


def _exponential_text(column: Column) -> str:
    return f"60 × exp(−ln 0.6 × {position_text(efficacy_ends(column))})"


def _logarithmic(column: Column) -> Scorer:
    """(ln x - ln x_s) / (ln x_h - ln x_s) · (u - l) + l, x > 0; mirrored where lower is better (x_s > x_h)."""
    low, high = column.parameters.pair("range")
    ends = efficacy_ends(column)
    place = between(Ends(ends.worst.ln(), ends.best.ln()), width=high - low, start=low)
    return lambda x: place(x.ln())


def _logarithmic_text(column: Column) -> str:
    low, high = column.parameters.pair("range")
    ends = efficacy_ends(column)
    worst, best = figure_text(ends.worst), figure_text(ends.best)
    position = f"(ln {{x}} − ln {worst}) / (ln {best} − ln {worst})"
    return f"{position} × {figure_text(high - low)} + {operand_text(low)}"


METHODS: Final[Mapping[str, Method]] = {
    "efficacy": Method(
        parameters=(
            NOT_ALLOWED,
            SATISFACTORY,
            Parameter("base", Kind.NUMBER, Decimal(60)),
            Parameter("span", Kind.POSITIVE, Decimal(40)),
            Parameter("truncate", Kind.FLAG, False),
        ),
        score=_efficacy,
        formula=_efficacy_text,
        neutral=lambda column: column.parameters.number("base") + column.parameters.number("span") / TWO,
        ends=efficacy_ends,
        observes=observes_bounds,
        limits=_efficacy_limits,
    ),
    "efficacy_exponential": Method(
        parameters=(NOT_ALLOWED, SATISFACTORY),
        score=_exponential,
        formula=_exponential_text,
        neutral=lambda _: (EXPONENTIAL_START + HUNDRED) / TWO,
        ends=efficacy_ends,
        observes=observes_bounds,
    ),
    "efficacy_log": Method(
        parameters=(
            Parameter("not_allowed", Kind.POSITIVE_BOUND, WORST),
            Parameter("satisfactory", Kind.POSITIVE_BOUND, BEST),
            RANGE,
        ),
        score=_logarithmic,
        formula=_logarithmic_text,
        neutral=middle_of_range,
        ends=efficacy_ends,
        observes=observes_bounds,
        needs_positive=lambda _: True,
    ),
}
