"""Normalisations as spreadsheet formulas: parameter cells, and a score from a value and those cells.

In the templates `{x}` is the treated value, `{pool}` the range of treated values of its pool, and every slot
is the cell of its parameter. A method missing from `FORMULAS` has no formula: its scores are stored.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from assessment.methodology.evaluation import Bounds
from assessment.methodology.parameters import WORST
from assessment.methodology.scheme_parts import Direction, Indicator
from reporting import official_terms as terms


@dataclass(frozen=True)
class Slot:
    """A parameter cell: the scheme's number, or a formula over the pool with the bound kept beside it."""

    name: str
    label: str
    declared: Decimal | None = None
    formula: str = ""
    observed: Callable[[Bounds], Decimal | None] = lambda bounds: None


@dataclass(frozen=True)
class NormalisationFormula:
    """`constant` is the condition under which the indicator does not discriminate and all get `neutral`.

    `least` and `most` limit the score (truncation, cap) where they are given.

    `within_period`: `{pool}` is the group and period of the line even where bounds are taken over all periods.
    """

    slots: tuple[Slot, ...]
    score: str
    neutral: str
    constant: str = "MAX({pool})=MIN({pool})"
    least: str = ""
    most: str = ""
    within_period: bool = False

    @property
    def limited(self) -> str:
        """The score between its limits."""
        score = self.score
        if self.least:
            score = "MAX(" + self.least + "," + score + ")"
        return "MIN(" + self.most + "," + score + ")" if self.most else score


Maker = Callable[[Indicator], NormalisationFormula]

NEVER = "FALSE"
RANKED = "IF(COUNT({pool})=0,ROWS({pool}),COUNT({pool}))"
"""Units whose ranks have a middle: those with a figure, or all of them where nobody has one."""
LOW = Slot("low", "最小值", formula="MIN({pool})", observed=lambda bounds: bounds.low)
HIGH = Slot("high", "最大值", formula="MAX({pool})", observed=lambda bounds: bounds.high)
MIDDLE = "({l}+{u})/2"


def formula_of(indicator: Indicator) -> NormalisationFormula | None:
    """The formula of an indicator's normalisation, None where there is none."""
    make = FORMULAS.get(indicator.normalise.method)
    return None if make is None else make(indicator)


def _higher(indicator: Indicator) -> bool:
    return indicator.direction is Direction.HIGHER


def _declared(indicator: Indicator, *, name: str, parameter: str, label: str) -> Slot:
    return Slot(name, label, declared=indicator.normalise.parameters.number(parameter))


def _range(indicator: Indicator) -> tuple[Slot, Slot]:
    lower, upper = indicator.normalise.parameters.pair("range")
    return Slot("l", terms.RANGE_LOWER, declared=lower), Slot("u", terms.RANGE_UPPER, declared=upper)


def _goalpost_slots(indicator: Indicator) -> tuple[Slot, Slot]:
    return (
        _declared(indicator, name="a", parameter="lower", label=terms.GOALPOST_LOWER),
        _declared(indicator, name="b", parameter="upper", label=terms.GOALPOST_UPPER),
    )


def _minmax(indicator: Indicator) -> NormalisationFormula:
    distance = "({x}-{low})" if _higher(indicator) else "({high}-{x})"
    score = distance + "/({high}-{low})*({u}-{l})+{l}"
    return NormalisationFormula((LOW, HIGH, *_range(indicator)), score, MIDDLE, "{high}={low}")


def _goalposts(indicator: Indicator) -> NormalisationFormula:
    distance = "({x}-{a})" if _higher(indicator) else "({b}-{x})"
    score = distance + "/({b}-{a})*({u}-{l})+{l}"
    slots = (*_goalpost_slots(indicator), *_range(indicator))
    least, most = ("{l}", "{u}") if indicator.normalise.parameters.flag("truncate") else ("", "")
    return NormalisationFormula(slots, score, MIDDLE, "{a}={b}", least, most)


def _scaled(indicator: Indicator) -> NormalisationFormula:
    distance = "({x}-{a})" if _higher(indicator) else "({b}-{x})"
    factor = _declared(indicator, name="factor", parameter="factor", label=terms.FACTOR)
    score = distance + "/({b}-{a})*{factor}"
    return NormalisationFormula((*_goalpost_slots(indicator), factor), score, "{factor}/2", "{a}={b}")


def _zscore(indicator: Indicator) -> NormalisationFormula:
    slots = (
        Slot("mean", terms.MEAN, formula='IF(COUNT({pool})=0,"",AVERAGE({pool}))', observed=lambda bounds: bounds.mean),
        Slot(
            "deviation",
            terms.DEVIATION,
            formula="IF(COUNT({pool})<2,0,STDEV({pool}))",
            observed=lambda bounds: bounds.deviation,
        ),
        _declared(indicator, name="m", parameter="mean", label=terms.TARGET_MEAN),
        _declared(indicator, name="s", parameter="sd", label=terms.TARGET_DEVIATION),
    )
    distance = "({x}-{mean})" if _higher(indicator) else "({mean}-{x})"
    return NormalisationFormula(slots, distance + "/{deviation}*{s}+{m}", "{m}")


