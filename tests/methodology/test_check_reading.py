"""Files of check rules: read strictly, each refusal naming the rule and the key."""

import pytest
import yaml

from assessment.methodology.check_expression import parse_condition
from assessment.methodology.check_reading import (
    CheckRulesUnreadable,
    CheckRuleTextWrong,
    CheckRuleWrong,
    check_rule_of,
    read_check_rules,
    scope_of,
)
from assessment.methodology.check_rules import Conversion, Scope, Severity
from assessment.methodology.periods import Period

WORDS = {"zh": "审核", "en": "check"}


def a_content(**more: object) -> dict[str, object]:
    """A rule as a file holds it: everything a text; None takes a key away."""
    content: dict[str, object] = {
        "code": "R1",
        "form": "SW-Q",
        "from": "2020c03",
        "scope": "return",
        "severity": "blocking",
        "rule": "total = a + b",
        "label": WORDS,
        "message": {"zh": "{received}，{expected}", "en": "{received}, {expected}"},
        "expected": WORDS,
        "fix": WORDS,
        "passes": {"total": "3", "a": "1", "b": "2"},
        "fails": {"total": "4", "a": "1", "b": "2"},
    }
    content |= more
    return {key: value for key, value in content.items() if value is not None}


def test_a_rule_is_read_with_all_that_it_says() -> None:
    rule = check_rule_of(
        a_content(
            until="2021c12",
            bases=["current", "same_period_last_year"],
            months=["6", "12"],
            cells=["b"],
            evidence="true",
            thresholds=[{"name": "least", "value": "0.30", "region": "520100", "from": "2021c03"}],
            offers=[{"convert": "times_10000", "basis": "current", "when": "a < 1"}],
        )
    )
    assert (rule.code, rule.form, rule.scope, rule.severity) == ("R1", "SW-Q", Scope.RETURN, Severity.BLOCKING)
    assert (rule.first_period, rule.last_period) == (Period.parse("2020c03"), Period.parse("2021c12"))
    assert (rule.months, rule.cells, rule.evidence_required) == ((6, 12), (("b", "current"),), True)
    assert str(rule.thresholds[0].value) == "0.30"
    assert (rule.thresholds[0].region, rule.thresholds[0].first_period) == ("520100", Period.parse("2021c03"))
    assert rule.offers[0].conversion is Conversion.TIMES_10000
    assert rule.label.zh == "审核"


def test_the_digest_is_of_the_wording_and_not_of_the_end() -> None:
    digest = check_rule_of(a_content()).digest
    assert check_rule_of(a_content(until="2021c12")).digest == digest
    assert check_rule_of(a_content(rule="total = b + a")).digest != digest
    assert check_rule_of(a_content(form="SW-Q-E")).digest != digest


def test_one_rule_may_stand_in_several_forms() -> None:
    text = yaml.safe_dump({"rules": [a_content(form=["SW-Q", "SW-Q-E"])]})
    assert [content["form"] for content in read_check_rules(text)] == ["SW-Q", "SW-Q-E"]


@pytest.mark.parametrize("text", ["rules: [", "- a", "rules: {a: 1}", "rules: [a]", "other: []"])
def test_what_is_no_list_of_rules_is_refused(text: str) -> None:
    with pytest.raises(CheckRulesUnreadable):
        read_check_rules(text)


@pytest.mark.parametrize(
    ("expression", "scope"),
    [
        ("figure >= 0", Scope.CELL),
        ('figure[condition] <> "empty"', Scope.CELL),
        ("figure <= figure[last_year]", Scope.RETURN),
        ("a = b", Scope.RETURN),
        ("figure >= figure[last_period]", Scope.HISTORY),
        ("a <= a[province] and a >= a[last_period]", Scope.UNITS),
        ("a <= industrial_value_added", Scope.UNITS),
    ],
)
def test_the_scope_follows_from_what_a_rule_looks_at(expression: str, scope: Scope) -> None:
    assert scope_of(parse_condition(expression)) is scope


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"rule": None}, "-"),
        ({"colour": "red"}, "-"),
        ({"code": " "}, "code"),
        ({"code": ["R1"]}, "code"),
        ({"from": "2020q1"}, "from"),
        ({"scope": "galaxy"}, "scope"),
        ({"scope": "history"}, "scope"),
        ({"severity": "mild"}, "severity"),
        ({"label": "审核"}, "label"),
        ({"label": {"zh": "审核"}}, "label"),
        ({"message": {"zh": "{who}", "en": "{who}"}}, "message"),
        ({"bases": ["yesterday"]}, "bases"),
        ({"bases": []}, "bases"),
        ({"for_each": ["a"]}, "for_each"),
        ({"passes": "1"}, "passes"),
        ({"passes": {"total": ["3"]}}, "passes"),
        ({"passes": {"total": "3", "a": "1"}}, "passes"),
        ({"fails": {"total": "3", "a": "1", "b": "1", "c": "1"}}, "fails"),
        ({"thresholds": ["least"]}, "thresholds"),
        ({"thresholds": [{"name": "least"}]}, "thresholds"),
        ({"thresholds": [{"name": "least", "value": "much"}]}, "thresholds"),
        ({"thresholds": [{"name": "least", "value": "1", "from": "soon"}]}, "from"),
        ({"offers": ["convert"]}, "offers"),
        ({"offers": [{"convert": "times_10000", "basis": "current"}]}, "offers"),
        ({"offers": [{"convert": "times_10000", "basis": "both", "when": "a < 1"}]}, "offers"),
        ({"offers": [{"convert": "double", "basis": "current", "when": "a < 1"}]}, "convert"),
    ],
)
def test_what_is_wrong_with_a_rule_is_named_with_its_key(more: dict[str, object], place: str) -> None:
    with pytest.raises(CheckRuleWrong) as refused:
        check_rule_of(a_content(**more))
    assert refused.value.where["place"] == place


@pytest.mark.parametrize(
    "more",
    [
        {"rule": "total = = a"},
        {"rule": "total + a"},
        {"offers": [{"convert": "times_10000", "basis": "current", "when": "a <"}]},
    ],
)
def test_an_expression_that_cannot_be_read_is_named_with_its_rule(more: dict[str, object]) -> None:
    with pytest.raises(CheckRuleTextWrong) as refused:
        check_rule_of(a_content(**more))
    assert refused.value.where["rule"] == "R1"


def test_a_threshold_needs_no_place_in_the_examples() -> None:
    rule = check_rule_of(a_content(rule="total >= least * a + b", thresholds=[{"name": "least", "value": "0.3"}]))
    assert rule.passes == {"total": "3", "a": "1", "b": "2"}
