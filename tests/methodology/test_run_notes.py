"""What a run tells beside its figures: how the returns came about, what was adopted, waived or contested."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from assessment.methodology.canonical import digest
from assessment.methodology.run_document import compute, value_added

GOLDEN = Path(__file__).parents[2] / "fixtures" / "golden"
COUNTS = {"sent_back": 2, "corrected": 1, "refused": 3}


@pytest.fixture
def quarterly() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((GOLDEN / "quarterly-2021.1-small.json").read_text("utf-8"))["document"]
    return document


@pytest.fixture
def annual() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((GOLDEN / "annual-2021.1-small.json").read_text("utf-8"))["document"]
    return document


def entry_of(document: dict[str, Any], unit: str) -> dict[str, Any]:
    [entry] = [one for one in compute(document).steps["indicators"]["units"] if one["unit"] == unit]
    found: dict[str, Any] = entry
    return found


def codes_of(document: dict[str, Any], unit: str) -> list[str]:
    return [note["code"] for note in entry_of(document, unit)["notes"]]


def test_the_counts_of_a_return_are_columns_a_scheme_can_read(quarterly: dict[str, Any]) -> None:
    """甲市 holds 丁新区, so its counts are added: 2 + 2, 1 + 1, 3 + 3. 丙市 filed nothing, and nothing is counted."""
    for one in quarterly["inputs"]["returns"]:
        one.update(COUNTS)
    figures = entry_of(quarterly, "A")["figures"]
    names = ("times_sent_back", "corrections_granted", "explanations_refused")
    assert [figures[name]["value"] for name in names] == ["4", "2", "6"]
    assert {entry_of(quarterly, "C")["figures"][name]["reason"] for name in names} == {"no_accepted_return"}


def test_a_cell_that_was_never_filed_is_empty_and_no_zero(quarterly: dict[str, Any]) -> None:
    for one in quarterly["inputs"]["returns"]:
        if one["unit"] == "B":
            one["cells"] = [cell for cell in one["cells"] if cell["basis"] == "current"]
    assert entry_of(quarterly, "B")["figures"]["software_revenue_last_year"]["condition"] == "empty"


def test_a_scheme_scores_reporting_quality_from_them(quarterly: dict[str, Any]) -> None:
    """乙市 sent back twice, on goalposts 0 to 4 and lower being better: (4 − 2) / 4 = 50 points, the whole total."""
    for one in quarterly["inputs"]["returns"]:
        one.update(COUNTS)
    quarterly["scheme"]["text"] = """code: worked-quality
pool: period
missing: floor
constant: neutral
rounding: {method: half_up, digits: 2}
ranking: {key: published, ties: min}
aggregation: arithmetic
aggregates:
  - {code: TOTAL, name: 综合得分}
indicators:
  - {code: times_sent_back, name: 退回次数, parent: TOTAL, weight: 100, direction: lower,
     normalise: {method: goalposts, lower: 0, upper: 4, truncate: true}}
"""
    placings = {one["unit"]: one["shown"] for one in compute(quarterly).steps["scores"]["placings"]}
    assert (placings["B"], placings["A"]) == ("50.00", "0.00")


def test_a_document_from_before_the_counts_keeps_its_digest(quarterly: dict[str, Any]) -> None:
    assert "times_sent_back" not in entry_of(quarterly, "A")["figures"]
    noted = copy.deepcopy(quarterly)
    noted["inputs"]["waived"] = []
    assert compute(noted).steps == compute(quarterly).steps


def test_an_extension_and_an_adopted_value_are_told_beside_a_late_return(quarterly: dict[str, Any]) -> None:
    [filed] = [one for one in quarterly["inputs"]["returns"] if one["unit"] == "B"]
    filed["extended"] = True
    filed["cells"][0] |= {
        "filed": {"condition": "value", "value": "1", "reason": ""},
        "adopted": {"number": 1, "document": "核实单"},
    }
    assert codes_of(quarterly, "B") == ["late", "extended", "adopted"]


def test_a_waived_return_is_told_in_the_place_of_a_missing_one(quarterly: dict[str, Any]) -> None:
    quarterly["inputs"]["waived"] = ["C"]
    assert codes_of(quarterly, "C") == ["waived"]


def test_figures_the_bureaus_differ_over_are_told_of_the_year_alone(annual: dict[str, Any]) -> None:
    for entry in annual["inputs"]["measurements"]:
        entry["contested"] = ["A"] if entry["year"] == annual["period"] else ["B"]
        entry["result_digest"] = digest(value_added(entry["document"]))
    assert "contested" in codes_of(annual, "A")
    assert "contested" not in codes_of(annual, "B")
