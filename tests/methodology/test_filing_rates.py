"""Completeness and timeliness never pass 100 %."""

import random
from decimal import Decimal

from assessment.methodology.filing_rates import filing_rates


def test_four_of_five_came_and_one_of_them_late() -> None:
    rates = filing_rates({"a", "b", "c", "d", "e"}, {"a", "b", "c", "d"}, {"d"})
    assert (rates.owed, rates.received, rates.on_time) == (5, 4, 3)
    assert (rates.completeness, rates.timeliness) == (Decimal("0.8"), Decimal("0.6"))


def test_a_return_of_a_unit_that_owes_none_counts_nowhere() -> None:
    rates = filing_rates({"a"}, {"a", "stranger", "merged"}, {"stranger"})
    assert (rates.completeness, rates.timeliness) == (1, 1)


def test_where_nothing_is_owed_there_is_no_rate() -> None:
    rates = filing_rates(set(), {"a"}, set())
    assert (rates.completeness, rates.timeliness) == (None, None)


def test_no_rate_ever_passes_one_nor_timeliness_completeness() -> None:
    chance = random.Random(7)
    names = [f"unit{number}" for number in range(12)]
    for _ in range(500):
        owed, received, late = (set(chance.sample(names, chance.randint(0, 12))) for _ in range(3))
        rates = filing_rates(owed, received, late)
        if rates.completeness is not None and rates.timeliness is not None:
            assert 0 <= rates.timeliness <= rates.completeness <= 1
