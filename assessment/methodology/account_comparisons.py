"""What an account table is held against: price indices, sections of the national accounts, the province (`measure`).

Any labels for regions; industries by their codes C39, I63, I64, I65. Amounts in the unit of the file. Rules V-A4 and
V-A8 (DESIGN; domain §8.4) are those of a batch; what is not there is not checked.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from assessment.methodology.account_records import Account, AccountKey, Finding, FindingCode
from assessment.methodology.accounts import GrowthLine
from assessment.methodology.deflation import Deflator, deflator_of, real_growth_percent
from assessment.methodology.measurement_additions import SECTION_I
from assessment.methodology.measurement_checks import (
    CHECK_BANDS,
    CheckBands,
    CheckFinding,
    SectionFigures,
    cities_against_province,
    industries_fit_their_section,
)
from assessment.methodology.periods import Period
from assessment.methodology.rounding import exact_context, plain_text
from assessment.methodology.run_measurement import DIGITAL_INDUSTRIES

ELECTRONICS, *SERVICES = DIGITAL_INDUSTRIES
_INDUSTRY_OF = {
    FindingCode.SERVICES_ABOVE_SECTION_I: SECTION_I,
    FindingCode.ELECTRONICS_ABOVE_INDUSTRY: ELECTRONICS,
}


@dataclass(frozen=True)
class SectionAmounts:
    """Value added of 门类 I and of industry of one region and year; None is not given."""

    section_i: Decimal | None = None
    industry: Decimal | None = None


Indices = Mapping[tuple[str, int], Decimal]
Sections = Mapping[tuple[str, int], SectionAmounts]


class RealGrowth(NamedTuple):
    """Real growth in percent, None without an index or a rate, and the index with its region."""

    percent: Decimal | None
    deflator: Deflator | None


def real_growth(line: GrowthLine, indices: Indices, *, province: str = "") -> RealGrowth:
    """The growth of one account by the index of its region, else by that of the province where one is named."""
    of_year = {region: index for (region, year), index in indices.items() if year == line.key.year}
    found = deflator_of(line.key.region, of_year, province=province)
    if found is None or line.nominal_growth_percent is None:
        return RealGrowth(None, found)
    return RealGrowth(real_growth_percent(line.nominal_growth_percent, deflator=found.index), found)


def section_findings(accounts: Sequence[Account], sections: Sections) -> Iterator[Finding]:
    """V-A8: 63 + 64 + 65 ≤ 门类 I (+1 %), and 39 ≤ 工业增加值, region by region, year by year, vintage by vintage."""
    for (region, year, vintage), amounts in _by_region(accounts).items():
        section = sections.get((region, year), SectionAmounts())
        services = [amounts[code] for code in SERVICES if code in amounts]
        with exact_context():
            total = sum(services, Decimal(0)) if len(services) == len(SERVICES) else None
        figures = SectionFigures(region, total, section.section_i, amounts.get(ELECTRONICS), section.industry)
        for found in industries_fit_their_section(figures, _bands(year)):
            code = FindingCode(found.code)
            yield _finding(found, code, AccountKey(region, year, _INDUSTRY_OF[code], vintage))


def province_findings(accounts: Sequence[Account], *, province: str) -> Iterator[Finding]:
    """V-A4: Σ of the other regions against the row of the province, of the same year, industry and vintage."""
    totals: dict[tuple[int, str, str], Decimal] = {}
    parts: defaultdict[tuple[int, str, str], list[Decimal]] = defaultdict(list)
    for account in accounts:
        region, year, industry, vintage = account.key
        value = account.amounts.value_added
        if value is not None and region == province:
            totals[year, industry, vintage] = value
        elif value is not None:
            parts[year, industry, vintage].append(value)
    for (year, industry, vintage), whole in totals.items():
        with exact_context():
            added = sum(parts[year, industry, vintage], Decimal(0))
        if added:
            for found in cities_against_province(industry, added, whole, _bands(year)):
                yield _finding(found, FindingCode.CITIES_DO_NOT_ADD_UP, AccountKey(province, year, industry, vintage))


def _by_region(accounts: Sequence[Account]) -> Mapping[tuple[str, int, str], dict[str, Decimal]]:
    found: defaultdict[tuple[str, int, str], dict[str, Decimal]] = defaultdict(dict)
    for account in accounts:
        region, year, industry, vintage = account.key
        if industry in DIGITAL_INDUSTRIES and account.amounts.value_added is not None:
            found[region, year, vintage][industry] = account.amounts.value_added
    return found


def _bands(year: int) -> CheckBands:
    """The bands in force; years before the first ones are held against those."""
    first, bands = CHECK_BANDS.versions[0]
    return bands if year < first.year else CHECK_BANDS.at(Period.annual(year))


def _finding(found: CheckFinding, code: FindingCode, key: AccountKey) -> Finding:
    return Finding(code, found.severity, key, _written(found.expected), _written(found.received), found.difference)


def _written(value: Decimal | str) -> str:
    return plain_text(value) if isinstance(value, Decimal) else value
