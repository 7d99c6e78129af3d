"""Check rules as a datapoint ruleset of VTL 2.1, for other engines.

The rules stay as they are written; only a reference in brackets becomes a component of its own name,
`software_revenue[last_year]` the component `software_revenue__last_year`. A rule laid on several items or bases is
written once for each. Thresholds and `months` are components too: a data set carries their numbers.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from assessment.methodology.check_expression import parse_condition
from assessment.methodology.check_figures import FACTS, FIGURE, MONTHS
from assessment.methodology.check_nodes import Reference
from assessment.methodology.check_rules import CURRENT, CheckRule, Severity

_REFERENCE = re.compile(r'"[^"]*"|[a-z][a-z0-9_]*(?:\[[a-z_]+\])?')
ERROR_LEVELS = {Severity.BLOCKING: 4, Severity.ACCEPTANCE: 3, Severity.EXPLAIN: 2, Severity.INFORM: 1}


def vtl_ruleset(name: str, rules: Sequence[CheckRule]) -> str:
    """`define datapoint ruleset …`, with the severities as error levels 4 (blocking) to 1 (for information)."""
    written = [line for rule in rules for line in _lines(rule)]
    variables = dict.fromkeys(component for rule in rules for component in components_of(rule))
    head = f"define datapoint ruleset {name} (variable {', '.join(variables)}) is"
    return head + "\n" + ";\n".join(written) + "\nend datapoint ruleset;\n"


def components_of(rule: CheckRule) -> list[str]:
    """The components a rule reads, in the order of their mention."""
    references = parse_condition(rule.expression).references
    return [
        str(r) if _stays(r.name, rule) else component(r, item=item, basis=basis)
        for item, basis in _applications(rule)
        for r in references
    ]


def component(reference: Reference, *, item: str, basis: str) -> str:
    """The name of a reference in a data set: on the basis of last year the cell itself is `…__last_year`."""
    name = item if reference.name == FIGURE else reference.name
    of = reference.of
    if basis != CURRENT:
        of = {"": "last_year", "other_basis": "", "last_period": "last_period_last_year"}.get(of, of)
        of = "last_year_condition" if of == "condition" else of
    elif of == "other_basis":
        of = "last_year"
    return f"{name}__{of}" if of else name


def rule_name(rule: CheckRule, *, item: str, basis: str) -> str:
    """`SW7_3_software_revenue`: a name VTL accepts."""
    parts = [rule.code.replace(".", "_").replace("-", "_"), item, "" if basis == CURRENT else "last_year"]
    return "_".join(part for part in parts if part)


def _applications(rule: CheckRule) -> Iterator[tuple[str, str]]:
    for item in rule.for_each or ("",):
        for basis in rule.bases:
            yield item, basis


def _lines(rule: CheckRule) -> Iterator[str]:
    for item, basis in _applications(rule):
        text = _REFERENCE.sub(partial(_replaced, rule=rule, item=item, basis=basis), rule.expression)
        level = ERROR_LEVELS[rule.severity]
        yield f'  {rule_name(rule, item=item, basis=basis)}: {text} errorcode "{rule.code}" errorlevel {level}'


def _replaced(found: re.Match[str], *, rule: CheckRule, item: str, basis: str) -> str:
    """Words of the language, texts, thresholds and the engine's own names stay."""
    word = found[0]
    name, _, of = word.rstrip("]").partition("[")
    reference = Reference(name, of)
    if reference not in parse_condition(rule.expression).references or _stays(name, rule):
        return word
    return component(reference, item=item, basis=basis)


def _stays(name: str, rule: CheckRule) -> bool:
    return name == MONTHS or name in FACTS or name in {threshold.name for threshold in rule.thresholds}
