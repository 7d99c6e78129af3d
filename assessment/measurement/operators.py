"""Operators registered elsewhere (63): their account of the whole province, allocated to cities by revenue (C2)."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from assessment.measurement.deliveries import AccountEntry, AccountsDelivery, OperatorEntry
from assessment.measurement.errors import IndustryGivenTwice, OperatorRepeated
from assessment.measurement.models import BaseTable, OperatorAccount, OperatorRevenue
from assessment.measurement.stored_amounts import stored_amount
from assessment.methodology.branch_allocation import BranchAccount, Operator, allocate
from assessment.methodology.income_approach import COMPONENT_NAMES, NO_COMPONENTS, AccountRow, Components
from assessment.methodology.rounding import decimals_of
from assessment.territory.models import Region

ALLOCATED_INDUSTRY: Final = "I63"
ALLOCATED: Final = "allocated"


def with_allocated(delivery: AccountsDelivery) -> AccountsDelivery:
    """The delivery with an account I63 for each city, the sum of what the city gets of every operator."""
    if not delivery.operators:
        return delivery
    _refuse_twice(delivery)
    sums: dict[str, Components] = {}
    for operator in delivery.operators:
        for city, account in shares_of(operator).items():
            sums[city] = sums.get(city, NO_COMPONENTS) + account.components
    source = "、".join(operator.name for operator in delivery.operators)
    allocated = tuple(
        AccountEntry(
            delivery.operators[0].row,
            city,
            ALLOCATED_INDUSTRY,
            AccountRow(None, *components.amounts),
            ALLOCATED,
            source,
        )
        for city, components in sums.items()
    )
    return replace(delivery, entries=(*delivery.entries, *allocated))


def shares_of(operator: OperatorEntry) -> dict[str, BranchAccount]:
    """What each city gets of one operator; the parts add up to the whole in its own last digit."""
    finest = max(decimals_of(amount.normalize()) for amount in operator.components.amounts)
    return allocate(Operator(operator.name, operator.components, operator.revenue, operator.revenue_by_city, -finest))


def store_operators(table: BaseTable, delivery: AccountsDelivery, regions: Mapping[str, Region]) -> None:
    for entry in delivery.operators:
        amounts = dict(zip(COMPONENT_NAMES, entry.components.amounts, strict=True))
        account = OperatorAccount.objects.create(
            table=table,
            name=entry.name,
            revenue=_stored(entry.revenue, delivery, entry.row, "revenue"),
            **{name: _stored(amount, delivery, entry.row, name) for name, amount in amounts.items()},
        )
        OperatorRevenue.objects.bulk_create(
            OperatorRevenue(operator=account, region=regions[city], revenue=_stored(revenue, delivery, entry.row, city))
            for city, revenue in entry.revenue_by_city.items()
        )


def _stored(amount: Decimal, delivery: AccountsDelivery, row: int, column: str) -> Decimal:
    return stored_amount(amount, delivery.unit, row=row, column=column)


def _refuse_twice(delivery: AccountsDelivery) -> None:
    names = [operator.name for operator in delivery.operators]
    for name in names:
        if names.count(name) > 1:
            raise OperatorRepeated(operator=name)
    allocated = {city for operator in delivery.operators for city in operator.revenue_by_city}
    twice = [
        entry.region for entry in delivery.entries if entry.industry == ALLOCATED_INDUSTRY and entry.region in allocated
    ]
    if twice:
        raise IndustryGivenTwice(regions="、".join(twice))
