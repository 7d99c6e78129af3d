"""Normalisations as spreadsheet formulas: parameter cells, and a score from a value and those cells.

In the templates `{x}` is the treated value, `{pool}` the range of treated values of its pool, and every slot
is the cell of its parameter. Comparisons allow for the noise of binary fractions: in the method they are exact.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from assessment.methodology.parameters import WORST
from assessment.methodology.scheme_parts import Indicator
from reporting import official_terms as terms
from reporting.workbook.combined_formulas import combined
from reporting.workbook.formula_parts import (
    HIGH,
    LOW,
    MEAN_OF_POOL,
    MIDDLE,
    NEVER,
    NOISE,
    RANKED,
    SAME_ENDS,
    UNVARIED,
    Maker,
    NormalisationFormula,
    Slot,
    declared_slot,
    higher,
    reaches,
)
from reporting.workbook.tier_formulas import average_tiers, standard_tiers

__all__ = ["FORMULAS", "NormalisationFormula", "Slot", "formula_of"]


def formula_of(indicator: Indicator) -> NormalisationFormula:
    """The formula of an indicator's normalisation."""
    return FORMULAS[indicator.normalise.method](indicator)


def _range(indicator: Indicator) -> tuple[Slot, Slot]:
    lower, upper = indicator.normalise.parameters.pair("range")
    return Slot("l", terms.RANGE_LOWER, declared=lower), Slot("u", terms.RANGE_UPPER, declared=upper)


def _goalpost_slots(indicator: Indicator) -> tuple[Slot, Slot]:
    return (
        declared_slot(indicator, name="a", parameter="lower", label=terms.GOALPOST_LOWER),
        declared_slot(indicator, name="b", parameter="upper", label=terms.GOALPOST_UPPER),
    )


def _minmax(indicator: Indicator) -> NormalisationFormula:
    distance = "({x}-{low})" if higher(indicator) else "({high}-{x})"
    score = distance + "/({high}-{low})*({u}-{l})+{l}"
    return NormalisationFormula((LOW, HIGH, *_range(indicator)), score, MIDDLE, SAME_ENDS)


def _goalposts(indicator: Indicator) -> NormalisationFormula:
    distance = "({x}-{a})" if higher(indicator) else "({b}-{x})"
    score = distance + "/({b}-{a})*({u}-{l})+{l}"
    slots = (*_goalpost_slots(indicator), *_range(indicator))
    least, most = ("{l}", "{u}") if indicator.normalise.parameters.flag("truncate") else ("", "")
    return NormalisationFormula(slots, score, MIDDLE, "{a}={b}", least, most)


def _scaled(indicator: Indicator) -> NormalisationFormula:
    distance = "({x}-{a})" if higher(indicator) else "({b}-{x})"
    factor = declared_slot(indicator, name="factor", parameter="factor", label=terms.FACTOR)
    score = distance + "/({b}-{a})*{factor}"
    return NormalisationFormula((*_goalpost_slots(indicator), factor), score, "{factor}/2", "{a}={b}")


def _zscore(indicator: Indicator) -> NormalisationFormula:
    slots = (
        Slot("mean", terms.MEAN, formula=MEAN_OF_POOL, observed=lambda bounds: bounds.mean),
        Slot(
            "deviation",
            terms.DEVIATION,
            formula="IF(COUNT({pool})<2,0,STDEV({pool}))",
            observed=lambda bounds: bounds.deviation,
        ),
        declared_slot(indicator, name="m", parameter="mean", label=terms.TARGET_MEAN),
        declared_slot(indicator, name="s", parameter="sd", label=terms.TARGET_DEVIATION),
    )
    distance = "({x}-{mean})" if higher(indicator) else "({mean}-{x})"
    return NormalisationFormula(slots, distance + "/{deviation}*{s}+{m}", "{m}")


