"""Statements of enterprises as read from a file, and what comes out for each of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from assessment.methodology.account_records import AccountKey
from assessment.methodology.figures import Marker
from assessment.methodology.income_approach import Components
from assessment.methodology.profit_identity import PROFIT_LINES
from assessment.methodology.rounding import exact_context
from assessment.methodology.statements import Term

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
_OF_THE_FORMULA = NEEDED_ITEMS + ADJUSTMENT_ITEMS + IMPUTATION_ITEMS
# Lines of the income statement that only the identity of 营业利润 reads.
PROFIT_ITEMS = tuple(line for line in PROFIT_LINES if line not in _OF_THE_FORMULA)
STATEMENT_ITEMS = _OF_THE_FORMULA + PROFIT_ITEMS


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

    @property
    def blank_adjustments(self) -> tuple[str, ...]:
        return tuple(name for name in ADJUSTMENT_ITEMS if name in self.items and self.items[name] is None)


class TraceLine(NamedTuple):
    """One term of the formula for one enterprise. None is a blank cell: of an adjustment it adds nothing."""

    term: Term
    amount: Decimal | None
    marker: Marker

    @property
    def contribution(self) -> Decimal | None:
        with exact_context():
            return None if self.amount is None else self.term.sign * self.amount


@dataclass(frozen=True)
class EnterpriseAccount:
    """Components of one enterprise, None where a needed item is missing, and the trace they are the sums of."""

    record: StatementRecord
    components: Components | None
    marker: Marker
    trace: tuple[TraceLine, ...] = ()
