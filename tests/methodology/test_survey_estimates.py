"""Ratios of small surveys worked by hand, and what happens where there is little or nothing to go by."""

import math

import numpy as np
import pytest

from assessment.methodology.survey_design import Design, SampleColumns, StrataColumns
from assessment.methodology.survey_estimates import (
    combined_ratios,
    residual_deviations,
    separate_ratios,
    variations_by_stratum,
)
from assessment.methodology.survey_estimation import DomainNameReserved, SampleExceedsPopulation
from assessment.methodology.survey_quality import (
    PublishClass,
    QualityBounds,
    QualityCode,
    publish_class,
    response_rate,
    survey_findings,
)
from tests.methodology.survey_situations import BOUNDS, Answer, drawn_design, estimated, row, survey


def codes(result) -> list[tuple[str, str]]:
    return [(finding.code.value, finding.where) for finding in result.findings]


def test_two_answers_of_four_units_by_hand() -> None:
    """R = 4/20; e = −1, +1; s² = 2; variance (1 − 2/4)·2/(2·10²) = 0.005; t(1) = 12.7062."""
    found = row(estimated([("a", "p", 1, 10), ("a", "p", 3, 10)], {"p": 4}), "a")
    assert found.ratio == pytest.approx(0.2)
    assert found.standard_error == pytest.approx(math.sqrt(0.005))
    assert found.cv == pytest.approx(math.sqrt(0.005) / 0.2)
    assert found.lower == pytest.approx(0.2 - 12.706204736174698 * math.sqrt(0.005))
    assert found.upper == pytest.approx(0.2 + 12.706204736174698 * math.sqrt(0.005))
    assert (found.respondents, found.publish_class) == (2, PublishClass.REFUSE)


def test_those_who_did_not_answer_are_spread_over_those_who_did() -> None:
    """N 40, n 4, r 2: each answer stands for 40/4 · 4/2 = 20 units; the fpc counts answers: 1 − 2/40."""
    answers: list[Answer] = [("a", "p", 1, 10), ("a", "p", 3, 10), ("a", "p", None, 10), ("a", "p", 2, None)]
    design, labels = survey(answers, {"p": 40})
    assert design.weights.tolist() == [20.0]
    assert (design.sampled.tolist(), design.respondents.tolist()) == ([4], [2])
    result = estimated(answers, {"p": 40})
    assert row(result, "a").ratio == pytest.approx(0.2)
    assert row(result, "a").standard_error == pytest.approx(math.sqrt(0.95 * 2 / 200))
    assert ("response_rate_low", "") in codes(result)
    assert response_rate(result.strata) == result.strata[0].response_rate == 0.5
    assert labels.domains == ("a",)


def test_a_blank_answer_is_not_a_zero() -> None:
    silent = estimated([("a", "p", 1, 10), ("a", "p", 3, 10), ("a", "p", None, 10)], {"p": 9})
    zero = estimated([("a", "p", 1, 10), ("a", "p", 3, 10), ("a", "p", 0, 10)], {"p": 9})
    assert row(silent, "a").ratio == pytest.approx(0.2)
    assert row(zero, "a").ratio == pytest.approx(4 / 30)


def test_a_domain_that_crosses_strata_carries_the_spread_of_the_whole_design() -> None:
    """Stratum p: N 6, answers a (2, 10), b (1, 10), a (4, 10); weights 2. Domain a: R = 6/20 = 0.3, Σ w·x = 40.

    u = 2·(2 − 3)/40 = −0.05, 0 and +0.05: Σ (u − 0)² = 0.005, times ½ · 3/2 → 0.00375.
    """
    result = estimated([("a", "p", 2, 10), ("b", "p", 1, 10), ("a", "p", 4, 10)], {"p": 6})
    assert row(result, "a").ratio == pytest.approx(0.3)
    assert row(result, "a").standard_error == pytest.approx(math.sqrt(0.00375))
    assert row(result, "TOTAL").ratio == pytest.approx(7 / 30)


