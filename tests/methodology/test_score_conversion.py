"""折算得分: totals as points of another evaluation."""

from decimal import Decimal

import pytest

from assessment.methodology.score_conversion import (
    Conversion,
    ConversionIncomplete,
    ConversionMethod,
    Standing,
    convert_scores,
)

D = Decimal
PROPORTION, BEST, LADDER = (
    ConversionMethod.PROPORTION,
    ConversionMethod.PROPORTION_OF_BEST,
    ConversionMethod.RANK_LADDER,
)
THREE = [
    Standing("A", "", D("95.00"), D(1)),
    Standing("B", "", D("92.50"), D(2)),
    Standing("C", "", None, None),
]


def test_in_proportion_to_the_score_a_hundred_is_full_marks_and_nobody_gets_more() -> None:
    """3 × 0.95 = 2.85; 3 × 0.925 = 2.775, half up 2.78; 104 of 100 is 3; below zero is zero."""
    conversion = Conversion(PROPORTION, D(3))
    assert convert_scores(conversion, THREE) == {"A": D("2.85"), "B": D("2.78"), "C": None}
    beyond = [Standing("H", "", D(104), D(1)), Standing("L", "", D(-2), D(2))]
    assert convert_scores(conversion, beyond) == {"H": D("3.00"), "L": D("0.00")}


def test_in_proportion_to_the_best_of_each_group_the_best_gets_full_marks() -> None:
    """3 × 92.5 / 95 = 2.9210…"""
    others = [Standing("K", "县", D(50), D(1)), Standing("M", "县", D(40), D(2))]
    found = convert_scores(Conversion(BEST, D(3)), [*THREE, *others])
    assert found == {"A": D("3.00"), "B": D("2.92"), "C": None, "K": D("3.00"), "M": D("2.40")}
    assert convert_scores(Conversion(BEST, D(3)), [Standing("Z", "", D(0), D(1))]) == {"Z": D("0.00")}


def test_by_place_each_one_costs_a_step_down_to_the_floor_and_ties_get_the_same() -> None:
    conversion = Conversion(LADDER, D(3), step=D("0.2"), floor=D(2))
    places = [Standing(str(rank), "", D(80), D(rank)) for rank in (1, 2, 3, 7)]
    tied = [*places, Standing("2a", "", D(80), D(2))]
    assert convert_scores(conversion, tied) == {
        "1": D("3.00"), "2": D("2.80"), "3": D("2.60"), "7": D("2.00"), "2a": D("2.80"),
    }  # fmt: skip


def test_a_floor_of_zero_lets_the_last_places_go_without_points() -> None:
    """3 − 2 = 1 for the second; 3 − 2 · 2 is below zero, so zero for the third."""
    places = [Standing(str(rank), "", D(80), D(rank)) for rank in (1, 2, 3)]
    found = convert_scores(Conversion(LADDER, D(3), step=D(2), floor=D(0)), places)
    assert found == {"1": D("3.00"), "2": D("1.00"), "3": D("0.00")}


@pytest.mark.parametrize(
    ("method", "full", "step", "floor"),
    [
        (PROPORTION, D(0), None, None),
        (PROPORTION, D(3), D(1), None),
        (LADDER, D(3), None, D(1)),
        (LADDER, D(3), D(1), None),
        (LADDER, D(3), D(0), D(1)),
        (LADDER, D(3), D(1), D(4)),
        (LADDER, D(3), D(1), D(-1)),
    ],
)
def test_a_rule_that_says_too_little_or_too_much_is_refused(
    method: ConversionMethod, full: Decimal, step: Decimal | None, floor: Decimal | None
) -> None:
    with pytest.raises(ConversionIncomplete):
        Conversion(method, full, step, floor)