def _fraction_of_max(indicator: Indicator) -> NormalisationFormula:
    if _higher(indicator):
        return NormalisationFormula((HIGH,), "{x}/{high}", "0.5")
    return NormalisationFormula((LOW,), "{low}/{x}", "0.5")


def _distance_to_max(indicator: Indicator) -> NormalisationFormula:
    score = "1-({high}-{x})/({high}-{low})" if _higher(indicator) else "1-({x}-{low})/({high}-{low})"
    return NormalisationFormula((LOW, HIGH), score, "0.5")


def _distance_to_target(indicator: Indicator) -> NormalisationFormula:
    target = _declared(indicator, name="t", parameter="target", label=terms.TARGET)
    return _distance(indicator, end=target)


def _distance_to_reference(indicator: Indicator) -> NormalisationFormula:
    """The figure of a reference unit is kept as stored: it is named, not declared, by the scheme."""
    declared = indicator.normalise.parameters.optional_number("reference")
    return _distance(indicator, end=Slot("t", terms.REFERENCE, declared, observed=lambda bounds: bounds.best))


def _distance(indicator: Indicator, *, end: Slot) -> NormalisationFormula:
    higher = _higher(indicator)
    score = "1-({t}-{x})/({t}-{low})" if higher else "1-({x}-{t})/({high}-{t})"
    most = "1" if indicator.normalise.parameters.flag("cap") else ""
    return NormalisationFormula((LOW if higher else HIGH, end), score, "0.5", most=most)


def _target_completion(indicator: Indicator) -> NormalisationFormula:
    slots = (
        _declared(indicator, name="t", parameter="target", label=terms.TARGET),
        _declared(indicator, name="cap", parameter="cap", label=terms.CAP),
    )
    score = "{x}/{t}*100" if _higher(indicator) else "{t}/{x}*100"
    return NormalisationFormula(slots, score, "50", NEVER, most="{cap}*100")


def _target_met(indicator: Indicator) -> NormalisationFormula:
    target = _declared(indicator, name="t", parameter="target", label=terms.TARGET)
    sign = ">=" if _higher(indicator) else "<="
    return NormalisationFormula((target,), "IF({x}" + sign + "{t},100,0)", "50", NEVER)


def _efficacy(indicator: Indicator) -> NormalisationFormula:
    score = "({x}-{xs})/({xh}-{xs})*{span}+{base}"
    slots = (
        *_efficacy_bounds(indicator),
        _declared(indicator, name="base", parameter="base", label=terms.BASE_POINTS),
        _declared(indicator, name="span", parameter="span", label=terms.SPAN_POINTS),
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
        return "OR(MAX({pool})=MIN({pool}),{xh}={xs})"
    return "{xh}={xs}"


def _bound(indicator: Indicator, *, name: str, parameter: str, label: str) -> Slot:
    """A declared number, or the worst or best value observed, whichever end of the scale that is."""
    bound = indicator.normalise.parameters.bound(parameter)
    if isinstance(bound, Decimal):
        return Slot(name, label, declared=bound)
    end = LOW if (bound == WORST) == _higher(indicator) else HIGH
    return Slot(name, f"{label}（{end.label}）", formula=end.formula, observed=end.observed)


def _ascending(indicator: Indicator) -> str:
    """The weakest gets 1; equal values share the lowest rank or the average."""
    rank = "RANK({x},{pool}," + ("1" if _higher(indicator) else "0") + ")"
    if indicator.normalise.parameters.text("ties") == "average":
        rank += "+(SUMPRODUCT(--({pool}={x}))-1)/2"
    return f"({rank})"


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
        _declared(indicator, name="full", parameter="full", label=terms.FULL_MARKS),
        _declared(indicator, name="step", parameter="step", label=terms.STEP_DOWN),
    ]
    rank = "RANK({x},{pool}," + ("0" if _higher(indicator) else "1") + ")"
    points, neutral = "{full}-{step}*(" + rank + "-1)", "{full}-{step}*((" + RANKED + "+1)/2-1)"
    floor = indicator.normalise.parameters.optional_number("floor")
    if floor is not None:
        slots.append(Slot("floor", terms.FLOOR, declared=floor))
        points, neutral = ("MAX({floor}," + part + ")" for part in (points, neutral))
    return NormalisationFormula(tuple(slots), points, neutral, within_period=True)


def _target_and_ladder(indicator: Indicator) -> NormalisationFormula:
    """Points for reaching the target, further points by place for whoever is above it; in percent of all points."""
    slots = (
        _declared(indicator, name="t", parameter="target", label=terms.TARGET),
        _declared(indicator, name="tp", parameter="target_points", label=terms.TARGET_POINTS),
        _declared(indicator, name="lp", parameter="ladder_points", label=terms.LADDER_POINTS),
        _declared(indicator, name="step", parameter="step", label=terms.STEP_DOWN),
    )
    order, above = ("0", ">") if _higher(indicator) else ("1", "<")
    rung = "MAX(100-{step}*(RANK({x},{pool}," + order + ")-1),0)"
    score = "IF({x}" + above + "{t},({tp}*100+{lp}*" + rung + ")/({tp}+{lp}),IF({x}={t},{tp}/({tp}+{lp})*100,0))"
    return NormalisationFormula(slots, score, "50", NEVER, within_period=True)


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
        "target_and_ladder": _target_and_ladder,
    }
)
