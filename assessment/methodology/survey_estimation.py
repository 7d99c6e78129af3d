"""A survey from its columns to its results: estimates by domain and in total, strata, collapses, findings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assessment.methodology.account_records import Severity
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.survey_collapse import Collapse, collapse
from assessment.methodology.survey_design import Design
from assessment.methodology.survey_estimates import Ratios, combined_ratios, separate_ratios
from assessment.methodology.survey_quality import (
    PublishClass,
    QualityBounds,
    QualityCode,
    QualityFinding,
    RatioEstimate,
    StratumQuality,
    estimate_findings,
    known,
    publish_class,
    strata_findings,
    strata_quality,
)

TOTAL = "TOTAL"


class SampleExceedsPopulation(AssessmentError):
    code = "sample_exceeds_population"
    message = N_(
        "Stratum “{stratum}”: expected at most {expected} sampled units, its population in the frame; received "
        "{received}. Check the stratum of its units and the population."
    )


class DomainNameReserved(AssessmentError):
    code = "domain_name_reserved"
    message = N_("A domain is called “{received}”; that name is kept for the row of the total. Rename the domain.")


@dataclass(frozen=True)
class Labels:
    """Names of domains and strata in the order of their positions; of units nothing is needed."""

    domains: Sequence[str]
    strata: Sequence[str]


@dataclass(frozen=True)
class SurveyResult:
    """`merged_strata[h]` names the stratum that h of the frame was estimated in: itself, or members joined by “+”."""

    estimates: tuple[RatioEstimate, ...]
    strata: tuple[StratumQuality, ...]
    merged_strata: tuple[str, ...]
    collapses: tuple[Collapse, ...]
    findings: tuple[QualityFinding, ...]


def estimate_survey(design: Design, labels: Labels, bounds: QualityBounds, *, collapsing: bool = False) -> SurveyResult:
    """Ratios of all domains and of TOTAL: combined, and separate where the frame gives X_h.

    Without `collapsing` the strata stay as drawn whatever they lack; with it, sampling strata with too few
    respondents are merged first (see `survey_collapse`) and the domains stay as they are.
    """
    _refuse_contradictions(design, labels)
    collapses: tuple[Collapse, ...] = ()
    names = tuple(labels.strata)
    merged_names = names
    if collapsing:
        collapsed = collapse(design, fewest=bounds.fewest_respondents)
        design, collapses = collapsed.design, collapsed.collapses
        merged_names = _merged_names(names, collapsed.merged.tolist())
        names = tuple(dict.fromkeys(merged_names))
    estimates = tuple(_estimates(design, labels.domains, bounds))
    strata = tuple(strata_quality(design, names))
    findings = (*_answer_findings(design), *strata_findings(strata, bounds), *estimate_findings(estimates, bounds))
    return SurveyResult(estimates, strata, merged_names, collapses, findings)


def _refuse_contradictions(design: Design, labels: Labels) -> None:
    if TOTAL in labels.domains:
        raise DomainNameReserved(received=TOTAL)
    too_many = np.flatnonzero(design.sampled > design.strata.population)
    if len(too_many):
        stratum = int(too_many[0])
        raise SampleExceedsPopulation(
            stratum=labels.strata[stratum],
            expected=int(design.strata.population[stratum]),
            received=int(design.sampled[stratum]),
        )


def _merged_names(names: Sequence[str], merged: Sequence[int]) -> tuple[str, ...]:
    members: dict[int, list[str]] = {}
    for name, position in zip(names, merged, strict=True):
        members.setdefault(position, []).append(name)
    return tuple("+".join(members[position]) for position in merged)


def _estimates(design: Design, domains: Sequence[str], bounds: QualityBounds) -> Iterator[RatioEstimate]:
    """Domain by domain, combined before separate; TOTAL last."""
    methods = [combined_ratios] if design.strata.x_total is None else [combined_ratios, separate_ratios]
    by_method = [_rows(method(design), domains, bounds) for method in methods]
    for rows in zip(*by_method, strict=True):
        yield from rows
    whole = design.as_one_domain()
    for method in methods:
        yield from _rows(method(whole), (TOTAL,), bounds)


def _rows(ratios: Ratios, domains: Sequence[str], bounds: QualityBounds) -> list[RatioEstimate]:
    columns = (ratios.ratio, ratios.standard_error, ratios.coefficients_of_variation(), *ratios.interval())
    numbers = zip(*(column.tolist() for column in columns), strict=True)
    return [
        _row(domain, ratios, tuple(map(known, row)), int(count), bounds)
        for domain, row, count in zip(domains, numbers, ratios.respondents.tolist(), strict=True)
    ]


def _row(
    domain: str, ratios: Ratios, numbers: tuple[float | None, ...], respondents: int, bounds: QualityBounds
) -> RatioEstimate:
    ratio, error, cv, lower, upper = numbers
    judged = publish_class(cv, respondents, bounds) if ratios.degrees_of_freedom else PublishClass.REFUSE
    return RatioEstimate(domain, ratios.estimator, ratio, error, cv, lower, upper, respondents, judged)


def _answer_findings(design: Design) -> Iterator[QualityFinding]:
    """How many answers have a value added of zero or below: they count, and somebody should have seen them."""
    x = design.answers.x
    counts = {
        QualityCode.VALUE_ADDED_ZERO: np.count_nonzero(x == 0),
        QualityCode.VALUE_ADDED_NEGATIVE: np.count_nonzero(x < 0),
    }
    for code, count in counts.items():
        if count:
            yield QualityFinding(code, Severity.INFORM, received=str(int(count)))
