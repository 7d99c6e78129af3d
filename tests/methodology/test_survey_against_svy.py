"""The survey estimators against the package svy on twenty generated designs, to 1e-9 relative.

svy gives the interval of a domain with the degrees of freedom of the domain's own strata; here they are those of the
whole design. So intervals are compared as they stand for the total, and for domains after svy's own standard error
has been carried with the quantile of the whole design. svy has no separate ratio estimator (its calibration to known
totals is the linear one): for domains of whole strata its ratios by stratum are put together, for domains that cross
strata the linearised variable is written out by loops and svy gives the variance of its total.
"""

import math
from functools import cache

import numpy as np
import polars
import pytest
import svy
from scipy import stats

from assessment.methodology.survey_design import Design
from assessment.methodology.survey_estimates import Ratios, combined_ratios, separate_ratios
from tests.methodology.survey_situations import DrawnDesign, drawn_design

SEEDS = range(20)
close = {"rel": 1e-9, "abs": 1e-13}


@cache
def drawn(seed: int) -> DrawnDesign:
    return drawn_design(seed)


def sample_of(design: Design, **more: np.ndarray) -> svy.Sample:
    rows = design.sample
    weights = (design.strata.population / np.bincount(rows.stratum))[rows.stratum]
    population = design.strata.population[rows.stratum].astype(float)
    columns = {"domain": rows.domain, "stratum": rows.stratum, "y": rows.y, "x": rows.x, "w": weights, "N": population}
    data = polars.DataFrame({**columns, **more})
    return svy.Sample(data, svy.Design(stratum="stratum", wgt="w", pop_size="N", singleton="center"))


def quantile_of(design: Design) -> float:
    """Of the whole design, counted here: rows less strata."""
    rows = design.sample
    return float(stats.t.ppf(0.975, len(rows.stratum) - len(np.unique(rows.stratum))))


def assert_same(found: Ratios, position: int, ratio: float, error: float, quantile: float) -> None:
    lower, upper = found.interval()
    assert found.ratio[position] == pytest.approx(ratio, **close)
    assert found.standard_error[position] == pytest.approx(error, **close)
    assert lower[position] == pytest.approx(ratio - quantile * error, **close)
    assert upper[position] == pytest.approx(ratio + quantile * error, **close)


def test_the_generated_designs_hold_every_kind() -> None:
    designs = [drawn(seed).design for seed in SEEDS]
    assert any(len(design.strata.population) == 1 for design in designs)
    assert any((design.respondents == 1).any() for design in designs)
    assert any((design.respondents == design.strata.population).any() for design in designs)
    assert any(drawn(seed).crossing and drawn(seed).design.domains > 1 for seed in SEEDS)
    assert sum(len(design.strata.population) > 10 for design in designs) > 5


@pytest.mark.parametrize("seed", SEEDS)
def test_the_combined_ratio_of_the_total_with_error_and_interval(seed: int) -> None:
    design = drawn(seed).design
    (expected,) = sample_of(design).estimation.ratio("y", "x").to_polars().to_dicts()
    found = combined_ratios(design.as_one_domain())
    lower, upper = found.interval()
    assert found.degrees_of_freedom == expected["df"]
    assert found.ratio[0] == pytest.approx(expected["est"], **close)
    assert found.standard_error[0] == pytest.approx(expected["se"], **close)
    assert found.coefficients_of_variation()[0] == pytest.approx(expected["cv"], **close)
    assert lower[0] == pytest.approx(expected["lci"], **close)
    assert upper[0] == pytest.approx(expected["uci"], **close)


@pytest.mark.parametrize("seed", SEEDS)
def test_combined_ratios_of_domains_with_error_and_interval(seed: int) -> None:
    design = drawn(seed).design
    found = combined_ratios(design)
    expected = sample_of(design).estimation.ratio("y", "x", by="domain").to_polars().to_dicts()
    assert expected
    for line in expected:
        domain = int(line["domain"])
        assert found.respondents[domain] == line["n"]
        assert_same(found, domain, line["est"], line["se"], quantile_of(design))


@pytest.mark.parametrize("seed", SEEDS)
def test_separate_ratios_of_domains_of_whole_strata_and_of_the_total(seed: int) -> None:
    design, x_total = drawn(seed).design, drawn(seed).x_total
    by_stratum = sample_of(design).estimation.ratio("y", "x", by="stratum").to_polars().to_dicts()
    lines = {int(line["stratum"]): line for line in by_stratum}
    found = [(separate_ratios(design.as_one_domain()), 0, set(lines))]
    if not drawn(seed).crossing:
        members = [set(design.sample.stratum[design.sample.domain == d].tolist()) for d in range(design.domains)]
        found += [(separate_ratios(design), d, strata) for d, strata in enumerate(members) if strata]
    for ratios, position, strata in found:
        whole = math.fsum(x_total[h] for h in strata)
        ratio = math.fsum(lines[h]["est"] * x_total[h] for h in strata) / whole
        error = math.sqrt(math.fsum((lines[h]["se"] * x_total[h]) ** 2 for h in strata)) / whole
        assert_same(ratios, position, ratio, error, quantile_of(design))


def linearised_separate(design: Design, domain: int) -> tuple[float, np.ndarray]:
    """Ratio and linearised variable of each row, written out row by row; the weight is left to svy."""
    rows, strata = design.sample, design.strata
    assert strata.x_total is not None
    members = {h: np.flatnonzero(rows.stratum == h) for h in range(len(strata.population))}
    weight = {h: strata.population[h] / len(members[h]) for h in members}
    x_hat = {h: math.fsum(weight[h] * rows.x[i] for i in members[h]) for h in members}
    scale = {h: strata.x_total[h] / x_hat[h] for h in members}
    within = [i for i in range(len(rows.x)) if rows.domain[i] == domain]
    y_d = math.fsum(scale[rows.stratum[i]] * weight[rows.stratum[i]] * rows.y[i] for i in within)
    x_d = math.fsum(scale[rows.stratum[i]] * weight[rows.stratum[i]] * rows.x[i] for i in within)
    ratio = y_d / x_d
    variable = np.zeros(len(rows.x))
    for h, members_h in members.items():
        mine = [i for i in members_h if rows.domain[i] == domain]
        slope = math.fsum(weight[h] * (rows.y[i] - ratio * rows.x[i]) for i in mine) / x_hat[h]
        for i in members_h:
            own = rows.y[i] - ratio * rows.x[i] if rows.domain[i] == domain else 0.0
            variable[i] = scale[h] * (own - slope * rows.x[i]) / x_d
    return ratio, variable


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if drawn_design(seed).crossing])
def test_separate_ratios_of_domains_that_cross_strata(seed: int) -> None:
    design = drawn(seed).design
    found = separate_ratios(design)
    for domain in sorted(set(design.sample.domain.tolist())):
        ratio, variable = linearised_separate(design, domain)
        (line,) = sample_of(design, z=variable).estimation.total("z").to_polars().to_dicts()
        assert_same(found, domain, ratio, line["se"], quantile_of(design))
