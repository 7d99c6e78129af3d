"""ρ by the direct answer or by the share of digital inputs in cost, and digital value added."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assessment.methodology.survey_shares import (
    DigitalAnswers,
    DigitalShare,
    DigitalShareOutOfRange,
    ShareMethod,
    cost_share,
    digital_share,
    digital_value_added,
    direct_share,
    industrial_digitalisation,
)

D = Decimal
FULL = DigitalAnswers(
    output=D(1000),
    output_increase=D(120),
    ict_depreciation=D(20),
    digital_services=D(30),
    digital_staff_pay=D(50),
    total_cost=D(800),
)


def test_the_direct_answer_and_the_cost_share_by_hand() -> None:
    assert direct_share(FULL) == D("0.12")
    assert cost_share(FULL) == D("0.125")


def test_the_cost_share_is_capped_by_the_direct_answer() -> None:
    assert digital_share(FULL, ShareMethod.DIRECT) == DigitalShare(D("0.12"), ShareMethod.DIRECT)
    assert digital_share(FULL, ShareMethod.COST_SHARE) == DigitalShare(D("0.12"), ShareMethod.COST_SHARE, capped=True)
    higher = replace(FULL, output_increase=D(200))
    assert digital_share(higher, ShareMethod.COST_SHARE) == DigitalShare(D("0.125"), ShareMethod.COST_SHARE)
    unasked = replace(FULL, output_increase=None)
    assert digital_share(unasked, ShareMethod.COST_SHARE) == DigitalShare(D("0.125"), ShareMethod.COST_SHARE)


@pytest.mark.parametrize("blank", ["ict_depreciation", "digital_services", "digital_staff_pay", "total_cost"])
def test_a_missing_cost_is_no_answer_and_not_a_zero(blank: str) -> None:
    assert digital_share(replace(FULL, **{blank: None}), ShareMethod.COST_SHARE) is None
    assert digital_share(replace(FULL, **{blank: D(0)}), ShareMethod.COST_SHARE) is not None or blank == "total_cost"


def test_without_output_there_is_no_direct_share() -> None:
    assert direct_share(replace(FULL, output=D(0))) is None
    assert direct_share(replace(FULL, output=None)) is None
    assert digital_share(replace(FULL, output_increase=None), ShareMethod.DIRECT) is None
    assert direct_share(replace(FULL, output_increase=D(0))) == 0


@pytest.mark.parametrize("increase", [D(1001), D(-1)])
def test_a_share_outside_0_and_1_is_refused(increase: Decimal) -> None:
    with pytest.raises(DigitalShareOutOfRange):
        direct_share(replace(FULL, output_increase=increase))


def test_digital_value_added_and_its_sum_raised_to_the_industry() -> None:
    share = digital_share(FULL, ShareMethod.DIRECT)
    assert digital_value_added(D(2490), share) == D("298.80")
    assert digital_value_added(D(-100), share) == D(-12)
    assert digital_value_added(None, share) is None
    assert digital_value_added(D(2490), None) is None
    assert industrial_digitalisation(D("0.20"), D(500)) == 100
