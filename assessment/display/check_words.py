"""审核关系 in words: severities, scopes, outcomes, conversions, and the sentences of a rule with their gaps filled."""

from decimal import Decimal

from django.utils.translation import gettext

from assessment.display import formats
from assessment.methodology.check_rules import Conversion, Outcome, RuleResult, Scope, Severity, Text
from assessment.methodology.errors import N_

SEVERITIES = {
    Severity.BLOCKING: N_("Mandatory: blocks submission"),
    Severity.ACCEPTANCE: N_("Quasi-mandatory: blocks acceptance"),
    Severity.EXPLAIN: N_("To be verified: needs an explanation"),
    Severity.INFORM: N_("For information"),
}
SHORT_SEVERITIES = {
    Severity.BLOCKING: N_("Mandatory"),
    Severity.ACCEPTANCE: N_("Quasi-mandatory"),
    Severity.EXPLAIN: N_("To be verified"),
    Severity.INFORM: N_("Hint"),
}
SCOPES = {
    Scope.CELL: N_("A single item"),
    Scope.RETURN: N_("Items of one return"),
    Scope.HISTORY: N_("This return and earlier ones"),
    Scope.UNITS: N_("Several units"),
}
OUTCOMES = {
    Outcome.PASSED: N_("passed"),
    Outcome.FAILED: N_("failed"),
    Outcome.NOT_RUN: N_("not run"),
}
CONVERSIONS = {
    Conversion.TIMES_10000: N_("Convert the unit: × 10,000"),
    Conversion.DIVIDED_BY_10000: N_("Convert the unit: ÷ 10,000"),
    Conversion.ADD_LAST_PERIOD: N_("Convert a single quarter to a cumulative figure"),
    Conversion.SUBTRACT_LAST_PERIOD: N_("Take off last period, which was added twice"),
}
PLACES = {
    "last_year": N_("same period last year"),
    "other_basis": N_("the other reported figure"),
    "condition": N_("condition of the cell"),
    "last_period": N_("last period"),
    "last_period_last_year": N_("last period, its same period last year"),
    "filed_last_year": N_("as filed a year ago"),
    "enterprises": N_("sum of the enterprises"),
    "key_enterprises": N_("sum of the key enterprises"),
    "province": N_("total of the province"),
    "annual": N_("annual survey"),
}
NAMES = {
    "figure": N_("the item"),
    "months": N_("months of the period"),
    "region": N_("region"),
    "industry_division": N_("division of the industry"),
    "information_services_value_added": N_("value added of information services (section I)"),
    "industrial_value_added": N_("value added of industry"),
}
CELL_CONDITIONS = {
    "value": N_("a value"),
    "empty": N_("left empty"),
    "not_applicable": N_("not applicable"),
    "not_available": N_("not yet available"),
}
GAPS = {
    "item": N_("the item"),
    "received": N_("as reported"),
    "expected": N_("as it should be"),
    "difference": N_("difference"),
}
_FINE, _COARSE = 4, 2


def in_language(text: Text) -> str:
    """The wording of a rule in the reader's language."""
    return text.zh if formats.in_chinese() else text.en


def severity(value: str) -> str:
    return gettext(SHORT_SEVERITIES[Severity(value)])


def scope(value: str) -> str:
    return gettext(SCOPES[Scope(value)])


def place(of: str) -> str:
    """What stands in the brackets of a reference."""
    return gettext(PLACES[of])


def name_of(code: str) -> str:
    """A name of a rule that is no item: a fact, a number of the engine; else the name itself."""
    return gettext(NAMES[code]) if code in NAMES else code


def condition(value: str) -> str:
    """A value of an example: a number as it stands, a condition in words."""
    return gettext(CELL_CONDITIONS[value]) if value in CELL_CONDITIONS else value


def pattern(text: Text) -> str:
    """A wording with its gaps named, for a reader who looks the rule up."""
    names = {gap: f"[{gettext(words)}]" for gap, words in GAPS.items()}
    return in_language(text).format(**names)


def sentence(text: Text, result: RuleResult, *, item: str) -> str:
    """A wording with its gaps filled: `item` is the label of the first cell, the numbers are those of the result."""
    difference = None
    if result.received is not None and result.expected is not None:
        difference = result.received - result.expected
    return in_language(text).format(
        item=item, received=_number(result.received), expected=_number(result.expected), difference=_number(difference)
    )


def _number(value: Decimal | None) -> str:
    """Two decimals as everywhere; rates below 1, where two would say nothing, with four."""
    fine = value is not None and abs(value) < 1 and formats.rounded(value) != value
    return formats.number(value, decimals=_FINE if fine else _COARSE)
