"""Operators registered elsewhere: their value added divided over the cities where they have their business.

VA_city = VA_prov,firm × 营业收入_city / 营业收入_prov, for each of the four components (DESIGN). Rule 法人单位在地: a
legal unit counts where it is registered, its branches are 产业活动单位. 省通信管理局 delivers the revenue by city.
The parts add up to the whole to the last digit (`apportionment`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessment.methodology.apportionment import apportion
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.figures import Marker
from assessment.methodology.income_approach import COMPONENT_NAMES, Components
from assessment.methodology.rounding import exact_context


class RevenueDoesNotAddUp(AssessmentError):
    code = "branch_revenue_does_not_add_up"
    message = N_(
        "The revenue by city of {operator} sums to {received}, expected {expected} for the province; "
        "the difference is {difference}. Deliver the revenue of every city, or correct the total."
    )


class RevenueNegative(AssessmentError):
    code = "branch_revenue_negative"
    message = N_("The revenue of {operator} in {city} is {received}; nothing can be allocated by a negative revenue.")


@dataclass(frozen=True)
class Operator:
    """One operator: components in the whole province and revenue by city, each in one money unit.

    `last_digit_exponent`: the power of ten of the last digit of the components, 0 for whole 万元. Cities stand in
    administrative order, which settles equal remainders.
    """

    name: str
    components: Components
    revenue: Decimal
    revenue_by_city: Mapping[str, Decimal]
    last_digit_exponent: int = 0


@dataclass(frozen=True)
class BranchAccount:
    """What one city gets of an operator, in the unit of the operator; it always travels with its marker."""

    components: Components
    share_of_revenue: Decimal
    marker: Marker = Marker.DERIVED


def allocate(operator: Operator) -> dict[str, BranchAccount]:
    """The operator's components by city; each component adds up to the whole exactly, and so does value added.

    A city without revenue gets zero: it has no business of this operator, which is not *missing*. Refused where the
    revenue by city is negative or does not sum to that of the province.
    """
    _check_revenue(operator)
    columns = [
        apportion(amount, operator.revenue_by_city, exponent=operator.last_digit_exponent)
        for amount in operator.components.amounts
    ]
    with exact_context():
        return {
            city: BranchAccount(
                Components(**{name: column[city] for name, column in zip(COMPONENT_NAMES, columns, strict=True)}),
                revenue / operator.revenue,
            )
            for city, revenue in operator.revenue_by_city.items()
        }


def _check_revenue(operator: Operator) -> None:
    for city, revenue in operator.revenue_by_city.items():
        if revenue < 0:
            raise RevenueNegative(operator=operator.name, city=city, received=revenue)
    with exact_context():
        received = sum(operator.revenue_by_city.values(), Decimal(0))
        difference = received - operator.revenue
    if difference:
        raise RevenueDoesNotAddUp(
            operator=operator.name, received=received, expected=operator.revenue, difference=difference
        )
