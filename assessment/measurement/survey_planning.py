"""From the frame to strata and an allocation: what the design page shows before anything is fixed.

The first round knows no ratio yet. It is planned by the value added of last year: S_h is its standard deviation in
the stratum, and the target CV is that of its total (DESIGN). The ratio estimator does better the closer digital value
added follows value added. A later round may be planned by the residuals of an earlier one, and then the target CV is
that of the digital value added itself. Units from a stated value added on are all drawn, in a stratum of their own.
"""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby

from assessment.measurement.stored_amounts import STORED_DECIMALS
from assessment.measurement.survey_errors import DesignNumberWrong, FrameWithoutValueAdded
from assessment.measurement.survey_models import Survey, SurveyStratum, SurveyUnit
from assessment.methodology.errors import N_, Phrase
from assessment.methodology.rounding import decimals_of, exact_context
from assessment.methodology.survey_allocation import (
    PlannedStratum,
    allocation_variance,
    neyman_allocation,
    sample_size,
)
from assessment.methodology.survey_prior import is_certain, stratum_label, with_residuals

LEAST_UNITS, MOST_UNITS = 1, 1000
LARGEST_THRESHOLD = Decimal(10) ** 12


@dataclass(frozen=True)
class Wanted:
    """Target CV of the total as a fraction, the least units of a stratum, from what value added all are drawn."""

    target_cv: Decimal
    minimum: int
    certainty_from: Decimal | None = None


@dataclass(frozen=True)
class Prior:
    """What an earlier round tells: R of its total, and S_h of y − R·x by stratum, 万元."""

    estimation: int
    ratio: float
    residuals: Mapping[str, float]


@dataclass(frozen=True)
class Planned:
    """Units and S_h by stratum; `cv` is what the allocation reaches, a fraction."""

    allocation: Mapping[str, int]
    total: int
    cv: float
    deviations: Mapping[str, float]


def rows_of_strata(
    survey: Survey, units: Iterable[SurveyUnit], certainty_from: Decimal | None = None
) -> list[SurveyStratum]:
    """The strata of a frame, by city in administrative order, division and size; with N_h, X_h and S_h.

    Of a stratum the units from `certainty_from` on stand in one of their own, before the rest.
    """

    def key(unit: SurveyUnit) -> tuple[int, str, str, int, bool]:
        return *_key(unit), not is_certain(unit.value_added, certainty_from)

    groups = groupby(sorted(units, key=key), key=key)
    return [_row(survey, list(members), place, certainty_from) for place, (_, members) in enumerate(groups, 1)]


def label_of(unit: SurveyUnit, certainty_from: Decimal | None = None) -> str:
    """The label of the stratum a unit stands in."""
    plain = f"{unit.region.code}|{unit.industry[:3]}|{unit.size_class}"
    return stratum_label(plain, certain=is_certain(unit.value_added, certainty_from))


def read_wanted(cv: str, minimum: str, certainty_from: str = "") -> Wanted:
    """What was typed: the target CV in per cent, the least units of a stratum, the threshold in 万元 or nothing."""
    try:
        percent = Decimal(cv.strip())
    except InvalidOperation:
        raise DesignNumberWrong(name=Phrase(N_("Target CV")), expected="0 … 100 %", received=cv) from None
    if not minimum.strip().isdecimal() or not percent.is_finite():
        raise DesignNumberWrong(name=Phrase(N_("Minimum of a stratum")), expected="1 … 1000", received=minimum)
    return Wanted((percent / 100).quantize(Decimal("0.0001")), int(minimum), _threshold(certainty_from))


def _threshold(text: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        return checked_threshold(Decimal(text.strip()))
    except InvalidOperation:
        raise _threshold_wrong(text) from None


def checked_threshold(value: Decimal | None) -> Decimal | None:
    """A threshold as it is stored: above zero, at most four decimals, in 万元."""
    if value is None:
        return None
    if not value.is_finite() or not 0 < value < LARGEST_THRESHOLD or decimals_of(value) > STORED_DECIMALS:
        raise _threshold_wrong(str(value))
    return value


def _threshold_wrong(received: str) -> DesignNumberWrong:
    return DesignNumberWrong(name=Phrase(N_("All are drawn from")), expected="> 0", received=received[:40])


def plan(strata: Sequence[SurveyStratum], wanted: Wanted, prior: Prior | None = None) -> Planned:
    """The fewest units that reach the target, allocated by Neyman with a minimum in each stratum.

    The target is that of value added, or of digital value added R·X where a prior round gives R and the residuals.
    """
    if not 0 < wanted.target_cv < 1:
        raise DesignNumberWrong(name=Phrase(N_("Target CV")), expected="0 … 100 %", received=wanted.target_cv)
    if not LEAST_UNITS <= wanted.minimum <= MOST_UNITS:
        expected = f"{LEAST_UNITS} … {MOST_UNITS}"
        raise DesignNumberWrong(name=Phrase(N_("Minimum of a stratum")), expected=expected, received=wanted.minimum)
    with exact_context():
        value_added = sum((stratum.value_added for stratum in strata), Decimal(0))
    if value_added <= 0:
        raise FrameWithoutValueAdded(received=value_added)
    expected_total = float(value_added)
    planned = tuple(PlannedStratum(one.label, one.population, one.deviation, one.take_all) for one in strata)
    if prior is not None:
        planned, expected_total = with_residuals(planned, prior.residuals), expected_total * prior.ratio
    total = sample_size(
        planned, expected_total=expected_total, target_cv=float(wanted.target_cv), minimum=wanted.minimum
    )
    allocation = neyman_allocation(planned, total, minimum=wanted.minimum)
    reached = allocation_variance(planned, allocation) ** 0.5 / expected_total
    return Planned(allocation, total, reached, {one.label: one.deviation for one in planned})


def _row(survey: Survey, members: Sequence[SurveyUnit], place: int, certainty_from: Decimal | None) -> SurveyStratum:
    first = members[0]
    values = [unit.value_added for unit in members]
    with exact_context():
        total = sum(values, Decimal(0))
    return SurveyStratum(
        survey=survey,
        label=label_of(first, certainty_from),
        take_all=is_certain(first.value_added, certainty_from),
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
