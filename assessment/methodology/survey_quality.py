"""Quality of a survey: which estimates may be published, and what falls short of the rule V-Q1.

DESIGN (publish rule of the survey of traditional industries): CV up to 15 % good, up to 30 % with a warning, above
refused; at least 5 respondents in a stratum; at least 70 % of the sampled units answer; the seed of the draw is
stored; no unit counts both in a digital industry and in the sample.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessment.methodology.account_records import FindingCode, Severity
from assessment.methodology.dated_rules import Dated
from assessment.methodology.periods import Period
from assessment.methodology.survey_design import Design
from assessment.methodology.survey_estimates import Estimator


class PublishClass(StrEnum):
    """Stands in results: publish, publish with a warning, do not publish."""

    GOOD = "good"
    WARN = "warn"
    REFUSE = "refuse"


@dataclass(frozen=True)
class QualityBounds:
    """CVs and the response rate are fractions (0.15 = 15 %), `fewest_respondents` counts units of a stratum."""

    good_cv: float = 0.15
    highest_cv: float = 0.30
    fewest_respondents: int = 5
    lowest_response_rate: float = 0.70


QUALITY_BOUNDS = Dated("survey quality V-Q1", ((Period.parse("2020"), QualityBounds()),))


class QualityCode(StrEnum):
    """Stable; they stand in DIR/findings.csv."""

    RESPONDENTS_TOO_FEW = "respondents_too_few"
    STRATUM_WITHOUT_RESPONDENTS = "stratum_without_respondents"
    RESPONSE_RATE_LOW = "response_rate_low"
    CV_TOO_HIGH = "cv_too_high"
    ERROR_NOT_ESTIMATED = "error_not_estimated"
    RATIO_NOT_ESTIMATED = "ratio_not_estimated"
    SEED_MISSING = "seed_missing"
    UNIT_IN_BOTH_PARTS = "unit_in_both_parts"
    VALUE_ADDED_ZERO = "value_added_zero"
    VALUE_ADDED_NEGATIVE = "value_added_negative"


@dataclass(frozen=True)
class QualityFinding:
    """`where` is the label of a stratum, domain or unit, blank for the whole; numbers as plain text."""

    code: QualityCode | FindingCode
    severity: Severity
    where: str = ""
    estimator: str = ""
    expected: str = ""
    received: str = ""


@dataclass(frozen=True)
class StratumQuality:
    """A sampling stratum after any collapse. Counts in units; `weight` in population units per respondent."""

    label: str
    population: int
    sampled: int
    respondents: int
    weight: float

    @property
    def response_rate(self) -> float | None:
        """r_h / n_h as a fraction, None where nobody was drawn."""
        return self.respondents / self.sampled if self.sampled else None


@dataclass(frozen=True)
class RatioEstimate:
    """One row of the results; numbers are None where they cannot be computed, never zero instead."""

    domain: str
    estimator: Estimator
    ratio: float | None
    standard_error: float | None
    cv: float | None
    lower: float | None
    upper: float | None
    respondents: int
    publish_class: PublishClass


def publish_class(cv: float | None, respondents: int, bounds: QualityBounds) -> PublishClass:
    """The class of an estimate by its CV. A single respondent shows no error at all: refused (DESIGN)."""
    if cv is None or respondents < 2 or cv > bounds.highest_cv:
        return PublishClass.REFUSE
    return PublishClass.GOOD if cv <= bounds.good_cv else PublishClass.WARN


def strata_quality(design: Design, labels: Sequence[str]) -> list[StratumQuality]:
    """One record for each stratum of the design, in its order."""
    columns = (design.strata.population, design.sampled, design.respondents, design.weights)
    return [
        StratumQuality(label, *row)
        for label, *row in zip(labels, *(column.tolist() for column in columns), strict=True)
    ]


def response_rate(strata: Iterable[StratumQuality]) -> float | None:
    """Σ respondents / Σ sampled units as a fraction, unweighted; None where nobody was drawn."""
    sampled = answered = 0
    for stratum in strata:
        sampled += stratum.sampled
        answered += stratum.respondents
    return answered / sampled if sampled else None


def strata_findings(strata: Sequence[StratumQuality], bounds: QualityBounds) -> Iterator[QualityFinding]:
    """Strata nobody speaks for, with too few respondents, and the response rate as a whole (V-Q1).

    A stratum without respondents stays outside every estimate. Where all N_h units answered there are never too few.
    """
    for stratum in strata:
        if stratum.population == 0:
            continue
        fewest = min(bounds.fewest_respondents, stratum.population)
        counts = {"where": stratum.label, "expected": f"≥ {fewest}", "received": str(stratum.respondents)}
        if stratum.respondents == 0:
            yield QualityFinding(QualityCode.STRATUM_WITHOUT_RESPONDENTS, Severity.EXPLAIN, **counts)
        elif stratum.respondents < fewest:
            yield QualityFinding(QualityCode.RESPONDENTS_TOO_FEW, Severity.EXPLAIN, **counts)
    rate = response_rate(strata)
    if rate is not None and rate < bounds.lowest_response_rate:
        expected = f"≥ {bounds.lowest_response_rate:.2f}"
        yield QualityFinding(QualityCode.RESPONSE_RATE_LOW, Severity.EXPLAIN, expected=expected, received=f"{rate:.4f}")


def estimate_findings(estimates: Iterable[RatioEstimate], bounds: QualityBounds) -> Iterator[QualityFinding]:
    """Estimates that are refused, and why: no ratio, no error to be seen, or a CV above the bound (V-Q1)."""
    for estimate in estimates:
        where = {"where": estimate.domain, "estimator": estimate.estimator.value}
        if estimate.ratio is None:
            yield QualityFinding(QualityCode.RATIO_NOT_ESTIMATED, Severity.EXPLAIN, **where)
        elif estimate.cv is None or estimate.respondents < 2 or estimate.lower is None:
            received = str(estimate.respondents)
            yield QualityFinding(QualityCode.ERROR_NOT_ESTIMATED, Severity.EXPLAIN, received=received, **where)
        elif estimate.cv > bounds.highest_cv:
            numbers = {"expected": f"≤ {bounds.highest_cv:.2f}", "received": f"{estimate.cv:.4f}"}
            yield QualityFinding(QualityCode.CV_TOO_HIGH, Severity.EXPLAIN, **numbers, **where)


def survey_findings(*, seed: int | None, sampled: Iterable[str], digital: Iterable[str]) -> Iterator[QualityFinding]:
    """The rest of V-Q1: the seed is stored, and no sampled unit counts in a digital industry as well."""
    if seed is None:
        yield QualityFinding(QualityCode.SEED_MISSING, Severity.EXPLAIN)
    for unit in sorted(set(sampled) & set(digital)):
        yield QualityFinding(QualityCode.UNIT_IN_BOTH_PARTS, Severity.EXPLAIN, where=unit)


def known(value: float) -> float | None:
    """NaN as None."""
    return None if math.isnan(value) else value
