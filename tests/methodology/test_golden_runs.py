"""Frozen runs, computed again for ever: an old method stays runnable, to the last digit."""

import json
from pathlib import Path
from typing import Any

import pytest

from assessment.methodology.run_document import METHODS, compute
from assessment.methodology.run_replay import replay

GOLDEN = Path(__file__).parents[2] / "fixtures" / "golden"
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
    received = {p["unit"]: {key: p[key] for key in ("score", "shown", "rank")} for p in placings}
    assert {unit: received[unit] for unit in stored["expected"]} == stored["expected"]
    assert stored["expected"]
