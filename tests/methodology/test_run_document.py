"""Run documents: the one form that is stored, hashed and computed from."""

import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assessment.methodology.canonical import digest
from assessment.methodology.figures import Figure
from assessment.methodology.run_document import (
    DocumentUnreadable,
    MethodUnknown,
    compute,
    compute_scores,
    evaluation_of,
    freeze,
    indicators,
    text_digest,
    thaw,
    thaw_without_inputs,
    value_added,
)
from assessment.methodology.run_figures import plain_number, total
from assessment.methodology.run_measurement import MeasurementNotReproduced
from assessment.methodology.run_replay import golden_document, replay

GOLDEN = Path(__file__).parents[2] / "fixtures" / "golden"


def stored(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLDEN / name).read_text(encoding="utf-8"))
    return found


@pytest.fixture
def annual() -> dict[str, Any]:
    document: dict[str, Any] = stored("annual-2021.1-small.json")["document"]
    return document


@pytest.fixture
def quarterly() -> dict[str, Any]:
    document: dict[str, Any] = stored("quarterly-2021.1-small.json")["document"]
    return document


def measured(document: dict[str, Any], year: str) -> dict[str, Any]:
    entry: dict[str, Any] = next(e for e in document["inputs"]["measurements"] if e["year"] == year)
    return entry


def test_a_frozen_text_thaws_to_the_same_document_and_has_its_digest(annual: dict[str, Any]) -> None:
    text = freeze(annual)
    assert thaw(text) == annual
    assert text_digest(text) == digest(annual)
    assert freeze(thaw(text)) == text


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN.glob("*.json")))
def test_all_but_the_inputs_is_read_without_them_and_scores_have_the_digest_of_their_text(name: str) -> None:
    kept = stored(name)
    document = kept["document"]
    beside = {key: part for key, part in document.items() if key > "inputs"}
    assert thaw_without_inputs(freeze(document)) == beside
    assert set(document) - set(beside) <= {"base_period", "inputs"}
    before = indicators(document, value_added(document) if document["kind"] == "annual" else None)
    assert compute_scores(beside, before).digest == kept["steps"]["scores"]


def test_a_text_without_a_kind_is_read_whole() -> None:
    assert thaw_without_inputs('[1,{"a":1}]') == {"a": 1}


@pytest.mark.parametrize("text", ["", "{}", "[1]", "[2,{}]", '[1,"x"]', '[1,{"a":0.5}]'])
def test_what_is_not_a_run_document_is_refused(text: str) -> None:
    with pytest.raises(DocumentUnreadable):
        thaw(text)


def test_the_scale_of_a_stored_number_does_not_show() -> None:
    assert plain_number(Decimal("1234.5000")) == plain_number(Decimal("1234.5")) == "1234.5"
    assert plain_number(Decimal("100")) == "100"
    assert plain_number(Decimal("-0.00")) == plain_number(Decimal("-0")) == "0"
    assert plain_number(Decimal("1E+3")) == "1000"
    assert plain_number(Decimal("1E-7")) == "0.0000001"
    # Fifty digits are kept, whatever stands before the point.
    assert plain_number(Decimal("9." + "1" * 49)) == "9." + "1" * 49
    assert plain_number(Decimal("9." + "1" * 50)) == "9." + "1" * 49
    assert plain_number(Decimal("0.0" + "1" * 50)) == "0.0" + "1" * 50
    assert plain_number(Decimal("1" * 51)) == "1" * 50 + "0"
    assert plain_number(None) is None


def test_computing_twice_gives_the_same_digest_whatever_the_order_of_the_inputs(annual: dict[str, Any]) -> None:
    turned = copy.deepcopy(annual)
    measured(turned, "2021")["document"]["inputs"]["gdp"].reverse()
    turned["units"].reverse()
    assert compute(turned).digest == compute(annual).digest


def test_a_method_this_system_does_not_know_is_named(annual: dict[str, Any]) -> None:
    with pytest.raises(MethodUnknown) as refused:
        compute({**annual, "method_version": "1999.1"})
    assert refused.value.where["known"] == "2021.1, 2021.2"


