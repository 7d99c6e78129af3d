"""The income-approach accounts behind an annual run, as the calculation sheet recomputes them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from assessment.methodology.income_approach import COMPONENT_NAMES, NO_COMPONENTS, Components
from assessment.methodology.periods import Period
from assessment.methodology.run_document import Document
from assessment.methodology.run_figures import RunUnit, parts_of, units_of
from assessment.methodology.run_measurement import DIGITAL_INDUSTRIES, FULL_YEAR_MONTHS, GDP, INDUSTRIAL_DIGITALISATION
from reporting import report_words as words
from reporting.ranking_report import AccountsBlock, AccountsYear

DRIVES = {
    "share": "share",
    "digital_economy": "digital_economy_value_added",
    "digital_economy_last_year": "digital_economy_value_added_last_year",
}
Region = Mapping[str, Any]


def accounts_block(document: Document, years: Mapping[str, Document]) -> AccountsBlock | None:
    """Both years of every ranked unit, 万元, parts added in; None where a unit lacks a figure of either year."""
    units = units_of(document)
    current = _year(document["period"], years[document["period"]], units)
    base = _year(document["base_period"], years[document["base_period"]], units)
    if current is None or base is None:
        return None
    return AccountsBlock(
        industries=tuple((code, words.INDUSTRIES[code]) for code in DIGITAL_INDUSTRIES),
        current=current,
        base=base,
        unit="万元",
        drives=DRIVES,
    )


def _year(label: str, year: Document, units: tuple[RunUnit, ...]) -> AccountsYear | None:
    measured = {region["region"]: region for region in year["regions"]}
    parts = parts_of(units)
    members = {
        unit.code: [measured[one.code] for one in (unit, *parts[unit.code]) if one is unit or one.code in measured]
        for unit in units
        if unit.ranked_within is None and unit.code in measured
    }
    if not all(_complete(region) for regions in members.values() for region in regions):
        return None
    return AccountsYear(
        label=_label(label, year["months"]),
        industries={
            (unit, industry): _components(regions, industry)
            for unit, regions in members.items()
            for industry in DIGITAL_INDUSTRIES
        },
        gdp={unit: _sum(regions, GDP) for unit, regions in members.items()},
        industrial_digitalisation={unit: _sum(regions, INDUSTRIAL_DIGITALISATION) for unit, regions in members.items()},
    )


def _label(year: str, months: int) -> str:
    """2021年, or 2021年1—11月 where the scheme lets a part of the year score."""
    return words.YEAR.format(year=year) if months == FULL_YEAR_MONTHS else Period.cumulative(int(year), months).name_zh


def _complete(region: Region) -> bool:
    industries = {account["industry"]: account["value_added"] for account in region["industries"]}
    return all(industries.get(code) is not None for code in DIGITAL_INDUSTRIES) and all(
        region["figures"][code]["value"] is not None for code in (GDP, INDUSTRIAL_DIGITALISATION)
    )


def _components(regions: Iterable[Region], industry: str) -> Components:
    added = NO_COMPONENTS
    for region in regions:
        for account in region["industries"]:
            if account["industry"] == industry:
                added += Components(*(Decimal(account[name]) for name in COMPONENT_NAMES))
    return added


def _sum(regions: Iterable[Region], code: str) -> Decimal:
    return sum((Decimal(region["figures"][code]["value"]) for region in regions), Decimal(0))
