"""From items of an enterprise's statements to the four components (income approach, enterprise level).

Formula F, consistent with the finance and statistics formulas it follows (2006 and 2019 standards):

    LAB = 应付职工薪酬 (credit side of the year, dispatched staff included)
    TAX = 税金及附加 + 应交增值税 [+ 管理费用中的税金, statements up to 2016] − SUB
    DEP = 本年折旧
    OS  = 营业利润 + 资产减值损失 + 信用减值损失 − 投资收益 − 公允价值变动收益 − 资产处置收益
          − 净敞口套期收益 − other income that is no production subsidy
          [+ SUB where it is not yet inside 营业利润, statements up to 2016]

Sign: losses are POSITIVE (资产减值损失 40 is a loss of 40), gains are positive gains. All amounts in one
money unit (enterprise statements: 万元). Items introduced with the 2017 and 2019 statement formats, and
their first year, rest on general knowledge of the field and are dated rules here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from assessment.methodology.dated_rules import Dated
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.figures import Marker
from assessment.methodology.income_approach import COMPONENT_NAMES, Components
from assessment.methodology.periods import Period
from assessment.methodology.rounding import exact_context

_ZERO = Decimal(0)


class InterestTreatment(StrEnum):
    """`cn_enterprise` leaves 财务费用 deducted (Chinese practice); `sna` adds net interest paid back."""

    CN_ENTERPRISE = "cn_enterprise"
    SNA = "sna"


@dataclass(frozen=True)
class StatementFormat:
    """What the statements of a year look like."""

    taxes_in_management_cost: bool
    subsidies_inside_operating_profit: bool


STATEMENT_FORMAT = Dated(
    N_("statement format"),
    (
        (Period.annual(2006), StatementFormat(True, False)),
        (Period.annual(2017), StatementFormat(False, True)),
    ),
)


class DepreciationCannotBeImputed(AssessmentError):
    code = "depreciation_cannot_be_imputed"
    message = N_("Depreciation can only be estimated from a positive original cost of last year; received {received}.")


@dataclass(frozen=True)
class Statement:
    """Items of one enterprise for one year; 0 for an item its statements do not have.

    `subsidies_inside_operating_profit` None: as the statement format of the year says.
    """

    compensation_payable: Decimal
    taxes_and_surcharges: Decimal
    value_added_tax_payable: Decimal
    depreciation_of_year: Decimal
    operating_profit: Decimal
    asset_impairment_loss: Decimal = _ZERO
    credit_impairment_loss: Decimal = _ZERO
    investment_income: Decimal = _ZERO
    fair_value_gain: Decimal = _ZERO
    asset_disposal_gain: Decimal = _ZERO
    net_hedging_gain: Decimal = _ZERO
    production_subsidies: Decimal = _ZERO
    other_income_not_subsidy: Decimal = _ZERO
    taxes_in_management_cost: Decimal = _ZERO
    interest_expense: Decimal = _ZERO
    interest_income: Decimal = _ZERO
    subsidies_inside_operating_profit: bool | None = None


class Term(NamedTuple):
    """One item of the statements inside one component, with the sign it counts with: +1 or −1."""

    component: str
    item: str
    sign: int


class Contribution(NamedTuple):
    """What one item adds to one component: `amount` = sign × item, in the unit of the statement."""

    term: Term
    amount: Decimal


_LAB, _TAX, _DEP, _OS = COMPONENT_NAMES
_ALWAYS = (
    Term(_LAB, "compensation_payable", 1),
    Term(_TAX, "taxes_and_surcharges", 1),
    Term(_TAX, "value_added_tax_payable", 1),
    Term(_TAX, "production_subsidies", -1),
    Term(_DEP, "depreciation_of_year", 1),
    Term(_OS, "operating_profit", 1),
    Term(_OS, "asset_impairment_loss", 1),
    Term(_OS, "credit_impairment_loss", 1),
    Term(_OS, "investment_income", -1),
    Term(_OS, "fair_value_gain", -1),
    Term(_OS, "asset_disposal_gain", -1),
    Term(_OS, "net_hedging_gain", -1),
    Term(_OS, "other_income_not_subsidy", -1),
)
_MANAGEMENT_TAXES = Term(_TAX, "taxes_in_management_cost", 1)
_SUBSIDIES_ADDED = Term(_OS, "production_subsidies", 1)
_INTEREST_PAID_BACK = (Term(_OS, "interest_expense", 1), Term(_OS, "interest_income", -1))


def formula_at(
    period: Period, *, interest: InterestTreatment, subsidies_inside_operating_profit: bool | None = None
) -> tuple[Term, ...]:
    """Formula F as it stands for the statements of `period`, its switches set.

    Taxes in management cost count up to 2016 only, later they are inside 税金及附加; subsidies are added to the
    surplus where they are not inside 营业利润 yet. Sources: finance and statistics formulas F-1 to F-3 of 2006 to
    2016; items of the formats of 2017 and 2019: MEMORY.
    """
    form = STATEMENT_FORMAT.at(period)
    inside = subsidies_inside_operating_profit
    if inside is None:
        inside = form.subsidies_inside_operating_profit
    terms = list(_ALWAYS)
    if form.taxes_in_management_cost:
        terms.append(_MANAGEMENT_TAXES)
    if not inside:
        terms.append(_SUBSIDIES_ADDED)
    if interest is InterestTreatment.SNA:
        terms.extend(_INTEREST_PAID_BACK)
    return tuple(terms)


def contributions_of(
    statement: Statement,
    period: Period,
    *,
    interest: InterestTreatment = InterestTreatment.CN_ENTERPRISE,
) -> tuple[Contribution, ...]:
    """Which item gives which component with which sign; the components are nothing but the sums of these."""
    terms = formula_at(
        period,
        interest=interest,
        subsidies_inside_operating_profit=statement.subsidies_inside_operating_profit,
    )
    with exact_context():
        return tuple(Contribution(term, term.sign * getattr(statement, term.item)) for term in terms)


def components_of(
    statement: Statement,
    period: Period,
    *,
    interest: InterestTreatment = InterestTreatment.CN_ENTERPRISE,
) -> Components:
    """The four components of one enterprise, in the unit of its statement.

    Value added does not depend on production subsidies: inside 营业利润 they raise the surplus and lower the
    net tax by the same amount; outside it the formula adds them to the one and takes them from the other.
    """
    return sum_of(contributions_of(statement, period, interest=interest))


def sum_of(contributions: Iterable[Contribution]) -> Components:
    """The components that contributions make together."""
    sums = dict.fromkeys(COMPONENT_NAMES, _ZERO)
    with exact_context():
        for contribution in contributions:
            sums[contribution.term.component] += contribution.amount
    return Components(**sums)


@dataclass(frozen=True)
class ImputedDepreciation:
    """An estimate, in the unit of the statement; it always travels with its marker."""

    value: Decimal
    marker: Marker = Marker.IMPUTED


def impute_depreciation(
    depreciation_last_year: Decimal,
    *,
    original_cost: Decimal,
    original_cost_last_year: Decimal,
    months: int = 12,
) -> ImputedDepreciation:
    """上年本年折旧 × months / 12 × (固定资产原价 / 上年固定资产原价), for forms without 本年折旧. DESIGN."""
    if original_cost_last_year <= 0:
        raise DepreciationCannotBeImputed(received=original_cost_last_year)
    with exact_context():
        estimate = depreciation_last_year * months / 12 * original_cost / original_cost_last_year
    return ImputedDepreciation(estimate)
