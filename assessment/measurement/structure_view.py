"""构成 and 增速 of a batch: bars drawn by the server with the same figures in a table, growth with its revision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from assessment.display import formats
from assessment.display.charts import StripPart, strip
from assessment.measurement.batch_inputs import previous_figures
from assessment.measurement.models import Batch, BatchResult
from assessment.measurement.wording import figure_name
from assessment.methodology.income_approach import share_of_gdp_percent
from assessment.methodology.measurement_additions import growth_rows
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_measurement import (
    DIGITAL_ECONOMY,
    DIGITAL_INDUSTRIALISATION,
    DIGITAL_INDUSTRIES,
    GDP,
    INDUSTRIAL_DIGITALISATION,
)

PARTS: Final = (*DIGITAL_INDUSTRIES, INDUSTRIAL_DIGITALISATION)
GROWING: Final = (DIGITAL_INDUSTRIALISATION, INDUSTRIAL_DIGITALISATION, DIGITAL_ECONOMY, GDP)
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
class GrowthLine:
    """`now` is the growth on last year's measurement as it is confirmed today, where that has moved since."""

    region: str
    figure: str
    nominal: str
    real: str
    now: str


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
    percents = {code: formats.number(share_of_gdp_percent(value, total)) for code, value in parts}
    labels = [(f"{figure_name(code)} {percents[code]}%", value) for code, value in parts]
    drawn = strip(labels, whole)
    return StructureLine(name, tuple(drawn), tuple(percents.get(code, formats.NOTHING) for code in PARTS))


def growth_lines(batch: Batch, document: Mapping[str, Any], names: Mapping[str, str]) -> tuple[GrowthLine, ...]:
    """Nominal growth as measured; revised beside it when last year's level has been confirmed anew."""
    rows = [row for row in document.get("growth", ()) if row["code"] in GROWING]
    if not rows:
        return ()
    previous = previous_figures(batch.period, months=batch.months)
    now = {(row["region"], row["code"]): row for row in growth_rows(document, {"previous": previous})}
    return tuple(_growth(row, now.get((row["region"], row["code"])), names) for row in rows)


def _growth(row: Mapping[str, Any], now: Mapping[str, Any] | None, names: Mapping[str, str]) -> GrowthLine:
    moved = now is not None and now["nominal_percent"] != row["nominal_percent"]
    return GrowthLine(
        region=names.get(row["region"], row["region"]),
        figure=figure_name(row["code"]),
        nominal=_percent(row["nominal_percent"]),
        real=_percent(row["real_percent"]),
        now=_percent(now["nominal_percent"]) if moved and now is not None else "",
    )


def _percent(text: str | None) -> str:
    return formats.NOTHING if text is None else formats.number(Decimal(text))
