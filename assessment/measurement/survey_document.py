"""What an estimation freezes, and what the method makes of it: from document to document, without a database.

Units stand under their pseudonyms. Amounts are plain decimals in 万元; estimates are fractions of 17 significant
digits, so that a document read back holds the same numbers.
"""

import math
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import numpy as np

from assessment.methodology.periods import Period
from assessment.methodology.rounding import exact_context
from assessment.methodology.survey_design import Design, SampleColumns, StrataColumns
from assessment.methodology.survey_estimates import Estimator, combined_ratios, residual_deviations
from assessment.methodology.survey_estimation import Labels, SurveyResult, estimate_survey
from assessment.methodology.survey_quality import QUALITY_BOUNDS, RatioEstimate, response_rate, survey_findings
from assessment.methodology.survey_shares import (
    DigitalAnswers,
    ShareMethod,
    digital_share,
    digital_value_added,
    industrial_digitalisation,
)

SURVEY_ESTIMATION = "survey_estimation"
_STORED = Decimal(1).scaleb(-4)
_ASKED = ("output", "output_increase", "total_cost", "ict_depreciation", "digital_services", "digital_staff_pay")


def estimated(document: Mapping[str, Any]) -> dict[str, Any]:
    """Ratios by city and in all with their errors, what they make in 万元, strata, collapses, findings (V-Q1)."""
    strata, cities = document["strata"], list(dict.fromkeys(one["region"] for one in document["strata"]))
    design, capped = _design(document, cities)
    bounds = QUALITY_BOUNDS.at(Period.parse(document["period"]))
    labels = Labels(cities, [one["label"] for one in strata])
    result = estimate_survey(design, labels, bounds, collapsing=bool(document["collapse_reason"]))
    known_x = {city: _value_added(strata, city) for city in cities}
    known_x["TOTAL"] = _value_added(strata, None)
    sampled = [one["unit"] for one in document["units"]]
    found = (
        *survey_findings(seed=document["seed"], sampled=sampled, digital=document["counted_elsewhere"]),
        *result.findings,
    )
    rate = response_rate(result.strata)
    return {
        "estimates": [_estimate(one, known_x[one.domain]) for one in result.estimates],
        "strata": [
            {
                "label": one.label,
                "population": one.population,
                "sampled": one.sampled,
                "respondents": one.respondents,
                "weight": _digits(one.weight),
            }
            for one in result.strata
        ],
        "collapses": _collapses(result, labels),
        "findings": [
            {
                "code": one.code.value,
                "severity": one.severity.value,
                "where": one.where,
                "estimator": one.estimator,
                "expected": one.expected,
                "received": one.received,
            }
            for one in found
        ],
        "response_rate": _digits(rate),
        "capped": capped,
        "bounds": {"good_cv": _digits(bounds.good_cv), "highest_cv": _digits(bounds.highest_cv)},
    }


def sample_quality(document: Mapping[str, Any], result: Mapping[str, Any]) -> dict[str, Any]:
    """What a batch states of its survey (V-Q1); `cv_percent` is that of the combined estimates, by city."""
    combined = [one for one in result["estimates"] if one["estimator"] == Estimator.COMBINED.value]
    with exact_context():
        cv_percent = {
            one["domain"]: None if one["cv"] is None else format(Decimal(one["cv"]) * 100, "f") for one in combined
        }
    return {
        "strata": [
            {"stratum": one["label"], "drawn": one["sampled"], "respondents": one["respondents"]}
            for one in result["strata"]
        ],
        "cv_percent": cv_percent,
        "seed": document["seed"],
        "in_both_parts": document["counted_elsewhere"],
    }


def residuals_of(document: Mapping[str, Any]) -> tuple[float, dict[str, float]]:
    """R of the total (combined), and S_h of y − R·x, 万元, of every stratum with two respondents or more."""
    strata = document["strata"]
    design, _ = _design(document, list(dict.fromkeys(one["region"] for one in strata)))
    ratio = float(combined_ratios(design.as_one_domain()).ratio[0])
    spread = zip((one["label"] for one in strata), residual_deviations(design).tolist(), strict=True)
    return ratio, {label: deviation for label, deviation in spread if not math.isnan(deviation)}


def _design(document: Mapping[str, Any], cities: Sequence[str]) -> tuple[Design, int]:
    """The columns of the method, and how many cost shares the direct answer capped."""
    strata, units = document["strata"], document["units"]
    place = {one["label"]: position for position, one in enumerate(strata)}
    city = {name: position for position, name in enumerate(cities)}
    method = ShareMethod(document["share_method"])
    read = [_read(one["answers"], method) for one in units]
    stratum = np.array([place[one["stratum"]] for one in units], dtype=np.intp)
    of_stratum = np.array([city[one["region"]] for one in strata], dtype=np.intp)
    columns = SampleColumns(
        domain=of_stratum[stratum],
        stratum=stratum,
        y=np.array([y for y, _, _ in read], dtype=np.float64),
        x=np.array([x for _, x, _ in read], dtype=np.float64),
    )
    population = np.array([one["population"] for one in strata], dtype=np.int64)
    totals = np.array([float(one["value_added"]) for one in strata], dtype=np.float64)
    return Design(columns, StrataColumns(population, totals), len(cities)), sum(capped for _, _, capped in read)


def _read(answers: Mapping[str, str | None], method: ShareMethod) -> tuple[float, float, bool]:
    """(DVA, VA, whether ρ was capped) in 万元; NaN where the unit gave no full answer."""
    given = {name: None if answers.get(name) is None else Decimal(str(answers[name])) for name in _ASKED}
    share = digital_share(DigitalAnswers(**given), method)
    told = answers.get("value_added")
    value_added = None if told is None else Decimal(told)
    digital = digital_value_added(value_added, share)
    if digital is None or value_added is None:
        return float("nan"), float("nan"), False
    return float(digital), float(value_added), share is not None and share.capped


def _estimate(one: RatioEstimate, value_added: Decimal) -> dict[str, Any]:
    made = None if one.ratio is None else industrial_digitalisation(Decimal(_text(one.ratio)), value_added)
    return {
        "domain": one.domain,
        "estimator": one.estimator.value,
        "ratio": _digits(one.ratio),
        "standard_error": _digits(one.standard_error),
        "cv": _digits(one.cv),
        "lower": _digits(one.lower),
        "upper": _digits(one.upper),
        "respondents": one.respondents,
        "class": one.publish_class.value,
        "value_added": format(value_added, "f"),
        "digital_value_added": None if made is None else format(_rounded(made), "f"),
    }


def _collapses(result: SurveyResult, labels: Labels) -> list[dict[str, str]]:
    return [
        {
            "stratum": labels.strata[one.stratum],
            "merged_into": result.merged_strata[one.stratum],
            "reason": one.reason.value,
        }
        for one in result.collapses
    ]


def _value_added(strata: Sequence[Mapping[str, Any]], city: str | None) -> Decimal:
    with exact_context():
        return sum((Decimal(one["value_added"]) for one in strata if city in {None, one["region"]}), Decimal(0))


def _rounded(value: Decimal) -> Decimal:
    with exact_context():
        return value.quantize(_STORED, rounding=ROUND_HALF_EVEN)


def _text(value: float) -> str:
    return format(value, ".17g")


def _digits(value: float | None) -> str | None:
    return None if value is None else _text(value)