def test_a_year_that_does_not_come_out_as_confirmed_stops_the_run(annual: dict[str, Any]) -> None:
    measured(annual, "2020")["document"]["inputs"]["accounts"][0]["depreciation"] = "21"
    with pytest.raises(MeasurementNotReproduced) as refused:
        compute(annual)
    assert refused.value.where["year"] == "2020"


def test_one_hundred_more_of_compensation_moves_share_growth_and_total_by_what_was_worked_by_hand(
    annual: dict[str, Any],
) -> None:
    """City A, C39, 劳动者报酬 100 → 200: digital economy 2 000 → 2 100, share 20 → 21 %, growth 25 → 31.25 %.

    Total (21 + 31.25) / 2 = 26.125, published 26.13: from second place (22.50) to first (C stays at 25.00).
    """
    entry = measured(annual, "2021")
    entry["document"]["inputs"]["accounts"][0]["compensation_of_employees"] = "200"
    entry["result_digest"] = digest(value_added(entry["document"]))
    result = compute(annual)
    [figures] = [unit["figures"] for unit in result.steps["indicators"]["units"] if unit["unit"] == "A"]
    assert figures["digital_economy_value_added"]["value"] == "2100"
    assert (figures["share"]["value"], figures["growth"]["value"]) == ("21", "31.25")
    placings = {placing["unit"]: placing for placing in result.steps["scores"]["placings"]}
    assert (placings["A"]["score"], placings["A"]["shown"], placings["A"]["rank"]) == ("26.125", "26.13", "1")
    assert (placings["C"]["shown"], placings["C"]["rank"]) == ("25.00", "2")


def test_a_missing_return_is_not_available_in_every_column_and_never_zero(quarterly: dict[str, Any]) -> None:
    [entry] = [unit for unit in compute(quarterly).steps["indicators"]["units"] if unit["unit"] == "C"]
    assert entry["figures"]["level"] == {
        "condition": "not_available",
        "reason": "no_accepted_return",
        "marker": "missing",
    }
    assert entry["notes"] == [{"code": "no_return", "unit": "丙市"}]


@pytest.mark.parametrize("condition", ["not_applicable", "not_available", "empty"])
def test_the_three_kinds_of_nothing_stay_apart(quarterly: dict[str, Any], condition: str) -> None:
    cell = quarterly["inputs"]["returns"][1]["cells"][0]
    cell.update(condition=condition, value=None, reason="原因")
    [entry] = [unit for unit in compute(quarterly).steps["indicators"]["units"] if unit["unit"] == "B"]
    assert entry["figures"]["software_revenue"]["condition"] == condition


def test_what_does_not_apply_to_a_part_adds_nothing_and_what_is_unknown_leaves_the_sum_unknown(
    quarterly: dict[str, Any],
) -> None:
    part = quarterly["inputs"]["returns"][2]["cells"][0]
    part.update(condition="not_applicable", value=None, reason="无此项业务")
    assert level_of(quarterly, "A") == "40000"
    part.update(condition="not_available", reason="核对中")
    assert level_of(quarterly, "A") is None


def test_january_to_november_is_marked_on_every_figure(annual: dict[str, Any]) -> None:
    months = {**measured(annual, "2021")["document"], "months": 11}
    result = value_added(months)
    assert result["extrapolated"]
    markers = {figure["marker"] for region in result["regions"] for figure in region["figures"].values()}
    assert markers == {"extrapolated"}


def test_two_blanks_leave_the_industry_and_all_that_is_built_on_it_missing(annual: dict[str, Any]) -> None:
    document = measured(annual, "2021")["document"]
    document["inputs"]["accounts"][0].update(depreciation=None, operating_surplus=None)
    result = value_added(document)
    figures = next(region["figures"] for region in result["regions"] if region["region"] == "A")
    assert [figures[code]["value"] for code in ("C39", "DIGITAL_ECONOMY", "SHARE_OF_GDP")] == [None] * 3
    assert figures["I63"]["value"] == "200"
    assert {finding["code"] for finding in result["findings"]} == {"blanks_too_many"}


