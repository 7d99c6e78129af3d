"""Accounts of region × industry from the statements of its enterprises (`manage.py measure --statements`).

Each enterprise's four components by the dated formulas of `statements`, summed without rounding. One that
lacks a needed item leaves its cell without a total: what is missing is never counted as zero.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from assessment.methodology.account_records import (
    Account,
    AccountKey,
    Finding,
    FindingCode,
    Severity,
)
from assessment.methodology.accounts import account_findings
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.figures import Marker
from assessment.methodology.income_approach import (
    NO_COMPONENTS,
    AccountRow,
    Components,
    value_added,
)
from assessment.methodology.periods import Period
from assessment.methodology.statements import (
    InterestTreatment,
    Statement,
    components_of,
    impute_depreciation,
)

NEEDED_ITEMS = (
    "compensation_payable",
    "taxes_and_surcharges",
    "value_added_tax_payable",
    "depreciation_of_year",
    "operating_profit",
)
ADJUSTMENT_ITEMS = (
    "asset_impairment_loss",
    "credit_impairment_loss",
    "investment_income",
    "fair_value_gain",
    "asset_disposal_gain",
    "net_hedging_gain",
    "production_subsidies",
    "other_income_not_subsidy",
    "taxes_in_management_cost",
    "interest_expense",
    "interest_income",
)
IMPUTATION_ITEMS = ("depreciation_last_year", "original_cost", "original_cost_last_year")
STATEMENT_ITEMS = NEEDED_ITEMS + ADJUSTMENT_ITEMS + IMPUTATION_ITEMS
_BLANK_ROW = AccountRow(None, None, None, None, None)


class EnterpriseRepeated(AssessmentError):
    code = "enterprise_repeated"
    message = N_(
        "Row {row} repeats row {first_row}: enterprise {enterprise}, year {year}, vintage “{vintage}”. "
        "One row per enterprise and year: remove one of them."
    )


@dataclass(frozen=True)
class StatementRecord:
    """One row of statement items in one money unit, losses positive.

    `items` holds the columns the file has; None is a blank cell. An item whose column is
    absent does not exist in these statements; a blank cell of an adjustment counts as none, is reported, and
    makes the result provisional.
    """

    row: int
    enterprise: str
    key: AccountKey
    items: Mapping[str, Decimal | None]
    subsidies_inside_operating_profit: bool | None = None


@dataclass(frozen=True)
class EnterpriseAccount:
    """Components of one enterprise, None where a needed item is missing."""

    record: StatementRecord
    components: Components | None
    marker: Marker


class StatementTable(NamedTuple):
    enterprises: tuple[EnterpriseAccount, ...]
    accounts: tuple[Account, ...]
    findings: tuple[Finding, ...]


def accounts_from_statements(
    records: Sequence[StatementRecord],
    *,
    interest: InterestTreatment = InterestTreatment.CN_ENTERPRISE,
) -> StatementTable:
    """Components per enterprise and their sums per region, year, industry, vintage; unit of the file."""
    _refuse_repeats(records)
    findings: list[Finding] = []
    enterprises: list[EnterpriseAccount] = []
    for record in records:
        findings.extend(_blank_findings(record))
        enterprises.append(_enterprise_account(record, interest))
    accounts = tuple(_cells(enterprises))
    for account in accounts:
        # A cell that could not be measured has said so enterprise by enterprise.
        if account.marker is not Marker.MISSING:
            findings.extend(account_findings(account, Decimal(0)))
    return StatementTable(tuple(enterprises), accounts, tuple(findings))


def _enterprise_account(record: StatementRecord, interest: InterestTreatment) -> EnterpriseAccount:
    needed = {name: record.items.get(name) for name in NEEDED_ITEMS}
    marker = Marker.PROVISIONAL if _blank_adjustments(record) else Marker.DERIVED
    if needed["depreciation_of_year"] is None:
        needed["depreciation_of_year"] = _imputed_depreciation(record)
        marker = Marker.IMPUTED if marker is Marker.DERIVED else marker
    present = {name: amount for name, amount in needed.items() if amount is not None}
    if len(present) < len(NEEDED_ITEMS):
        return EnterpriseAccount(record, None, Marker.MISSING)
    adjustments = {name: record.items.get(name) or Decimal(0) for name in ADJUSTMENT_ITEMS}
    statement = Statement(
        **present,
        **adjustments,
        subsidies_inside_operating_profit=record.subsidies_inside_operating_profit,
    )
    components = components_of(statement, Period.annual(record.key.year), interest=interest)
    return EnterpriseAccount(record, components, marker)


def _imputed_depreciation(record: StatementRecord) -> Decimal | None:
    last_year, cost, cost_last_year = (record.items.get(name) for name in IMPUTATION_ITEMS)
    if last_year is None or cost is None or cost_last_year is None:
        return None
    return impute_depreciation(last_year, original_cost=cost, original_cost_last_year=cost_last_year).value


def _blank_adjustments(record: StatementRecord) -> list[str]:
    return [name for name in ADJUSTMENT_ITEMS if name in record.items and record.items[name] is None]


def _blank_findings(record: StatementRecord) -> Iterator[Finding]:
    for name in NEEDED_ITEMS:
        if record.items.get(name) is not None:
            continue
        imputed = _imputed_depreciation(record) if name == "depreciation_of_year" else None
        if imputed is None:
            yield _statement_finding(FindingCode.STATEMENT_ITEM_BLANK, Severity.BLOCKING, record, name)
        else:
            yield _statement_finding(FindingCode.DEPRECIATION_IMPUTED, Severity.EXPLAIN, record, name)
    for name in _blank_adjustments(record):
        yield _statement_finding(FindingCode.STATEMENT_ADJUSTMENT_BLANK, Severity.EXPLAIN, record, name)


def _statement_finding(code: FindingCode, severity: Severity, record: StatementRecord, name: str) -> Finding:
    return Finding(code, severity, record.key, name, record.enterprise)


def _cells(enterprises: Iterable[EnterpriseAccount]) -> Iterator[Account]:
    cells: dict[AccountKey, list[EnterpriseAccount]] = defaultdict(list)
    for enterprise in enterprises:
        cells[enterprise.record.key].append(enterprise)
    for key, members in cells.items():
        markers = {member.marker for member in members}
        measured = [member.components for member in members if member.components is not None]
        if len(measured) < len(members):
            yield Account(key, _BLANK_ROW, Marker.MISSING)
            continue
        total = sum(measured, NO_COMPONENTS)
        weakest = next(m for m in (Marker.PROVISIONAL, Marker.IMPUTED, Marker.DERIVED) if m in markers)
        yield Account(key, AccountRow(value_added(total), *total.amounts), weakest, Decimal(0))


def _refuse_repeats(records: Sequence[StatementRecord]) -> None:
    first_rows: dict[tuple[str, int, str], int] = {}
    for record in records:
        identity = (record.enterprise, record.key.year, record.key.vintage)
        first_row = first_rows.setdefault(identity, record.row)
        if first_row != record.row:
            raise EnterpriseRepeated(
                row=record.row,
                first_row=first_row,
                enterprise=record.enterprise,
                year=record.key.year,
                vintage=record.key.vintage,
            )
