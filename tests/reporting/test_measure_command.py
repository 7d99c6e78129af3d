"""`manage.py measure` as a person runs it: from files to files, with an empty environment and no services."""

import os
import pty
import subprocess
import time
from pathlib import Path

import pytest

from tests.methodology.published_figures import rows as published_rows
from tests.reporting.measure_runs import HEADER, command, header, run, run_bare, table, write


def test_the_provinces_of_2007_are_measured_from_the_yearbook(tmp_path: Path) -> None:
    chosen = {
        row["region"]: row
        for row in published_rows("income_approach_regions.csv")
        if (row["year"], row["sector"]) == ("2007", "地区生产总值")
    }
    columns = HEADER.split(",")[3:]
    lines = [f"{region},2007,GDP," + ",".join(row[c] for c in columns) for region, row in chosen.items()]
    assert len(lines) == 31
    done = run_bare(write(tmp_path, HEADER, *lines), tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert table(tmp_path / "out" / "findings.csv") == []
    differences = {row["region"]: row["identity_difference"] for row in table(tmp_path / "out" / "accounts.csv")}
    assert differences["青海省"] == "-0.02"
    assert differences["江苏省"] == "0.01"


def test_result_files_have_the_documented_columns(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run(
        write(
            tmp_path,
            HEADER,
            "甲市,2020,I65,10.0,6,1,2,1",
            "甲市,2021,I65,12.5,,1,2,1",
            "甲市,2020,GDP,100,,,,",
            "甲市,2021,GDP,125,,,,",
            "甲市,2021,I64,,,1,2,1",
        ),
        out,
    )
    assert done.returncode == 0
    assert header(out / "accounts.csv") == HEADER + ",vintage,source,marker,identity_difference"
    assert header(out / "structure.csv") == "region,year,industry,vintage,component,share"
    assert header(out / "growth.csv") == "region,industry,year,base_year,nominal_growth_percent,marker"
    assert header(out / "shares.csv") == "region,year,industry,vintage,share_of_gdp_percent"
    assert header(out / "findings.csv") == "region,year,industry,code,severity,expected,received,difference"
    accounts = table(out / "accounts.csv")
    assert (accounts[1]["compensation_of_employees"], accounts[1]["marker"]) == ("8.5", "derived")
    assert (accounts[4]["value_added"], accounts[4]["marker"]) == ("", "missing")
    assert [(row["industry"], row["nominal_growth_percent"], row["marker"]) for row in table(out / "growth.csv")] == [
        ("I65", "25", "derived"),
        ("GDP", "25", "computed"),
    ]
    assert [row["share_of_gdp_percent"] for row in table(out / "shares.csv")] == ["10", "10"]
    structure = [row["share"] for row in table(out / "structure.csv") if row["year"] == "2020"]
    assert structure == ["0.6", "0.1", "0.2", "0.1"]
    assert [(row["code"], row["severity"]) for row in table(out / "findings.csv")] == [
        ("blank_derived", "inform"),
        ("blanks_too_many", "blocking"),
    ]


def test_several_vintages_stay_apart_down_to_the_growth(tmp_path: Path) -> None:
    done = run(
        write(
            tmp_path,
            HEADER + ",vintage,source",
            "甲市,2020,GDP,100,,,,,初步核算数,公报",
            "甲市,2020,GDP,110,,,,,最终核实数,年鉴",
            "甲市,2021,GDP,121,,,,,最终核实数,年鉴",
        ),
        tmp_path / "out",
    )
    assert done.returncode == 0
    (growth,) = table(tmp_path / "out" / "growth.csv")
    assert (growth["nominal_growth_percent"], growth["vintage"], growth["base_vintage"]) == (
        "10",
        "最终核实数",
        "最终核实数",
    )
    assert table(tmp_path / "out" / "accounts.csv")[0]["source"] == "公报"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_files_as_excel_saves_them_are_read_with_chinese_heads_and_repairs_named(tmp_path: Path, encoding: str) -> None:
    heads = "地区,年份,行业,增加值,劳动者报酬,生产税净额,固定资产折旧,营业盈余,备注,"
    source = write(tmp_path, heads, '甲市,2021,I65,"１，２３４",1000,100,100,34,旧,', ",,,,,,,,,", encoding=encoding)
    done = run(source, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert [row["value_added"] for row in table(tmp_path / "out" / "accounts.csv")] == ["1234"]
    column, repair = table(tmp_path / "out" / "findings.csv")
    assert (column["code"], column["received"]) == ("column_not_read", "备注")
    assert (repair["code"], repair["severity"]) == ("number_repaired", "inform")
    assert repair["expected"] == "value_added: 1234"
    assert repair["received"] == "１，２３４ (full_width thousands_separators)"
    assert repair["difference"] == ""


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], ["accounts.csv", "value_added"]),
        ([HEADER], ["accounts.csv"]),
        ([HEADER.replace("depreciation", "depr"), "x"], ["1", "depreciation", "depr"]),
        ([HEADER + ",year", "x"], ["1", "year"]),
        ([HEADER, "甲市,2021,I65,1,1,0,0"], ["2", "8", "7"]),
        ([HEADER, "甲市,2021,I65,1,234,1,0,0,0"], ["2", "8", "9"]),
        ([HEADER, "甲市,2021,I65,十,1,0,0,0"], ["2", "value_added", "十"]),
        ([HEADER, "甲市,2021,I65,1,1,0,0,0", "甲市,2021,I64,1,1,0,5%,0"], ["3", "depreciation", "5%"]),
        ([HEADER, "甲市,21,I65,1,1,0,0,0"], ["2", "year", "21"]),
        ([HEADER, ",2021,I65,1,1,0,0,0"], ["2", "region"]),
        ([HEADER, "甲市,2021,I65,1,1,0,0,0", "", "甲市,2021,I65,1,1,0,0,0"], ["4", "2", "甲市", "I65"]),
        ([HEADER, '甲市,2021,I65,"' + "1" * 200_000 + '",1,0,0,0'], ["accounts.csv"]),
    ],
)
def test_a_bad_file_gets_one_sentence_and_nothing_is_written(
    tmp_path: Path, lines: list[str], words: list[str]
) -> None:
    done = run(write(tmp_path, *lines), tmp_path / "out")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert all(word in done.stderr for word in words), done.stderr
    assert not (tmp_path / "out").exists()


