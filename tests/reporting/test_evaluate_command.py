"""`manage.py evaluate` as a person runs it: from files to files, with an empty environment and no services."""

import csv
import json
import os
import subprocess
import sys
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from django.core.management import call_command

PROJECT = Path(__file__).parents[2]
QUARTERLY = PROJECT / "fixtures" / "schemes" / "guizhou-2021-quarterly.yaml"
SCHEME = """\
code: small
missing: renormalise
aggregates: [{code: T, name: Total}]
indicators:
  - {code: x, parent: T, weight: 3, normalise: {method: goalposts, lower: 0, upper: 100}}
  - {code: y, parent: T, weight: 1, normalise: {method: goalposts, lower: 0, upper: 100, truncate: true}}
adjustments: [{code: BONUS, name: Bonus, column: bonus, cap: 2}]
cap: {upper: 100}
"""
DATA = """\
unit,name,group,period,x,y,bonus,remark
b,"City, B",big,2021,50,10,1,said "so"
a,City A,big,2021,99,150,5,
c,,small,2021,40,,,
"""


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def written(folder: Path, *, scheme: str = SCHEME, data: str = DATA) -> list[str]:
    """The arguments of the command on files with this content."""
    (folder / "S.yaml").write_text(scheme, encoding="utf-8")
    (folder / "D.csv").write_text(data, encoding="utf-8")
    return [
        "evaluate",
        f"--scheme={folder / 'S.yaml'}",
        f"--data={folder / 'D.csv'}",
        f"--out={folder / 'out'}",
    ]


def run(arguments: list[str]) -> Done:
    """The command in this process, in English."""
    stdout, stderr = StringIO(), StringIO()
    try:
        call_command(*arguments, stdout=stdout, stderr=stderr)
    except SystemExit as leaving:
        return Done(int(leaving.code or 0), stdout.getvalue(), stderr.getvalue())
    return Done(0, stdout.getvalue(), stderr.getvalue())


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(autouse=True)
def english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


