"""A delivery that waits for confirmation, as plain data: amounts as plain decimals in the unit of the file."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assessment.measurement.deliveries import (
    AccountEntry,
    AccountsDelivery,
    Delivery,
    FigureEntry,
    FiguresDelivery,
    OperatorEntry,
)
from assessment.methodology.income_approach import COMPONENT_NAMES, AccountRow, Components
from assessment.methodology.production_approach import ProductionRow
from assessment.methodology.run_figures import plain_number
from assessment.methodology.units import Unit

Document = Mapping[str, Any]


def delivery_document(delivery: Delivery) -> dict[str, Any]:
    document: dict[str, Any] = {"year": delivery.year, "vintage": delivery.vintage, "unit": delivery.unit.value}
    if isinstance(delivery, FiguresDelivery):
        return {**document, "figures": [_figure(entry) for entry in delivery.entries]}
    accounts = [_account(entry) for entry in delivery.entries]
    return {**document, "accounts": accounts, "operators": [_operator(entry) for entry in delivery.operators]}


def delivery_of(document: Document) -> Delivery:
    """The same delivery again."""
    year, vintage, unit = document["year"], document["vintage"], Unit(document["unit"])
    if "figures" in document:
        return FiguresDelivery(year, vintage, unit, tuple(_figure_again(row) for row in document["figures"]))
    accounts = tuple(_account_again(row) for row in document["accounts"])
    return AccountsDelivery(year, vintage, unit, accounts, tuple(_operator_again(row) for row in document["operators"]))


def _figure(entry: FigureEntry) -> dict[str, Any]:
    return {
        "row": entry.row,
        "region": entry.region,
        "value": plain_number(entry.value),
        "marker": entry.marker,
        "source": entry.source,
    }


def _figure_again(row: Document) -> FigureEntry:
    return FigureEntry(row["row"], row["region"], Decimal(row["value"]), row["marker"], row["source"])


def _account(entry: AccountEntry) -> dict[str, Any]:
    return {
        "row": entry.row,
        "region": entry.region,
        "industry": entry.industry,
        "amounts": [plain_number(amount) for amount in entry.amounts],
        "production": [plain_number(amount) for amount in entry.production.amounts],
        "marker": entry.marker,
        "source": entry.source,
    }


def _account_again(row: Document) -> AccountEntry:
    amounts = AccountRow(*map(_number, row["amounts"]))
    production = ProductionRow(*map(_number, row["production"]))
    return AccountEntry(row["row"], row["region"], row["industry"], amounts, row["marker"], row["source"], production)


def _operator(entry: OperatorEntry) -> dict[str, Any]:
    return {"row": entry.row, **entry.content}


def _operator_again(row: Document) -> OperatorEntry:
    components = Components(*(Decimal(row[name]) for name in COMPONENT_NAMES))
    by_city = {city: Decimal(amount) for city, amount in row["revenue_by_city"].items()}
    return OperatorEntry(row["row"], row["operator"], components, Decimal(row["revenue"]), by_city)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
