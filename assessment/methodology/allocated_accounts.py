"""Operators registered elsewhere, from files to files: what each region gets, and the accounts that come of it.

The allocation is that of `branch_allocation` (DESIGN). The regions of an operator are those its line names; what they
get of all operators of a year, industry and vintage is added up to one account. Amounts in the unit of the file.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessment.methodology.account_records import AccountKey, AccountRecord
from assessment.methodology.branch_allocation import BranchAccount, Operator, allocate
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.income_approach import NO_COMPONENTS, AccountRow, Components
from assessment.methodology.rounding import decimals_of


class AllocatedTwice(AssessmentError):
    code = "account_delivered_and_allocated"
    message = N_(
        "The account of {account} stands in row {row} of the accounts and comes out of the allocation of {operators} "
        "as well. Leave one of the two out."
    )


@dataclass(frozen=True)
class OperatorRecord:
    """One line of the operators: components and revenue of the whole, revenue by region."""

    row: int
    operator: str
    year: int
    industry: str
    vintage: str
    components: Components
    revenue: Decimal
    revenue_by_region: Mapping[str, Decimal]

    def key(self, region: str) -> AccountKey:
        return AccountKey(region, self.year, self.industry, self.vintage)


@dataclass(frozen=True)
class AllocatedPart:
    """What one region gets of one operator."""

    record: OperatorRecord
    region: str
    account: BranchAccount


def allocated_parts(records: Sequence[OperatorRecord]) -> tuple[AllocatedPart, ...]:
    """The parts of every operator, whole in the last digit its components were written with, adding up to them."""
    return tuple(
        AllocatedPart(record, region, account)
        for record in records
        for region, account in allocate(_operator(record)).items()
    )


def with_allocated(records: Sequence[AccountRecord], parts: Sequence[AllocatedPart]) -> tuple[AccountRecord, ...]:
    """The accounts and, behind them, one for each region, year, industry and vintage that got a part.

    An account that is there already is not added to (`AllocatedTwice`).
    """
    given = {record.key: record.row for record in records}
    return (*records, *_records(parts, given))


def _operator(record: OperatorRecord) -> Operator:
    finest = max(decimals_of(amount.normalize()) for amount in record.components.amounts)
    return Operator(record.operator, record.components, record.revenue, record.revenue_by_region, -finest)


def _records(parts: Sequence[AllocatedPart], given: Mapping[AccountKey, int]) -> Iterator[AccountRecord]:
    by_key: defaultdict[AccountKey, list[AllocatedPart]] = defaultdict(list)
    for part in parts:
        by_key[part.record.key(part.region)].append(part)
    for key, members in by_key.items():
        operators = "、".join(dict.fromkeys(part.record.operator for part in members))
        if key in given:
            raise AllocatedTwice(account=key.phrase, row=given[key], operators=operators)
        total = sum((part.account.components for part in members), NO_COMPONENTS)
        yield AccountRecord(members[0].record.row, key, AccountRow(None, *total.amounts), operators)
