"""What counts as an explanation, which reasons there are when, and how long an accepted fact is believed."""

from decimal import Decimal

import pytest

from assessment.methodology.explanations import (
    REASONS,
    Deviation,
    ExplanationSaysNothing,
    ExplanationTooShort,
    Reason,
    ReasonUnknown,
    check_explanation,
    premise_holds,
    reason_named,
    reasons_in,
)
from assessment.methodology.periods import Period

STOCK = [
    "核实无误", "已核实", "情况属实", "无误", "属实", "正常", "核 实 无 误 ！", "核实无误，核实无误，核实无误",
    "经核实，数据真实准确无误。", "已核实，情况属实，数据无误", "情况正常，没有问题", "数据属实属实属实",
    "。。。。。。", "经审核，该指标数据真实有效，确认无误", "啊啊啊啊啊啊", "增加增加增加增加", "the figure is right",
]  # fmt: skip
FACTS = [
    "1家企业7月由遵义迁入，收入3,200万元",
    "贵阳云上公司新签政务云合同，合同额1.2亿元",
    "核实无误：去年同期仅两家企业投产，基数小",
    "口径调整后新纳入规模以下企业十二家",
]


@pytest.mark.parametrize("text", STOCK)
def test_a_stock_phrase_is_refused_however_it_is_spaced_or_repeated(text: str) -> None:
    with pytest.raises((ExplanationSaysNothing, ExplanationTooShort)):
        check_explanation(text)


@pytest.mark.parametrize("text", FACTS)
def test_a_fact_is_taken_even_beside_a_stock_phrase(text: str) -> None:
    check_explanation(text)


def test_four_characters_are_too_few_and_the_refusal_counts_them() -> None:
    with pytest.raises(ExplanationTooShort) as refused:
        check_explanation("新签合同 ok 2021")
    assert refused.value.where == {"received": 4, "expected": 5}


def test_a_reason_is_offered_in_its_periods_only() -> None:
    ended = Reason("ended", "已停用", "Ended", Period.parse("2020c03"), Period.parse("2020c12"))
    assert ended in reasons_in(Period.parse("2020c09"), (*REASONS, ended))
    assert ended not in reasons_in(Period.parse("2021c03"), (*REASONS, ended))
    assert reasons_in(Period.parse("2019c12")) == ()


def test_a_reason_outside_the_list_is_refused_with_the_list() -> None:
    assert reason_named("scope_changed", Period.parse("2021c03")).zh == "口径调整"
    with pytest.raises(ReasonUnknown) as refused:
        reason_named("because", Period.parse("2021c03"))
    assert "口径调整" in str(refused.value)


@pytest.mark.parametrize(
    ("expected", "received", "holds"),
    [
        ("100", "108", True),  # 8 % against 6 % accepted
        ("100", "109", True),  # exactly half as far again
        ("100", "109.01", False),
        ("100", "95", False),  # the other side
        ("0", "5", False),
        (None, "5", False),
    ],
)
def test_an_accepted_fact_covers_the_same_side_and_half_as_far_again(
    expected: str | None, received: str, holds: bool
) -> None:
    accepted = Deviation(Decimal(100), Decimal(106))
    now = Deviation(None if expected is None else Decimal(expected), Decimal(received))
    assert premise_holds(accepted, now) is holds


def test_a_fact_accepted_without_two_numbers_is_never_taken_for_granted() -> None:
    assert not premise_holds(Deviation(None, None), Deviation(Decimal(100), Decimal(106)))
    assert not premise_holds(Deviation(Decimal(100), Decimal(100)), Deviation(Decimal(100), Decimal(100)))
