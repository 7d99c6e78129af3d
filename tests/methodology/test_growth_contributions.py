"""Contributions of enterprises to a city's growth, in percentage points."""

from decimal import Decimal

from assessment.methodology.comparable_scope import UnitPair, comparable_growth_percent
from assessment.methodology.growth_contributions import growth_contributions
from assessment.methodology.rounding import exact_context

D = Decimal


def test_contributions_are_increments_over_the_base_of_the_city() -> None:
    found = growth_contributions([UnitPair("A", D(30), D(100)), UnitPair("B", D(150), D(100))])
    assert found is not None
    assert found.rate_percent == D(-10)
    assert [(part.unit, part.increment, part.points) for part in found.parts] == [
        ("B", D(50), D(25)),
        ("A", D(-70), D(-35)),
    ]


def test_an_enterprise_that_is_new_contributes_all_it_has() -> None:
    found = growth_contributions([UnitPair("A", D(100), D(100)), UnitPair("N", D(20), D(0))])
    assert found is not None
    assert {part.unit: part.points for part in found.parts} == {"A": D(0), "N": D(20)}


def test_parts_add_up_to_the_rate_exactly_although_division_does_not() -> None:
    """Thirds and sevenths: 1/21 and 2/21 have no end in decimals."""
    pairs = [UnitPair(f"U{n}", D(7) + n, D(7)) for n in range(3)]
    found = growth_contributions(pairs)
    assert found is not None
    with exact_context():
        assert sum(part.points for part in found.parts) == found.rate_percent == comparable_growth_percent(pairs)


def test_without_a_base_there_is_nothing_to_contribute_to() -> None:
    assert growth_contributions([UnitPair("N", D(20), D(0))]) is None
    assert growth_contributions([]) is None
