"""From the frame to strata and an allocation: what the design page shows before anything is fixed.

The first round knows no ratio yet. It is planned by the value added of last year: S_h is its standard deviation in
the stratum, and the target CV is that of its total (DESIGN). The ratio estimator does better the closer digital value
added follows value added.
"""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby

from assessment.measurement.survey_errors import DesignNumberWrong, FrameWithoutValueAdded
from assessment.measurement.survey_models import Survey, SurveyStratum, SurveyUnit
from assessment.methodology.errors import N_, Phrase
from assessment.methodology.rounding import exact_context
from assessment.methodology.survey_allocation import (
    PlannedStratum,
    allocation_variance,
    neyman_allocation,
    sample_size,
)

LEAST_UNITS, MOST_UNITS = 1, 1000


@dataclass(frozen=True)
class Wanted:
    """Target CV of the total as a fraction, and the least units of a stratum."""

    target_cv: Decimal
    minimum: int


@dataclass(frozen=True)
class Planned:
    """Units by stratum; `cv` is what the allocation reaches, a fraction."""

    allocation: Mapping[str, int]
    total: int
    cv: float


def rows_of_strata(survey: Survey, units: Iterable[SurveyUnit]) -> list[SurveyStratum]:
    """The strata of a frame, by city in administrative order, division and size; with N_h, X_h and S_h."""
    keyed = sorted(units, key=_key)
    return [_row(survey, list(members), place) for place, (_, members) in enumerate(groupby(keyed, key=_key), 1)]


def read_wanted(cv: str, minimum: str) -> Wanted:
    """What was typed: the target CV in per cent, the least units of a stratum."""
    try:
        percent = Decimal(cv.strip())
    except InvalidOperation:
        raise DesignNumberWrong(name=Phrase(N_("Target CV")), expected="0 … 100 %", received=cv) from None
    if not minimum.strip().isdecimal() or not percent.is_finite():
        raise DesignNumberWrong(name=Phrase(N_("Minimum of a stratum")), expected="1 … 1000", received=minimum)
    return Wanted((percent / 100).quantize(Decimal("0.0001")), int(minimum))


def plan(strata: Sequence[SurveyStratum], wanted: Wanted) -> Planned:
    """The fewest units that reach the target, allocated by Neyman with a minimum in each stratum."""
    if not 0 < wanted.target_cv < 1:
        raise DesignNumberWrong(name=Phrase(N_("Target CV")), expected="0 … 100 %", received=wanted.target_cv)
    if not LEAST_UNITS <= wanted.minimum <= MOST_UNITS:
        expected = f"{LEAST_UNITS} … {MOST_UNITS}"
        raise DesignNumberWrong(name=Phrase(N_("Minimum of a stratum")), expected=expected, received=wanted.minimum)
    with exact_context():
        value_added = sum((stratum.value_added for stratum in strata), Decimal(0))
    if value_added <= 0:
        raise FrameWithoutValueAdded(received=value_added)
    planned = [PlannedStratum(one.label, one.population, one.deviation) for one in strata]
    total = sample_size(
        planned, expected_total=float(value_added), target_cv=float(wanted.target_cv), minimum=wanted.minimum
    )
    allocation = neyman_allocation(planned, total, minimum=wanted.minimum)
    return Planned(allocation, total, allocation_variance(planned, allocation) ** 0.5 / float(value_added))


def _row(survey: Survey, members: Sequence[SurveyUnit], place: int) -> SurveyStratum:
    first = members[0]
    values = [unit.value_added for unit in members]
    with exact_context():
        total = sum(values, Decimal(0))
    return SurveyStratum(
        survey=survey,
        label=f"{first.region.code}|{first.industry[:3]}|{first.size_class}",
        region=first.region,
        industry=first.industry[:3],
        size_class=first.size_class,
        position=place,
        population=len(members),
        value_added=total,
        deviation=statistics.stdev(map(float, values)) if len(values) > 1 else 0.0,
    )


_SIZES = {"large": 0, "medium": 1, "small": 2, "micro": 3}


def _key(unit: SurveyUnit) -> tuple[int, str, str, int]:
    return unit.region.position, unit.region.code, unit.industry[:3], _SIZES[unit.size_class]
