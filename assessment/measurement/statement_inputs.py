"""The optional second way: accounts from the statements that enterprises filed (IND-A) and that were accepted.

Off unless the parameter set says `enterprise_statements: on`. A delivered account of a city and industry always counts
before it. What comes out covers the enterprises that filed and says so: it is provisional.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.db.models import Q

from assessment.directory.models import Listing
from assessment.filing.models import Return, Version
from assessment.methodology.account_records import AccountKey
from assessment.methodology.income_approach import ACCOUNT_ITEMS
from assessment.methodology.run_figures import plain_number
from assessment.methodology.run_measurement import DIGITAL_INDUSTRIES
from assessment.methodology.statement_accounts import accounts_from_statements
from assessment.methodology.statement_records import STATEMENT_ITEMS, StatementRecord

FORM: Final = "IND-A"
SWITCH, ON = "enterprise_statements", "on"
TABLE: Final = "enterprise_statements"
MARKER: Final = "provisional"
# Sums of statements carry every digit of the arithmetic, so that no printed digit hides a rounding.
_EVERY_DIGIT: Final = -50
_BY_DIVISION: Final = {code[1:]: code for code in DIGITAL_INDUSTRIES}
Cell = tuple[str, str]


def statement_rows(year: str, delivered: Iterable[Cell]) -> list[dict[str, Any]]:
    """One account for each city and industry of which statements were accepted and no account was delivered, 万元."""
    taken = set(delivered)
    versions = _accepted(year)
    listings = _listings([version.return_filed.reporting_unit.code for version in versions], year)
    records, filed = [], defaultdict(list)
    for row, version in enumerate(versions, 1):
        code = version.return_filed.reporting_unit.code
        cell = listings.get(code)
        if cell is None or cell in taken:
            continue
        records.append(statement_record(row, version, cell, year))
        filed[cell].append({"enterprise": code, "version": version.pk, "digest": version.digest})
    accounts = accounts_from_statements(records).accounts
    return [
        {
            "region": account.key.region,
            "industry": account.key.industry,
            **{name: plain_number(amount) for name, amount in zip(ACCOUNT_ITEMS, account.amounts, strict=True)},
            "marker": MARKER,
            "source": FORM,
            "vintage": "",
            "table": TABLE,
            "last_digit_exponent": _EVERY_DIGIT,
            "statements": filed[account.key.region, account.key.industry],
        }
        for account in sorted(accounts, key=lambda one: (one.key.region, one.key.industry))
    ]


def _accepted(year: str) -> list[Version]:
    """The versions in force of the statements of `year`, by enterprise."""
    filed = Return.objects.filter(
        collection__form_version__form__code=FORM,
        collection__period=year,
        reporting_unit__kind="enterprise",
        in_force__isnull=False,
    )
    return list(
        Version.objects.filter(pk__in=filed.values("in_force"))
        .select_related("return_filed__reporting_unit")
        .prefetch_related("cells")
        .order_by("return_filed__reporting_unit__code")
    )


def _listings(codes: list[str], year: str) -> dict[str, Cell]:
    """City and industry of each enterprise at the end of the year; other industries are left out."""
    end = date(int(year), 12, 31)
    valid = Listing.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=end), valid_from__lte=end)
    return {
        one.enterprise.code: (one.region.code, _BY_DIVISION[one.industry[:2]])
        for one in valid.filter(enterprise__code__in=codes).select_related("enterprise", "region")
        if one.industry[:2] in _BY_DIVISION
    }


def statement_record(row: int, version: Version, cell: Cell, year: str) -> StatementRecord:
    """The items of one version as the method takes them, in the unit of the form; cells are expected to be fetched."""
    values: Mapping[str, Any] = {
        one.item: one.value for one in version.cells.all() if one.basis == "current" and one.item in STATEMENT_ITEMS
    }
    region, industry = cell
    key = AccountKey(region, int(year), industry, "")
    return StatementRecord(row, version.return_filed.reporting_unit.code, key, values)
