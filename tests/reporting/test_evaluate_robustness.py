"""`manage.py evaluate --replications N --seed K`: the internal annex beside the ranking."""

import json
import os
import subprocess
import sys
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from assessment.methodology.robustness import robustness
from assessment.methodology.robustness_settings import settings_of
from reporting import robustness_terms as words
from reporting.robustness_terms import factor_name
from reporting.workbook.ranking import write_ranking_workbook
from tests.reporting.ranking_reports import quarterly_report
from tests.reporting.test_evaluate_command import PROJECT, run, table, written

SCHEME = """\
code: small
missing: require
aggregates: [{code: T, name: Total}]
indicators:
  - {code: x, name: First, parent: T, weight: 60, normalise: {method: goalposts, lower: 0, upper: 100}}
  - {code: y, name: Second, parent: T, weight: 40, normalise: {method: goalposts, lower: 0, upper: 100}}
"""
DATA = """\
unit,name,group,period,x,y
a,City A,big,2021,100,0
b,City B,big,2021,0,100
c,City C,small,2021,50,50
d,City D,small,2021,50,
"""
TESTED = ["--replications=200", "--seed=7"]


@pytest.fixture(autouse=True)
def english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


def test_places_get_their_range_and_the_annex_stands_beside_the_ranking(tmp_path: Path) -> None:
    """With ± 25 %, x weighs 45 to 75 and y 30 to 50: a stands first in about 98 of 100 draws."""
    done = run([*written(tmp_path, scheme=SCHEME, data=DATA), *TESTED])
    assert done.returncode == 0, done.stderr
    ranking = {each["unit"]: each for each in table(tmp_path / "out" / "ranking.csv")}
    assert [ranking["a"][name] for name in ("rank", "rank_5", "rank_median", "rank_95")] == ["1", "1", "1", "1"]
    assert [ranking["d"][name] for name in ("rank", "rank_5", "rank_median", "rank_95")] == ["", "", "", ""]
    rows = {each["unit"]: each for each in table(tmp_path / "out" / "robustness.csv")}
    assert list(rows) == ["a", "b", "c"]
    assert 0.95 < float(rows["a"]["keeps_order"]) < 1
    assert Decimal(rows["a"]["mean"]) == 2 - Decimal(rows["a"]["keeps_order"])
    assert rows["c"]["keeps_order"] == ""


def test_the_document_says_seed_settings_indices_and_audit(tmp_path: Path) -> None:
    run([*written(tmp_path, scheme=SCHEME, data=DATA), *TESTED])
    document = json.loads((tmp_path / "out" / "robustness.json").read_text(encoding="utf-8"))
    assert (document["scheme"], document["annex"], len(document["digest"])) == ("small", "internal", 64)
    assert document["settings"]["seed"] == 7
    assert document["settings"]["weight_spread"] == "0.25"
    big = document["groups"][0]
    assert [each["factor"] for each in big["sensitivity"]] == ["weights:0"]
    assert [each["code"] for each in big["dropped"]] == ["x", "y"]
    assert big["audit"]["families"][0]["correlations"][0]["pearson"] == "-1"


def test_the_same_seed_writes_the_same_bytes_in_an_empty_environment(tmp_path: Path) -> None:
    arguments = [sys.executable, str(PROJECT / "manage.py"), *written(tmp_path, scheme=SCHEME, data=DATA), *TESTED]
    contents = []
    for _ in range(2):
        done = subprocess.run(
            arguments, env={"PATH": os.environ["PATH"]}, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        contents.append({path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()})
    assert contents[0] == contents[1]
    assert {"robustness.csv", "robustness.json"} <= set(contents[0])


@pytest.mark.parametrize("given", [["--replications=5"], ["--seed=5"]])
def test_a_test_that_could_not_be_drawn_again_is_refused(tmp_path: Path, given: list[str]) -> None:
    done = run([*written(tmp_path, scheme=SCHEME, data=DATA), *given])
    assert (done.returncode, "needs both --replications and --seed" in done.stderr) == (1, True)
    assert not (tmp_path / "out").exists()


def test_no_replication_at_all_is_refused(tmp_path: Path) -> None:
    done = run([*written(tmp_path, scheme=SCHEME, data=DATA), "--replications=0", "--seed=1"])
    assert (done.returncode, "expected a whole number from 1 to 100000, received 0" in done.stderr) == (1, True)


def test_the_workbook_has_a_sheet_marked_as_an_internal_annex(tmp_path: Path) -> None:
    assert run([*written(tmp_path, scheme=SCHEME, data=DATA), *TESTED, "--workbook"]).returncode == 0
    book = load_workbook(tmp_path / "out" / "workbook.xlsx")
    assert book.sheetnames[-1] == words.SHEET
    texts = [str(cell.value) for row in book[words.SHEET].iter_rows() for cell in row if cell.value is not None]
    assert {words.ANNEX, words.ANNEX_NOTE, words.SENSITIVITY, words.DROPPED, words.FAMILIES} <= set(texts)
    assert {"City A", "City B", "City C", "First", "指标权重"} <= set(texts)
    assert any("模拟200次，随机数种子7" in text and "±25%" in text for text in texts)


def test_without_replications_no_workbook_carries_the_annex(tmp_path: Path) -> None:
    run([*written(tmp_path, scheme=SCHEME, data=DATA), "--workbook"])
    assert words.SHEET not in load_workbook(tmp_path / "out" / "workbook.xlsx").sheetnames
    assert not (tmp_path / "out" / "robustness.csv").exists()


def test_the_annex_names_what_was_varied_besides_the_weights() -> None:
    report = quarterly_report()
    settings = settings_of(
        {"replications": 6, "seed": 1, "samples": 4, "noise": "0.01", "noise_samples": 2, "winsorise_points": [0, 1]}
    )
    target = BytesIO()
    tested = quarterly_report(robustness=robustness(report.evaluation, settings))
    write_ranking_workbook(tested, target)
    sheet = load_workbook(target)[words.SHEET]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert words.CHOICES_NOTE.format(choices="缩尾点数、数据误差") in texts
    assert factor_name("weights:2") == "第2级权重"
