"""The text of each step of a score: figures and signs, the same in every language, never read back."""

from collections.abc import Sequence
from decimal import Decimal

from assessment.methodology.evaluation_parts import Bounds, NodeScore
from assessment.methodology.figures import Marker
from assessment.methodology.formula_text import figure_text, operand_text
from assessment.methodology.growth import BadBase
from assessment.methodology.scheme_parts import Adjustment, Aggregation, AggregationMethod, GrowthRule, Indicator

Inputs = Sequence[tuple[str, Decimal | None]]
Weighted = Sequence[tuple[Decimal, Decimal]]


def indicator_formula(part: Indicator, score: NodeScore, bounds: Bounds, inputs: Inputs) -> str:
    """How the figure became the score; empty where there is nothing to say."""
    if score.normalised is None:
        return "" if score.score is None else f"min = {figure_text(score.score.normalize())}"
    if score.treated is None and part.growth is not None:
        return _substitute_formula(part.growth, bounds, inputs)
    text = _raw_formula(part, score, inputs)
    if bounds.constant:
        return f"{text}→ {figure_text(score.normalised.normalize())}"
    text += bounds.formula.replace("{x}", "" if score.treated is None else operand_text(score.treated))
    return f"{text} → {figure_text(score.normalised)}" if score.marker == Marker.CAPPED else text


def _raw_formula(part: Indicator, score: NodeScore, inputs: Inputs) -> str:
    """Growth and treatments before the normalisation, each followed by a semicolon."""
    if part.growth is None and not part.treat:
        return ""
    text = ""
    if part.growth is not None:
        text = f"{_growth_formula(inputs, score)}; "
    if part.treat and score.raw is not None and score.treated is not None:
        names = ", ".join(use.method for use in part.treat)
        text += f"{names}({figure_text(score.raw)}) = {figure_text(score.treated)}; "
    return text


def _growth_formula(inputs: Inputs, score: NodeScore) -> str:
    known = [operand_text(value) for _, value in inputs[:3] if value is not None]
    if any(note.code == "growth_averaged" for note in score.footnotes):
        return f"(({known[0]} / {known[2]})^(1/3) − 1) × 100"
    current, base = known[:2]
    return f"({current} − {base}) / {base} × 100"


def _substitute_formula(rule: GrowthRule, bounds: Bounds, inputs: Inputs) -> str:
    current, base = (value for _, value in inputs[:2] if value is not None)
    change = f"{figure_text(current)} − {operand_text(base)} = {figure_text(current - base)}"
    if rule.policy.bad_base is BadBase.POINTS and rule.policy.points is not None:
        return figure_text(rule.policy.points)
    return f"{change}; {bounds.increment_formula.replace('{x}', operand_text(current - base))}"


def aggregate_formula(aggregation: Aggregation, weighted: Weighted) -> str:
    """The mean of the children that are there, with their weights."""
    total = figure_text(sum((weight for weight, _ in weighted), Decimal(0)))
    pairs = [(figure_text(weight), operand_text(score.normalize())) for weight, score in weighted]
    if aggregation.power is not None:
        exponent = operand_text(aggregation.power)
        terms = " + ".join(f"{weight} × {score}^{exponent}" for weight, score in pairs)
        return f"(({terms}) / {total})^(1/{exponent})"
    if aggregation.method is AggregationMethod.GEOMETRIC:
        return f"({' × '.join(f'{score}^{weight}' for weight, score in pairs)})^(1/{total})"
    if aggregation.method is AggregationMethod.COPELAND:
        terms = " + ".join(f"{weight} × sgn({score} − y)" for weight, score in pairs)
        return f"Σ sgn({terms})"
    if aggregation.method is AggregationMethod.MAZZIOTTA_PARETO:
        return f"mean − sd² / mean; mean = ({' + '.join(f'{weight} × {score}' for weight, score in pairs)}) / {total}"
    if aggregation.method is AggregationMethod.HARMONIC:
        return f"{total} / ({' + '.join(f'{weight} / {score}' for weight, score in pairs)})"
    return f"({' + '.join(f'{weight} × {score}' for weight, score in pairs)}) / {total}"


def total_formula(formula: str, points: Sequence[Decimal]) -> str:
    """The total with its adjustments."""
    return formula + "".join(f" + {operand_text(each)}" for each in points)


def capped_formula(formula: str, cap: Decimal | None) -> str:
    return formula if cap is None else f"min({formula}; {figure_text(cap)})"


def adjustment_formula(adjustment: Adjustment, figure: Decimal) -> str:
    """Figure × points within floor and cap."""
    text = f"{figure_text(figure)} × {operand_text(adjustment.points)}"
    if adjustment.cap is not None:
        text = f"min({text}; {figure_text(adjustment.cap)})"
    return text if adjustment.floor is None else f"max({text}; {figure_text(adjustment.floor)})"