def test_a_stratum_with_one_respondent_is_centred_on_the_grand_mean() -> None:
    """Stratum q: N 2, one answer (5, 10), weight 2. Stratum p: N 2, both answered: no error of its own.

    R = (1 + 3 + 10)/(10 + 10 + 20) = 0.35; u = 2·(5 − 3.5)/40 = 0.075; variance ½ · 0.075².
    """
    result = estimated([("a", "p", 1, 10), ("a", "p", 3, 10), ("a", "q", 5, 10)], {"p": 2, "q": 2})
    assert row(result, "TOTAL").ratio == pytest.approx(0.35)
    assert row(result, "TOTAL").standard_error == pytest.approx(math.sqrt(0.5) * 0.075)


def test_each_stratum_has_a_variation_of_its_own() -> None:
    """Stratum p: R 0.2, error √0.005. q: one answer of two says nothing. r: its only unit answered. s: nobody did."""
    answers: list[Answer] = [
        ("a", "p", 1, 10), ("b", "p", 3, 10), ("a", "q", 5, 10), ("a", "r", 2, 10), ("a", "s", None, None)
    ]  # fmt: skip
    design, _ = survey(answers, {"p": 4, "q": 2, "r": 1, "s": 3})
    first, alone, only, silent = variations_by_stratum(design).tolist()
    assert first == pytest.approx(math.sqrt(0.005) / 0.2)
    assert only == 0
    assert math.isnan(alone)
    assert math.isnan(silent)


def test_the_separate_estimator_weights_the_ratios_of_strata_by_their_known_totals() -> None:
    """R_p = 0.2, R_q = 0.5; X 300 and 100 → (60 + 50)/400 = 0.275. All units of q answered.

    Variance of R_p: (1 − 2/4)·2/(2·10²) = 0.005; times (300/400)².
    """
    answers = [("a", "p", 1, 10), ("a", "p", 3, 10), ("b", "q", 4, 10), ("b", "q", 6, 10)]
    result = estimated(answers, {"p": 4, "q": 2}, {"p": 300, "q": 100})
    total = row(result, "TOTAL", "separate")
    assert total.ratio == pytest.approx(0.275)
    assert total.standard_error == pytest.approx(0.75 * math.sqrt(0.005))
    assert row(result, "a", "separate").ratio == pytest.approx(0.2)
    assert row(result, "b", "separate").standard_error == 0
    assert [(each.domain, each.estimator.value) for each in result.estimates] == [
        ("a", "combined"),
        ("a", "separate"),
        ("b", "combined"),
        ("b", "separate"),
        ("TOTAL", "combined"),
        ("TOTAL", "separate"),
    ]


def test_a_known_total_that_is_missing_leaves_its_domains_without_a_separate_ratio() -> None:
    answers = [("a", "p", 1, 10), ("a", "p", 3, 10), ("b", "q", 4, 10), ("b", "q", 6, 10)]
    result = estimated(answers, {"p": 4, "q": 4}, {"p": 300})
    assert row(result, "a", "separate").ratio == pytest.approx(0.2)
    assert row(result, "a", "separate").standard_error == pytest.approx(math.sqrt(0.005))
    assert row(result, "b", "separate").ratio is None
    assert row(result, "b").ratio == pytest.approx(0.5)
    assert row(result, "TOTAL", "separate").standard_error is None


def test_without_known_totals_there_is_no_separate_ratio_at_all() -> None:
    design, _ = survey([("a", "p", 1, 10), ("a", "p", 3, 10)], {"p": 4})
    assert np.isnan(separate_ratios(design).ratio).all()


def test_a_stratum_nobody_answered_for_stays_outside_and_is_named() -> None:
    answers: list[Answer] = [("a", "p", 1, 10), ("a", "p", 3, 10), ("a", "q", None, None)]
    result = estimated(answers, {"p": 4, "q": 4, "r": 9, "gone": 0}, {"p": 300, "q": 100, "r": 5, "gone": 0})
    assert row(result, "a").ratio == row(result, "a", "separate").ratio == pytest.approx(0.2)
    assert [where for code, where in codes(result) if code == "stratum_without_respondents"] == ["q", "r"]
    assert [stratum.response_rate for stratum in result.strata] == [1.0, 0.0, None, None]


def test_one_respondent_overall_shows_no_error_and_is_refused() -> None:
    result = estimated([("a", "p", 1, 10)], {"p": 4})
    found = row(result, "a")
    assert (found.ratio, found.lower, found.upper) == (0.1, None, None)
    assert found.publish_class is PublishClass.REFUSE
    assert ("error_not_estimated", "a") in codes(result)


