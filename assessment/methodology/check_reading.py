"""Check rules from YAML, strictly: every refusal names the rule and the key.

A file holds `rules:`, a list of mappings with the keys of `_NEEDED` and `_ALLOWED`. `form` may be a list: the same
rule then stands in each of these forms. Numbers are taken from their digits as written.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

import yaml

from assessment.methodology.canonical import digest
from assessment.methodology.check_expression import HISTORY, UNITS, Expression, parse_condition
from assessment.methodology.check_figures import FACTS, FIGURE, MONTHS
from assessment.methodology.check_rules import (
    CURRENT,
    SAME_PERIOD_LAST_YEAR,
    CheckRule,
    Conversion,
    Offer,
    Scope,
    Severity,
    Text,
    Threshold,
)
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.periods import Period

BASES = (CURRENT, SAME_PERIOD_LAST_YEAR)
PLACES_IN_SENTENCES = ("item", "received", "expected", "difference")
"""Gaps a sentence of a rule may have: the label of the first cell, the two sides, received less expected."""

_TEXTS = ("label", "message", "expected", "fix")
_NEEDED = {"code", "form", "from", "scope", "severity", "rule", *_TEXTS, "passes", "fails"}
_ALLOWED = _NEEDED | {"until", "for_each", "bases", "months", "thresholds", "offers", "cells", "evidence"}
_GAP = re.compile(r"\{(\w*)\}")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
E = TypeVar("E", bound=StrEnum)

Content = Mapping[str, Any]


class CheckRuleWrong(AssessmentError):
    code = "check_rule_wrong"
    message = N_("The check rule {rule}, {place}: expected {expected}, found {received}.")


class CheckRulesUnreadable(AssessmentError):
    code = "check_rules_unreadable"
    message = N_("This is no list of check rules in YAML ({problem}).")


class CheckRuleTextWrong(AssessmentError):
    code = "check_rule_text_wrong"
    message = N_("The check rule {rule}: {problem}")


def read_check_rules(text: str) -> tuple[Content, ...]:
    """The rules of a file as plain mappings, one for each form; each can be made a rule (`check_rule_of`)."""
    try:
        # Every scalar stays the text it was written as: 0.30 is not a binary fraction.
        read = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes nothing but texts
    except yaml.YAMLError as problem:
        raise CheckRulesUnreadable(problem=problem) from None
    rules = read.get("rules") if isinstance(read, dict) else None
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        raise CheckRulesUnreadable(problem="rules")
    contents = tuple(rule | {"form": form} for rule in rules for form in _listed(rule.get("form", "")))
    for content in contents:
        check_rule_of(content)
    return contents


def check_rule_of(content: Content) -> CheckRule:
    """The rule a mapping holds. Its digest covers everything but `until`: a rule that ends keeps its explanations."""
    at = _Reading(content)
    at.check_keys()
    rule = CheckRule(
        code=at.text("code"),
        form=at.text("form"),
        first_period=at.period("from"),
        last_period=at.period("until") if content.get("until") else None,
        scope=at.choice("scope", Scope),
        severity=at.choice("severity", Severity),
        expression=at.text("rule"),
        label=at.sentence("label"),
        message=at.sentence("message"),
        expected=at.sentence("expected"),
        fix=at.sentence("fix"),
        cells=tuple((item, CURRENT) for item in _listed(content.get("cells", []))),
        digest=digest({key: value for key, value in content.items() if key != "until"}),
        evidence_required=content.get("evidence") == "true",
        passes=at.example("passes"),
        fails=at.example("fails"),
        for_each=tuple(_listed(content.get("for_each", []))),
        bases=at.bases(),
        months=tuple(int(month) for month in _listed(content.get("months", []))),
        thresholds=tuple(at.thresholds()),
        offers=tuple(at.offers()),
    )
    _check_text(rule, at)
    return rule


def scope_of(expression: Expression) -> Scope:
    """What an expression looks at: its references say it."""
    references = expression.references
    if any(reference.of in UNITS or reference.name in FACTS for reference in references):
        return Scope.UNITS
    if any(reference.of in HISTORY for reference in references):
        return Scope.HISTORY
    own = {reference for reference in references if reference.of != "condition"}
    return Scope.CELL if own <= {(FIGURE, "")} else Scope.RETURN


def _check_text(rule: CheckRule, at: "_Reading") -> None:
    try:
        expression = parse_condition(rule.expression)
        for offer in rule.offers:
            parse_condition(offer.condition)
    except AssessmentError as problem:
        raise CheckRuleTextWrong(rule=rule.code, problem=problem) from None
    if scope_of(expression) is not rule.scope:
        raise at.wrong("scope", scope_of(expression).value, rule.scope.value)
    if (FIGURE in {reference.name for reference in expression.references}) != bool(rule.for_each):
        raise at.wrong("for_each", FIGURE, rule.expression)
    for example in ("passes", "fails"):
        _check_example(rule, expression, example, at)


def _check_example(rule: CheckRule, expression: Expression, name: str, at: "_Reading") -> None:
    """An example gives a value to each name the rule looks at, and to no other."""
    thresholds = {threshold.name for threshold in rule.thresholds}
    needed = {str(reference) for reference in expression.references if reference.name not in thresholds}
    given: set[str] = set(getattr(rule, name))
    allowed = needed | {MONTHS, "region"} | {key for key in given if key.startswith(f"{FIGURE}[")}
    if not needed - {MONTHS} <= given <= allowed:
        raise at.wrong(name, ", ".join(sorted(needed)), ", ".join(sorted(given)))


@dataclass(frozen=True)
class _Reading:
    """One mapping, key by key."""

    content: Content

    def wrong(self, key: str, expected: str, received: object) -> CheckRuleWrong:
        return CheckRuleWrong(rule=self.content.get("code", "-"), place=key, expected=expected, received=received)

    def check_keys(self) -> None:
        given = set(self.content)
        if not _NEEDED <= given <= _ALLOWED:
            expected, received = sorted(_NEEDED - given) or sorted(_ALLOWED), sorted(given - _ALLOWED)
            raise self.wrong("-", ", ".join(expected), ", ".join(received) or "-")

    def text(self, key: str) -> str:
        value = self.content[key]
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, "abc", value)
        return value.strip()

    def period(self, key: str) -> Period:
        try:
            return Period.parse(self.text(key))
        except AssessmentError:
            raise self.wrong(key, "2021c03", self.content[key]) from None

    def choice(self, key: str, among: type[E]) -> E:
        try:
            return among(self.text(key))
        except ValueError:
            raise self.wrong(key, " | ".join(among), self.content[key]) from None

    def sentence(self, key: str) -> Text:
        """A sentence in both languages, with the gaps of `PLACES_IN_SENTENCES` only."""
        value = self.content[key]
        if not isinstance(value, dict) or set(value) != {"zh", "en"}:
            raise self.wrong(key, "zh, en", value)
        gaps = {gap for sentence in value.values() for gap in _GAP.findall(sentence)}
        if not gaps <= set(PLACES_IN_SENTENCES):
            raise self.wrong(key, ", ".join(PLACES_IN_SENTENCES), ", ".join(sorted(gaps)))
        return Text(value["zh"], value["en"])

    def bases(self) -> tuple[str, ...]:
        bases = tuple(_listed(self.content.get("bases", [CURRENT])))
        if not bases or not set(bases) <= set(BASES):
            raise self.wrong("bases", ", ".join(BASES), ", ".join(bases))
        return bases

    def example(self, key: str) -> Mapping[str, str]:
        value = self.content[key]
        if not isinstance(value, dict) or not all(isinstance(number, str) for number in value.values()):
            raise self.wrong(key, "{…}", value)
        return value

    def thresholds(self) -> Iterator[Threshold]:
        for value in self.content.get("thresholds", []):
            if not isinstance(value, dict) or not {"name", "value"} <= set(value) <= {
                "name",
                "value",
                "region",
                "from",
            }:
                raise self.wrong("thresholds", "name, value, region, from", value)
            if not _NUMBER.fullmatch(value["value"]):
                raise self.wrong("thresholds", "1.5", value["value"])
            first = _Reading({"code": self.content["code"], **value}).period("from") if "from" in value else None
            yield Threshold(value["name"], Decimal(value["value"]), value.get("region", ""), first)

    def offers(self) -> Iterator[Offer]:
        for value in self.content.get("offers", []):
            if not isinstance(value, dict) or set(value) != {"convert", "basis", "when"} or value["basis"] not in BASES:
                raise self.wrong("offers", "convert, basis, when", value)
            inside = _Reading({"code": self.content["code"], **value})
            yield Offer(inside.choice("convert", Conversion), value["basis"], value["when"])


def _listed(value: str | Sequence[str]) -> Sequence[str]:
    return [value] if isinstance(value, str) else value
