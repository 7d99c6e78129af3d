"""Frame, strata, sample size, allocation and draw."""

import hashlib
import itertools
import math
import random
import struct
from decimal import Decimal

import pytest

from assessment.methodology.dated_rules import RuleNotYetInForce
from assessment.methodology.periods import Period
from assessment.methodology.survey_allocation import (
    PlannedStratum,
    PlannedTwice,
    SampleTooLarge,
    SampleTooSmall,
    TargetOutOfReach,
    allocation_variance,
    neyman_allocation,
    sample_size,
)
from assessment.methodology.survey_draw import DrawExceedsStratum, SeedNotUsable, UnitRepeated, draw_sample
from assessment.methodology.survey_frame import Exclusion, FrameUnit, stratify
from assessment.methodology.survey_size_classes import SizeMeasure, size_class
from tests.methodology.pcg64_oracle import raw_numbers

X, Y, Z = SizeMeasure.EMPLOYEES, SizeMeasure.REVENUE, SizeMeasure.ASSETS
Y2021 = Period.parse("2021")
TWO = [PlannedStratum("p", 100, 3.0), PlannedStratum("q", 200, 1.0)]


@pytest.mark.parametrize(
    ("industry", "employees", "revenue", "assets", "expected"),
    [
        ("C1310", 1000, 40000, None, "large"),
        ("C1310", 1000, 39999, None, "medium"),
        ("C1310", 350, 1500, None, "small"),
        ("C1310", 19, 1500, None, "micro"),
        ("A0111", None, 500, None, "medium"),
        ("E4710", None, 90000, 300, "small"),
        ("F5123", 5, 1000, None, "small"),
        ("F5211", 300, 20000, None, "large"),
        ("G5437", 299, 90000, None, "small"),
        ("G5990", 200, 30000, None, "large"),
        ("L7211", 300, None, 120000, "large"),
        ("M7320", 99, None, None, "small"),
        ("C1310", None, 40000, None, None),
    ],
)
def test_size_classes_ask_for_all_bounds_of_the_industry(
    industry: str, employees: int | None, revenue: int | None, assets: int | None, expected: str | None
) -> None:
    given = {X: employees, Y: revenue, Z: assets}
    measures = {measure: None if value is None else Decimal(value) for measure, value in given.items()}
    assert size_class(industry, measures, Y2021) == expected


def test_size_bounds_say_nothing_about_the_time_before_them() -> None:
    with pytest.raises(RuleNotYetInForce):
        size_class("C1310", {}, Period.parse("2017"))


def frame_units() -> list[FrameUnit]:
    large = {X: Decimal(2000), Y: Decimal(50000)}
    return [
        FrameUnit("u3", "贵阳市", "C1310", large),
        FrameUnit("u1", "贵阳市", "C1352", large),
        FrameUnit("u2", "遵义市", "C1310", {X: Decimal(10), Y: Decimal(50000)}),
        FrameUnit("u5", "贵阳市", "I6510", large),
        FrameUnit("u4", "贵阳市", "C3911", {}),
        FrameUnit("u6", "贵阳市", "C1310", {X: Decimal(2000)}),
    ]


def test_strata_are_city_by_division_by_size_and_digital_industries_stay_out() -> None:
    frame = stratify(frame_units(), Y2021)
    assert {key.label: units for key, units in frame.strata.items()} == {
        "贵阳市|C13|large": ("u1", "u3"),
        "遵义市|C13|micro": ("u2",),
    }
    assert frame.excluded == (
        ("u4", Exclusion.DIGITAL_INDUSTRY),
        ("u5", Exclusion.DIGITAL_INDUSTRY),
        ("u6", Exclusion.SIZE_UNKNOWN),
    )
    assert stratify(reversed(frame_units()), Y2021) == frame
    assert list(frame.rows()) == [("u1", "贵阳市|C13|large"), ("u3", "贵阳市|C13|large"), ("u2", "遵义市|C13|micro")]


def test_neyman_allocation_by_hand() -> None:
    assert neyman_allocation(TWO, 50) == {"p": 30, "q": 20}


def test_minimum_whole_strata_and_ceilings_are_kept_and_the_total_is_exact() -> None:
    strata = [
        PlannedStratum("whole", 7, 0.1, take_all=True),
        PlannedStratum("tiny", 1, 9.0),
        PlannedStratum("full", 4, 900.0),
        PlannedStratum("flat", 500, 0.0),
        PlannedStratum("rest", 90, 2.0),
    ]
    for total in range(7 + 1 + 2 + 2 + 2, 602):
        allocation = neyman_allocation(strata, total)
        assert sum(allocation.values()) == total
        assert allocation["whole"] == 7
        assert all(min(2, each.population) <= allocation[each.label] <= each.population for each in strata)
    assert neyman_allocation(strata, 16)["full"] == 4


def test_the_allocation_is_the_best_of_all_whole_numbers() -> None:
    strata = [PlannedStratum("a", 6, 2.0), PlannedStratum("b", 9, 1.0), PlannedStratum("c", 5, 0.4)]
    for total in range(3, 20):
        found = allocation_variance(strata, neyman_allocation(strata, total, minimum=1))
        every = [
            allocation_variance(strata, dict(zip("abc", sizes, strict=True)))
            for sizes in itertools.product(range(1, 7), range(1, 10), range(1, 6))
            if sum(sizes) == total
        ]
        assert found == pytest.approx(min(every))


