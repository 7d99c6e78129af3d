"""Core industries 01–04 against the four industries, as dated data."""

from decimal import Decimal
from pathlib import Path

import pytest

from assessment.methodology.core_classes import (
    ClassificationUnreadable,
    CoreClassification,
    IndustryNotMapped,
    Scope,
    SplitMissing,
    parse_core_classes,
)
from assessment.methodology.dated_rules import RuleNotYetInForce
from assessment.methodology.periods import Period
from assessment.methodology.rounding import Rounding, RoundingMethod

D = Decimal
TEXT = (Path(__file__).parents[2] / "fixtures" / "classification" / "core_classes.yaml").read_text(encoding="utf-8")
SPLITS = {"I64": {"03": D("0.4"), "04": D("0.6")}, "I65": {"03": D("0.9"), "04": D("0.1")}}


@pytest.fixture
def classification() -> CoreClassification:
    return parse_core_classes(TEXT).at(Period.annual(2021))


def test_classes_01_to_04_are_core_with_their_groups_and_05_is_not(classification: CoreClassification) -> None:
    assert [(one.code, one.core, len(one.groups)) for one in classification.classes] == [
        ("01", True, 6),
        ("02", True, 5),
        ("03", True, 5),
        ("04", True, 7),
        ("05", False, 9),
    ]


def test_the_classification_starts_with_2021() -> None:
    with pytest.raises(RuleNotYetInForce):
        parse_core_classes(TEXT).at(Period.annual(2020))


def test_the_four_industries_are_not_the_core(classification: CoreClassification) -> None:
    assert classification.industries(Scope.FOUR_INDUSTRIES) == ("C39", "I63", "I64", "I65")
    assert classification.industries(Scope.CORE) == ("C39", "I63", "I64", "I65", "C34", "C35", "C38", "C40")
    assert classification.classes_of("C39") == ("01",)
    assert classification.classes_of("I64") == ("03", "04")
    assert classification.classes_of("A01") == ()


def test_no_link_hides_that_it_rests_on_memory(classification: CoreClassification) -> None:
    assert all(link.from_memory for link in (*classification.links, *classification.beyond))
    assert all(one.source for one in classification.classes)


def test_value_added_by_class_needs_a_split_where_an_industry_has_several(classification: CoreClassification) -> None:
    """01: 20; 03: 30 + 0.4 · 5 + 0.9 · 45 = 72.5; 04: 3 + 4.5 = 7.5; together 100."""
    amounts = {"C39": D(20), "I63": D(30), "I64": D(5), "I65": D(45)}
    by_class = classification.by_class(amounts, splits=SPLITS)
    assert by_class == {"01": D(20), "03": D("72.5"), "04": D("7.5")}
    with pytest.raises(SplitMissing, match="I64 belongs to the classes 03, 04"):
        classification.by_class(amounts, splits={})
    with pytest.raises(SplitMissing):
        classification.by_class(amounts, splits={**SPLITS, "I65": {"03": D("0.9"), "04": D("0.2")}})
    with pytest.raises(IndustryNotMapped, match="C39, I63, I64, I65, C34"):
        classification.by_class({"A01": D(1)}, splits={})


def test_the_core_of_2023_adds_up_and_has_the_printed_structure() -> None:
    """NBS, 亿元: 43 135 + 4 037 + 55 636 + 24 747 = 127 555; 33.8, 3.2, 43.6, 19.4 %."""
    printed = {"01": D(43135), "02": D(4037), "03": D(55636), "04": D(24747)}
    assert sum(printed.values()) == 127555
    one_digit = Rounding(RoundingMethod.HALF_UP, 1)
    assert [one_digit.apply(amount * 100 / 127555) for amount in printed.values()] == [
        D("33.8"),
        D("3.2"),
        D("43.6"),
        D("19.4"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "versions: [",
        TEXT.replace('    title_zh: "数字经济', '    heading: "数字经济'),
        TEXT.replace('class: "03", groups: ["互联网相关服务"]', 'class: "03", groups: ["互联网平台"]'),
        TEXT.replace('industry: C39, class: "01"', 'industry: C39, class: "05"'),
    ],
)
def test_a_file_that_says_something_else_is_refused(text: str) -> None:
    with pytest.raises(ClassificationUnreadable):
        parse_core_classes(text)
