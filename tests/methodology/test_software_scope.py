"""Thresholds of the software survey; money in 万元."""

from decimal import Decimal

import pytest

from assessment.methodology.periods import Period
from assessment.methodology.software_scope import SoftwareFirm, is_in_scope

D = Decimal


def firm(revenue: int, software: int, **rest: object) -> SoftwareFirm:
    return SoftwareFirm(D(revenue), D(software), **rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("candidate", "in_2021_april", "in_2021_annual"),
    [
        (firm(500, 500, software_is_main_business=True), True, False),
        (firm(499, 499, software_is_main_business=True), False, False),
        (firm(1000, 300), True, False),
        (firm(2000, 600), True, True),
        (firm(2000, 599), False, False),
        (firm(500, 0, chip_design_revenue_10k_yuan=D(300)), True, True),
        (firm(500, 0, chip_design_revenue_10k_yuan=D(299)), False, False),
        (firm(500, 100, in_special_field=True), False, True),
        (firm(499, 499, in_special_field=True), False, False),
    ],
)
def test_the_scope_belongs_to_the_period(candidate: SoftwareFirm, in_2021_april: bool, in_2021_annual: bool) -> None:
    assert is_in_scope(candidate, Period.parse("2021c04")) is in_2021_april
    assert is_in_scope(candidate, Period.parse("2021")) is in_2021_annual
