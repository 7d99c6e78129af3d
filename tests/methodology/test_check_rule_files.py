"""Every rule of the province by its own examples, worked by hand: one return passes, the other fails."""

import pytest

from assessment.methodology.check_return import check_return
from assessment.methodology.check_rules import CheckRule, Outcome, Severity
from tests.methodology.check_examples import applications, return_of_example, rules_of_the_files

RULES = rules_of_the_files()
IDS = [f"{rule.form} {rule.code} {rule.first_period}" for rule in RULES]
each_rule = pytest.mark.parametrize("rule", RULES, ids=IDS)


def outcomes(rule: CheckRule, example: str) -> set[Outcome]:
    """What the rule says of the example, laid on each of its items and bases."""
    found = set()
    for item, basis in applications(rule):
        figures = return_of_example(rule, getattr(rule, example), item=item, basis=basis)
        wanted = (item, basis) if item else None
        results = [r for r in check_return(figures, [rule]).results if wanted is None or wanted in r.cells]
        looked = [r.outcome for r in results if r.outcome is not Outcome.NOT_RUN] or [r.outcome for r in results]
        found |= set(looked) if not item else {looked[0]}
    return found


@each_rule
def test_the_example_that_passes_passes_and_the_other_fails(rule: CheckRule) -> None:
    assert outcomes(rule, "passes") == {Outcome.PASSED}
    assert outcomes(rule, "fails") == {Outcome.FAILED}


@each_rule
def test_a_rule_speaks_both_languages_and_suggests_no_value(rule: CheckRule) -> None:
    for text in (rule.label, rule.message, rule.expected, rule.fix):
        assert text.zh
        assert text.en
        assert not any(word in text.zh for word in ("非法", "无效", "应改为", "建议填"))
    assert "{expected}" not in rule.fix.zh
    assert rule.message.zh.count("{") == rule.message.en.count("{")


def test_the_rules_of_the_province_are_all_there() -> None:
    software = {f"SW{n}" for n in range(1, 13)}
    found = {rule.code.partition(".")[0] for rule in RULES if rule.form == "SW-Q"}
    assert software <= found
    statements = {rule.code.partition(".")[0] for rule in RULES if rule.form == "IND-A"}
    assert {"V-F1", "V-F2", "V-F3", "V-F4", "V-F5", "V-F6", "V-A1", "V-A2"} <= statements
    assert "V-A8" in {rule.code.partition(".")[0] for rule in RULES if rule.form == "DE-A"}


def test_only_the_rules_that_cannot_be_otherwise_block_submission() -> None:
    blocking = {rule.code for rule in RULES if rule.form == "SW-Q" and rule.severity is Severity.BLOCKING}
    assert blocking == {"SW1", "SW2.1", "SW2.2", "SW2.3", "SW3", "SW10", "K1"}


def test_each_wording_has_a_digest_of_its_own() -> None:
    assert len({rule.digest for rule in RULES}) == len(RULES)