LONG = "长" * 5000


@pytest.mark.parametrize(
    "lines",
    [
        [HEADER + "," + LONG + "," + LONG, ""],
        [HEADER.replace("depreciation", LONG), "x"],
        [HEADER, f"甲市,{LONG},I65,1,1,0,0,0"],
        [HEADER, f"甲市,2021,I65,{LONG},1,0,0,0"],
        [HEADER, *[f"{LONG},2021,{LONG},1,1,0,0,0"] * 2],
        [HEADER + ",vintage", *[f"甲市,2021,I65,1,1,0,0,0,{LONG}"] * 2],
    ],
)
def test_a_sentence_never_repeats_a_cell_without_end(tmp_path: Path, lines: list[str]) -> None:
    done = run(write(tmp_path, *lines), tmp_path / "out")
    assert done.returncode == 1
    assert "长…" in done.stderr
    assert len(done.stderr) < 700


def test_a_number_with_more_digits_than_can_be_reckoned_with_is_refused_with_its_place(tmp_path: Path) -> None:
    done = run(write(tmp_path, HEADER, f"甲市,2021,I65,{'1' * 51},1,0,0,0"), tmp_path / "out")
    assert done.returncode == 1
    assert done.stderr.startswith("accounts.csv第2行“value_added”列：“1111")
    assert "位数过多" in done.stderr