def test_strata_of_one_respondent_only_leave_no_degree_of_freedom() -> None:
    result = estimated([("a", "p", 1, 10), ("a", "q", 1.01, 10)], {"p": 40, "q": 40})
    found = row(result, "TOTAL")
    assert found.cv is not None
    assert found.cv < 0.15
    assert (found.lower, found.publish_class) == (None, PublishClass.REFUSE)


def test_a_domain_with_one_respondent_is_refused_although_its_error_comes_out_as_nothing() -> None:
    result = estimated([("a", "p", 1, 10), ("b", "p", 3, 10), ("b", "p", 4, 10)], {"p": 40})
    assert row(result, "a").standard_error == pytest.approx(0, abs=1e-15)
    assert row(result, "a").publish_class is PublishClass.REFUSE
    assert ("error_not_estimated", "a") in codes(result)


def test_equal_ratios_everywhere_have_no_error() -> None:
    answers = [("a", "p", 0.25 * x, float(x)) for x in (4, 8, 16, 32, 64)]
    result = estimated(answers, {"p": 50}, {"p": 1000})
    for estimator in ("combined", "separate"):
        found = row(result, "a", estimator)
        assert (found.ratio, found.standard_error, found.cv) == (0.25, 0, 0)
        assert found.publish_class is PublishClass.GOOD


def test_value_added_of_nothing_gives_no_ratio_and_says_so() -> None:
    result = estimated([("a", "p", 1, 0), ("a", "p", 3, 0), ("b", "p", 1, 10), ("b", "p", 2, 10)], {"p": 8})
    found = row(result, "a")
    assert (found.ratio, found.standard_error, found.cv, found.lower) == (None, None, None, None)
    assert (found.respondents, found.publish_class) == (2, PublishClass.REFUSE)
    assert ("ratio_not_estimated", "a") in codes(result)
    assert ("value_added_zero", "") in codes(result)
    assert row(result, "TOTAL").ratio == pytest.approx(7 / 20)


def test_losses_count_and_a_domain_of_losses_has_no_ratio() -> None:
    result = estimated([("a", "p", -1, -10), ("a", "p", 3, 5), ("b", "p", 1, 10), ("b", "p", 2, 10)], {"p": 8})
    assert row(result, "a").ratio is None
    assert row(result, "TOTAL").ratio == pytest.approx(5 / 15)
    (negative,) = [each for each in result.findings if each.code is QualityCode.VALUE_ADDED_NEGATIVE]
    assert negative.received == "1"


def test_nothing_digital_at_all_is_a_ratio_of_zero_without_a_cv() -> None:
    found = row(estimated([("a", "p", 0, 10), ("a", "p", 0, 12)], {"p": 8}), "a")
    assert (found.ratio, found.standard_error, found.cv) == (0, 0, None)
    assert found.publish_class is PublishClass.REFUSE


def test_nobody_answered() -> None:
    result = estimated([("a", "p", None, None), ("a", "p", None, 3)], {"p": 8}, {"p": 80})
    for estimator in ("combined", "separate"):
        assert row(result, "TOTAL", estimator).ratio is None
        assert row(result, "TOTAL", estimator).publish_class is PublishClass.REFUSE
    assert result.strata[0].weight == 0


def test_within_strata_without_spread_no_error_comes_from_rounding() -> None:
    """Ratios of 0.1 and 0.9 by stratum with a spread of a millionth: the error is that of the spread alone."""
    answers = [("a", "p", 1.0 + d, 10.0) for d in (-1e-6, 1e-6)] + [("a", "q", 9.0 + d, 10.0) for d in (-1e-6, 1e-6)]
    found = row(estimated(answers, {"p": 200, "q": 200}), "a")
    # each stratum: (1 − 2/200) · 2 · 1e-12 / 2 for the mean of y; half of each; x̄ = 10
    assert found.standard_error == pytest.approx(math.sqrt(2 * 0.25 * 0.99 * 1e-12) / 10, rel=1e-6)


