"""What the departments delivered behind the figures of a year, before anything is computed from it.

Value added as printed in the tables of the bureau of statistics and the communications administration, industrial
digitalisation as the institute gave it, GDP as the bureau of statistics gave it; share and growth follow from these
alone. Beside the value used they show whatever the computation changed. Source: the order of a year, 反馈核对: source
department, value used, last year, difference. Amounts in 万元, rates in percent.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from assessment.methodology.figures import Figure
from assessment.methodology.growth import growth_of_figures
from assessment.methodology.income_approach import COMPONENT_NAMES, share_of_gdp_percent
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_document import Document
from assessment.methodology.run_figures import number, parts_of, plain_number, units_of
from assessment.methodology.run_measurement import DIGITAL_INDUSTRIES

ECONOMY: Final = "digital_economy_value_added"
INDUSTRIALISATION: Final = "digital_industrialisation_value_added"
DIGITALISATION: Final = "industrial_digitalisation_value_added"
GROSS_PRODUCT: Final = "gross_domestic_product"
Amounts = Mapping[str, Decimal | None]


def delivered_by_unit(document: Document) -> dict[str, dict[str, str | None]]:
    """By unit and column, of the assessed year. A unit ranked within another counts there too, as in the indicators.

    A figure that nobody delivered is None, and so is everything that follows from it.
    """
    years = {entry["year"]: entry["document"]["inputs"] for entry in document["inputs"]["measurements"]}
    inputs, before, units = years[document["period"]], years[document["base_period"]], units_of(document)
    found, parts = {}, parts_of(units)
    for unit in units:
        members = [unit.code, *(one.code for one in parts[unit.code] if _has_accounts(inputs, one.code))]
        amounts = _over(members, inputs)
        economy = _over(members, before)[ECONOMY]
        rates = {"share": _share(amounts), "growth": _growth(amounts[ECONOMY], economy)}
        found[unit.code] = {code: plain_number(value) for code, value in {**amounts, **rates}.items()}
    return found


def _has_accounts(inputs: Document, region: str) -> bool:
    return any(row["region"] == region for row in inputs["accounts"])


def _over(members: Iterable[str], inputs: Document) -> dict[str, Decimal | None]:
    regions = [_region(code, inputs) for code in members]
    return {column: _total(region[column] for region in regions) for column in regions[0]}


def _region(code: str, inputs: Document) -> dict[str, Decimal | None]:
    accounts = {row["industry"]: row for row in inputs["accounts"] if row["region"] == code}
    industrialisation = _total(_printed(accounts.get(industry)) for industry in DIGITAL_INDUSTRIES)
    digitalisation = _delivered(inputs["industrial_digitalisation"], code)
    return {
        ECONOMY: _total([industrialisation, digitalisation]),
        INDUSTRIALISATION: industrialisation,
        DIGITALISATION: digitalisation,
        GROSS_PRODUCT: _delivered(inputs["gdp"], code),
    }


def _printed(row: Mapping[str, Any] | None) -> Decimal | None:
    """The total as the table prints it; where it prints none, its components together."""
    if row is None:
        return None
    total = number(row["value_added"])
    return _total(number(row[name]) for name in COMPONENT_NAMES) if total is None else total


def _delivered(rows: Iterable[Mapping[str, Any]], region: str) -> Decimal | None:
    row = next((row for row in rows if row["region"] == region), None)
    return None if row is None else number(row["value"])


def _total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, or None where a part is missing."""
    total = Decimal(0)
    with exact_context():
        for value in values:
            if value is None:
                return None
            total += value
    return total


def _share(amounts: Amounts) -> Decimal | None:
    economy, product = amounts[ECONOMY], amounts[GROSS_PRODUCT]
    return None if economy is None or product is None else share_of_gdp_percent(economy, product)


def _growth(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    if now is None or before is None:
        return None
    return growth_of_figures(Figure.of(now), Figure.of(before)).rate_percent