def test_the_longest_numbers_that_are_read_give_results_and_no_breakdown(tmp_path: Path) -> None:
    large, small = "9" * 28 + ".5", "0." + "0" * 19 + "1"
    lines = [f"甲市,2020,GDP,{small},{small},0,0,0", f"甲市,2021,GDP,{large},{large},0,0,0"]
    done = run(write(tmp_path, HEADER, *lines), tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    (growth,) = table(tmp_path / "out" / "growth.csv")
    assert growth["nominal_growth_percent"].startswith("9999999")


def test_minus_zero_is_written_as_zero(tmp_path: Path) -> None:
    assert run(write(tmp_path, HEADER, "甲市,2021,I65,1.0,1,-0.0,-0,0"), tmp_path / "out").returncode == 0
    (row,) = table(tmp_path / "out" / "accounts.csv")
    assert (row["net_taxes_on_production"], row["depreciation"]) == ("0.0", "0")
    assert "-0" not in (tmp_path / "out" / "structure.csv").read_text("utf-8")


def test_a_repeated_row_is_named_without_a_vintage_it_has_not(tmp_path: Path) -> None:
    done = run(write(tmp_path, HEADER, *["甲市,2021,I65,1,1,0,0,0"] * 2), tmp_path / "out")
    assert "地区甲市、2021年、行业I65。每项只能出现一次" in done.stderr


def test_a_file_that_is_not_there_or_a_workbook_is_said_plainly(tmp_path: Path) -> None:
    missing = run_bare(tmp_path / "none.csv", tmp_path / "out")
    assert (missing.returncode, len(missing.stderr.splitlines())) == (1, 1)
    assert "none.csv" in missing.stderr
    workbook = tmp_path / "book.csv"
    workbook.write_bytes(b"PK\x03\x04rest")
    refused = run(workbook, tmp_path / "out")
    assert refused.returncode == 1
    assert "CSV" in refused.stderr
    assert not (tmp_path / "out").exists()


def test_results_that_cannot_be_written_are_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file where the folder should be")
    done = run(write(tmp_path, HEADER, "甲市,2021,I65,1,1,0,0,0"), tmp_path / "out")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    (tmp_path / "full" / "accounts.csv").mkdir(parents=True)
    done = run(tmp_path / "accounts.csv", tmp_path / "full")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)


def test_a_second_run_gives_the_same_bytes(tmp_path: Path) -> None:
    source = write(tmp_path, HEADER, "甲市,2020,I65,3,1,0,1,1", "甲市,2021,I65,7,3,1,2,")
    assert run(source, tmp_path / "one").returncode == run(source, tmp_path / "two").returncode == 0
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == ["accounts.csv", "findings.csv", "growth.csv", "shares.csv", "structure.csv"]
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_progress_is_shown_on_a_terminal(tmp_path: Path) -> None:
    source = write(tmp_path, HEADER, "甲市,2021,I65,1,1,0,0,0")
    terminal, end = pty.openpty()
    with os.fdopen(terminal, "rb", buffering=0) as screen, os.fdopen(end, "wb") as stderr:
        subprocess.run(
            command(source, tmp_path / "out"),
            env={"PATH": os.environ["PATH"]},
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            check=True,
        )
        shown = screen.read(4096).decode()
    assert "1" in shown
    assert shown.endswith("\r\033[K")


def test_time_grows_with_the_rows_and_not_with_their_square(tmp_path: Path) -> None:
    """Processor time, so that a busy machine does not count: 16 times the rows, not 256 times the seconds."""

    def seconds(regions: int) -> float:
        lines = [f"市{n},{year},I65,10,6,1,2,1" for n in range(regions) for year in (2019, 2020, 2021)]
        source = write(tmp_path, HEADER, *lines)
        started = time.process_time()
        assert run(source, tmp_path / "out").returncode == 0
        return time.process_time() - started

    seconds(10)  # the first run also imports
    assert seconds(6400) < 40 * seconds(400)
