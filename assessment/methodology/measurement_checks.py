"""What must hold between the figures of a measurement: V-A4 to V-A9, V-R1, V-Q1 as findings (DESIGN; domain §8.4).

Amounts in 万元, shares and growth in percent. A check whose figures are not all there says nothing: that a figure is
missing is said elsewhere. The bands are starting values, dated, to be calibrated on real data.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from assessment.methodology.account_records import Severity
from assessment.methodology.dated_rules import Dated
from assessment.methodology.errors import N_
from assessment.methodology.income_approach import growth_from_shares_percent, reconcile, share_of_gdp_percent
from assessment.methodology.periods import Period
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_figures import plain_number
from assessment.methodology.vintages import Revision


@dataclass(frozen=True)
class CheckBands:
    """Tolerances and bands; points are percentage points."""

    cities_percent: Decimal = Decimal("0.5")
    shares_points: Decimal = Decimal("0.1")
    amounts_10k_yuan: Decimal = Decimal(1)
    growth_points: Decimal = Decimal("0.5")
    lowest_share_percent: Decimal = Decimal(10)
    highest_share_percent: Decimal = Decimal(60)
    most_share_change_points: Decimal = Decimal(5)
    section_percent: Decimal = Decimal(1)
    lowest_part_percent: Decimal = Decimal(85)
    highest_part_percent: Decimal = Decimal(97)


CHECK_BANDS: Final = Dated(N_("checks of a measurement"), ((Period.annual(2020), CheckBands()),))


@dataclass(frozen=True)
class CheckFinding:
    """`difference` = received − expected where both are numbers of one unit; `expected` may be a bound."""

    rule: str
    code: str
    severity: Severity
    region: str
    expected: Decimal | str
    received: Decimal | str
    difference: Decimal | None = None

    def document(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "code": self.code,
            "severity": self.severity.value,
            "region": self.region,
            "expected": _written(self.expected),
            "received": _written(self.received),
            "difference": plain_number(self.difference),
        }


@dataclass(frozen=True)
class EconomyFigures:
    """The figures of one region and year that the checks read; None is missing. Shares are those reported."""

    region: str
    industrialisation: Decimal | None = None
    digitalisation: Decimal | None = None
    economy: Decimal | None = None
    gdp: Decimal | None = None
    share_percent: Decimal | None = None
    industrialisation_share_percent: Decimal | None = None
    digitalisation_share_percent: Decimal | None = None


def cities_against_province(
    figure: str, cities: Decimal, province: Decimal, bands: CheckBands
) -> Iterator[CheckFinding]:
    """V-A4: Σ cities against the province within 0.5 % of it; `figure` names what was added up."""
    found = reconcile(cities, province)
    with exact_context():
        within = found.within(bands.cities_percent / 100)
    if not within:
        code = f"cities_do_not_add_up:{figure}"
        yield CheckFinding("V-A4", code, Severity.EXPLAIN, "", province, cities, found.difference)


def economy_adds_up(figures: EconomyFigures, bands: CheckBands) -> Iterator[CheckFinding]:
    """V-A5: DE = DE1 + DE2; share = DE / GDP; share1 + share2 = share (0.1 percentage point)."""
    first, second, economy = figures.industrialisation, figures.digitalisation, figures.economy
    with exact_context():
        if first is not None and second is not None and economy is not None:
            expected = first + second
            if abs(economy - expected) > bands.amounts_10k_yuan:
                yield _differs("V-A5", "economy_is_not_its_parts", figures.region, expected, economy)
        if economy is not None and figures.gdp is not None and figures.gdp > 0 and figures.share_percent is not None:
            expected = share_of_gdp_percent(economy, figures.gdp)
            if abs(figures.share_percent - expected) > bands.shares_points:
                yield _differs("V-A5", "share_is_not_economy_of_gdp", figures.region, expected, figures.share_percent)
        one, other = figures.industrialisation_share_percent, figures.digitalisation_share_percent
        if one is not None and other is not None and figures.share_percent is not None:
            expected = one + other
            if abs(figures.share_percent - expected) > bands.shares_points:
                yield _differs("V-A5", "share_is_not_its_parts", figures.region, expected, figures.share_percent)


def growth_agrees_with_shares(
    figures: EconomyFigures,
    base: EconomyFigures,
    *,
    growth_percent: Decimal | None,
    gdp_growth_percent: Decimal | None,
    bands: CheckBands,
) -> Iterator[CheckFinding]:
    """V-A6: |(1 + g_DE) − share_t / share_{t−1} · (1 + g_GDP nominal)| ≤ 0.5 percentage points."""
    share, before = figures.share_percent, base.share_percent
    if share is None or before is None or before <= 0 or growth_percent is None or gdp_growth_percent is None:
        return
    implied = growth_from_shares_percent(share, before, gdp_growth_percent=gdp_growth_percent)
    with exact_context():
        apart = abs(growth_percent - implied) > bands.growth_points
    if apart:
        yield _differs("V-A6", "growth_and_shares_disagree", figures.region, implied, growth_percent)


def share_is_plausible(figures: EconomyFigures, base: EconomyFigures, bands: CheckBands) -> Iterator[CheckFinding]:
    """V-A7: share of GDP in [10 %, 60 %], and not more than 5 percentage points away from the year before."""
    share, before = figures.share_percent, base.share_percent
    if share is None:
        return
    low, high = bands.lowest_share_percent, bands.highest_share_percent
    if not low <= share <= high:
        code, expected = "share_outside_band", f"[{low}, {high}]"
        yield CheckFinding("V-A7", code, Severity.EXPLAIN, figures.region, expected, share)
    with exact_context():
        moved = before is not None and abs(share - before) > bands.most_share_change_points
    if moved and before is not None:
        yield _differs("V-A7", "share_moved_far", figures.region, before, share)


@dataclass(frozen=True)
class SectionFigures:
    """Value added of industries and of the section of the national accounts that holds them, one region."""

    region: str
    services: Decimal | None
    section_i: Decimal | None
    electronics: Decimal | None
    industry: Decimal | None


def industries_fit_their_section(figures: SectionFigures, bands: CheckBands) -> Iterator[CheckFinding]:
    """V-A8: 63 + 64 + 65 ≤ 门类 I (+1 %), and 39 ≤ 工业增加值."""
    if figures.services is not None and figures.section_i is not None:
        with exact_context():
            most = figures.section_i + abs(figures.section_i) * bands.section_percent / 100
        if figures.services > most:
            yield _above("services_above_section_i", figures.region, most, figures.services)
    if figures.electronics is not None and figures.industry is not None and figures.electronics > figures.industry:
        yield _above("electronics_above_industry", figures.region, figures.industry, figures.electronics)


def part_fits_the_year(
    region: str, part: Decimal | None, year: Decimal | None, bands: CheckBands
) -> Iterator[CheckFinding]:
    """V-A9: January to November ≤ the full year, and 85 to 97 % of it; both measured, neither carried on."""
    if part is None or year is None or year <= 0:
        return
    if part > year:
        yield CheckFinding("V-A9", "part_above_year", Severity.EXPLAIN, region, year, part, _minus(part, year))
        return
    ratio = share_of_gdp_percent(part, year)
    low, high = bands.lowest_part_percent, bands.highest_part_percent
    if not low <= ratio <= high:
        yield CheckFinding("V-A9", "part_of_year_outside_band", Severity.EXPLAIN, region, f"[{low}, {high}]", ratio)


def revision_is_reasoned(region: str, revised: Revision, *, signed_reason: str) -> Iterator[CheckFinding]:
    """V-R1: more than 2 % of the level or 1 percentage point of growth needs a signed reason."""
    if revised.needs_reason and not signed_reason.strip():
        yield _differs("V-R1", "revision_without_reason", region, revised.level_before, revised.level_after)


def _differs(rule: str, code: str, region: str, expected: Decimal, received: Decimal) -> CheckFinding:
    severity = Severity.BLOCKING if rule == "V-A5" else Severity.EXPLAIN
    return CheckFinding(rule, code, severity, region, expected, received, _minus(received, expected))


def _above(code: str, region: str, most: Decimal, received: Decimal) -> CheckFinding:
    return CheckFinding(
        "V-A8", code, Severity.BLOCKING, region, f"<= {plain_number(most)}", received, _minus(received, most)
    )


def _minus(received: Decimal, expected: Decimal) -> Decimal:
    with exact_context():
        return received - expected


def _written(value: Decimal | str) -> str | None:
    return plain_number(value) if isinstance(value, Decimal) else value