def test_cells_that_are_empty_change_nothing() -> None:
    """3,000 strata × 3,000 domains, of which 7 × 5 hold answers."""
    few = drawn_design(8).design
    rows, strata = few.sample, few.strata
    spread = SampleColumns(rows.domain * 400, rows.stratum * 70, rows.y, rows.x)
    population = np.zeros(3000, dtype=np.int64)
    population[np.arange(len(strata.population)) * 70] = strata.population
    x_total = np.ones(3000)
    x_total[np.arange(len(strata.population)) * 70] = strata.x_total
    many = Design(spread, StrataColumns(population, x_total), 3000)
    assert len(many.cells.answers) == len(few.cells.answers)
    for method in (combined_ratios, separate_ratios):
        expected, found = method(few), method(many)
        chosen = np.arange(few.domains) * 400
        assert found.ratio[chosen] == pytest.approx(expected.ratio, nan_ok=True)
        assert found.standard_error[chosen] == pytest.approx(expected.standard_error, nan_ok=True)


def test_more_units_sampled_than_there_are_is_refused() -> None:
    with pytest.raises(SampleExceedsPopulation) as refused:
        estimated([("a", "p", 1, 10), ("a", "p", 3, 10)], {"p": 1})
    assert refused.value.where == {"stratum": "p", "expected": 1, "received": 2}


def test_a_domain_may_not_be_called_total() -> None:
    with pytest.raises(DomainNameReserved):
        estimated([("TOTAL", "p", 1, 10), ("a", "p", 3, 10)], {"p": 9})


@pytest.mark.parametrize(
    ("cv", "judged"),
    [
        (0.0, "good"),
        (0.15, "good"),
        (math.nextafter(0.15, 1), "warn"),
        (0.30, "warn"),
        (math.nextafter(0.30, 1), "refuse"),
        (None, "refuse"),
    ],
)
def test_classes_by_cv(cv: float | None, judged: str) -> None:
    assert publish_class(cv, 5, BOUNDS).value == judged


def test_findings_of_v_q1() -> None:
    answers = [("a", "p", y, 10) for y in (1, 9)] + [("b", "q", y, 10) for y in (4, 5, 4, 5, 4)]
    result = estimated(answers, {"p": 8, "q": 40, "r": 3})
    assert codes(result) == [
        ("respondents_too_few", "p"),
        ("stratum_without_respondents", "r"),
        ("cv_too_high", "a"),
    ]
    whole = estimated([("a", "p", 4, 10), ("a", "p", 5, 10)], {"p": 2})
    assert codes(whole) == []
    found = list(survey_findings(seed=None, sampled=["u2", "u1"], digital=["u1", "u3"]))
    assert [(each.code, each.where) for each in found] == [
        (QualityCode.SEED_MISSING, ""),
        (QualityCode.UNIT_IN_BOTH_PARTS, "u1"),
    ]
    assert list(survey_findings(seed=0, sampled=["u2"], digital=["u1"])) == []


def test_bounds_are_data() -> None:
    assert publish_class(0.12, 5, QualityBounds(good_cv=0.10)) is PublishClass.WARN


def test_the_order_of_rows_and_the_unit_of_money_change_nothing() -> None:
    design = drawn_design(4).design
    rows = design.sample
    order = np.random.Generator(np.random.PCG64(1)).permutation(len(rows.x))
    other = SampleColumns(rows.domain[order], rows.stratum[order], rows.y[order] / 10000, rows.x[order] / 10000)
    totals = StrataColumns(design.strata.population, design.strata.x_total / 10000)
    for method in (combined_ratios, separate_ratios):
        expected, found = method(design), method(Design(other, totals, design.domains))
        assert found.ratio == pytest.approx(expected.ratio, rel=1e-12, nan_ok=True)
        assert found.standard_error == pytest.approx(expected.standard_error, rel=1e-12, nan_ok=True)


def test_the_spread_of_this_round_plans_the_next() -> None:
    """R = 8/30; residuals of p: 1 − 8/3 and 3 − 8/3 differ by 2, so S = √2; q has one answer, r none."""
    answers: list[Answer] = [("a", "p", 1, 10), ("b", "p", 3, 10), ("b", "q", 4, 10), ("b", "r", None, None)]
    design, _ = survey(answers, {"p": 2, "q": 1, "r": 3})
    deviations = residual_deviations(design)
    assert deviations[0] == pytest.approx(math.sqrt(2))
    assert np.isnan(deviations[1:]).all()
