"""Who stands behind the figures of a run: operators of telecommunications, enterprises, respondents of the survey.

Only proportions and numbers leave this module; where nothing is known of a figure it is left out, never guessed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from assessment.catalogue.closing_days import closes_on
from assessment.catalogue.models import Collection
from assessment.directory.queries import ENTERPRISE_FORM, listings_on
from assessment.filing.enterprise_rows import REVENUE, figures_of_rows
from assessment.measurement.models import OperatorAccount
from assessment.measurement.operators import ALLOCATED, ALLOCATED_INDUSTRY
from assessment.methodology.disclosure import Contributors
from assessment.methodology.income_approach import COMPONENT_NAMES
from assessment.methodology.periods import Period
from assessment.methodology.publication_tables import FigureKey
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_indicators import LEVEL_ITEM
from assessment.methodology.run_measurement import INDUSTRIAL_DIGITALISATION

SOFTWARE, SOFTWARE_DIVISION = "I65", "65"
YEAR_END: Final = 12
Known = dict[FigureKey, Contributors]


def contributors_of_a_quarter(period: str, units: Iterable[str], parts: Mapping[str, str]) -> Known:
    """By unit: the enterprises that filed their row, with their revenue; those of a part count with its unit."""
    by_region = _enterprise_revenue(Period.parse(period), division="")
    amounts: dict[str, list[Decimal]] = {}
    for region, revenues in by_region.items():
        amounts.setdefault(parts.get(region, region), []).extend(revenues)
    return {FigureKey(period, unit, LEVEL_ITEM): _contributors(amounts[unit]) for unit in units if unit in amounts}


def contributors_of_a_year(document: Mapping[str, Any], province: str) -> Known:
    """By region and industry, of the batch document behind one measured year."""
    year, inputs = document["period"], document["inputs"]
    software = _enterprise_revenue(Period.cumulative(int(year), YEAR_END), division=SOFTWARE_DIVISION)
    known = {FigureKey(year, region, SOFTWARE): _contributors(revenues) for region, revenues in software.items()}
    known |= dict(_enterprises_with_statements(year, inputs["accounts"]))
    known |= _operators(year, inputs["accounts"], province)
    known |= dict(_respondents(year, inputs.get("sample")))
    return known


def _operators(year: str, accounts: Iterable[Mapping[str, Any]], province: str) -> Known:
    """What each operator contributes to 63: its value added by its revenue in the city, and all of it above."""
    tables = {row["table_id"] for row in accounts if row["marker"] == ALLOCATED and "table_id" in row}
    amounts: dict[str, list[Decimal]] = {}
    for operator in OperatorAccount.objects.filter(table__in=tables).prefetch_related("revenue_by_city__region"):
        with exact_context():
            whole = sum((getattr(operator, name) for name in COMPONENT_NAMES), Decimal(0))
            amounts.setdefault(province, []).append(whole)
            for city in operator.revenue_by_city.all():
                if city.revenue:
                    amounts.setdefault(city.region.code, []).append(whole * city.revenue / operator.revenue)
    return {FigureKey(year, region, ALLOCATED_INDUSTRY): _contributors(found) for region, found in amounts.items()}


def _enterprises_with_statements(
    year: str, accounts: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[FigureKey, Contributors]]:
    for row in accounts:
        if "statements" in row:
            yield FigureKey(year, row["region"], row["industry"]), Contributors(len(row["statements"]))


def _respondents(year: str, sample: Mapping[str, Any] | None) -> Iterator[tuple[FigureKey, Contributors]]:
    """Units that answered, by city: the first part of the label of a stratum."""
    answered: Counter[str] = Counter()
    for stratum in () if sample is None else sample["strata"]:
        answered[stratum["stratum"].split("/")[0].split("|")[0]] += stratum["respondents"]
    for city, number in answered.items():
        yield FigureKey(year, city, INDUSTRIAL_DIGITALISATION), Contributors(number)


def _enterprise_revenue(period: Period, *, division: str) -> dict[str, list[Decimal]]:
    """The revenue of each listed enterprise by region; one that has not filed its row contributes nothing known."""
    collection = Collection.objects.filter(form_version__form__code=ENTERPRISE_FORM, period=period.code).first()
    if collection is None:
        return {}
    listings = [one for one in listings_on(closes_on(period)) if one.industry.startswith(division)]
    rows = figures_of_rows(collection, [one.enterprise.code for one in listings])
    found: dict[str, list[Decimal]] = {}
    for listing in listings:
        figure = rows.get(listing.enterprise.code, {}).get(REVENUE)
        if figure is not None and figure.value is not None:
            found.setdefault(listing.region.code, []).append(figure.value)
    return found


def _contributors(amounts: list[Decimal]) -> Contributors:
    return Contributors(len(amounts), tuple(amounts))
