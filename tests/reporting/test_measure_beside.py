"""`manage.py measure` with files beside the accounts: indices, sections, operators, core classes; worked by hand."""

from pathlib import Path

import pytest

from tests.reporting.measure_runs import HEADER, PROJECT, header, run, run_bare, table, write

CLASSES = PROJECT / "fixtures" / "classification" / "core_classes.yaml"
ACCOUNTS = [
    f"{region},{year},{industry},{value},{value},0,0,0"
    for year, value in ((2020, 100), (2021, 125))
    for region in ("甲市", "乙市")
    for industry in ("C39", "I63", "I64", "I65")
]
OPERATORS = "经营单位,年份,行业,劳动者报酬,生产税净额,固定资产折旧,营业盈余,全省营业收入,甲市,乙市,丙市"


def beside(folder: Path, name: str, *lines: str) -> str:
    path = folder / name
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return str(path)


def accounts(folder: Path, *more: str) -> Path:
    return write(folder, HEADER, *ACCOUNTS, *more)


def refusal(done: tuple[int, str], out: Path) -> str:
    """One sentence, and nothing written."""
    assert done[0] == 1
    assert len(done[1].splitlines()) == 1
    assert not out.exists()
    return done[1]


def test_real_growth_stands_beside_the_nominal_one_and_an_index_is_lent_by_the_province_alone(tmp_path: Path) -> None:
    """1.25 / 1.04 − 1 = 20.1923 %; 1.25 / 1.025 − 1 = 21.9512 %; without --province nothing is lent."""
    source = accounts(tmp_path)
    indices = beside(tmp_path, "d.csv", "地区,年份,缩减指数", "甲市,2021,104", "全省,2021,102.5")
    lent = run_bare(source, tmp_path / "lent", "--deflators", indices, "--province", "全省")
    assert (lent.returncode, lent.stderr) == (0, "")
    growth = table(tmp_path / "lent" / "growth.csv")
    assert {(row["region"], row["real_growth_percent"][:7], row["deflator_of"]) for row in growth} == {
        ("甲市", "20.1923", "甲市"),
        ("乙市", "21.9512", "全省"),
    }
    assert run(source, tmp_path / "own", "--deflators", indices).returncode == 0
    own = {row["region"]: row["real_growth_percent"] for row in table(tmp_path / "own" / "growth.csv")}
    assert own["乙市"] == ""
    assert header(tmp_path / "own" / "growth.csv").endswith("marker,real_growth_percent,deflator_of")


def test_industries_beyond_their_section_and_regions_beyond_the_province_are_findings(tmp_path: Path) -> None:
    """63 + 64 + 65 = 375 of 370 + 1 % = 373.7; 39 = 125 of 124; C39 of both 250 of 260."""
    sections = beside(tmp_path, "s.csv", "region,year,section,value_added", "甲市,2021,I,370", "乙市,2021,工业,124")
    source = accounts(tmp_path, "全省,2021,C39,260,260,0,0,0")
    assert run(source, tmp_path / "out", "--sections", sections, "--province", "全省").returncode == 0
    findings = [row for row in table(tmp_path / "out" / "findings.csv") if row["code"] != "base_year_missing"]
    assert [(row["region"], row["industry"], row["code"], row["expected"], row["received"]) for row in findings] == [
        ("甲市", "I", "services_above_section_i", "<= 373.7", "375"),
        ("乙市", "C39", "electronics_above_industry", "<= 124", "125"),
        ("全省", "C39", "cities_do_not_add_up", "260", "250"),
    ]


