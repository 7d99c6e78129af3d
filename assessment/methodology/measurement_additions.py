"""What a measurement says beside its figures: growth, structure, benchmarked figures and the checks between them.

Works on the result of a measurement and on optional inputs of its document: `previous` (figures of last year's
confirmed measurement), `deflators` (price indices by region; `deflator`, one for all, in older documents), `sections`
(value added of 门类 I and of industry), `part_of_year` (figures of an earlier batch of the same year), `revisions` and
`sample`. Nothing here changes a figure of the result.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from assessment.methodology.benchmarking import benchmark
from assessment.methodology.deflation import Deflator, deflator_of, real_growth_percent
from assessment.methodology.figures import Marker
from assessment.methodology.income_approach import COMPONENT_NAMES, nominal_growth_percent
from assessment.methodology.measurement_checks import (
    CHECK_BANDS,
    CheckBands,
    CheckFinding,
    EconomyFigures,
    SectionFigures,
    cities_against_province,
    economy_adds_up,
    growth_agrees_with_shares,
    industries_fit_their_section,
    part_fits_the_year,
    revision_is_reasoned,
    share_is_plausible,
)
from assessment.methodology.periods import Period
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_figures import number, plain_number, units_of
from assessment.methodology.run_measurement import (
    DIGITAL_ECONOMY,
    DIGITAL_INDUSTRIALISATION,
    DIGITAL_INDUSTRIES,
    GDP,
    INDUSTRIAL_DIGITALISATION,
    SHARE_OF_GDP,
)
from assessment.methodology.sample_quality import SampleQuality, StratumQuality, sample_findings
from assessment.methodology.vintages import Revision, revision

Document = Mapping[str, Any]
Figures = Mapping[str, Decimal]
_PARTS: Final = (*DIGITAL_INDUSTRIES, INDUSTRIAL_DIGITALISATION)
_GROWING: Final = (*DIGITAL_INDUSTRIES, DIGITAL_INDUSTRIALISATION, INDUSTRIAL_DIGITALISATION, DIGITAL_ECONOMY, GDP)
SECTION_I, INDUSTRY = "I", "industry"


def figures_by_region(rows: list[Document]) -> Mapping[str, Figures]:
    """Rows `region, code, value` by region and code; a missing value is left out."""
    found: dict[str, dict[str, Decimal]] = {}
    for row in rows:
        value = number(row["value"])
        if value is not None:
            found.setdefault(row["region"], {})[row["code"]] = value
    return found


def measured_figures(region: Document) -> Figures:
    """The figures of a region of a result that are there."""
    values = {code: number(figure["value"]) for code, figure in region["figures"].items()}
    return {code: value for code, value in values.items() if value is not None}


def growth_rows(result: Document, inputs: Document, *, province: str = "") -> list[dict[str, Any]]:
    """Nominal growth (percent) of every figure on last year's confirmed one; real growth beside it with a deflator.

    Without last year's figure there is no row; on a base that is not positive the growth is *not meaningful*. All
    figures of a region are deflated by its one index, which is named in the row (DESIGN).
    """
    previous = figures_by_region(inputs.get("previous", []))
    return [
        _growth_row(region["region"], code, (figures[code], previous[region["region"]][code]), deflator)
        for region in result["regions"]
        if (figures := measured_figures(region))
        for deflator in [_deflator(region["region"], inputs, province)]
        for code in _GROWING
        if code in figures and code in previous.get(region["region"], {})
    ]


def deflator_indices(inputs: Document) -> dict[str, Decimal]:
    """The delivered price indices by region, last year = 100."""
    return {row["region"]: Decimal(row["value"]) for row in inputs.get("deflators", [])}


def _deflator(region: str, inputs: Document, province: str) -> Deflator | None:
    """By region where indices were delivered; a document of one index for all does not say whose it is."""
    found = deflator_of(region, deflator_indices(inputs), province=province)
    if found is None and "deflator" in inputs:
        return Deflator("", Decimal(inputs["deflator"]["value"]))
    return found


def _growth_row(region: str, code: str, pair: tuple[Decimal, Decimal], deflator: Deflator | None) -> dict[str, Any]:
    rate = nominal_growth_percent(*pair).rate_percent
    real = None if rate is None or deflator is None else real_growth_percent(rate, deflator=deflator.index)
    marker = Marker.COMPUTED if rate is not None else Marker.NOT_MEANINGFUL
    named = {}
    if deflator is not None and deflator.region:
        named = {"deflator": plain_number(deflator.index), "deflator_of": deflator.region}
    return {
        "region": region,
        "code": code,
        "base": plain_number(pair[1]),
        "nominal_percent": plain_number(rate),
        "real_percent": plain_number(real),
        "marker": marker.value,
        **named,
    }


def structure_rows(result: Document) -> list[dict[str, Any]]:
    """构成 in percent: the parts of the digital economy of each region, and the components of each industry."""
    rows = []
    for region in result["regions"]:
        figures = measured_figures(region)
        rows += _shares(region["region"], DIGITAL_ECONOMY, {code: figures.get(code) for code in _PARTS})
        for account in region["industries"]:
            parts = {name: number(account[name]) for name in COMPONENT_NAMES}
            rows += _shares(region["region"], account["industry"], parts)
    return rows


def _shares(region: str, whole: str, parts: Mapping[str, Decimal | None]) -> list[dict[str, Any]]:
    amounts = {name: amount for name, amount in parts.items() if amount is not None}
    with exact_context():
        total = sum(amounts.values(), Decimal(0))
        if len(amounts) < len(parts) or total <= 0:
            return []
        return [
            {"region": region, "of": whole, "part": name, "percent": plain_number(amount * 100 / total)}
            for name, amount in amounts.items()
        ]


def benchmarked_rows(result: Document, document: Document) -> list[dict[str, Any]]:
    """DE of each region raw and × k beside it, where the province has a total of its own and no region is missing."""
    assessed = {unit.code for unit in units_of(document) if unit.ranked_within is None}
    raw = {region["region"]: measured_figures(region).get(DIGITAL_ECONOMY) for region in result["regions"]}
    known = {region: value for region, value in raw.items() if value is not None}
    row = next((row for row in result["reconciliation"] if row["code"] == DIGITAL_ECONOMY), None)
    if row is None or not assessed <= set(known):
        return []
    scaled = benchmark(known, Decimal(row["province"]))
    return [
        {
            "region": region,
            "code": DIGITAL_ECONOMY,
            "raw": plain_number(part.raw),
            "benchmarked": plain_number(part.benchmarked),
            "factor": plain_number(scaled.factor),
            "alert": scaled.alert,
        }
        for region, part in scaled.parts.items()
    ]


def check_rows(result: Document, document: Document) -> list[dict[str, Any]]:
    """V-A4 to V-A9 over the result in the order of the regions, then V-R1 and V-Q1 over what the document states."""
    bands = replace(
        CHECK_BANDS.at(Period.annual(int(document["period"]))),
        cities_percent=Decimal(document["parameters"]["reconciliation_tolerance_percent"]),
    )
    found = list(_province_findings(result, bands))
    inputs = document["inputs"]
    previous, sections = (figures_by_region(inputs.get(name, [])) for name in ("previous", "sections"))
    part_of_year = figures_by_region(inputs.get("part_of_year", []))
    for region in result["regions"]:
        code = region["region"]
        figures, base = measured_figures(region), previous.get(code, {})
        found += _economy_findings(code, figures, base, bands)
        found += industries_fit_their_section(sections_of(region, sections.get(code, {})), bands)
        part = part_of_year.get(code, {}).get(DIGITAL_ECONOMY)
        if not result["extrapolated"]:
            found += part_fits_the_year(code, part, figures.get(DIGITAL_ECONOMY), bands)
    found += _section_findings(sections, document, bands)
    for row in inputs.get("revisions", []):
        found += revision_is_reasoned(row["region"], _revision(row), signed_reason=row["reason"])
    if "sample" in inputs:
        found += sample_findings(_sample(inputs["sample"]))
    return [finding.document() for finding in found]


def _revision(row: Document) -> Revision:
    return revision(
        Decimal(row["before"]),
        Decimal(row["after"]),
        growth_before=number(row["growth_before"]),
        growth_after=number(row["growth_after"]),
    )


def _sample(sample: Document) -> SampleQuality:
    return SampleQuality(
        strata=tuple(StratumQuality(row["stratum"], row["drawn"], row["respondents"]) for row in sample["strata"]),
        cv_percent={domain: number(cv) for domain, cv in sample["cv_percent"].items()},
        seed_stored=bool(sample["seed"]),
        in_both_parts=tuple(sample["in_both_parts"]),
    )


def _province_findings(result: Document, bands: CheckBands) -> Iterator[CheckFinding]:
    for row in result["reconciliation"]:
        yield from cities_against_province(row["code"], Decimal(row["sum_of_regions"]), Decimal(row["province"]), bands)


def _economy_findings(region: str, figures: Figures, base: Figures, bands: CheckBands) -> Iterator[CheckFinding]:
    now, before = _economy(region, figures), _economy(region, base)
    yield from economy_adds_up(now, bands)
    yield from growth_agrees_with_shares(
        now,
        before,
        growth_percent=_growth(figures, base, DIGITAL_ECONOMY),
        gdp_growth_percent=_growth(figures, base, GDP),
        bands=bands,
    )
    yield from share_is_plausible(now, before, bands)


def _economy(region: str, figures: Figures) -> EconomyFigures:
    return EconomyFigures(
        region=region,
        industrialisation=figures.get(DIGITAL_INDUSTRIALISATION),
        digitalisation=figures.get(INDUSTRIAL_DIGITALISATION),
        economy=figures.get(DIGITAL_ECONOMY),
        gdp=figures.get(GDP),
        share_percent=figures.get(SHARE_OF_GDP),
    )


def _growth(figures: Figures, base: Figures, code: str) -> Decimal | None:
    if code not in figures or code not in base:
        return None
    return nominal_growth_percent(figures[code], base[code]).rate_percent


def sections_of(region: Document, sections: Figures) -> SectionFigures:
    """The accounts of a region of a result, 万元, and the sections that hold them.

    An account that was carried on may cover other months than the section: it is not held against it.
    """
    amounts = {
        account["industry"]: number(account["value_added"])
        for account in region["industries"]
        if account["marker"] != Marker.EXTRAPOLATED
    }
    services = [amounts.get(code) for code in DIGITAL_INDUSTRIES if code.startswith(SECTION_I)]
    known = [amount for amount in services if amount is not None]
    with exact_context():
        total = sum(known, Decimal(0)) if len(known) == len(services) else None
    return SectionFigures(region["region"], total, sections.get(SECTION_I), amounts.get("C39"), sections.get(INDUSTRY))


def _section_findings(sections: Mapping[str, Figures], document: Document, bands: CheckBands) -> Iterator[CheckFinding]:
    """V-A4 for the sections as well: Σ cities against the province, where the province and every city has one."""
    assessed = [unit.code for unit in units_of(document) if unit.ranked_within is None]
    for code in (SECTION_I, INDUSTRY):
        whole = sections.get(document["province"], {}).get(code)
        parts = [sections[region][code] for region in assessed if code in sections.get(region, {})]
        if whole is not None and len(parts) == len(assessed):
            with exact_context():
                added = sum(parts, Decimal(0))
            if added:
                yield from cities_against_province(code, added, whole, bands)