def _mazziotta_pareto(indicator: Indicator) -> NormalisationFormula:
    """100 at the reference mean, 60 points from one goalpost to the other; each observed where it is not declared."""
    value = indicator.normalise.parameters.optional_number
    is_higher = higher(indicator)
    low = Slot("a", terms.GOALPOST_LOWER, value("lower"), LOW.formula, lambda bounds: bounds.low)
    high = Slot("b", terms.GOALPOST_UPPER, value("upper"), HIGH.formula, lambda bounds: bounds.high)
    mean = Slot("mean", terms.REFERENCE, value("reference"), MEAN_OF_POOL, lambda bounds: bounds.mean)
    distance = "({x}-{mean})" if is_higher else "({mean}-{x})"
    observed = any(slot.declared is None for slot in (low, high, mean))
    constant = "OR(" + UNVARIED + ",{a}={b})" if observed else "{a}={b}"
    return NormalisationFormula((low, high, mean), distance + "/({b}-{a})*60+100", "100", constant)


def _fraction_of_max(indicator: Indicator) -> NormalisationFormula:
    if higher(indicator):
        return NormalisationFormula((HIGH,), "{x}/{high}", "0.5")
    return NormalisationFormula((LOW,), "{low}/{x}", "0.5")


def _distance_to_max(indicator: Indicator) -> NormalisationFormula:
    score = "1-({high}-{x})/({high}-{low})" if higher(indicator) else "1-({x}-{low})/({high}-{low})"
    return NormalisationFormula((LOW, HIGH), score, "0.5")


def _distance_to_target(indicator: Indicator) -> NormalisationFormula:
    target = declared_slot(indicator, name="t", parameter="target", label=terms.TARGET)
    return _distance(indicator, end=target)


def _distance_to_reference(indicator: Indicator) -> NormalisationFormula:
    """The reference as declared, or the figure of the unit the scheme names."""
    parameters = indicator.normalise.parameters
    if parameters.has("reference_unit"):
        end = Slot("t", terms.REFERENCE, formula="{reference}", observed=lambda bounds: bounds.best)
    else:
        end = Slot("t", terms.REFERENCE, declared=parameters.number("reference"))
    return _distance(indicator, end=end)


def _distance(indicator: Indicator, *, end: Slot) -> NormalisationFormula:
    upwards = higher(indicator)
    score = "1-({t}-{x})/({t}-{low})" if upwards else "1-({x}-{t})/({high}-{t})"
    most = "1" if indicator.normalise.parameters.flag("cap") else ""
    return NormalisationFormula((LOW if upwards else HIGH, end), score, "0.5", most=most)


def _target_completion(indicator: Indicator) -> NormalisationFormula:
    slots = (
        declared_slot(indicator, name="t", parameter="target", label=terms.TARGET),
        declared_slot(indicator, name="cap", parameter="cap", label=terms.CAP),
    )
    score = "{x}/{t}*100" if higher(indicator) else "{t}/{x}*100"
    return NormalisationFormula(slots, score, "50", NEVER, most="{cap}*100")


def _target_met(indicator: Indicator) -> NormalisationFormula:
    target = declared_slot(indicator, name="t", parameter="target", label=terms.TARGET)
    return NormalisationFormula((target,), "IF(" + reaches(indicator, target="{t}") + ",100,0)", "50", NEVER)


def _efficacy(indicator: Indicator) -> NormalisationFormula:
    score = "({x}-{xs})/({xh}-{xs})*{span}+{base}"
    slots = (
        *_efficacy_bounds(indicator),
        declared_slot(indicator, name="base", parameter="base", label=terms.BASE_POINTS),
        declared_slot(indicator, name="span", parameter="span", label=terms.SPAN_POINTS),
    )
    least, most = ("{base}", "{base}+{span}") if indicator.normalise.parameters.flag("truncate") else ("", "")
    constant = _efficacy_constant(indicator)
    return NormalisationFormula(slots, score, "{base}+{span}/2", constant, least, most)


def _efficacy_exponential(indicator: Indicator) -> NormalisationFormula:
    score = "60*EXP(-LN(0.6)*({x}-{xs})/({xh}-{xs}))"
    return NormalisationFormula(_efficacy_bounds(indicator), score, "80", _efficacy_constant(indicator))


def _efficacy_log(indicator: Indicator) -> NormalisationFormula:
    score = "(LN({x})-LN({xs}))/(LN({xh})-LN({xs}))*({u}-{l})+{l}"
    slots = (*_efficacy_bounds(indicator), *_range(indicator))
    return NormalisationFormula(slots, score, MIDDLE, _efficacy_constant(indicator))