def test_a_negative_value_added_is_allowed_and_asked_about(annual: dict[str, Any]) -> None:
    document = measured(annual, "2021")["document"]
    document["inputs"]["accounts"][0]["operating_surplus"] = "-500"
    result = value_added(document)
    [finding] = result["findings"]
    assert (finding["code"], finding["severity"], finding["received"]) == ("value_added_negative", "explain", "-320")


def test_a_city_without_an_industry_or_gdp_is_named(annual: dict[str, Any]) -> None:
    document = measured(annual, "2021")["document"]
    document["inputs"]["accounts"] = document["inputs"]["accounts"][1:]
    document["inputs"]["gdp"] = [row for row in document["inputs"]["gdp"] if row["region"] != "B"]
    found = [(finding["region"], finding["industry"]) for finding in value_added(document)["findings"]]
    assert found == [("A", "C39"), ("B", "GDP")]


def test_nothing_is_reconciled_with_parts_that_sum_to_zero(annual: dict[str, Any]) -> None:
    document = measured(annual, "2021")["document"]
    for row in document["inputs"]["industrial_digitalisation"]:
        row["value"] = "0"
    document["inputs"]["industrial_digitalisation"].append(
        {**document["inputs"]["industrial_digitalisation"][0], "region": "P", "value": "10"}
    )
    assert [row["code"] for row in value_added(document)["reconciliation"]] == ["GDP"]


def test_a_replay_names_the_step_that_differs(quarterly: dict[str, Any]) -> None:
    kept = stored("quarterly-2021.1-small.json")
    changed = {**kept["steps"], "scores": "0" * 64}
    assert replay(quarterly, steps=changed, result_digest=kept["result_digest"]).differing == ("scores",)
    assert not replay(quarterly, steps=kept["steps"], result_digest="0" * 64).identical


def test_a_document_that_lacks_a_part_or_holds_no_number_is_refused_and_not_replayed(annual: dict[str, Any]) -> None:
    kept = stored("annual-2021.1-small.json")
    without = {name: part for name, part in annual.items() if name != "inputs"}
    with pytest.raises(DocumentUnreadable, match="inputs"):
        replay(without, steps=kept["steps"], result_digest=kept["result_digest"])
    measured(annual, "2021")["document"]["inputs"]["accounts"][0]["operating_surplus"] = "twelve"
    with pytest.raises(DocumentUnreadable, match="a number in it cannot be read"):
        replay(annual, steps=kept["steps"], result_digest=kept["result_digest"])


def test_a_printed_total_that_differs_is_reported_and_the_components_count(annual: dict[str, Any]) -> None:
    document = measured(annual, "2021")["document"]
    document["inputs"]["accounts"][0]["value_added"] = "203"
    result = value_added(document)
    # Whole 万元: half a unit × (4 parts + 1) = 2.5; 200 against 203 is beyond it.
    [finding] = result["findings"]
    assert (finding["code"], finding["expected"], finding["received"], finding["difference"]) == (
        "identity_broken",
        "203",
        "200",
        "-3",
    )
    document["inputs"]["accounts"][0]["value_added"] = "202"
    assert value_added(document)["findings"] == []


def with_a_part_of_a(annual: dict[str, Any], *years: str) -> dict[str, Any]:
    """The annual document with a new area D inside A, measured in `years` as A is."""
    part = {"code": "D", "name": "丁新区", "group": "", "position": 4, "ranked_within": "A"}
    annual["units"].append(part)
    for entry in annual["inputs"]["measurements"]:
        document = entry["document"]
        if document["units"][-1] != part:
            document["units"] = [*document["units"], part]
        if entry["year"] in years:
            for table in document["inputs"].values():
                table += [{**row, "region": "D"} for row in table if row["region"] == "A"]
        entry["result_digest"] = digest(value_added(document))
    return annual