def test_operators_are_allocated_by_revenue_and_join_the_accounts(tmp_path: Path) -> None:
    """600 and 400 of 1000; a blank revenue is no business there, a revenue of 0 a share of nothing."""
    source = write(tmp_path, HEADER, "甲市,2021,I65,10,6,1,2,1")
    operators = beside(
        tmp_path, "o.csv", OPERATORS, "电信,2021,I63,100,20,30,50,1000,600,400,", "移动,2021,I63,1,0,0,0,5,5,0,"
    )
    out = tmp_path / "out"
    assert run_bare(source, out, "--operators", operators).returncode == 0
    parts = [
        (row["operator"], row["region"], row["value_added"], row["share_of_revenue"])
        for row in table(out / "allocated.csv")
    ]
    assert parts == [
        ("电信", "甲市", "120", "0.6"),
        ("电信", "乙市", "80", "0.4"),
        ("移动", "甲市", "1", "1"),
        ("移动", "乙市", "0", "0"),
    ]
    made = [row for row in table(out / "accounts.csv") if row["industry"] == "I63"]
    assert [(row["region"], row["value_added"], row["compensation_of_employees"], row["source"]) for row in made] == [
        ("甲市", "121", "61", "电信、移动"),
        ("乙市", "80", "40", "电信、移动"),
    ]


def test_value_added_by_core_class_and_by_scope(tmp_path: Path) -> None:
    """甲市 2021: 125 in 01; 63, half of 64 and 0.9 of 65 = 125 + 62.5 + 112.5 = 300 in 03; 62.5 + 12.5 = 75 in 04."""
    splits = beside(tmp_path, "p.csv", "industry,class,share", "I64,03,0.5", "I64,04,0.5", "I65,03,0.9", "I65,04,0.1")
    out = tmp_path / "out"
    assert run_bare(accounts(tmp_path), out, "--classes", str(CLASSES), "--splits", splits).returncode == 0
    classes = [row for row in table(out / "classes.csv") if row["region"] == "甲市"]
    assert [(row["year"], row["class"], row["value_added"]) for row in classes] == [
        ("2021", "01", "125"),
        ("2021", "03", "300"),
        ("2021", "04", "75"),
    ]
    four, core = [row for row in table(out / "scopes.csv") if row["region"] == "甲市"]
    assert (four["scope"], four["missing"], four["value_added"]) == ("four_industries", "", "500")
    assert (core["scope"], core["missing"], core["value_added"]) == ("core", "C34 C35 C38 C40", "500")
    assert "core_classes_not_in_force" in {row["code"] for row in table(out / "findings.csv")}


@pytest.mark.parametrize(
    ("option", "lines", "said"),
    [
        ("--deflators", ("region,year,deflator", "甲市,2021,0"), "上年"),
        ("--deflators", ("region,year,deflator", "甲市,2021,"), "第2行“deflator”列"),
        ("--deflators", ("region,year,deflator", "甲市,2021,101", "甲市,2021,102"), "第 3 行重复给出“甲市 2021”"),
        ("--deflators", ("region,year", "甲市,2021"), "deflator"),
        ("--sections", ("region,year,section,value_added", "甲市,2021,K,5"), "收到“K”"),
        ("--operators", (OPERATORS, "电信,2021,I63,100,20,30,50,1000,600,300,"), "900"),
        ("--operators", (OPERATORS, "电信,2021,I63,100,20,,50,1000,600,400,"), "第2行“depreciation”列"),
        ("--operators", (OPERATORS, "电信,2021,I63,100,20,30,50,1000,600,400,"), "核算表第"),
        ("--classes", ("versions: 3",), "核心产业"),
        ("--classes", (CLASSES.read_text("utf-8"),), "I64"),
    ],
)
def test_a_bad_file_beside_the_accounts_gets_one_sentence_and_nothing_is_written(
    tmp_path: Path, option: str, lines: tuple[str, ...], said: str
) -> None:
    out = tmp_path / "out"
    assert said in refusal(run(accounts(tmp_path), out, option, beside(tmp_path, "beside", *lines)), out)


def test_a_file_that_is_not_there_and_operators_beside_statements_are_refused(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert "none.yaml" in refusal(run(accounts(tmp_path), out, "--classes", str(tmp_path / "none.yaml")), out)
    operators = beside(tmp_path, "o.csv", OPERATORS)
    assert "--statements" in refusal(run(accounts(tmp_path), out, "--statements", "--operators", operators), out)
