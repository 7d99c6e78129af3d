"""What a unit is shown of its own figures before a result is approved (反馈核对).

Levels, growth and share as the run used them, last year's value, and the difference to what stands at the source: in a
quarter the unit's own return, in a year the tables of the departments. It reads the frozen inputs and the indicators
step alone: no score and no place can come into it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from assessment.methodology.delivered_figures import delivered_by_unit
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_document import ANNUAL, Document
from assessment.methodology.run_figures import number, plain_number
from assessment.methodology.run_indicators import LAST_YEAR

TEN_THOUSAND_YUAN, PERCENT = "万元", "%"
GROWTH, SHARE = "growth", "share"
_ANNUAL: Final = (
    "digital_economy_value_added",
    "digital_industrialisation_value_added",
    "industrial_digitalisation_value_added",
    "gross_domestic_product",
)
_NO_LINE: Final = {"used": None, "last_year": None, "filed": None, "difference": None}


def feedback_of(document: Document, indicators: Document) -> dict[str, dict[str, Any]]:
    """One document for each unit, those shown apart included: its lines and notes. Amounts in 万元, rates in percent.

    Source: the order of a year — 反馈核对 shows each unit its own levels, growth and share, no score, no rank.
    """
    entries = [*indicators["units"], *indicators["apart"]]
    filed = delivered_by_unit(document) if document["kind"] == ANNUAL else _filed(document)
    return {entry["unit"]: _unit(document, entry, filed.get(entry["unit"], {})) for entry in entries}


def contestable(feedback: Mapping[str, Any]) -> tuple[str, ...]:
    """The lines that rest on a source of their own, in 万元; a rate follows from them."""
    return tuple(line["code"] for line in feedback["lines"] if line["unit"] == TEN_THOUSAND_YUAN)


def line_of(feedback: Mapping[str, Any], code: str) -> Mapping[str, Any]:
    """The line of a figure; empty of values where the unit is not shown it."""
    found: Mapping[str, Any] = next((line for line in feedback["lines"] if line["code"] == code), _NO_LINE)
    return found


def same_figures(now: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Whether a unit is shown the same figures in two versions of a run, so that its answer still holds."""
    return bool(now["lines"] == before["lines"])


def _unit(document: Document, entry: Mapping[str, Any], filed: Mapping[str, str | None]) -> dict[str, Any]:
    annual = document["kind"] == ANNUAL
    amounts = _ANNUAL if annual else tuple(sorted({column["item"] for column in document["inputs"]["columns"]}))
    rates = (SHARE, GROWTH) if annual else (GROWTH,)
    figures = entry["figures"]
    lines = [_line(code, TEN_THOUSAND_YUAN, figures, filed.get(code)) for code in amounts]
    lines += [_line(code, PERCENT, figures, filed.get(code)) for code in rates]
    return {
        "period": document["period"],
        "kind": document["kind"],
        "unit": entry["unit"],
        "name": entry["name"],
        "lines": lines,
        "notes": [dict(note) for note in entry["notes"]],
    }


def _line(code: str, unit: str, figures: Mapping[str, Any], filed: str | None) -> dict[str, Any]:
    used, before = figures.get(code, {}), figures.get(code + LAST_YEAR, {})
    return {
        "code": code,
        "unit": unit,
        "used": used.get("value"),
        "condition": used.get("condition", "empty"),
        "last_year": before.get("value"),
        "filed": filed,
        "difference": plain_number(_difference(number(used.get("value")), number(filed))),
    }


def _difference(used: Decimal | None, filed: Decimal | None) -> Decimal | None:
    if used is None or filed is None:
        return None
    with exact_context():
        return used - filed


def _filed(document: Document) -> dict[str, dict[str, str | None]]:
    """What each unit itself filed for the quarter."""
    return {
        entry["unit"]: {cell["item"]: cell["value"] for cell in entry["cells"] if cell["basis"] == "current"}
        for entry in document["inputs"].get("returns", ())
    }
