"""A batch as its page shows it: regions down, figures across, what was found, Σ cities beside the province."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessment.display import formats
from assessment.measurement.models import Batch, BatchResult
from assessment.measurement.wording import FIGURES, figure_name, finding_text, marker_text
from assessment.methodology.run_document import thaw
from assessment.methodology.units import Unit, convert, parse_unit
from assessment.territory.models import Region

SHOWN_IN = Unit.HUNDRED_MILLION_YUAN
FACTOR_DECIMALS = 4


@dataclass(frozen=True)
class Shown:
    """`gutter` where some figure of the column carries a marker: the digits then still stand under each other."""

    text: str
    marker: str
    gutter: bool


@dataclass(frozen=True)
class RegionLine:
    name: str
    figures: tuple[Shown, ...]


@dataclass(frozen=True)
class FindingLine:
    region: str
    figure: str
    text: str
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
class BatchView:
    heads: tuple[str, ...]
    regions: tuple[RegionLine, ...]
    findings: tuple[FindingLine, ...]
    reconciliation: tuple[ReconciliationLine, ...]


def batch_view(batch: Batch) -> BatchView:
    """Amounts in 亿元 with two decimals; the stored ones are in 万元, in full."""
    results = BatchResult.objects.filter(batch=batch)
    figures = {(result.region, result.code): result for result in results}
    coded = {region.code: region for region in Region.objects.filter(valid_until__isnull=True)}
    regions = sorted({region for region, _ in figures}, key=lambda code: (coded[code].position, code))
    document: Mapping[str, Any] = thaw(batch.result_document) if batch.result_document else {}
    marked = {code for (_, code), result in figures.items() if marker_text(result.marker)}
    names = {code: region.short_name_zh or region.name_zh for code, region in coded.items()}
    return BatchView(
        heads=tuple(figure_name(code) for code in FIGURES),
        regions=tuple(
            RegionLine(
                names[region], tuple(_shown(figures.get((region, code)), gutter=code in marked) for code in FIGURES)
            )
            for region in regions
        ),
        findings=tuple(_finding(entry, names) for entry in document.get("findings", ())),
        reconciliation=tuple(_reconciliation(entry) for entry in document.get("reconciliation", ())),
    )


def _shown(result: BatchResult | None, *, gutter: bool) -> Shown:
    if result is None or result.value is None:
        return Shown(formats.NOTHING, "", gutter)
    return Shown(_amount(result.value, result.unit), marker_text(result.marker), gutter)


def _amount(value: Decimal, unit: str) -> str:
    known = parse_unit(unit)
    return formats.number(convert(value, known, SHOWN_IN) if known is Unit.TEN_THOUSAND_YUAN else value)


def _finding(entry: Mapping[str, Any], names: Mapping[str, str]) -> FindingLine:
    return FindingLine(
        region=names.get(entry["region"], entry["region"]),
        figure=figure_name(entry["industry"]),
        text=finding_text(entry["code"]),
        expected=_plain(entry["expected"]),
        received=_plain(entry["received"]),
    )


def _reconciliation(entry: Mapping[str, Any]) -> ReconciliationLine:
    return ReconciliationLine(
        figure=figure_name(entry["code"]),
        added=_amount(Decimal(entry["sum_of_regions"]), Unit.TEN_THOUSAND_YUAN),
        province=_amount(Decimal(entry["province"]), Unit.TEN_THOUSAND_YUAN),
        factor=formats.number(Decimal(entry["factor"]), decimals=FACTOR_DECIMALS),
        within=entry["within"],
    )


def _plain(text: str | None) -> str:
    return formats.NOTHING if text is None else formats.number(Decimal(text))
