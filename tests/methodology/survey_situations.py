"""Surveys for the tests: small ones typed in by label, and designs drawn with a seed."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assessment.methodology.survey_design import Design, SampleColumns, StrataColumns
from assessment.methodology.survey_estimation import Labels, SurveyResult, estimate_survey
from assessment.methodology.survey_quality import QUALITY_BOUNDS, RatioEstimate

Answer = tuple[str, str, float | None, float | None]
BOUNDS = QUALITY_BOUNDS.newest


def survey(
    answers: Sequence[Answer], population: Mapping[str, int], x_total: Mapping[str, float] | None = None
) -> tuple[Design, Labels]:
    """Rows of (domain, stratum, y, x); None is no answer."""
    domains = list(dict.fromkeys(row[0] for row in answers))
    strata = list(population)
    numbers = [[math.nan if value is None else value for value in row[2:]] for row in answers]
    y, x = np.array(numbers, dtype=float).reshape(-1, 2).T
    columns = SampleColumns(
        np.array([domains.index(row[0]) for row in answers], dtype=np.intp),
        np.array([strata.index(row[1]) for row in answers], dtype=np.intp),
        y,
        x,
    )
    totals = None if x_total is None else np.array([x_total.get(stratum, math.nan) for stratum in strata])
    frame = StrataColumns(np.array(list(population.values()), dtype=np.int64), totals)
    return Design(columns, frame, len(domains)), Labels(tuple(domains), tuple(strata))


def estimated(
    answers: Sequence[Answer],
    population: Mapping[str, int],
    x_total: Mapping[str, float] | None = None,
    *,
    collapsing: bool = False,
) -> SurveyResult:
    design, labels = survey(answers, population, x_total)
    return estimate_survey(design, labels, BOUNDS, collapsing=collapsing)


def row(result: SurveyResult, domain: str, estimator: str = "combined") -> RatioEstimate:
    (found,) = [each for each in result.estimates if (each.domain, each.estimator.value) == (domain, estimator)]
    return found


@dataclass(frozen=True, eq=False)
class DrawnDesign:
    """A generated survey: its columns, everybody answering, and whether the domains are made of whole strata."""

    design: Design
    crossing: bool

    @property
    def x_total(self) -> Any:
        assert self.design.strata.x_total is not None
        return self.design.strata.x_total


def drawn_design(seed: int) -> DrawnDesign:
    """Twenty kinds by `seed`: 1 or 2 to 40 strata, sizes from 1 on, fractions from 0.01 to 1, domains across strata.

    Even seeds let domains cross strata, odd ones build them of whole strata; every third has strata of one respondent.
    """
    draw = np.random.Generator(np.random.PCG64(seed))
    strata = 1 if seed % 5 == 0 else int(draw.integers(2, 41))
    sizes = draw.integers(2, 30, strata)
    if seed % 3 == 0 and strata > 1:
        sizes[draw.permutation(strata)[: max(1, strata // 4)]] = 1
    population = np.maximum(sizes, (sizes / draw.uniform(0.01, 1, strata)).astype(np.int64))
    stratum = draw.permutation(np.repeat(np.arange(strata), sizes))
    domains = int(draw.integers(1, 8))
    crossing = seed % 2 == 0
    domain = draw.integers(0, domains, len(stratum)) if crossing else stratum % domains
    x = draw.lognormal(4, 1.2, len(stratum))
    y = x * draw.beta(1 + stratum % 4, 5) + draw.normal(0, 1, len(stratum))
    x_total = population * draw.uniform(50, 200, strata)
    columns = SampleColumns(domain.astype(np.intp), stratum.astype(np.intp), y, x)
    return DrawnDesign(Design(columns, StrataColumns(population, x_total), domains), crossing)