def _efficacy_bounds(indicator: Indicator) -> tuple[Slot, Slot]:
    return (
        _bound(indicator, name="xs", parameter="not_allowed", label=terms.NOT_ALLOWED),
        _bound(indicator, name="xh", parameter="satisfactory", label=terms.SATISFACTORY),
    )


def _efficacy_constant(indicator: Indicator) -> str:
    """An observed bound makes the pool matter; two declared ones only fail when they are equal."""
    bounds = [indicator.normalise.parameters.bound(name) for name in ("not_allowed", "satisfactory")]
    if any(isinstance(bound, str) for bound in bounds):
        return "OR(" + UNVARIED + ",{xh}={xs})"
    return "{xh}={xs}"


def _bound(indicator: Indicator, *, name: str, parameter: str, label: str) -> Slot:
    """A declared number, or the worst or best value observed, whichever end of the scale that is."""
    bound = indicator.normalise.parameters.bound(parameter)
    if isinstance(bound, Decimal):
        return Slot(name, label, declared=bound)
    end = LOW if (bound == WORST) == higher(indicator) else HIGH
    return Slot(name, f"{label}（{end.label}）", formula=end.formula, observed=end.observed)


SMALLER = "SUMPRODUCT(--({pool}<{x}-" + NOISE + "*(1+ABS({x}))))"
LARGER = "SUMPRODUCT(ISNUMBER({pool})*({pool}>{x}+" + NOISE + "*(1+ABS({x}))))"
"""How many of the pool stand below and above a figure; words are above every number, so they are told apart."""


def _ascending(indicator: Indicator) -> str:
    """The weakest gets 1; equal values share the lowest rank or the average."""
    weaker, stronger = (SMALLER, LARGER) if higher(indicator) else (LARGER, SMALLER)
    if indicator.normalise.parameters.text("ties") == "average":
        return "((" + weaker + "+COUNT({pool})-" + stronger + "+1)/2)"
    return "(1+" + weaker + ")"


def _rank(indicator: Indicator) -> NormalisationFormula:
    return NormalisationFormula((), _ascending(indicator), "(" + RANKED + "+1)/2", within_period=True)


def _borda(indicator: Indicator) -> NormalisationFormula:
    return NormalisationFormula((), _ascending(indicator) + "-1", "(" + RANKED + "-1)/2", within_period=True)


def _percentile_rank(indicator: Indicator) -> NormalisationFormula:
    score = "(" + _ascending(indicator) + "-1)/(COUNT({pool})-1)*({u}-{l})+{l}"
    return NormalisationFormula(_range(indicator), score, MIDDLE, within_period=True)


def _rank_ladder(indicator: Indicator) -> NormalisationFormula:
    """The best gets full marks, each place below one step less; ties share the better place."""
    slots = [
        declared_slot(indicator, name="full", parameter="full", label=terms.FULL_MARKS),
        declared_slot(indicator, name="step", parameter="step", label=terms.STEP_DOWN),
    ]
    better = LARGER if higher(indicator) else SMALLER
    points, neutral = "{full}-{step}*" + better, "{full}-{step}*((" + RANKED + "+1)/2-1)"
    floor = indicator.normalise.parameters.optional_number("floor")
    if floor is not None:
        slots.append(Slot("floor", terms.FLOOR, declared=floor))
        points, neutral = ("MAX({floor}," + part + ")" for part in (points, neutral))
    return NormalisationFormula(tuple(slots), points, neutral, within_period=True)


FORMULAS: Mapping[str, Maker] = MappingProxyType(
    {
        "minmax": _minmax,
        "goalposts": _goalposts,
        "scaled": _scaled,
        "zscore": _zscore,
        "fraction_of_max": _fraction_of_max,
        "distance_to_max": _distance_to_max,
        "distance_to_target": _distance_to_target,
        "distance_to_reference": _distance_to_reference,
        "target_completion": _target_completion,
        "target_met": _target_met,
        "efficacy": _efficacy,
        "efficacy_exponential": _efficacy_exponential,
        "efficacy_log": _efficacy_log,
        "rank": _rank,
        "borda": _borda,
        "percentile_rank": _percentile_rank,
        "rank_ladder": _rank_ladder,
        "mazziotta_pareto": _mazziotta_pareto,
        "standard_tiers": standard_tiers,
        "average_tiers": average_tiers,
        "combined": lambda indicator: combined(indicator, makers=FORMULAS),
    }
)
