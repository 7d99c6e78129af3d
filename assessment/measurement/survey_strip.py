"""点带图 of a survey: for each city the CV of its strata as dots beside the city's own, against 15 % and 30 %."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from assessment.display.templatetags.components import Light
from assessment.measurement.survey_document import stratum_variations
from assessment.measurement.survey_models import SurveyEstimation
from assessment.measurement.survey_wording import class_light, percent, stratum_words
from assessment.methodology.run_document import thaw
from assessment.methodology.survey_estimates import Estimator
from assessment.methodology.survey_estimation import TOTAL
from assessment.methodology.survey_quality import PublishClass
from assessment.territory.models import Region

WIDTH: Final = 300
MOST_UNITS: Final = 50_000
_WIDEST: Final = Decimal("0.45")


@dataclass(frozen=True)
class Dot:
    """`x` in units of the drawing; beyond the widest CV shown it stands at the edge."""

    x: int
    tone: str
    label: str


@dataclass(frozen=True)
class StratumVariation:
    """One stratum in the table beside the drawing."""

    name: str
    respondents: int
    sampled: int
    cv: str
    light: Light | None


@dataclass(frozen=True)
class CityStrip:
    """`own` is the city's combined estimate, None where it cannot be told; `untold` counts strata without a CV."""

    name: str
    cv: str
    own: Dot | None
    dots: tuple[Dot, ...]
    counts: tuple[int, int, int]
    untold: int
    strata: tuple[StratumVariation, ...]


@dataclass(frozen=True)
class Strip:
    """`marks` are the two thresholds: where they stand and what they are called."""

    marks: tuple[tuple[int, str], ...]
    cities: tuple[CityStrip, ...]


def strip_of(estimation: SurveyEstimation) -> Strip | None:
    """From the answers that were frozen. None before the estimation is done, and of samples too large for a page."""
    result = thaw(estimation.result_document) if estimation.result_document else {"strata": []}
    if not 0 < sum(one["sampled"] for one in result["strata"]) <= MOST_UNITS:
        return None
    told = stratum_variations(thaw(estimation.document))
    strata = [{**one, "cv": told[one["label"]]} for one in result["strata"]]
    bounds = [Decimal(result["bounds"][name]) for name in ("good_cv", "highest_cv")]
    names = dict(Region.objects.filter(valid_until__isnull=True).values_list("code", "short_name_zh"))
    own = {
        one["domain"]: one
        for one in result["estimates"]
        if one["estimator"] == Estimator.COMBINED.value and one["domain"] != TOTAL
    }
    cities = tuple(_city(city, own[city], strata, bounds, names) for city in own)
    return Strip(tuple((_x(bound), f"{percent(bound, 0)}%") for bound in bounds), cities)


def _city(
    city: str,
    own: Mapping[str, Any],
    strata: Sequence[Mapping[str, Any]],
    bounds: Sequence[Decimal],
    names: Mapping[str, str],
) -> CityStrip:
    lines = [one for one in strata if one["label"].split("|")[0] == city]
    told = [(one, _exact(one["cv"])) for one in lines if one["cv"] is not None]
    classes = [_class(cv, bounds) for _, cv in told]
    return CityStrip(
        name=names.get(city, city),
        cv=percent(own["cv"]),
        own=None if own["cv"] is None else _dot(names.get(city, city), Decimal(own["cv"]), bounds),
        dots=tuple(_dot(stratum_words(one["label"], names), cv, bounds) for one, cv in told),
        counts=(
            classes.count(PublishClass.GOOD),
            classes.count(PublishClass.WARN),
            classes.count(PublishClass.REFUSE),
        ),
        untold=len(lines) - len(told),
        strata=tuple(_variation(one, bounds, names) for one in lines),
    )


def _variation(one: Mapping[str, Any], bounds: Sequence[Decimal], names: Mapping[str, str]) -> StratumVariation:
    light = None if one["cv"] is None else class_light(_class(_exact(one["cv"]), bounds).value)
    name = stratum_words(one["label"], names)
    return StratumVariation(name, one["respondents"], one["sampled"], percent(one["cv"]), light)


def _class(cv: Decimal, bounds: Sequence[Decimal]) -> PublishClass:
    good, highest = bounds
    if cv <= good:
        return PublishClass.GOOD
    return PublishClass.WARN if cv <= highest else PublishClass.REFUSE


def _dot(name: str, cv: Decimal, bounds: Sequence[Decimal]) -> Dot:
    return Dot(_x(cv), class_light(_class(cv, bounds).value).tone, f"{name} {percent(cv)}%")


def _exact(cv: float) -> Decimal:
    """A CV as it is written with 17 digits, like the estimates of cities."""
    return Decimal(format(cv, ".17g"))


def _x(cv: Decimal) -> int:
    return round(min(cv / _WIDEST, Decimal(1)) * WIDTH)
