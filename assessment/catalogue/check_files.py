"""The files of 审核关系: `checks/*.yaml` as rules, wrong ones named with their file. Needs no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessment.catalogue.errors import CheckRuleTwice, SchemeTextWrong
from assessment.methodology.check_reading import check_rule_of, read_check_rules
from assessment.methodology.check_rules import CheckRule
from assessment.methodology.errors import AssessmentError


@dataclass(frozen=True)
class CheckRuleDocument:
    """A rule as it stands in its file, for one form; `position` counts within the form."""

    content: Mapping[str, Any]
    rule: CheckRule
    position: int


def read_check_files(folder: Path) -> tuple[CheckRuleDocument, ...]:
    """All rules of `folder`, file by file in the order of their names. No form has a code twice from one period."""
    documents: list[CheckRuleDocument] = []
    seen: dict[str, set[tuple[str, str]]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for content in _contents(path):
            rule = check_rule_of(content)
            of_form = seen.setdefault(rule.form, set())
            key = (rule.code, rule.first_period.code)
            if key in of_form:
                raise CheckRuleTwice(file=path.name, rule=rule.code, form=rule.form, period=rule.first_period)
            of_form.add(key)
            documents.append(CheckRuleDocument(content, rule, len(of_form)))
    return tuple(documents)


def _contents(path: Path) -> tuple[Mapping[str, Any], ...]:
    try:
        return read_check_rules(path.read_text(encoding="utf-8"))
    except AssessmentError as problem:
        raise SchemeTextWrong(file=path.name, problem=problem) from problem
