"""Frozen runs, computed again for ever: an old method stays runnable, to the last digit."""

import csv
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assessment.methodology.run_document import METHODS, compute
from assessment.methodology.run_replay import replay

GOLDEN = Path(__file__).parents[2] / "fixtures" / "golden"
DEMO = Path(__file__).parents[2] / "fixtures" / "demo"
COMPONENTS = ("compensation_of_employees", "net_taxes_on_production", "depreciation", "operating_surplus")
FILES = sorted(GOLDEN.glob("*.json"))


def golden(path: Path) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return stored


def test_there_is_a_golden_run_of_each_kind_and_method() -> None:
    kept = {(golden(path)["document"]["kind"], golden(path)["document"]["method_version"]) for path in FILES}
    assert {(kind, version) for kind in ("quarterly", "annual") for version in METHODS} <= kept


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_golden_run_gives_the_digests_it_gave(path: Path) -> None:
    stored = golden(path)
    again = replay(stored["document"], steps=stored["steps"], result_digest=stored["result_digest"])
    assert (again.differing, again.identical) == ((), True)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_its_scores_are_those_worked_by_hand_in_the_file(path: Path) -> None:
    stored = golden(path)
    placings = compute(stored["document"]).steps["scores"]["placings"]
    received = {placing["unit"]: placing for placing in placings}
    expected = stored["expected"]
    assert {unit: {key: received[unit][key] for key in known} for unit, known in expected.items()} == expected
    assert all({"shown", "rank"} <= set(known) for known in expected.values())
    assert expected


ELSEWHERE = """
import decimal, json, pathlib, sys
decimal.setcontext(decimal.Context(prec=6, rounding=decimal.ROUND_UP))
decimal.DefaultContext.prec = 6
from assessment.methodology.run_replay import replay
for name in sys.argv[1:]:
    stored = json.loads(pathlib.Path(name).read_text(encoding="utf-8"))
    assert replay(stored["document"], steps=stored["steps"], result_digest=stored["result_digest"]).identical, name
"""


@pytest.mark.parametrize(("hash_seed", "zone"), [("1", "UTC"), ("20211231", "Pacific/Auckland")])
def test_another_process_with_other_surroundings_gives_every_digest_too(hash_seed: str, zone: str) -> None:
    """Another order of sets, another time zone, no language, another precision and rounding of decimals around it."""
    surroundings = {"PYTHONHASHSEED": hash_seed, "TZ": zone, "LC_ALL": "C", "PYTHONPATH": str(GOLDEN.parents[1])}
    files = [str(path) for path in FILES]
    run = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, *files], env=surroundings, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert len(files) >= 9


@pytest.mark.parametrize("period", ["2021c03", "2021c06", "2021c09", "2021c12"])
def test_the_quarters_of_the_demo_year_are_kept_with_the_figures_of_its_files(period: str) -> None:
    document = golden(GOLDEN / f"demo-quarterly-{period}.json")["document"]
    kept = {
        (entry["unit"], cell["item"], cell["basis"]): Decimal(cell["value"])
        for entry in document["inputs"]["returns"]
        for cell in entry["cells"]
    }
    filed = {(row["region_code"], row["item"], row["basis"]): row["value"] for row in rows(f"returns_{period}.csv")}
    assert kept == {cell: Decimal(filed[cell]) for cell in kept}
    assert len(kept) == 2 * 10


@pytest.mark.parametrize("year", ["2020", "2021"])
def test_the_year_of_the_demo_is_kept_with_the_accounts_of_its_files(year: str) -> None:
    measurements = golden(GOLDEN / "demo-annual-2021.json")["document"]["inputs"]["measurements"]
    [measured] = [one["document"]["inputs"] for one in measurements if one["year"] == year]
    kept = {(row["region"], row["industry"]): row for row in measured["accounts"]}
    filed = {(row["region"], row["industry"]): row for row in rows(f"accounts_{year}.csv")}
    assert set(kept) == set(filed)
    for key, row in filed.items():
        assert [Decimal(kept[key][name]) for name in COMPONENTS] == [Decimal(row[name]) for name in COMPONENTS]


def rows(name: str) -> list[dict[str, str]]:
    with (DEMO / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
