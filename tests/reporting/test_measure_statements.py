"""`manage.py measure --statements`: enterprises with items of their statements in, accounts and their trace out."""

from pathlib import Path

import pytest

from tests.reporting.measure_runs import HEADER, header, run, run_bare, table, write

STATEMENT_HEADER = (
    "企业,地区,年份,行业,应付职工薪酬,税金及附加,应交增值税,本年折旧,营业利润,资产减值损失,信用减值损失,"
    "投资收益,公允价值变动收益,资产处置收益,生产补贴"
)
WORKED_EXAMPLE = "甲公司,贵阳市,2021,I65,1200,40,160,300,900,40,30,100,20,10,50"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (WORKED_EXAMPLE.replace("2021", "2005"), "第3行“year”：规则“财务报表格式”自2006起施行"),
        (
            WORKED_EXAMPLE.replace(",300,", ",,") + ",250,600,0",
            "第3行“original_cost_last_year”：上年固定资产原价大于零时才能推算折旧",
        ),
    ],
)
def test_a_statement_that_cannot_be_measured_is_refused_with_its_place(tmp_path: Path, line: str, place: str) -> None:
    heads = STATEMENT_HEADER + ",上年本年折旧,固定资产原价,上年固定资产原价"
    lines = [other + "," * (heads.count(",") - other.count(",")) for other in (WORKED_EXAMPLE, line)]
    lines[1] = lines[1].replace("甲公司", "乙公司")
    done = run(write(tmp_path, heads, *lines), tmp_path / "out", "--statements")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert place in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_trace_of_statements_is_written_and_sums_to_the_components(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(write(tmp_path, STATEMENT_HEADER, WORKED_EXAMPLE), out, "--statements").returncode == 0
    trace = table(out / "trace.csv")
    assert header(out / "trace.csv") == (
        "enterprise,region,year,industry,vintage,component,item,sign,amount,contribution,marker"
    )
    surplus = [
        (row["item"], row["sign"], row["contribution"]) for row in trace if row["component"] == "operating_surplus"
    ]
    assert surplus == [
        ("operating_profit", "+", "900"),
        ("asset_impairment_loss", "+", "40"),
        ("credit_impairment_loss", "+", "30"),
        ("investment_income", "-", "-100"),
        ("fair_value_gain", "-", "-20"),
        ("asset_disposal_gain", "-", "-10"),
    ]
    assert sum(int(row["contribution"]) for row in trace) == 2490


def test_statements_give_the_worked_example(tmp_path: Path) -> None:
    """LAB 1200, TAX 150, DEP 300, OS 840, value added 2490 (万元)."""
    second = "乙公司,贵阳市,2021,I65,1200,40,160,300,930,40,30,100,20,10,80"
    out = tmp_path / "out"
    done = run_bare(write(tmp_path, STATEMENT_HEADER, WORKED_EXAMPLE, second), out, "--statements")
    assert (done.returncode, done.stderr) == (0, "")
    first, other = table(out / "enterprises.csv")
    assert [first[name] for name in HEADER.split(",")[3:]] == ["2490", "1200", "150", "300", "840"]
    assert (other["value_added"], other["operating_surplus"], other["marker"]) == ("2490", "870", "derived")
    (cell,) = table(out / "accounts.csv")
    assert (cell["value_added"], cell["marker"], cell["identity_difference"]) == ("4980", "derived", "0")


def test_statements_without_a_needed_item_leave_the_cell_blank(tmp_path: Path) -> None:
    blank = WORKED_EXAMPLE.replace("甲公司", "乙公司").replace(",900,", ",,")
    out = tmp_path / "out"
    done = run(write(tmp_path, STATEMENT_HEADER, WORKED_EXAMPLE, blank), out, "--statements")
    assert done.returncode == 0
    (cell,) = table(out / "accounts.csv")
    assert (cell["value_added"], cell["marker"]) == ("", "missing")
    assert table(out / "enterprises.csv")[1]["value_added"] == ""
    (finding,) = table(out / "findings.csv")
    assert (finding["code"], finding["expected"], finding["received"]) == (
        "statement_item_blank",
        "operating_profit",
        "乙公司",
    )


def test_switches_of_statements_are_columns_and_options(tmp_path: Path) -> None:
    heads = STATEMENT_HEADER.removeprefix("企业,") + ",利息费用,利息收入,生产补贴已计入营业利润"
    line = WORKED_EXAMPLE.removeprefix("甲公司,") + ",60,12,"
    source = write(tmp_path, heads, line + "否")
    assert run(source, tmp_path / "out", "--statements", "--interest", "sna").returncode == 0
    (enterprise,) = table(tmp_path / "out" / "enterprises.csv")
    assert (enterprise["enterprise"], enterprise["operating_surplus"]) == ("#2", "938")
    refused = run(write(tmp_path, heads, line + "也许"), tmp_path / "out2", "--statements")
    assert refused.returncode == 1
    assert "也许" in refused.stderr


def test_statements_need_depreciation_or_what_it_is_estimated_from(tmp_path: Path) -> None:
    without = STATEMENT_HEADER.replace("本年折旧,", "")
    line = WORKED_EXAMPLE.replace(",300,900", ",900")
    refused = run(write(tmp_path, without, line), tmp_path / "out", "--statements")
    assert refused.returncode == 1
    assert "depreciation_of_year" in refused.stderr
    source = write(tmp_path, without + ",上年本年折旧,固定资产原价,上年固定资产原价", line + ",250,600,500")
    assert run(source, tmp_path / "out", "--statements").returncode == 0
    (cell,) = table(tmp_path / "out" / "accounts.csv")
    assert (cell["value_added"], cell["marker"]) == ("2490", "imputed")
