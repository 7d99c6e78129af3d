"""Ratio estimates by domain with their standard errors: combined and separate, over the whole design.

The ratio R = Σ digital value added / Σ value added of a domain has no unit. Its error comes from Taylor linearisation:
each answer gets the share u of the error it carries, and the variance is that of the total of u under stratified
sampling without replacement (Cochran 1977, 6.10 and 6.11; K. M. Wolter, Introduction to Variance Estimation, 2nd ed.
2007, chapter 6; domains as 0/1 variables over the whole design, Cochran 2.11 and 5A.14; MEMORY).
"""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from assessment.methodology.survey_design import Design, Floats, SampleColumns, sums_by
from assessment.methodology.survey_student import t_quantile


class Estimator(StrEnum):
    """Stands in results: one ratio for the domain, or one in each stratum weighted by the known X_h."""

    COMBINED = "combined"
    SEPARATE = "separate"


@dataclass(frozen=True, eq=False)
class Ratios:
    """Of each domain: the ratio, its standard error, the answers behind it. NaN where it cannot be computed."""

    estimator: Estimator
    ratio: Floats
    standard_error: Floats
    respondents: NDArray[np.int64]
    degrees_of_freedom: int

    def coefficients_of_variation(self) -> Floats:
        """CV = standard error / |ratio|, a fraction: 0.15 is 15 %. NaN where the ratio is 0 or missing."""
        ratios = np.where(self.ratio == 0, math.nan, np.abs(self.ratio))
        return self.standard_error / ratios

    def interval(self) -> tuple[Floats, Floats]:
        """Lower and upper limit at 95 %: ratio ∓ t × standard error, t with the degrees of the whole design.

        NaN without a degree of freedom. Source: Cochran 1977, 2.8 and 5.4 (MEMORY); the degrees are DESIGN.
        """
        if self.degrees_of_freedom < 1:
            missing = np.full(len(self.ratio), math.nan)
            return missing, missing
        reach = t_quantile(self.degrees_of_freedom) * self.standard_error
        return self.ratio - reach, self.ratio + reach


def combined_ratios(design: Design) -> Ratios:
    """R = Σ w·y / Σ w·x over the answers of each domain (combined ratio estimator, Cochran 1977, 6.11, MEMORY).

    u = w·(y − R·x) / Σ w·x inside the domain, 0 outside. No ratio where Σ w·x is not positive.
    Worked: two answers y 1, 3 and x 10, 10 of N 4 → 0.2, standard error √½ · 0.1 = 0.0707.
    """
    rows, cells = design.answers, design.cells
    weight = design.weights[rows.stratum]
    weighted_x = weight * rows.x
    denominators = _positive_or_missing(_by_domain(design, weighted_x))
    ratios = _by_domain(design, weight * rows.y) / denominators
    error = (weight * rows.y - ratios[rows.domain] * weighted_x) / denominators[rows.domain]
    inside = cells.means(error)
    between = _between(design) * np.square(inside)
    variances = _variances(design, inside, cells.squares(error, inside) + between)
    return _ratios(Estimator.COMBINED, design, ratios, variances)


def variations_by_stratum(design: Design) -> Floats:
    """CV of the ratio of each sampling stratum taken by itself, a fraction; `combined_ratios` over one stratum.

    NaN where nobody answered, or where one answer stands for several units: it has no spread to tell (DESIGN).
    Worked: two answers y 1, 3 and x 10, 10 of N 4 → 0.0707 / 0.2 = 0.354. Source: Cochran 1977, 6.11 (MEMORY).
    """
    rows = design.sample
    alone = SampleColumns(rows.stratum, rows.stratum, rows.y, rows.x)
    by_stratum = Design(alone, design.strata, len(design.strata.population))
    untold = (by_stratum.respondents == 1) & (design.strata.population > 1)
    return np.where(untold, math.nan, combined_ratios(by_stratum).coefficients_of_variation())


