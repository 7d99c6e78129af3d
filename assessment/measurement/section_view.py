"""What is measured of the industries beside the sections of the national accounts that hold them (V-A8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessment.measurement.amounts import amount_text
from assessment.methodology.measurement_additions import INDUSTRY, SECTION_I, figures_by_region, sections_of
from assessment.methodology.units import Unit


@dataclass(frozen=True)
class SectionLine:
    """One city, 亿元; 63 + 64 + 65 is empty where one of the three is missing or was carried on."""

    region: str
    services: str
    section_i: str
    electronics: str
    industry: str


def section_lines(
    inputs: Mapping[str, Any], result: Mapping[str, Any], names: Mapping[str, str]
) -> tuple[SectionLine, ...]:
    """The cities for which a section was delivered, in the order of the result."""
    delivered = figures_by_region(inputs.get("sections", []))
    return tuple(
        SectionLine(
            region=names.get(region["region"], region["region"]),
            services=_text(figures.services),
            section_i=_text(delivered[region["region"]].get(SECTION_I)),
            electronics=_text(figures.electronics),
            industry=_text(delivered[region["region"]].get(INDUSTRY)),
        )
        for region in result.get("regions", [])
        if region["region"] in delivered
        for figures in [sections_of(region, delivered[region["region"]])]
    )


def _text(value: Decimal | None) -> str:
    return amount_text(value, Unit.TEN_THOUSAND_YUAN)