def test_a_part_that_is_measured_adds_to_its_unit_and_is_shown_apart(annual: dict[str, Any]) -> None:
    result = compute(with_a_part_of_a(annual, "2020", "2021"))
    [unit] = [entry for entry in result.steps["indicators"]["units"] if entry["unit"] == "A"]
    # Twice the digital economy on twice the GDP: 4 000 of 20 000.
    figures = unit["figures"]
    assert (figures["digital_economy_value_added"]["value"], figures["share"]["value"]) == ("4000", "20")
    assert unit["notes"] == [{"code": "includes", "unit": "丁新区"}]
    assert [entry["unit"] for entry in result.steps["indicators"]["apart"]] == ["D"]


def test_a_part_that_lies_in_the_figures_of_its_unit_changes_nothing(annual: dict[str, Any]) -> None:
    before = compute(annual).steps["indicators"]["units"]
    result = compute(with_a_part_of_a(annual))
    assert result.steps["indicators"]["units"] == before
    assert result.steps["indicators"]["apart"] == []


def test_a_derived_component_and_an_illustrative_figure_are_noted(annual: dict[str, Any]) -> None:
    entry = measured(annual, "2021")
    entry["document"]["inputs"]["gdp"][0]["marker"] = "illustrative"
    entry["result_digest"] = digest(value_added(entry["document"]))
    notes = {unit["unit"]: unit["notes"] for unit in compute(annual).steps["indicators"]["units"]}
    assert notes == {
        "A": [{"code": "illustrative", "unit": "甲市"}],
        "B": [{"code": "derived", "unit": "乙市"}],
        "C": [],
    }


@pytest.mark.parametrize("table", ["gdp", "industrial_digitalisation"])
def test_without_gdp_or_digital_economy_there_is_no_share(annual: dict[str, Any], table: str) -> None:
    entry = measured(annual, "2021")
    inputs = entry["document"]["inputs"]
    inputs[table] = [row for row in inputs[table] if row["region"] != "A"]
    entry["result_digest"] = digest(value_added(entry["document"]))
    [unit] = [one for one in compute(annual).steps["indicators"]["units"] if one["unit"] == "A"]
    assert unit["figures"]["share"]["condition"] == "not_available"


def test_the_evaluation_behind_a_run_has_its_places(annual: dict[str, Any], quarterly: dict[str, Any]) -> None:
    for document in (annual, quarterly):
        placings = compute(document).steps["scores"]["placings"]
        again = [(placing.unit, str(placing.shown)) for placing in evaluation_of(document).placings]
        assert again == [(placing["unit"], placing["shown"]) for placing in placings]


def test_a_golden_file_holds_the_document_and_what_it_gives() -> None:
    kept = stored("quarterly-2021.1-small.json")
    assert golden_document(kept["document"]).items() <= kept.items()


def level_of(document: dict[str, Any], unit: str) -> str | None:
    [entry] = [entry for entry in compute(document).steps["indicators"]["units"] if entry["unit"] == unit]
    value: str | None = entry["figures"]["level"].get("value")
    return value


def test_a_city_without_accounts_has_no_figures_and_no_notes_of_them(annual: dict[str, Any]) -> None:
    measured = copy.deepcopy(compute(annual).steps["value_added"])
    year = measured["years"][annual["period"]]
    year["regions"] = [entry for entry in year["regions"] if entry["region"] != "C"]
    [city] = [entry for entry in indicators(annual, measured)["units"] if entry["unit"] == "C"]
    assert city["notes"] == []
    assert {city["figures"][code]["condition"] for code in ("digital_economy_value_added", "share")} == {
        "not_available"
    }


def test_a_sum_of_nothing_is_empty_and_of_what_does_not_apply_does_not_apply() -> None:
    apart = Figure.not_applicable("本市无此业务")
    assert total([]) == Figure.empty()
    assert total([apart, apart]) == apart
    assert total([apart, Figure.of(Decimal(3))]).value == Decimal(3)
