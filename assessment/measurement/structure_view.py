"""构成 and 增速 of a batch: bars drawn by the server with the same figures in a table, growth with its revision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext

from assessment.display import formats
from assessment.display.charts import StripPart, strip
from assessment.measurement.batch_inputs import previous_figures
from assessment.measurement.models import Batch, BatchResult
from assessment.measurement.wording import figure_name
from assessment.methodology.deflation import real_growth_percent
from assessment.methodology.income_approach import nominal_growth_percent, share_of_gdp_percent
from assessment.methodology.measurement_additions import growth_rows, measured_figures
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_figures import number
from assessment.methodology.run_measurement import (
    DIGITAL_ECONOMY,
    DIGITAL_INDUSTRIALISATION,
    DIGITAL_INDUSTRIES,
    GDP,
    INDUSTRIAL_DIGITALISATION,
)

PARTS: Final = (*DIGITAL_INDUSTRIES, INDUSTRIAL_DIGITALISATION)
GROWING: Final = (DIGITAL_INDUSTRIALISATION, INDUSTRIAL_DIGITALISATION, DIGITAL_ECONOMY, GDP)
SHARE_DECIMALS: Final = 1
Results = Mapping[tuple[str, str], BatchResult]


@dataclass(frozen=True)
class StructureLine:
    """The parts of what is measured of a city, drawn and in per cent; of the industries alone where no more is known.

    A negative part has no length and stands in the table.
    """

    region: str
    parts: tuple[StripPart, ...]
    percents: tuple[str, ...]


@dataclass(frozen=True)
class GrowthCell:
    """`real` and `revised` are empty where there is nothing to say beside the nominal growth.

    `lent`: the index behind the real growth is that of the province.

    `revised` is the growth on last year's measurement as it is confirmed today, where that has moved since.
    """

    nominal: str
    real: str
    revised: str
    lent: bool = False


@dataclass(frozen=True)
class GrowthLine:
    region: str
    cells: tuple[GrowthCell, ...]
    total: bool = False


def structure_lines(figures: Results, names: Mapping[str, str], regions: Sequence[str]) -> tuple[StructureLine, ...]:
    return tuple(line for region in regions if (line := _structure(figures, region, names[region])) is not None)


def part_names() -> tuple[str, ...]:
    return tuple(figure_name(code) for code in PARTS)


def _structure(figures: Results, region: str, name: str) -> StructureLine | None:
    known = [(code, figures[region, code].value) for code in PARTS if (region, code) in figures]
    parts = [(code, value) for code, value in known if value is not None]
    with exact_context():
        whole = sum((max(value, Decimal(0)) for _, value in parts), Decimal(0))
        total = sum((value for _, value in parts), Decimal(0))
    if whole <= 0 or total <= 0:
        return None
    percents = {
        code: formats.number(share_of_gdp_percent(value, total), decimals=SHARE_DECIMALS) for code, value in parts
    }
    labels = [(f"{figure_name(code)} {percents[code]}%", value) for code, value in parts]
    drawn = strip(labels, whole)
    return StructureLine(name, tuple(drawn), tuple(percents.get(code, formats.NOTHING) for code in PARTS))


def growth_names() -> tuple[str, ...]:
    return tuple(figure_name(code) for code in GROWING)


def growth_lines(batch: Batch, document: Mapping[str, Any], names: Mapping[str, str]) -> tuple[GrowthLine, ...]:
    """Nominal growth as measured, city by city and of all together; revised beside it when last year's level moved."""
    rows = {(row["region"], row["code"]): row for row in document.get("growth", ()) if row["code"] in GROWING}
    if not rows:
        return ()
    previous = previous_figures(batch.period, months=batch.months)
    now = {(row["region"], row["code"]): row for row in growth_rows(document, {"previous": previous})}
    regions = dict.fromkeys(region for region, _ in rows)
    lines = [
        GrowthLine(
            names.get(region, region),
            tuple(_growth(rows.get((region, code)), now.get((region, code))) for code in GROWING),
        )
        for region in regions
    ]
    levels = {region["region"]: measured_figures(region) for region in document["regions"]}
    index = number(document.get("deflator_of_province"))
    totals = tuple(
        _total_growth([rows.get((region, code)) for region in levels], levels, code, index) for code in GROWING
    )
    return (*lines, GrowthLine(gettext("All cities"), totals, total=True))


def _growth(row: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> GrowthCell:
    if row is None:
        return GrowthCell(formats.NOTHING, "", "")
    moved = now is not None and now["nominal_percent"] != row["nominal_percent"]
    return GrowthCell(
        nominal=_percent(row["nominal_percent"]),
        real=_percent(row["real_percent"]) if row["real_percent"] is not None else "",
        revised=_percent(now["nominal_percent"]) if moved and now is not None else "",
        lent=row.get("deflator_of", row["region"]) != row["region"],
    )


def _total_growth(
    rows: Sequence[Mapping[str, Any] | None],
    levels: Mapping[str, Mapping[str, Decimal]],
    code: str,
    index: Decimal | None,
) -> GrowthCell:
    """Σ 市（州） this year on Σ 市（州） last year, by the index of the province; nothing where a city lacks either."""
    known = [row for row in rows if row is not None]
    if len(known) < len(levels):
        return GrowthCell(formats.NOTHING, "", "")
    with exact_context():
        current = sum((levels[row["region"]][code] for row in known), Decimal(0))
        base = sum((Decimal(row["base"]) for row in known), Decimal(0))
    rate = nominal_growth_percent(current, base).rate_percent
    real = None if rate is None or index is None else real_growth_percent(rate, deflator=index)
    return GrowthCell(formats.number(rate), "" if real is None else formats.number(real), "")


def _percent(text: str | None) -> str:
    return formats.NOTHING if text is None else formats.number(Decimal(text))