def separate_ratios(design: Design) -> Ratios:
    """R = Σ_h X_h·(ŷ_hd / x̂_h) / Σ_h X_h·(x̂_hd / x̂_h), hats being weighted sums (separate estimator, 6.10, MEMORY).

    Where a domain is made of whole strata this is Σ R_h·X_h / Σ X_h. Where it crosses one, the known X_h is shared
    out in the proportion the answers show (DESIGN), and u = w·g_h·(1_d·e − ē_hd·x) / X̂_d with g_h = X_h / x̂_h,
    e = y − R·x and ē_hd = Σ_d w·e / x̂_h: answers outside the domain carry an error too.
    No ratio where an x̂_h or the denominator is not positive, or an X_h is missing.
    """
    rows, cells = design.answers, design.cells
    weight = design.weights[rows.stratum]
    weighted_x = weight * rows.x
    strata_x = sums_by(rows.stratum, weighted_x, len(design.weights))
    scale = _known_totals(design) / _positive_or_missing(strata_x)
    calibrated = weight * scale[rows.stratum]
    denominators = _positive_or_missing(_by_domain(design, calibrated * rows.x))
    ratios = _by_domain(design, calibrated * rows.y) / denominators
    residual = weight * rows.y - ratios[rows.domain] * weighted_x
    slope = cells.sums(residual) / _positive_or_missing(strata_x)[cells.stratum]
    share = scale[cells.stratum] / denominators[cells.domain]
    error = share[cells.of_answer] * (residual - slope[cells.of_answer] * weighted_x)
    inside = cells.means(error)
    outside_mean, outside_squares = _outside(design, weighted_x)
    factor = -share * slope
    between = _between(design) * np.square(inside - factor * outside_mean)
    squares = cells.squares(error, inside) + np.square(factor) * outside_squares + between
    return _ratios(Estimator.SEPARATE, design, ratios, _variances(design, inside, squares))


def residual_deviations(design: Design) -> Floats:
    """S_h, the standard deviation of y − R·x in each stratum, R being the ratio of the total; in the unit of y.

    What an allocation of the next round needs to know from this one or from a pilot (Cochran 1977, 6.14 with 5.5,
    MEMORY). NaN with fewer than two respondents. Worked: y 1, 3 and x 10, 10 → R 0.2, residuals −1 and 1, S = √2.
    """
    whole = design.as_one_domain()
    rows, cells = whole.answers, whole.cells
    residual = rows.y - combined_ratios(whole).ratio[0] * rows.x
    squares = cells.squares(residual, cells.means(residual))
    deviations = np.full(len(design.weights), math.nan)
    several = cells.answers > 1
    deviations[cells.stratum[several]] = np.sqrt(squares[several] / (cells.answers[several] - 1))
    return deviations


def _ratios(estimator: Estimator, design: Design, ratios: Floats, variances: Floats) -> Ratios:
    respondents = np.bincount(design.answers.domain, minlength=design.domains).astype(np.int64)
    errors = np.where(np.isnan(ratios), math.nan, np.sqrt(variances))
    return Ratios(estimator, ratios, errors, respondents, design.degrees_of_freedom)


def _variances(design: Design, inside: Floats, squares: Floats) -> Floats:
    """V_d = Σ_h f_h · r_h / (r_h − 1) · Σ (u − ū_h)², one term for each cell of the domain (Cochran 1977, 5.13).

    A stratum with one respondent has no spread of its own and is centred on the mean of all u (DESIGN, as survey
    packages offer it). Both estimators make Σ u = 0, so that mean is 0 and the term is f_h · u².
    """
    cells = design.cells
    respondents = design.respondents[cells.stratum]
    spread = squares * respondents / np.maximum(respondents - 1, 1)
    terms = np.where(respondents == 1, np.square(inside), spread)
    corrections = design.finite_population_corrections[cells.stratum]
    return sums_by(cells.domain, corrections * terms, design.domains)


def _between(design: Design) -> Floats:
    """n·m / (n + m), with n answers inside the cell and m in the rest of its stratum: weight of the two means."""
    cells = design.cells
    whole = design.respondents[cells.stratum]
    return cells.answers * (whole - cells.answers) / np.maximum(whole, 1)


def _outside(design: Design, values: Floats) -> tuple[Floats, Floats]:
    """Mean and Σ (v − mean)² over the answers of a cell's stratum that lie outside the cell.

    The squares come by difference: those of the stratum less those of the cell less those between the two.
    """
    cells, stratum = design.cells, design.answers.stratum
    whole = design.respondents
    totals = sums_by(stratum, values, len(whole))
    means = totals / np.maximum(whole, 1)
    strata_squares = sums_by(stratum, np.square(values - means[stratum]), len(whole))
    counts = whole[cells.stratum] - cells.answers
    inside = cells.means(values)
    outside = (totals[cells.stratum] - cells.sums(values)) / np.maximum(counts, 1)
    squares = strata_squares[cells.stratum] - cells.squares(values, inside)
    squares -= _between(design) * np.square(inside - outside)
    return outside, np.where(counts > 1, np.maximum(squares, 0), 0)


def _by_domain(design: Design, values: Floats) -> Floats:
    return sums_by(design.answers.domain, values, design.domains)


def _positive_or_missing(values: Floats) -> Floats:
    return np.where(values > 0, values, math.nan)


def _known_totals(design: Design) -> Floats:
    totals = design.strata.x_total
    return np.full(len(design.weights), math.nan) if totals is None else totals
