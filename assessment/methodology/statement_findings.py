"""What is wrong with, or worth knowing about, the statements of one enterprise.

Blank items, estimated depreciation, a loss, a refund of value added tax, lines that do not give 营业利润 (V-F3).
A loss or a refund happens: it asks for a look and never stops anything. Source: income approach, domain §1.3.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from assessment.methodology.account_records import Finding, FindingCode, Severity
from assessment.methodology.figures import Marker
from assessment.methodology.income_approach import value_added
from assessment.methodology.profit_identity import profit_identity
from assessment.methodology.rounding import plain_text
from assessment.methodology.statement_records import NEEDED_ITEMS, EnterpriseAccount

_LOSSES: Final = ("asset_impairment_loss", "credit_impairment_loss")
_TAXES: Final = "taxes_in_management_cost"


def statement_findings(account: EnterpriseAccount) -> Iterator[Finding]:
    """All findings of one enterprise; each names it. Amounts in the unit of the statement."""
    yield from _blanks(account)
    yield from _signs_and_switches(account)
    yield from _negatives(account)
    yield from _profit(account)


def _blanks(account: EnterpriseAccount) -> Iterator[Finding]:
    record = account.record
    imputed = any(line.marker is Marker.IMPUTED for line in account.trace)
    for name in NEEDED_ITEMS:
        if record.items.get(name) is not None:
            continue
        if name == "depreciation_of_year" and imputed:
            yield _finding(account, FindingCode.DEPRECIATION_IMPUTED, Severity.EXPLAIN, name)
        else:
            yield _finding(account, FindingCode.STATEMENT_ITEM_BLANK, Severity.BLOCKING, name)
    for name in record.blank_adjustments:
        yield _finding(account, FindingCode.STATEMENT_ADJUSTMENT_BLANK, Severity.EXPLAIN, name)


def _signs_and_switches(account: EnterpriseAccount) -> Iterator[Finding]:
    """A loss written with a minus (the sign of the income statement of 2019), and taxes that no longer count apart."""
    for name in _LOSSES:
        loss = account.record.items.get(name)
        if loss is not None and loss < 0:
            yield _negative(account, FindingCode.IMPAIRMENT_LOSS_NEGATIVE, name, loss)
    taxes = account.record.items.get(_TAXES)
    if taxes and all(line.term.item != _TAXES for line in account.trace):
        yield _finding(account, FindingCode.STATEMENT_ITEM_NOT_COUNTED, Severity.INFORM, _TAXES)


def _negatives(account: EnterpriseAccount) -> Iterator[Finding]:
    tax = account.record.items.get("value_added_tax_payable")
    if tax is not None and tax < 0:
        yield _negative(account, FindingCode.ENTERPRISE_VAT_NEGATIVE, "value_added_tax_payable", tax)
    if account.components is None:
        return
    surplus, total = account.components.operating_surplus, value_added(account.components)
    if surplus < 0:
        yield _negative(account, FindingCode.ENTERPRISE_SURPLUS_NEGATIVE, "operating_surplus", surplus)
    if total < 0:
        yield _negative(account, FindingCode.ENTERPRISE_VALUE_ADDED_NEGATIVE, "value_added", total)


def _profit(account: EnterpriseAccount) -> Iterator[Finding]:
    identity = profit_identity(account.record.items)
    if identity is None or identity.holds:
        return
    code, severity = FindingCode.PROFIT_IDENTITY_OPEN, Severity.EXPLAIN
    if identity.binding:
        code, severity = FindingCode.PROFIT_IDENTITY_BROKEN, Severity.BLOCKING
    yield Finding(
        code,
        severity,
        account.record.key,
        f"operating_profit = {plain_text(identity.expected)}",
        f"{account.record.enterprise}: {plain_text(identity.received)}",
        identity.difference,
    )


def _negative(account: EnterpriseAccount, code: FindingCode, name: str, amount: Decimal) -> Finding:
    received = f"{account.record.enterprise}: {plain_text(amount)}"
    return Finding(code, Severity.EXPLAIN, account.record.key, f"{name} >= 0", received, amount)


def _finding(account: EnterpriseAccount, code: FindingCode, severity: Severity, name: str) -> Finding:
    return Finding(code, severity, account.record.key, name, account.record.enterprise)
