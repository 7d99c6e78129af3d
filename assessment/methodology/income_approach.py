"""Value added by the income approach (收入法增加值).

增加值 = 劳动者报酬 + 生产税净额 + 固定资产折旧 + 营业盈余 (NBS; Fujian, Qinghai yearbooks). Amounts in one
money unit; shares are fractions of 1; growth and shares of GDP in percent. Nothing is rounded.
"""

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import NamedTuple

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.figures import Marker
from assessment.methodology.growth import Growth, GrowthPair, growth
from assessment.methodology.rounding import exact_context, half_unit_of

_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Components:
    """劳动者报酬, 生产税净额 (taxes − production subsidies), 固定资产折旧, 营业盈余.

    Net taxes and operating surplus may be negative.
    """

    compensation_of_employees: Decimal
    net_taxes_on_production: Decimal
    depreciation: Decimal
    operating_surplus: Decimal

    def __add__(self, other: "Components") -> "Components":
        with exact_context():
            return Components(*(a + b for a, b in zip(self.amounts, other.amounts, strict=True)))

    @property
    def amounts(self) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        return (
            self.compensation_of_employees,
            self.net_taxes_on_production,
            self.depreciation,
            self.operating_surplus,
        )


COMPONENT_NAMES = tuple(field.name for field in fields(Components))
NO_COMPONENTS = Components(Decimal(0), Decimal(0), Decimal(0), Decimal(0))


class GrossDomesticProductNotPositive(AssessmentError):
    code = "gdp_not_positive"
    message = N_("A share of GDP needs a positive GDP; received {received}.")


class NothingToReconcile(AssessmentError):
    code = "nothing_to_reconcile"
    message = N_("Parts that sum to zero cannot be scaled to the total {total}.")


class AccountRow(NamedTuple):
    """The five amounts of one account as reported; None where the cell is blank."""

    value_added: Decimal | None
    compensation_of_employees: Decimal | None
    net_taxes_on_production: Decimal | None
    depreciation: Decimal | None
    operating_surplus: Decimal | None


ACCOUNT_ITEMS = AccountRow._fields


@dataclass(frozen=True)
class CompletedAccount:
    """An account with all five amounts. `identity_difference` = Σ components − value added, 0 if derived."""

    value_added: Decimal
    components: Components
    derived_item: str | None
    identity_difference: Decimal

    @property
    def marker(self) -> Marker:
        return Marker.REPORTED if self.derived_item is None else Marker.DERIVED


def value_added(components: Components) -> Decimal:
    """增加值: the sum of the four components, same unit. May be negative: warn, never block."""
    with exact_context():
        return sum(components.amounts, Decimal(0))


def complete(row: AccountRow) -> CompletedAccount | None:
    """The account with its single blank derived; None with two blanks or more.

    Residual rule: 营业盈余 = 增加值 − 劳动者报酬 − 生产税净额 − 固定资产折旧, and likewise for any other
    of the five. Without a blank they stand as printed; the difference is stated, never spread over the parts.
    """
    blanks = [name for name, amount in zip(ACCOUNT_ITEMS, row, strict=True) if amount is None]
    if len(blanks) > 1:
        return None
    filled = row._replace(**{name: _residual(row, name) for name in blanks})
    total, *parts = (amount for amount in filled if amount is not None)
    components = Components(*parts)
    with exact_context():
        difference = value_added(components) - total
    return CompletedAccount(total, components, blanks[0] if blanks else None, difference)


def identity_tolerance(decimals: int, *, parts: int = len(COMPONENT_NAMES)) -> Decimal:
    """What rounding can hide in a printed sum: half a unit of the last decimal × (number of parts + 1).

    Two decimals and four components: 0.025. NBS: differences by rounding are not mechanically adjusted.
    """
    with exact_context():
        return half_unit_of(decimals) * (parts + 1)


def structure(account: CompletedAccount) -> dict[str, Decimal] | None:
    """构成: each component as a fraction of the value added; None where that is not positive.

    The shares sum to 1 + identity difference / value added.
    """
    if account.value_added <= 0:
        return None
    with exact_context():
        return {
            name: amount / account.value_added
            for name, amount in zip(COMPONENT_NAMES, account.components.amounts, strict=True)
        }


def share_of_gdp_percent(amount: Decimal, gdp: Decimal) -> Decimal:
    """占地区生产总值比重, percent; both in the same unit and of the same vintage."""
    if gdp <= 0:
        raise GrossDomesticProductNotPositive(received=gdp)
    with exact_context():
        return amount * _HUNDRED / gdp


def nominal_growth_percent(current: Decimal, base: Decimal) -> Growth:
    """名义增长, percent, at current prices; not meaningful where the base is not positive.

    Source: the digital economy grows in nominal terms (CAICT 2021: 同比名义增长16.2%).
    """
    return growth(GrowthPair(current, base))


def growth_from_shares_percent(
    share_percent: Decimal, base_share_percent: Decimal, *, gdp_growth_percent: Decimal
) -> Decimal:
    """(share / base share) · (1 + nominal GDP growth) − 1, percent: growth implied by two shares (V-A6)."""
    if base_share_percent <= 0:
        raise GrossDomesticProductNotPositive(received=base_share_percent)
    with exact_context():
        return share_percent / base_share_percent * (_HUNDRED + gdp_growth_percent) - _HUNDRED


@dataclass(frozen=True)
class Reconciliation:
    """Parts against a total reported elsewhere: k = total / Σ parts, difference = Σ parts − total."""

    sum_of_parts: Decimal
    total: Decimal
    factor: Decimal
    difference: Decimal

    def within(self, share: Decimal = Decimal("0.005")) -> bool:
        """Whether the difference stays within `share` of the total (V-A4: 0.5 %); beyond it k is reported."""
        with exact_context():
            return abs(self.difference) <= abs(self.total) * share


def reconcile(sum_of_parts: Decimal, total: Decimal) -> Reconciliation:
    """Σ cities against the province: the factor k that would close the gap. Stated, not applied."""
    if sum_of_parts.is_zero():
        raise NothingToReconcile(total=total)
    with exact_context():
        return Reconciliation(sum_of_parts, total, total / sum_of_parts, sum_of_parts - total)


def _residual(row: AccountRow, blank: str) -> Decimal:
    known = {name: amount for name, amount in zip(ACCOUNT_ITEMS, row, strict=True) if amount is not None}
    with exact_context():
        parts = sum((known[name] for name in COMPONENT_NAMES if name in known), Decimal(0))
        return parts if blank == "value_added" else known["value_added"] - parts
