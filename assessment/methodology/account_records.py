"""What an account table is made of: keys, accounts, and findings with stable codes."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from assessment.methodology.errors import N_, AssessmentError, Phrase
from assessment.methodology.figures import Marker
from assessment.methodology.income_approach import AccountRow
from assessment.methodology.text_numbers import excerpt

GDP = "GDP"


class Severity(StrEnum):
    BLOCKING = "blocking"
    EXPLAIN = "explain"
    INFORM = "inform"


class FindingCode(StrEnum):
    """Stable; they stand in DIR/findings.csv."""

    IDENTITY_BROKEN = "identity_broken"
    BLANK_DERIVED = "blank_derived"
    BLANKS_TOO_MANY = "blanks_too_many"
    VALUE_ADDED_NEGATIVE = "value_added_negative"
    VALUE_ADDED_ZERO = "value_added_zero"
    COMPENSATION_NEGATIVE = "compensation_of_employees_negative"
    NET_TAXES_NEGATIVE = "net_taxes_on_production_negative"
    DEPRECIATION_NEGATIVE = "depreciation_negative"
    OPERATING_SURPLUS_NEGATIVE = "operating_surplus_negative"
    BASE_YEAR_MISSING = "base_year_missing"
    BASE_VINTAGE_DIFFERS = "base_vintage_differs"
    BASE_VINTAGE_AMBIGUOUS = "base_vintage_ambiguous"
    GROWTH_NOT_MEANINGFUL = "growth_not_meaningful"
    GDP_MISSING = "gdp_missing"
    GDP_NOT_POSITIVE = "gdp_not_positive"
    GDP_VINTAGE_DIFFERS = "gdp_vintage_differs"
    GDP_VINTAGE_AMBIGUOUS = "gdp_vintage_ambiguous"
    VALUE_ADDED_ABOVE_GDP = "value_added_above_gdp"
    STATEMENT_ITEM_BLANK = "statement_item_blank"
    STATEMENT_ADJUSTMENT_BLANK = "statement_adjustment_blank"
    DEPRECIATION_IMPUTED = "depreciation_imputed"
    STATEMENT_ITEM_NOT_COUNTED = "statement_item_not_counted"
    IMPAIRMENT_LOSS_NEGATIVE = "impairment_loss_negative"
    ENTERPRISE_SURPLUS_NEGATIVE = "enterprise_operating_surplus_negative"
    ENTERPRISE_VAT_NEGATIVE = "enterprise_value_added_tax_negative"
    ENTERPRISE_VALUE_ADDED_NEGATIVE = "enterprise_value_added_negative"
    PROFIT_IDENTITY_BROKEN = "profit_identity_broken"
    PROFIT_IDENTITY_OPEN = "profit_identity_open"
    SERVICES_ABOVE_SECTION_I = "services_above_section_i"
    ELECTRONICS_ABOVE_INDUSTRY = "electronics_above_industry"
    CITIES_DO_NOT_ADD_UP = "cities_do_not_add_up"
    CORE_CLASSES_NOT_IN_FORCE = "core_classes_not_in_force"
    NUMBER_REPAIRED = "number_repaired"
    COLUMN_NOT_READ = "column_not_read"


class AccountRepeated(AssessmentError):
    code = "account_repeated"
    message = N_(
        "Row {row} repeats row {first_row}: {account}. "
        "Each may occur once: remove one of them or give them different vintages."
    )


class AccountKey(NamedTuple):
    """`vintage` names the round a figure belongs to (初步核算数, 最终核实数 …); blank if there is one."""

    region: str
    year: int
    industry: str
    vintage: str = ""

    @property
    def phrase(self) -> Phrase:
        """The key in a sentence; a vintage is named only where there is one, and no label runs on for ever."""
        where = {"region": excerpt(self.region), "year": self.year, "industry": excerpt(self.industry)}
        if not self.vintage:
            return Phrase(N_("region {region}, year {year}, industry {industry}"), where)
        text = N_("region {region}, year {year}, industry {industry}, vintage “{vintage}”")
        return Phrase(text, {**where, "vintage": excerpt(self.vintage)})


@dataclass(frozen=True)
class AccountRecord:
    """One account as reported; `row` is its line in the file, for messages."""

    row: int
    key: AccountKey
    amounts: AccountRow
    source: str = ""


@dataclass(frozen=True)
class Account:
    """A completed account, or one that could not be completed: blanks stay, marker *missing*.

    A GDP row may give the total alone. `identity_difference` = Σ components − value added, None where the
    identity cannot be formed.
    """

    key: AccountKey
    amounts: AccountRow
    marker: Marker
    identity_difference: Decimal | None = None
    derived_item: str = ""
    source: str = ""


@dataclass(frozen=True)
class Finding:
    """`expected`, `received` and `difference` are codes, labels or plain numbers, never sentences."""

    code: FindingCode
    severity: Severity
    key: AccountKey | None = None
    expected: str = ""
    received: str = ""
    difference: Decimal | None = None
