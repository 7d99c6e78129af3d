"""A scheme in words: what each method, bound and setting is called, and the formula it stands for.

Source: the table of methods of the scoring rules of the assessment. In a formula x is the figure of a city; min, max, x̄
and s are taken over the cities of the pool, r is the place from the lowest (1) and k the place from the best.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from assessment.methodology.errors import N_, Phrase
from assessment.methodology.formula_text import figure_text
from assessment.methodology.parameters import BEST, WORST, Parameters, ScorePart, Value
from assessment.methodology.scheme_parts import MethodUse

Words = Phrase | str

NONE: Final = "--"
METHOD_NAMES: Final[Mapping[str, str]] = {
    "minmax": N_("minimum to maximum"),
    "goalposts": N_("fixed bounds"),
    "scaled": N_("scaled"),
    "zscore": N_("standard deviations"),
    "rank": N_("rank"),
    "borda": N_("Borda count"),
    "percentile_rank": N_("percentile rank"),
    "fraction_of_max": N_("fraction of the maximum"),
    "distance_to_max": N_("distance to the maximum"),
    "distance_to_reference": N_("distance to a reference"),
    "distance_to_target": N_("distance to a target"),
    "target_completion": N_("completion of a target"),
    "target_met": N_("target met or not"),
    "rank_ladder": N_("ladder of places"),
    "combined": N_("target and places, each with points of its own"),
    "standard_tiers": N_("five standard values"),
    "mazziotta_pareto": N_("around a reference mean"),
    "efficacy": N_("efficacy coefficient"),
    "efficacy_exponential": N_("exponential efficacy coefficient"),
    "efficacy_log": N_("logarithmic efficacy coefficient"),
    "average_tiers": N_("tiers around the provincial average"),
    "winsorise": N_("winsorised"),
    "clip": N_("clipped to quantiles"),
    "log": N_("natural logarithm"),
    "share_of_total": N_("share of the total"),
    "denominate": N_("divided by"),
}
FORMULAS: Final[Mapping[str, str]] = {
    "minmax": "(x − min) / (max − min) × {width} + {low}",
    "goalposts": "(x − {lower}) / ({upper} − {lower}) × {width} + {low}",
    "scaled": "(x − {lower}) / ({upper} − {lower}) × {factor}",
    "zscore": "(x − x̄) / s × {sd} + {mean}",
    "rank": "r",
    "borda": "r − 1",
    "percentile_rank": "(r − 1) / (n − 1) × {width} + {low}",
    "fraction_of_max": "x / max",
    "distance_to_max": "1 − (max − x) / (max − min)",
    "distance_to_reference": "1 − (R − x) / (R − min)",
    "distance_to_target": "1 − ({target} − x) / ({target} − min)",
    "target_completion": "min({cap}; x / {target}) × 100",
    "target_met": "x ≥ {target} → 100; x < {target} → 0",
    "rank_ladder": "{full} − {step} × (k − 1)",
    "mazziotta_pareto": "(x − R) / (max − min) × 60 + 100",
    "efficacy": "(x − {not_allowed}) / ({satisfactory} − {not_allowed}) × {span} + {base}",
    "efficacy_exponential": "60 × exp(−ln 0.6 × (x − {not_allowed}) / ({satisfactory} − {not_allowed}))",
    "efficacy_log": "(ln x − ln {not_allowed}) / (ln {satisfactory} − ln {not_allowed}) × {width} + {low}",
}
_TIERS: Final[Mapping[str, str]] = {
    "total": "{base} + {base} × (d₁/20 + d₂/40 + d₃/60 + …)",
    "increment": "{base} + {base} × (d₁/60 + d₂/80 + d₃/100 + …)",
}
_LOWER: Final[Mapping[str, str]] = {
    "target_completion": "min({cap}; {target} / x) × 100",
    "target_met": "x ≤ {target} → 100; x > {target} → 0",
    "fraction_of_max": "min / x",
}
PARAMETER_NAMES: Final[Mapping[str, str]] = {
    "range": N_("score range"),
    "lower": N_("lower bound"),
    "upper": N_("upper bound"),
    "truncate": N_("cut at the ends of the range"),
    "factor": N_("factor"),
    "mean": N_("mean of the scores"),
    "sd": N_("standard deviation of the scores"),
    "ties": N_("equal figures"),
    "reference": N_("reference"),
    "reference_unit": N_("unit of reference"),
    "target": N_("target"),
    "cap": N_("cap"),
    "full": N_("full marks"),
    "step": N_("step down"),
    "floor": N_("lowest points"),
    "standards": N_("standard values"),
    "parts": N_("parts of the score"),
    "not_allowed": N_("value not allowed"),
    "satisfactory": N_("satisfactory value"),
    "base": N_("base points"),
    "span": N_("points above the base"),
    "kind": N_("kind of figure"),
    "points": N_("most figures treated"),
    "quantiles": N_("quantiles"),
    "by": N_("denominator"),
    "threshold": N_("least share of the parts"),
    "digits": N_("number of decimals"),
    "power": N_("exponent"),
    "then": N_("tie-breakers"),
}
_RANGE: Final = 2
_CHOICES: Final[Mapping[str, str]] = {
    WORST: N_("worst of the cities"),
    BEST: N_("best of the cities"),
    "min": N_("share the better place"),
    "average": N_("take the mean of their places"),
    "total": N_("total"),
    "increment": N_("increment"),
}


def method_name(method: str) -> Words:
    """The name of a method or treatment; one without a name keeps its keyword."""
    return Phrase(METHOD_NAMES[method]) if method in METHOD_NAMES else method


def parameter_name(name: str) -> Words:
    return Phrase(PARAMETER_NAMES[name]) if name in PARAMETER_NAMES else name


def value_words(value: Value) -> Words:
    """A parameter as a reader expects it: a number in digits, a choice in words."""
    if value is None:
        return NONE
    if isinstance(value, bool):
        return Phrase(N_("yes")) if value else Phrase(N_("no"))
    if isinstance(value, Decimal):
        return figure_text(value)
    if isinstance(value, tuple):
        return _several_words(value)
    return Phrase(_CHOICES[value]) if value in _CHOICES else value


def _several_words(values: tuple[Decimal | ScorePart, ...]) -> Words:
    """A range from … to …, a list of figures, or the parts of a score with the points of each."""
    figures = [figure_text(value) for value in values if isinstance(value, Decimal)]
    if len(figures) == len(values):
        return "–".join(figures) if len(figures) == _RANGE else ", ".join(figures)
    parts = (value for value in values if isinstance(value, ScorePart))
    return joined(
        Phrase(
            "{points} × {use}",
            {"points": figure_text(one.points), "use": use_words(MethodUse(one.method, one.parameters))},
        )
        for one in parts
    )


def formula_words(use: MethodUse, *, higher: bool = True) -> Words:
    """The formula of a normalisation with the numbers of the scheme in it; where it has none, these numbers alone."""
    template = FORMULAS.get(use.method, "")
    if use.method == "average_tiers":
        template = _TIERS[use.parameters.text("kind")]
    if not higher:
        template = _LOWER.get(use.method, template)
    return Phrase(template, _gaps(use.parameters)) if template else _given_words(use.parameters)


def _gaps(parameters: Parameters) -> dict[str, object]:
    gaps: dict[str, object] = {name: value_words(value) for name, value in parameters.values.items()}
    if parameters.has("range"):
        low, high = parameters.pair("range")
        gaps |= {"low": figure_text(low), "width": figure_text(high - low)}
    return gaps


def use_words(use: MethodUse) -> Words:
    """A treatment with its parameters, as in: clipped to quantiles (quantiles 0.05–0.95)."""
    parts = _given_words(use.parameters)
    if parts == NONE:
        return method_name(use.method)
    return Phrase("{method} ({parameters})", {"method": method_name(use.method), "parameters": parts})


def _given_words(parameters: Parameters) -> Words:
    given = ((name, value) for name, value in parameters.values.items() if value is not None)
    return joined(Phrase("{name} {value}", {"name": parameter_name(n), "value": value_words(v)}) for n, v in given)


def joined(parts: Iterable[Words]) -> Words:
    """Several phrases one after another; `--` where there is none."""
    known = list(parts)
    if not known:
        return NONE
    result = known[0]
    for part in known[1:]:
        result = Phrase("{first}; {second}", {"first": result, "second": part})
    return result
