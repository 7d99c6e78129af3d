"""Accounts by the classes 01–04 of the core industries, and by scope: the four industries, or the core (`measure`).

The mapping is data (`core_classes`); a division of several classes is divided by declared shares alone. Amounts in the
unit of the file.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from assessment.methodology.account_records import Account, AccountKey, Finding, FindingCode, Severity
from assessment.methodology.core_classes import CoreClassification, Scope
from assessment.methodology.dated_rules import Dated, RuleNotYetInForce
from assessment.methodology.periods import Period
from assessment.methodology.rounding import exact_context

Splits = Mapping[str, Mapping[str, Decimal]]
_Cell = tuple[str, int, str]


class ClassLine(NamedTuple):
    """Value added of one class from the industries that are there."""

    region: str
    year: int
    vintage: str
    code: str
    name_zh: str
    value_added: Decimal


class ScopeLine(NamedTuple):
    """Value added of a scope. `missing` are its industries without an account; then it is no more than a part."""

    region: str
    year: int
    vintage: str
    scope: Scope
    industries: tuple[str, ...]
    missing: tuple[str, ...]
    value_added: Decimal


class CoreTable(NamedTuple):
    classes: tuple[ClassLine, ...]
    scopes: tuple[ScopeLine, ...]
    findings: tuple[Finding, ...]


def core_table(accounts: Sequence[Account], versions: Dated[CoreClassification], splits: Splits) -> CoreTable:
    """Classes and scopes of every region, year and vintage with an industry of the core.

    A year before the classification gets no line and a finding. `SplitMissing` where a division is not divided.
    """
    classes: list[ClassLine] = []
    scopes: list[ScopeLine] = []
    findings: list[Finding] = []
    for cell, amounts in _cells(accounts).items():
        region, year, vintage = cell
        try:
            classification = versions.at(Period.annual(year))
        except RuleNotYetInForce:
            first = versions.versions[0][0].code
            key = AccountKey(region, year, "", vintage)
            findings.append(Finding(FindingCode.CORE_CLASSES_NOT_IN_FORCE, Severity.INFORM, key, f">= {first}"))
            continue
        known = {code: amount for code, amount in amounts.items() if classification.classes_of(code)}
        if known:
            classes += _class_lines(cell, known, classification, splits)
            scopes += _scope_lines(cell, known, classification)
    return CoreTable(tuple(classes), tuple(scopes), tuple(findings))


def _cells(accounts: Sequence[Account]) -> Mapping[_Cell, dict[str, Decimal]]:
    cells: defaultdict[_Cell, dict[str, Decimal]] = defaultdict(dict)
    for account in accounts:
        region, year, industry, vintage = account.key
        if account.amounts.value_added is not None:
            cells[region, year, vintage][industry] = account.amounts.value_added
    return cells


def _class_lines(
    cell: _Cell, amounts: Mapping[str, Decimal], classification: CoreClassification, splits: Splits
) -> Iterator[ClassLine]:
    names = {one.code: one.name_zh for one in classification.classes}
    for code, value in classification.by_class(amounts, splits=splits).items():
        yield ClassLine(*cell, code, names[code], value)


def _scope_lines(
    cell: _Cell, amounts: Mapping[str, Decimal], classification: CoreClassification
) -> Iterator[ScopeLine]:
    for scope in Scope:
        industries = classification.industries(scope)
        there = tuple(code for code in industries if code in amounts)
        with exact_context():
            total = sum((amounts[code] for code in there), Decimal(0))
        missing = tuple(code for code in industries if code not in amounts)
        yield ScopeLine(*cell, scope, there, missing, total)
