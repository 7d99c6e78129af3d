"""Which inputs changed since a run froze them, by name."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from assessment.methodology.run_changes import Change, ChangedFigure, changes_between

GOLDEN = Path(__file__).parents[2] / "fixtures" / "golden"


def stored(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((GOLDEN / name).read_text("utf-8"))["document"]
    return document


@pytest.fixture
def quarterly() -> dict[str, Any]:
    document = stored("quarterly-2021.2-small.json")
    for number, entry in enumerate(document["inputs"]["returns"], 1):
        entry |= {"form": "SW-Q", "version": number, "number": 1}
    return document


def test_nothing_changed() -> None:
    for name in ("quarterly-2021.2-small.json", "annual-2021.2-small.json"):
        assert changes_between(stored(name) | {"inputs": {"returns": [], "measurements": []}},
                               stored(name) | {"inputs": {"returns": [], "measurements": []}}) == ()  # fmt: skip


def test_one_changed_cell_names_the_return_and_its_version(quarterly: dict[str, Any]) -> None:
    now = copy.deepcopy(quarterly)
    entry = next(entry for entry in now["inputs"]["returns"] if entry["unit"] == "B")
    entry["cells"][0]["value"] = "20001"
    entry |= {"version": 77, "number": 2}
    name = next(unit["name"] for unit in now["units"] if unit["code"] == "B")
    where = {"unit": name, "form": "SW-Q", "before": "1", "now": "2"}
    item = entry["cells"][0]["item"] + ("" if entry["cells"][0]["basis"] == "current" else "_last_year")
    assert changes_between(quarterly, now) == (Change("return", where, 77, (ChangedFigure(item),)),)


def test_a_newer_version_with_the_same_figures_names_none(quarterly: dict[str, Any]) -> None:
    now = copy.deepcopy(quarterly)
    now["inputs"]["returns"][0] |= {"version": 77, "number": 2}
    [change] = changes_between(quarterly, now)
    assert (change.kind, change.figures) == ("return", ())


def test_a_cell_that_was_not_filed_before_and_one_of_last_year_are_named(quarterly: dict[str, Any]) -> None:
    now = copy.deepcopy(quarterly)
    entry = now["inputs"]["returns"][0]
    [last_year] = [cell for cell in entry["cells"] if cell["basis"] == "same_period_last_year"]
    last_year["value"] = "1"
    entry["cells"].append({"item": "software_exports", "basis": "current", "condition": "value", "value": "0"})
    [change] = changes_between(quarterly, now)
    assert set(change.figures) == {ChangedFigure("software_revenue_last_year"), ChangedFigure("software_exports")}


def test_one_component_of_a_table_is_named_with_region_and_industry() -> None:
    frozen = stored("demo-annual-2021.json")
    now = copy.deepcopy(frozen)
    measurement = now["inputs"]["measurements"][1]
    measurement["batch"] = 7
    tables = measurement["document"]["inputs"]
    account = next(row for row in tables["accounts"] if (row["region"], row["industry"]) == ("520300", "I65"))
    account |= {"compensation_of_employees": "1", "table_id": 99}
    next(row for row in tables["gdp"] if row["region"] == "520100")["value"] = "2"
    [change] = changes_between(frozen, now)
    assert change.figures == (
        ChangedFigure("compensation_of_employees", "520300", "I65"),
        ChangedFigure("gdp", "520100"),
    )


def test_a_return_that_came_and_one_that_went(quarterly: dict[str, Any]) -> None:
    now = copy.deepcopy(quarterly)
    gone = now["inputs"]["returns"].pop(0)
    now["inputs"]["returns"].append({**gone, "unit": "X", "version": 9})
    found = changes_between(quarterly, now)
    assert [(change.kind, change.version) for change in found] == [("return_gone", gone["version"]), ("return_new", 9)]
    assert found[1].where["unit"] == "X"


def test_scheme_units_and_method_are_named(quarterly: dict[str, Any]) -> None:
    now = copy.deepcopy(quarterly)
    now["method_version"] = "2022.1"
    now["scheme"] |= {"digest": "f" * 64, "title_zh": "第2版"}
    now["units"] = now["units"][:-1]
    assert [change.kind for change in changes_between(quarterly, now)] == ["method", "scheme", "units"]


def test_another_batch_of_a_year_is_named_before_and_after() -> None:
    frozen = stored("annual-2021.2-small.json")
    for number, measurement in enumerate(frozen["inputs"]["measurements"], 1):
        measurement |= {"batch": number, "name": "全年"}
    now = copy.deepcopy(frozen)
    now["inputs"]["measurements"][1]["batch"] = 9
    year = now["inputs"]["measurements"][1]["year"]
    assert changes_between(frozen, now) == (
        Change(
            "measurement",
            {"year": year, "before": "全年", "before_number": "2", "now": "全年", "now_number": "9"},
        ),
    )  # fmt: skip
    del now["inputs"]["measurements"][1]
    assert changes_between(frozen, now)[0].where["now_number"] == ""