def test_the_order_of_strata_does_not_change_the_allocation() -> None:
    strata = [PlannedStratum(f"s{number}", 10, 1.0) for number in range(7)]
    assert neyman_allocation(strata, 24) == neyman_allocation(strata[::-1], 24)
    assert sorted(neyman_allocation(strata, 24).items()) == [
        ("s0", 4),
        ("s1", 4),
        ("s2", 4),
        *((f"s{number}", 3) for number in range(3, 7)),
    ]


def test_without_a_minimum_a_stratum_that_does_not_vary_may_go_undrawn() -> None:
    strata = [PlannedStratum("p", 10, 1.0), PlannedStratum("flat", 10, 0.0)]
    assert neyman_allocation(strata, 1, minimum=0) == {"p": 1, "flat": 0}
    assert allocation_variance(strata, {"p": 0, "flat": 0}) == math.inf


def test_samples_that_cannot_be_are_refused() -> None:
    with pytest.raises(SampleTooSmall) as small:
        neyman_allocation(TWO, 3)
    assert small.value.where == {"expected": 4, "received": 3}
    with pytest.raises(SampleTooLarge):
        neyman_allocation(TWO, 301)
    with pytest.raises(PlannedTwice):
        neyman_allocation([TWO[0], TWO[0]], 10)


def test_the_sample_size_for_a_target_cv_by_hand() -> None:
    """(300 + 200)² / (50² + 900 + 200) = 250000 / 3600 = 69.4 → 70."""
    assert sample_size(TWO, expected_total=1000, target_cv=0.05) == 70
    assert allocation_variance(TWO, neyman_allocation(TWO, 70)) <= 2500 < allocation_variance(TWO, {"p": 41, "q": 28})


def test_a_target_that_minimum_meets_needs_no_more_and_one_of_nothing_the_whole_frame() -> None:
    assert sample_size(TWO, expected_total=10**6, target_cv=0.3) == 4
    assert sample_size(TWO, expected_total=1e-3, target_cv=1e-9) == 300
    with pytest.raises(TargetOutOfReach):
        sample_size(TWO, expected_total=1000, target_cv=0)
    with pytest.raises(TargetOutOfReach):
        sample_size(TWO, expected_total=0, target_cv=0.1)


FRAME = [(f"u{number:03}", "大" if number % 3 else "小") for number in range(60)]


def test_the_same_seed_and_frame_give_the_same_sample_in_any_order_of_rows() -> None:
    shuffled = FRAME[:]
    random.Random(5).shuffle(shuffled)
    assert draw_sample(FRAME, {"大": 4, "小": 3}, seed=20) == draw_sample(shuffled, {"小": 3, "大": 4}, seed=20)


def drawn_by_definition(stratum: str, size: int, seed: int) -> tuple[str, ...]:
    """The units with the smallest numbers of the generator as it is defined, seeded with seed and name."""
    name = hashlib.sha256(stratum.encode()).digest()
    numbers = raw_numbers([seed, *struct.unpack(">4I", name[:16])])
    units = sorted(unit for unit, where in FRAME if where == stratum)
    keyed = sorted((next(numbers), unit) for unit in units)
    return tuple(sorted(unit for _, unit in keyed[:size]))


@pytest.mark.parametrize("seed", [0, 20, 2**32 - 1])
def test_a_draw_follows_the_definition_of_the_generator_on_every_machine(seed: int) -> None:
    drawn = draw_sample(FRAME, {"大": 4, "小": 3}, seed=seed)
    assert drawn.units == {"大": drawn_by_definition("大", 4, seed), "小": drawn_by_definition("小", 3, seed)}
    assert (drawn.method, drawn.seed) == ("pcg64-raw-1", seed)
    assert drawn.frame_digest == draw_sample(reversed(FRAME), {"大": 1}, seed=1).frame_digest


def test_another_seed_draws_others_and_a_change_in_one_stratum_moves_nobody_in_another() -> None:
    drawn = draw_sample(FRAME, {"大": 4, "小": 3}, seed=20)
    assert draw_sample(FRAME, {"大": 4, "小": 3}, seed=21).units != drawn.units
    changed = draw_sample([*FRAME, ("u999", "小")], {"大": 4, "小": 3}, seed=20)
    assert changed.units["大"] == drawn.units["大"]
    assert changed.frame_digest != drawn.frame_digest


def test_every_unit_is_drawn_about_equally_often() -> None:
    """400 draws of 5 of 20: each unit 100 times on average, standard deviation 8.7; 5 deviations allowed."""
    frame = [(f"u{number}", "s") for number in range(20)]
    times = dict.fromkeys((unit for unit, _ in frame), 0)
    for seed in range(400):
        for unit in draw_sample(frame, {"s": 5}, seed=seed).units["s"]:
            times[unit] += 1
    assert sum(times.values()) == 2000
    assert all(abs(count - 100) < 44 for count in times.values())


def test_a_whole_stratum_and_an_empty_draw() -> None:
    drawn = draw_sample(FRAME, {"小": 20, "大": 0, "none": 0}, seed=0)
    assert (len(drawn.units["小"]), drawn.units["大"], drawn.units["none"]) == (20, (), ())


def test_draws_that_cannot_be_are_refused() -> None:
    with pytest.raises(DrawExceedsStratum) as refused:
        draw_sample(FRAME, {"小": 21}, seed=0)
    assert refused.value.where == {"stratum": "小", "expected": 20, "received": 21}
    with pytest.raises(UnitRepeated):
        draw_sample([("u", "p"), ("u", "q")], {"p": 1}, seed=0)
    with pytest.raises(SeedNotUsable):
        draw_sample(FRAME, {"小": 1}, seed=-1)
