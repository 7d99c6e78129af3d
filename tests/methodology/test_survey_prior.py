"""Planning by an earlier round, and enterprises that are all drawn; worked by hand."""

from decimal import Decimal

import pytest

from assessment.methodology.survey_allocation import (
    PlannedStratum,
    allocation_variance,
    neyman_allocation,
    sample_size,
)
from assessment.methodology.survey_prior import NoResiduals, is_certain, stratum_label, with_residuals

STRATA = (PlannedStratum("a", 10, 10.0), PlannedStratum("b", 10, 30.0), PlannedStratum("c", 5, 20.0))


def test_residuals_take_the_place_of_the_spread_and_an_unknown_one_follows_the_relation() -> None:
    """(10·2 + 10·6) / (10·10 + 10·30) = 0.2, so that c has 20 × 0.2 = 4."""
    planned = with_residuals(STRATA, {"a": 2.0, "b": 6.0, "elsewhere": 99.0})
    assert [one.deviation for one in planned] == pytest.approx([2, 6, 4])
    assert [(one.label, one.population) for one in planned] == [("a", 10), ("b", 10), ("c", 5)]


def test_a_ratio_that_fits_needs_a_smaller_sample_for_the_same_cv() -> None:
    """N 100 and 200, target 5 %. By x: S 30, 10, total 10 000 → 250 000 = V, (5000)² / (250 000 + 110 000) = 69.4 → 70.

    By residuals S 3, 1 of a total of 2 000 (R = 0.2): V = 10 000, (500)² / (10 000 + 1 100) = 22.5 → 23.
    """
    strata = (PlannedStratum("a", 100, 30.0), PlannedStratum("b", 200, 10.0))
    assert sample_size(strata, expected_total=10_000, target_cv=0.05) == 70
    by_residuals = with_residuals(strata, {"a": 3.0, "b": 1.0})
    assert sample_size(by_residuals, expected_total=2_000, target_cv=0.05) == 23


@pytest.mark.parametrize("residuals", [{}, {"elsewhere": 1.0}, {"constant": 1.0}])
def test_a_round_that_knows_no_stratum_or_only_one_without_spread_is_refused(residuals: dict[str, float]) -> None:
    strata = (*STRATA, PlannedStratum("constant", 4, 0.0), PlannedStratum("whole", 3, 50.0, take_all=True))
    with pytest.raises(NoResiduals):
        with_residuals(strata, residuals)


def test_a_stratum_drawn_whole_tells_nothing_and_is_told_nothing() -> None:
    """Only a counts: 2 / 10 = 0.2; the whole stratum keeps its own spread."""
    strata = (STRATA[0], PlannedStratum("whole", 3, 50.0, take_all=True))
    planned = with_residuals(strata, {"a": 2.0, "whole": 500.0})
    assert [one.deviation for one in planned] == [2, 50]


def test_the_largest_drawn_with_certainty_leave_little_to_chance() -> None:
    """900, 500, 120, 80, 40 and four draws. As one stratum: mean 328, S² = 544 480 / 4 = 136 120, variance
    25 · 136 120 · (1/4 − 1/5) = 170 150. With 900 and 500 taken whole and two of the other three (mean 80,
    S² = 3 200 / 2 = 1 600): 9 · 1 600 · (1/2 − 1/3) = 2 400.
    """
    threshold, sizes = Decimal(500), [Decimal(size) for size in (900, 500, 120, 80, 40)]
    assert [is_certain(size, threshold) for size in sizes] == [True, True, False, False, False]
    together = (PlannedStratum("s", 5, 136_120**0.5),)
    assert allocation_variance(together, neyman_allocation(together, 4)) == pytest.approx(170_150)
    apart = (PlannedStratum("s|all", 2, 80_000**0.5, take_all=True), PlannedStratum("s", 3, 40.0))
    allocation = neyman_allocation(apart, 4)
    assert allocation == {"s|all": 2, "s": 2}
    assert allocation_variance(apart, allocation) == pytest.approx(2_400)


def test_without_a_threshold_nobody_is_certain_and_a_label_says_who_is() -> None:
    assert not is_certain(Decimal(10) ** 9, None)
    assert stratum_label("520100|C13|large", certain=True) == "520100|C13|large|all"
    assert stratum_label("520100|C13|large", certain=False) == "520100|C13|large"
