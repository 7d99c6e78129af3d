"""Accounts by the income approach for a table of region × year × industry × vintage (`manage.py measure`).

Each account: its single blank derived, the identity held against the tolerance of the file; then structure,
nominal growth on the year before and share of GDP. Vintages are never mixed silently. Amounts in the unit of
the file. Findings carry stable codes and never stop the work; a repeated key does.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from assessment.methodology.account_records import (
    GDP,
    Account,
    AccountKey,
    AccountRecord,
    AccountRepeated,
    Finding,
    FindingCode,
    Severity,
)
from assessment.methodology.figures import Marker
from assessment.methodology.income_approach import (
    ACCOUNT_ITEMS,
    AccountRow,
    complete,
    identity_tolerance,
    nominal_growth_percent,
    share_of_gdp_percent,
    structure,
)
from assessment.methodology.rounding import decimals_of, plain_text, quantise_if_it_fits

_NEGATIVE = {
    "value_added": (FindingCode.VALUE_ADDED_NEGATIVE, Severity.EXPLAIN),
    "compensation_of_employees": (FindingCode.COMPENSATION_NEGATIVE, Severity.BLOCKING),
    "net_taxes_on_production": (FindingCode.NET_TAXES_NEGATIVE, Severity.EXPLAIN),
    "depreciation": (FindingCode.DEPRECIATION_NEGATIVE, Severity.BLOCKING),
    "operating_surplus": (FindingCode.OPERATING_SURPLUS_NEGATIVE, Severity.EXPLAIN),
}
_CARRIED = (Marker.PROVISIONAL, Marker.IMPUTED, Marker.DERIVED)


class CompletedTable(NamedTuple):
    accounts: tuple[Account, ...]
    findings: tuple[Finding, ...]


def complete_accounts(records: Sequence[AccountRecord]) -> CompletedTable:
    """Every account completed, in the order of the file; amounts in its unit.

    Tolerance: half a unit of the file's last decimal × (number of parts + 1). A repeated key names both rows.
    """
    _refuse_repeats(records)
    tolerance = identity_tolerance(_printed_decimals(records))
    accounts = tuple(_account(record) for record in records)
    findings = [finding for account in accounts for finding in account_findings(account, tolerance)]
    return CompletedTable(accounts, tuple(findings))


def account_findings(account: Account, tolerance: Decimal) -> Iterator[Finding]:
    """What is wrong with, or worth knowing about, one account by itself."""
    key, amounts = account.key, account.amounts
    if account.derived_item:
        derived = plain_text(getattr(amounts, account.derived_item))
        yield Finding(FindingCode.BLANK_DERIVED, Severity.INFORM, key, account.derived_item, derived)
    blanks = [name for name, amount in zip(ACCOUNT_ITEMS, amounts, strict=True) if amount is None]
    if account.marker is Marker.MISSING:
        yield Finding(FindingCode.BLANKS_TOO_MANY, Severity.BLOCKING, key, "1", " ".join(blanks))
    difference, total = account.identity_difference, amounts.value_added
    if difference is not None and total is not None and abs(difference) > tolerance:
        parts = plain_text(total + difference)
        code = FindingCode.IDENTITY_BROKEN
        yield Finding(code, Severity.BLOCKING, key, parts, plain_text(total), difference)
    for name, amount in zip(ACCOUNT_ITEMS, amounts, strict=True):
        if amount is not None and amount < 0:
            yield Finding(*_NEGATIVE[name], key, ">= 0", plain_text(amount))
    if total is not None and total.is_zero():
        yield Finding(FindingCode.VALUE_ADDED_ZERO, Severity.EXPLAIN, key, "> 0", plain_text(total))


@dataclass(frozen=True)
class Counterpart:
    """The account to compare with: the one of the same vintage, else the only one there is, else none.

    `vintages` are all those found for the counterpart's region, industry and year.
    """

    account: Account | None
    vintages: tuple[str, ...]


class AccountTable:
    """Accounts with an index by region, industry and year. Reads only; built once."""

    def __init__(self, accounts: Sequence[Account]) -> None:
        self.accounts = tuple(accounts)
        self._cells: dict[tuple[str, str, int], list[Account]] = defaultdict(list)
        self._first_year: dict[tuple[str, str], int] = {}
        for account in self.accounts:
            region, year, industry, _ = account.key
            self._cells[region, industry, year].append(account)
            self._first_year[region, industry] = min(year, self._first_year.get((region, industry), year))
        self.has_several_vintages = len(self._cells) < len(self.accounts)
        self.has_gdp = any(industry == GDP for _, industry in self._first_year)

    def first_year(self, key: AccountKey) -> int:
        return self._first_year[key.region, key.industry]

    def base_of(self, key: AccountKey) -> Counterpart:
        """The same region and industry one year before."""
        return self._counterpart((key.region, key.industry, key.year - 1), key.vintage)

    def gdp_of(self, key: AccountKey) -> Counterpart:
        """GDP of the same region and year."""
        return self._counterpart((key.region, GDP, key.year), key.vintage)

    def _counterpart(self, cell: tuple[str, str, int], vintage: str) -> Counterpart:
        there = self._cells.get(cell, [])
        same = [account for account in there if account.key.vintage == vintage]
        found = same or (there if len(there) == 1 else [])
        return Counterpart(found[0] if found else None, tuple(account.key.vintage for account in there))


class StructureLine(NamedTuple):
    key: AccountKey
    component: str
    share: Decimal


class GrowthLine(NamedTuple):
    """Nominal growth on the year before; None is *not meaningful*."""

    key: AccountKey
    base: AccountKey
    nominal_growth_percent: Decimal | None
    marker: Marker


class ShareLine(NamedTuple):
    key: AccountKey
    share_of_gdp_percent: Decimal


def structure_lines(table: AccountTable) -> Iterator[StructureLine]:
    """构成: each component as a fraction of value added, where that is positive and the account complete."""
    for account in table.accounts:
        completed = complete(account.amounts)
        shares = structure(completed) if completed else None
        for component, share in (shares or {}).items():
            yield StructureLine(account.key, component, quantise_if_it_fits(share))


def growth_lines(table: AccountTable) -> Iterator[GrowthLine]:
    """名义增长 in percent of every account whose year before is in the table."""
    for account in table.accounts:
        base = table.base_of(account.key).account
        if base is None or base.amounts.value_added is None or account.amounts.value_added is None:
            continue
        rate = nominal_growth_percent(account.amounts.value_added, base.amounts.value_added).rate_percent
        if rate is None:
            yield GrowthLine(account.key, base.key, None, Marker.NOT_MEANINGFUL)
        else:
            marker = _carried(account.marker, base.marker)
            yield GrowthLine(account.key, base.key, quantise_if_it_fits(rate), marker)


def share_lines(table: AccountTable) -> Iterator[ShareLine]:
    """占地区生产总值比重 in percent of every account other than GDP with a positive GDP beside it."""
    for account in table.accounts:
        gdp = table.gdp_of(account.key).account
        total = gdp.amounts.value_added if gdp else None
        value = account.amounts.value_added
        if account.key.industry != GDP and value is not None and total is not None and total > 0:
            yield ShareLine(account.key, quantise_if_it_fits(share_of_gdp_percent(value, total)))


def comparison_findings(table: AccountTable) -> Iterator[Finding]:
    """What stands in the way of a growth or a share, or should be known beside it."""
    for account in table.accounts:
        yield from _growth_findings(account, table)
        if table.has_gdp and account.key.industry != GDP:
            yield from _share_findings(account, table)


def _growth_findings(account: Account, table: AccountTable) -> Iterator[Finding]:
    key, found = account.key, table.base_of(account.key)
    if not found.vintages and table.first_year(key) < key.year:
        yield Finding(FindingCode.BASE_YEAR_MISSING, Severity.INFORM, key, str(key.year - 1))
    yield from _vintage_findings(key, found, (FindingCode.BASE_VINTAGE_DIFFERS, FindingCode.BASE_VINTAGE_AMBIGUOUS))
    base = found.account.amounts.value_added if found.account else None
    if base is not None and base <= 0 and account.amounts.value_added is not None:
        yield Finding(FindingCode.GROWTH_NOT_MEANINGFUL, Severity.EXPLAIN, key, "> 0", plain_text(base))


def _share_findings(account: Account, table: AccountTable) -> Iterator[Finding]:
    key, found, value = account.key, table.gdp_of(account.key), account.amounts.value_added
    if not found.vintages:
        yield Finding(FindingCode.GDP_MISSING, Severity.EXPLAIN, key, GDP)
    yield from _vintage_findings(key, found, (FindingCode.GDP_VINTAGE_DIFFERS, FindingCode.GDP_VINTAGE_AMBIGUOUS))
    gdp = found.account.amounts.value_added if found.account else None
    if gdp is not None and gdp <= 0:
        yield Finding(FindingCode.GDP_NOT_POSITIVE, Severity.BLOCKING, key, "> 0", plain_text(gdp))
    elif gdp is not None and value is not None and value > gdp:
        code, most = FindingCode.VALUE_ADDED_ABOVE_GDP, f"<= {plain_text(gdp)}"
        yield Finding(code, Severity.BLOCKING, key, most, plain_text(value), value - gdp)


def _vintage_findings(key: AccountKey, found: Counterpart, codes: tuple[FindingCode, FindingCode]) -> Iterator[Finding]:
    differs, ambiguous = codes
    if found.account is not None and found.account.key.vintage != key.vintage:
        yield Finding(differs, Severity.EXPLAIN, key, key.vintage, found.account.key.vintage)
    if found.account is None and found.vintages:
        yield Finding(ambiguous, Severity.EXPLAIN, key, key.vintage, " ".join(found.vintages))


def _refuse_repeats(records: Sequence[AccountRecord]) -> None:
    first_rows: dict[AccountKey, int] = {}
    for record in records:
        first_row = first_rows.setdefault(record.key, record.row)
        if first_row != record.row:
            raise AccountRepeated(row=record.row, first_row=first_row, account=record.key.phrase)


def _printed_decimals(records: Sequence[AccountRecord]) -> int:
    amounts = (amount for record in records for amount in record.amounts if amount is not None)
    return max(map(decimals_of, amounts), default=0)


def _account(record: AccountRecord) -> Account:
    completed = complete(record.amounts)
    if completed is not None:
        return Account(
            key=record.key,
            amounts=AccountRow(completed.value_added, *completed.components.amounts),
            marker=completed.marker,
            identity_difference=completed.identity_difference,
            derived_item=completed.derived_item or "",
            source=record.source,
        )
    total, *parts = record.amounts
    is_denominator = record.key.industry == GDP and total is not None and parts == [None] * len(parts)
    marker = Marker.REPORTED if is_denominator else Marker.MISSING
    return Account(record.key, record.amounts, marker, source=record.source)


def _carried(marker: Marker, base_marker: Marker) -> Marker:
    """The weaker of two markers stays on what is computed from both."""
    return next((weak for weak in _CARRIED if weak in (marker, base_marker)), Marker.COMPUTED)
