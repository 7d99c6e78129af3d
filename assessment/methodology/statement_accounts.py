"""Accounts of region × industry from the statements of its enterprises (`manage.py measure --statements`).

Each enterprise's four components by the dated formulas of `statements`, summed without rounding, with a trace of
which item gave which component. One that lacks a needed item leaves its cell without a total: what is missing is
never counted as zero.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from assessment.methodology.account_records import Account, AccountKey, Finding
from assessment.methodology.accounts import account_findings
from assessment.methodology.errors import N_, AssessmentError, Phrase
from assessment.methodology.figures import Marker
from assessment.methodology.income_approach import NO_COMPONENTS, AccountRow, value_added
from assessment.methodology.periods import Period
from assessment.methodology.statement_findings import statement_findings
from assessment.methodology.statement_records import (
    ADJUSTMENT_ITEMS,
    IMPUTATION_ITEMS,
    NEEDED_ITEMS,
    EnterpriseAccount,
    StatementRecord,
    TraceLine,
)
from assessment.methodology.statements import (
    InterestTreatment,
    Statement,
    components_of,
    formula_at,
    impute_depreciation,
)
from assessment.methodology.text_numbers import excerpt

_BLANK_ROW = AccountRow(None, None, None, None, None)


class EnterpriseRepeated(AssessmentError):
    code = "enterprise_repeated"
    message = N_("Row {row} repeats row {first_row}: {account}. One row per enterprise and year: remove one of them.")


class StatementRowRefused(AssessmentError):
    """A statement no formula can take; the sentence inside says why."""

    code = "statement_row_refused"
    message = N_("Row {row}, column “{column}”: {problem}")


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
    enterprises = tuple(_enterprise_account(record, interest) for record in records)
    findings = [finding for enterprise in enterprises for finding in statement_findings(enterprise)]
    accounts = tuple(_cells(enterprises))
    for account in accounts:
        # A cell that could not be measured has said so enterprise by enterprise.
        if account.marker is not Marker.MISSING:
            findings.extend(account_findings(account, Decimal(0)))
    return StatementTable(enterprises, accounts, tuple(findings))


def _enterprise_account(record: StatementRecord, interest: InterestTreatment) -> EnterpriseAccount:
    imputed = _imputed_depreciation(record)
    trace = _trace(record, interest, imputed)
    items = {name: record.items.get(name) for name in NEEDED_ITEMS}
    if items["depreciation_of_year"] is None:
        items["depreciation_of_year"] = imputed
    present = {name: amount for name, amount in items.items() if amount is not None}
    if len(present) < len(NEEDED_ITEMS):
        return EnterpriseAccount(record, None, Marker.MISSING, trace)
    statement = Statement(
        **present,
        **{name: record.items.get(name) or Decimal(0) for name in ADJUSTMENT_ITEMS},
        subsidies_inside_operating_profit=record.subsidies_inside_operating_profit,
    )
    components = components_of(statement, Period.annual(record.key.year), interest=interest)
    return EnterpriseAccount(record, components, _marker(record, imputed), trace)


def _trace(record: StatementRecord, interest: InterestTreatment, imputed: Decimal | None) -> tuple[TraceLine, ...]:
    """Every term of the formula whose item these statements have, in the order of the formula."""
    try:
        terms = formula_at(
            Period.annual(record.key.year),
            interest=interest,
            subsidies_inside_operating_profit=record.subsidies_inside_operating_profit,
        )
    except AssessmentError as problem:
        raise StatementRowRefused(row=record.row, column="year", problem=problem) from problem
    lines = []
    for term in terms:
        amount = record.items.get(term.item)
        if amount is not None:
            lines.append(TraceLine(term, amount, Marker.REPORTED))
        elif term.item == "depreciation_of_year" and imputed is not None:
            lines.append(TraceLine(term, imputed, Marker.IMPUTED))
        elif term.item in record.items or term.item in NEEDED_ITEMS:
            lines.append(TraceLine(term, None, Marker.MISSING))
    return tuple(lines)


def _marker(record: StatementRecord, imputed: Decimal | None) -> Marker:
    if record.blank_adjustments:
        return Marker.PROVISIONAL
    return Marker.DERIVED if imputed is None else Marker.IMPUTED


def _imputed_depreciation(record: StatementRecord) -> Decimal | None:
    """The estimate where 本年折旧 is blank and all it is made of is there."""
    if record.items.get("depreciation_of_year") is not None:
        return None
    last_year, cost, cost_last_year = (record.items.get(name) for name in IMPUTATION_ITEMS)
    if last_year is None or cost is None or cost_last_year is None:
        return None
    try:
        return impute_depreciation(last_year, original_cost=cost, original_cost_last_year=cost_last_year).value
    except AssessmentError as problem:
        raise StatementRowRefused(row=record.row, column="original_cost_last_year", problem=problem) from problem


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
            raise EnterpriseRepeated(row=record.row, first_row=first_row, account=_phrase(record))


def _phrase(record: StatementRecord) -> Phrase:
    where: dict[str, object] = {"enterprise": excerpt(record.enterprise), "year": record.key.year}
    if not record.key.vintage:
        return Phrase(N_("enterprise {enterprise}, year {year}"), where)
    where["vintage"] = excerpt(record.key.vintage)
    return Phrase(N_("enterprise {enterprise}, year {year}, vintage “{vintage}”"), where)