def test_scores_are_written_in_full_precision_with_markers(tmp_path: Path) -> None:
    assert run(written(tmp_path)).returncode == 0
    rows = table(tmp_path / "out" / "scores.csv")
    header = (tmp_path / "out" / "scores.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == "period,group,unit,code,level,raw,treated,normalised,weight,score,marker"
    found = {(each["unit"], each["code"]): each for each in rows}
    assert found["a", "y"] == {
        "period": "2021",
        "group": "big",
        "unit": "a",
        "code": "y",
        "level": "0",
        "raw": "150",
        "treated": "150",
        "normalised": "100",
        "weight": "1",
        "score": "100",
        "marker": "capped",
    }
    assert Decimal(found["b", "T"]["normalised"]) == 40
    assert Decimal(found["b", "T"]["score"]) == 41
    assert (found["b", "T"]["level"], found["b", "T"]["weight"]) == ("1", "")
    assert (found["c", "y"]["raw"], found["c", "y"]["score"], found["c", "y"]["marker"]) == ("", "", "missing")
    assert found["c", "T"]["marker"] == "provisional"


def test_the_ranking_is_written_by_group_and_place(tmp_path: Path) -> None:
    run(written(tmp_path))
    rows = table(tmp_path / "out" / "ranking.csv")
    assert ",".join(rows[0]) == "period,group,unit,score,shown,rank,rank_5,rank_median,rank_95"
    assert [(each["group"], each["unit"], each["shown"], each["rank"]) for each in rows] == [
        ("big", "a", "100.00", "1"),
        ("big", "b", "41.00", "2"),
        ("small", "c", "40.00", "1"),
    ]


def test_in_the_explanation_contributions_add_up_exactly(tmp_path: Path) -> None:
    run(written(tmp_path))
    document = json.loads((tmp_path / "out" / "explain.json").read_text(encoding="utf-8"))
    assert [node["code"] for node in document["nodes"]] == ["x", "y", "T"]
    assert document["pools"][0]["formula"] == "({x} − 0) / (100 − 0) × 100 + 0"
    trees = {each["unit"]: each["tree"] for each in document["units"]}
    for tree in trees.values():
        parts = [Decimal(child["contribution"]) for child in tree["children"] if child["contribution"]]
        assert sum(parts) == Decimal(tree["score"]) == Decimal(tree["contribution"])
    assert [child["code"] for child in trees["a"]["children"]] == ["x", "y", "BONUS", "cap"]
    assert trees["a"]["footnotes"] == ["Bonus: 2 points.", "Limited to 100 points; 101.25 before."]
    assert trees["c"]["children"][1] == {
        "code": "y",
        "value": None,
        "score": None,
        "contribution": None,
        "marker": "missing",
    }
    assert {each["unit"]: each["name"] for each in document["units"]} == {"a": "City A", "b": "City, B", "c": "c"}


def test_other_means_and_missing_totals_are_explained(tmp_path: Path) -> None:
    scheme = SCHEME.replace("missing: renormalise", "missing: require\naggregation: geometric")
    run(written(tmp_path, scheme=scheme))
    document = json.loads((tmp_path / "out" / "explain.json").read_text(encoding="utf-8"))
    trees = {each["unit"]: each["tree"] for each in document["units"]}
    assert [child["code"] for child in trees["b"]["children"]] == ["x", "y", "imbalance", "BONUS"]
    assert sum(Decimal(child["contribution"]) for child in trees["b"]["children"]) == Decimal(trees["b"]["score"])
    assert trees["c"]["score"] is None
    assert [child["contribution"] for child in trees["c"]["children"]] == [None, None]
    ranking = table(tmp_path / "out" / "ranking.csv")
    assert [(each["unit"], each["rank"]) for each in ranking] == [("a", "1"), ("b", "2"), ("c", "")]


def test_it_runs_with_an_empty_environment_and_writes_the_same_bytes_each_time(tmp_path: Path) -> None:
    arguments = [sys.executable, str(PROJECT / "manage.py"), *written(tmp_path)]
    contents = []
    for _ in range(2):
        done = subprocess.run(
            arguments, env={"PATH": os.environ["PATH"]}, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert (done.returncode, Path(tmp_path / "out").exists()) == (0, True), done.stderr
        contents.append({path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()})
    assert contents[0] == contents[1]
    assert set(contents[0]) == {"scores.csv", "ranking.csv", "explain.json"}


def test_the_order_of_the_rows_changes_no_byte(tmp_path: Path) -> None:
    run(written(tmp_path))
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    head, *rows = DATA.splitlines(keepends=True)
    run(written(tmp_path, data="".join([head, *reversed(rows)])))
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_only_the_unit_and_the_columns_of_the_scheme_are_needed(tmp_path: Path) -> None:
    assert run(written(tmp_path, data="unit,x,y,bonus\na,1,2,\nb,3,4,\n")).returncode == 0
    assert [each["unit"] for each in table(tmp_path / "out" / "ranking.csv")] == ["b", "a"]


def test_repairs_unread_columns_and_constant_indicators_are_told(tmp_path: Path) -> None:
    scheme = SCHEME.replace("method: goalposts, lower: 0, upper: 100}", "method: minmax}")
    data = 'unit,x,y,bonus,remark\na,"1,234",１２,,\nb,1234,暂无数据,,\nc,1234,不适用,,\n'
    done = run(written(tmp_path, scheme=scheme, data=data))
    assert done.stderr.splitlines() == [
        "Row 2, column “x”: “1,234” read as 1234.",
        "Row 2, column “y”: “１２” read as 12.",
        "Column “remark” is not read by the scheme.",
        "The indicator x does not discriminate.",
    ]
    found = {(each["unit"], each["code"]): each["marker"] for each in table(tmp_path / "out" / "scores.csv")}
    assert (found["b", "y"], found["c", "y"]) == ("missing", "not_applicable")


def test_a_number_that_needs_no_repair_but_is_unusual_is_read(tmp_path: Path) -> None:
    done = run(written(tmp_path, data="unit,x,y,bonus\na,+5,.5,\n"))
    assert (done.returncode, done.stderr) == (0, "")
    assert table(tmp_path / "out" / "scores.csv")[0]["raw"] == "5"


def test_many_notes_are_counted_not_listed(tmp_path: Path) -> None:
    rows = "".join(f'u{number},"1,{number:03}",1,\n' for number in range(30))
    done = run(written(tmp_path, data=f"unit,x,y,bonus\n{rows}"))
    assert len(done.stderr.splitlines()) == 21
    assert done.stderr.splitlines()[-1] == "… and 10 more notes."


REFUSED = {
    "a word for a number": (
        DATA.replace("40,,", "forty,,"),
        (
            "Row 4, column “x” of D.csv: expected a number such as 1234.56, a blank cell, 不适用 or 暂无数据, "
            "received “forty”. Correct the cell."
        ),
    ),
    "a number as a program writes it": (DATA.replace("40,,", "4e1,,"), "received “4e1”"),
    "a missing column": (DATA.replace("y,bonus", "z,bonus"), "Row 1 of D.csv lacks the column “y”"),
    "a repeated column": (DATA.replace("y,bonus", "x,bonus"), "names the column “x” twice"),
    "a blank unit": (DATA.replace("c,,small", ",,small"), "Row 4, column “unit” of D.csv"),
    "a repeated unit": (
        DATA.replace("c,,small", "a,,small"),
        "Row 4 of D.csv repeats unit a (period “2021”) of row 3. Remove one of the two.",
    ),
    "a short row": (DATA.replace("40,,,", "40"), "Row 4 of D.csv: expected 8 cells as in the header, received 5."),
    "an empty file": ("", "D.csv is empty"),
    "no rows": (DATA.splitlines()[0], "D.csv has a header but no rows"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_table_is_refused_in_one_sentence_and_nothing_is_written(tmp_path: Path, case: str) -> None:
    data, sentence = REFUSED[case]
    done = run(written(tmp_path, data=data))
    assert done.returncode == 1
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_numbers_and_units_without_end_are_refused_in_one_short_sentence_without_a_blank_period(tmp_path: Path) -> None:
    long = "长" * 5000
    done = run(written(tmp_path, data=f"unit,x,y,bonus\n{long},1,1,\n{long},1,1,\n"))
    assert (done.returncode, len(done.stderr) < 300, "“”" in done.stderr) == (1, True, False)
    done = run(written(tmp_path, data=f"unit,x,y,bonus\na,{long},1,\n"))
    assert (done.returncode, len(done.stderr) < 300) == (1, True)
    done = run(written(tmp_path, data=f"unit,x,y,bonus\na,{'1' * 51},1,\n"))
    assert done.returncode == 1
    assert "Row 2, column “x” of D.csv" in done.stderr
    assert "at most 28 digits" in done.stderr


def test_minus_zero_is_zero_in_the_scores(tmp_path: Path) -> None:
    assert run(written(tmp_path, data="unit,x,y,bonus\na,-0.0,-0,\n")).returncode == 0
    assert "-0" not in (tmp_path / "out" / "scores.csv").read_text("utf-8")


def test_a_bad_scheme_is_refused_with_its_file_and_line(tmp_path: Path) -> None:
    done = run(written(tmp_path, scheme=SCHEME.replace("weight: 3", "wieght: 3")))
    assert done.returncode == 1
    assert done.stderr.startswith("S.yaml: Line 5: the key “wieght” is unknown in indicators x.")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_a_scheme_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes | None) -> None:
    arguments = written(tmp_path)
    (tmp_path / "S.yaml").unlink()
    if content is not None:
        (tmp_path / "S.yaml").write_bytes(content)
    done = run(arguments)
    assert done.returncode == 1
    assert "S.yaml cannot be read" in done.stderr


def test_a_workbook_in_the_place_of_the_scheme_is_not_asked_for_as_a_table(tmp_path: Path) -> None:
    arguments = written(tmp_path)
    (tmp_path / "S.yaml").write_bytes(b"PK\x03\x04")
    done = run(arguments)
    assert (done.returncode, "S.yaml is no text that can be read" in done.stderr) == (1, True)


def test_a_figure_the_method_cannot_take_is_refused_with_its_unit(tmp_path: Path) -> None:
    scheme = SCHEME.replace("weight: 3,", "weight: 3, treat: [log],")
    done = run(written(tmp_path, scheme=scheme, data="unit,x,y,bonus\na,0,1,\n"))
    assert (done.returncode, "In unit a, x is 0" in done.stderr) == (1, True)


def test_results_that_cannot_be_written_are_reported(tmp_path: Path) -> None:
    arguments = written(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "scores.csv").mkdir()
    done = run(arguments)
    assert done.returncode == 1
    assert "Results cannot be written to" in done.stderr


class TestWorkbook:
    data = "unit,name,period,level,software_revenue,software_revenue_last_year\n"

    def run(self, tmp_path: Path, rows: str) -> Done:
        arguments = written(tmp_path, scheme=QUARTERLY.read_text(encoding="utf-8"), data=self.data + rows)
        return run([*arguments, "--workbook"])

    def test_the_workbook_holds_the_ranking_and_live_formulas(self, tmp_path: Path) -> None:
        rows = "a,A,2021c06,120,120,100\nb,B,2021c06,30,30,20\nc,C,2021c06,,,\n"
        assert self.run(tmp_path, rows.replace("100\n", "1000\n")).returncode == 0
        book = openpyxl.load_workbook(tmp_path / "out" / "workbook.xlsx")
        assert book.sheetnames == ["排名表", "数据表", "图表", "计算过程", "方法与口径"]
        formulas = [
            cell.value
            for line in book["计算过程"].iter_rows()
            for cell in line
            if isinstance(cell.value, str) and cell.value.startswith("=")
        ]
        assert len(formulas) > 6
        notes = {line[0].value: line[1].value for line in book["方法与口径"].iter_rows(max_col=2)}
        assert "再次执行 manage.py evaluate" in str(notes["重算办法"])
        assert "2021年上半年" in str(book["排名表"]["A1"].value) or "2021年上半年" in str(book["排名表"]["A2"].value)

    def test_with_its_document_beside_the_scheme_it_speaks_as_the_system_does(self, tmp_path: Path) -> None:
        document = QUARTERLY.with_name(QUARTERLY.name.replace(".yaml", ".document.yaml")).read_text(encoding="utf-8")
        (tmp_path / "S.document.yaml").write_text(document, encoding="utf-8")
        assert self.run(tmp_path, "a,A,2021c06,120,120,100\nb,B,2021c06,30,30,20\n").returncode == 0
        sheet = openpyxl.load_workbook(tmp_path / "out" / "workbook.xlsx")["排名表"]
        heads = {str(cell.value) for row in sheet.iter_rows(max_row=4) for cell in row if cell.value}
        assert "2021年上半年市（州）软件业务收入考核排名（演示数据）" in heads
        assert any("软件业务收入增速" in head and "%" in head for head in heads)

    def test_several_periods_get_a_workbook_each(self, tmp_path: Path) -> None:
        rows = "a,A,2021c06,120,120,100\nb,B,2021c06,30,30,20\na,A,spring/21,1,1,1\nb,B,spring/21,3,3,2\n"
        self.run(tmp_path, rows)
        names = {path.name for path in (tmp_path / "out").glob("*.xlsx")}
        assert names == {"workbook-2021c06.xlsx", "workbook-spring_21.xlsx"}

    def test_a_workbook_that_cannot_be_written_is_reported(self, tmp_path: Path) -> None:
        (tmp_path / "out" / "workbook.xlsx").mkdir(parents=True)
        done = self.run(tmp_path, "a,A,2021c06,120,120,100\nb,B,2021c06,30,30,20\n")
        assert (done.returncode, "Results cannot be written" in done.stderr) == (1, True)
