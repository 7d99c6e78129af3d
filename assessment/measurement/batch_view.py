"""A batch as its page shows it: regions down, figures across, what was found, Σ cities beside the province."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from assessment.display import formats
from assessment.display.templatetags.components import Light
from assessment.measurement.amounts import amount_text, plain_text
from assessment.measurement.models import Batch, BatchResult
from assessment.measurement.opinion_queries import contested_figures
from assessment.measurement.section_view import SectionLine, section_lines
from assessment.measurement.structure_view import GrowthLine, StructureLine, growth_lines, structure_lines
from assessment.measurement.wording import FIGURES, figure_name, finding_text, marker_text, severity_light
from assessment.methodology.income_approach import share_of_gdp_percent
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_document import thaw
from assessment.methodology.run_measurement import DIGITAL_ECONOMY, GDP, SHARE_OF_GDP
from assessment.methodology.units import Unit
from assessment.territory.models import Region

FACTOR_DECIMALS = 4


@dataclass(frozen=True)
class Shown:
    """`gutter` where some figure of the column carries a marker: the digits then still stand under each other."""

    text: str
    marker: str
    gutter: bool
    contested: bool = False


@dataclass(frozen=True)
class RegionLine:
    code: str
    name: str
    figures: tuple[Shown, ...]


@dataclass(frozen=True)
class FindingLine:
    rule: str
    region: str
    figure: str
    text: str
    light: Light
    expected: str
    received: str


@dataclass(frozen=True)
class ReconciliationLine:
    """Σ cities against what the province reported; the factor k is shown, never applied."""

    figure: str
    added: str
    province: str
    factor: str
    within: bool


@dataclass(frozen=True)
class BenchmarkLine:
    """The digital economy of a city as measured, and beside it what it would be if the cities were scaled."""

    region: str
    raw: str
    benchmarked: str
    factor: str
    alert: bool


@dataclass(frozen=True)
class BatchView:
    heads: tuple[str, ...]
    regions: tuple[RegionLine, ...]
    findings: tuple[FindingLine, ...]
    reconciliation: tuple[ReconciliationLine, ...]
    benchmarked: tuple[BenchmarkLine, ...]
    structure: tuple[StructureLine, ...]
    growth: tuple[GrowthLine, ...]
    sections: tuple[SectionLine, ...]
    totals: tuple[Shown, ...]
    contested: bool

    @property
    def lent(self) -> bool:
        """Whether some city is deflated by the index of the province."""
        return any(cell.lent for line in self.growth for cell in line.cells)


def batch_view(batch: Batch) -> BatchView:
    """Amounts in 亿元 with two decimals; the stored ones are in 万元, in full."""
    results = BatchResult.objects.filter(batch=batch)
    figures = {(result.region, result.code): result for result in results}
    coded = {region.code: region for region in Region.objects.filter(valid_until__isnull=True)}
    regions = sorted({region for region, _ in figures}, key=lambda code: (coded[code].position, code))
    document: Mapping[str, Any] = thaw(batch.result_document) if batch.result_document else {}
    names = {code: region.short_name_zh or region.name_zh for code, region in coded.items()}
    contested = contested_figures(batch)
    marked = {code for (_, code), result in figures.items() if marker_text(result.marker)} | {
        one for _, one in contested
    }
    return BatchView(
        heads=tuple(figure_name(code) for code in FIGURES),
        regions=tuple(_region_line(region, names[region], figures, marked, contested) for region in regions),
        findings=_finding_lines((*document.get("findings", ()), *document.get("checks", ())), names, len(regions)),
        reconciliation=tuple(_reconciliation(entry) for entry in document.get("reconciliation", ())),
        benchmarked=tuple(_benchmark(entry, names) for entry in document.get("benchmarked", ())),
        structure=structure_lines(figures, names, regions),
        growth=growth_lines(batch, document, names),
        sections=section_lines(thaw(batch.document)["inputs"], document, names),
        totals=_totals(figures, regions, marked),
        contested=bool(contested),
    )


def _region_line(
    region: str,
    name: str,
    figures: Mapping[tuple[str, str], BatchResult],
    marked: Set[str],
    contested: frozenset[tuple[str, str]],
) -> RegionLine:
    shown = tuple(
        _shown(figures.get((region, code)), gutter=code in marked, contested=(region, code) in contested)
        for code in FIGURES
    )
    return RegionLine(region, name, shown)


def _totals(
    figures: Mapping[tuple[str, str], BatchResult], regions: Sequence[str], marked: Set[str]
) -> tuple[Shown, ...]:
    """Σ 市（州） of each column, and the share they make together; nothing where a city lacks a figure."""
    sums: dict[str, Decimal | None] = {}
    for code in FIGURES:
        known = [one.value for region in regions if (one := figures.get((region, code))) and one.value is not None]
        with exact_context():
            sums[code] = sum(known, Decimal(0)) if known and len(known) == len(regions) else None
    economy, gdp = sums[DIGITAL_ECONOMY], sums[GDP]
    sums[SHARE_OF_GDP] = share_of_gdp_percent(economy, gdp) if economy is not None and gdp else None
    units = {code: result.unit for (_, code), result in figures.items()}
    return tuple(
        Shown(amount_text(sums[code], units.get(code, Unit.TEN_THOUSAND_YUAN)), "", code in marked) for code in FIGURES
    )


def _shown(result: BatchResult | None, *, gutter: bool, contested: bool) -> Shown:
    if result is None or result.value is None:
        return Shown(formats.NOTHING, "", gutter, contested)
    return Shown(amount_text(result.value, result.unit), marker_text(result.marker), gutter, contested)


def _finding_lines(
    entries: Iterable[Mapping[str, Any]], names: Mapping[str, str], count: int
) -> tuple[FindingLine, ...]:
    """What is said alike of several cities, with no figures of their own, takes one line that names them."""
    alike: dict[FindingLine, list[str]] = {}
    for line in (_finding(entry, names) for entry in entries):
        named = line.region if (line.expected, line.received) != (formats.NOTHING, formats.NOTHING) else ""
        alike.setdefault(replace(line, region=named), []).append(line.region)
    return tuple(replace(line, region=line.region or _places(places, count)) for line, places in alike.items())


def _places(places: Sequence[str], count: int) -> str:
    if len(places) == count:
        return gettext("Every city")
    return gettext(", ").join(place for place in places if place)


def _finding(entry: Mapping[str, Any], names: Mapping[str, str]) -> FindingLine:
    """A finding of one account, or of a rule between figures, which names its rule (V-A4 …)."""
    figure = entry.get("industry") or entry["code"].partition(":")[2]
    return FindingLine(
        rule=entry.get("rule", ""),
        region=names.get(entry["region"], entry["region"]),
        figure=figure_name(figure) if figure else "",
        text=finding_text(entry["code"]),
        light=severity_light(entry["severity"]),
        expected=plain_text(entry["expected"]),
        received=plain_text(entry["received"]),
    )


def _reconciliation(entry: Mapping[str, Any]) -> ReconciliationLine:
    return ReconciliationLine(
        figure=figure_name(entry["code"]),
        added=amount_text(Decimal(entry["sum_of_regions"]), Unit.TEN_THOUSAND_YUAN),
        province=amount_text(Decimal(entry["province"]), Unit.TEN_THOUSAND_YUAN),
        factor=formats.number(Decimal(entry["factor"]), decimals=FACTOR_DECIMALS),
        within=entry["within"],
    )


def _benchmark(entry: Mapping[str, Any], names: Mapping[str, str]) -> BenchmarkLine:
    return BenchmarkLine(
        region=names.get(entry["region"], entry["region"]),
        raw=amount_text(Decimal(entry["raw"]), Unit.TEN_THOUSAND_YUAN),
        benchmarked=amount_text(Decimal(entry["benchmarked"]), Unit.TEN_THOUSAND_YUAN),
        factor=formats.number(Decimal(entry["factor"]), decimals=FACTOR_DECIMALS),
        alert=entry["alert"],
    )
