"""`manage.py import_figures`: all or nothing, each repair named, each problem one sentence with row and column."""

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError

from assessment.audit.models import Entry
from assessment.display.wording import say
from assessment.filing import actions
from assessment.filing.errors.returns import FileEmpty, FileNotText, FileWrong, HeadingWrong
from assessment.filing.figures_file import COLUMNS
from assessment.filing.models import Cell, Return, Version
from assessment.people.errors import PermissionRefused
from assessment.people.roles import Role
from tests.situations.catalogue import FIXTURES, a_planned_collection, a_reviewer, an_account, an_open_collection
from tests.situations.filing import (
    FILLED,
    a_city,
    a_filled_draft,
    a_submitted_version,
    a_version_sent_back,
    a_withdrawn_version,
)

pytestmark = pytest.mark.django_db
HEADING = ",".join(COLUMNS)
GOOD = "520200,2021c03,SW-Q,software_revenue,current,1234.5,万元,value,,季报"


def a_file(tmp_path: Path, *rows: str, heading: str = HEADING, encoding: str = "utf-8") -> Path:
    path = tmp_path / "figures.csv"
    path.write_bytes("\n".join([heading, *rows, ""]).encode(encoding))
    return path


def run(path: Path, by: str = "filler-520200") -> str:
    an_open_collection()
    a_city()
    said = StringIO()
    with time_machine.travel(FILLED, tick=False):
        call_command("import_figures", path, by=by, stdout=said)
    return said.getvalue()


def stored(item: str = "software_revenue", basis: str = "current") -> Cell:
    return Cell.objects.get(item=item, basis=basis, version__number=1)


def test_figures_become_a_draft_of_the_return_they_belong_to(tmp_path: Path) -> None:
    said = run(
        a_file(
            tmp_path,
            GOOD,
            "520200,2021c03,SW-Q,software_revenue,same_period_last_year,1000,万元,value,,季报",
            "520200,2021c03,SW-Q,software_exports,current,,万美元,not_applicable,无出口业务,",
            "520200,2021c03,SW-Q,total_pay,current,0,万元,value,,",
        )
    )
    version = Version.objects.get()
    assert (version.state, version.filler.username, version.revision) == ("draft", "filler-520200", 1)
    assert (stored().value, stored().source) == (Decimal("1234.5"), "季报")
    assert stored(basis="same_period_last_year").value == 1000
    assert (stored("software_exports").condition, stored("software_exports").reason) == ("not_applicable", "无出口业务")
    assert (stored("total_pay").condition, stored("total_pay").value) == ("value", Decimal(0))
    assert stored("total_profit").condition == "empty"
    assert "520200 SW-Q 2021c03：已将4个单元格写入草稿" in said
    entry = Entry.objects.get(action="figures.import")
    assert (entry.chain, entry.by, entry.facts["file"]) == ("520200", "filler-520200", "figures.csv")


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    path = a_file(tmp_path, GOOD)
    run(path)
    entries = Entry.objects.count()
    assert "无变化" in run(path)
    assert (Version.objects.count(), Entry.objects.count()) == (1, entries)


def test_a_submitted_return_with_the_same_figures_is_left_alone(tmp_path: Path) -> None:
    a_submitted_version()
    row = "520200,2021c03,SW-Q,software_revenue,current,1234.5,万元,value,,"
    assert "无变化" in run(a_file(tmp_path, row))
    with pytest.raises(CommandError, match="本表第1版尚在办理"):
        run(a_file(tmp_path, row.replace("1234.5", "1235")))
    assert Version.objects.count() == 1


def test_after_a_withdrawal_or_a_return_sent_back_a_new_version_takes_the_figures(tmp_path: Path) -> None:
    a_version_sent_back()
    run(a_file(tmp_path, GOOD.replace("1234.5", "1300")))
    second = Version.objects.get(number=2)
    assert second.cells.get(item="software_revenue", basis="current").value == 1300
    assert second.cells.get(item="software_revenue", basis="current").sent_back_note == "请核对原始凭证"


def test_a_withdrawn_return_begins_anew_even_with_the_same_figures(tmp_path: Path) -> None:
    a_withdrawn_version()
    run(a_file(tmp_path, GOOD))
    assert Version.objects.get(number=2).state == "draft"


def test_an_open_draft_takes_the_figures(tmp_path: Path) -> None:
    draft = a_filled_draft()
    run(a_file(tmp_path, GOOD.replace("1234.5", "1300")))
    assert draft.cells.get(item="software_revenue", basis="current").value == 1300
    assert Version.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "value", "said"),
    [
        ("１２３４．５", "1234.5", "全角字符已改为半角（“１２３４．５”→1234.5）"),
        ('"1,234,567.80"', "1234567.80", "已去掉千位分隔符（“1,234,567.80”→1234567.80）"),
        (" 12 ", "12", "已去掉空格"),
        ("￥12", "12", "已去掉货币符号"),
        ("−12", "-12", "已改正负号"),
    ],
)
def test_a_number_with_one_reading_is_repaired_and_the_repair_is_named(
    tmp_path: Path, typed: str, value: str, said: str
) -> None:
    printed = run(a_file(tmp_path, GOOD.replace("1234.5", typed)))
    assert stored().value == Decimal(value)
    assert f"第2行value列：{said}" in printed


def test_spaces_around_a_code_are_taken_off_and_named(tmp_path: Path) -> None:
    printed = run(a_file(tmp_path, GOOD.replace("SW-Q", " SW-Q")))
    assert "第2行form列：已去掉空格（“ SW-Q”→SW-Q）" in printed


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8-sig", "已去掉字节顺序标记"), ("gb18030", "已转换编码"), ("gbk", "已转换编码")]
)
def test_files_as_spreadsheets_save_them_are_read_and_it_is_said(tmp_path: Path, encoding: str, said: str) -> None:
    assert said in run(a_file(tmp_path, GOOD, encoding=encoding))
    assert stored().source == "季报"


def test_a_unit_that_differs_by_a_power_of_ten_is_converted_exactly(tmp_path: Path) -> None:
    printed = run(a_file(tmp_path, GOOD.replace("1234.5,万元", "0.123456789,亿元")))
    assert stored().value == Decimal("1234.56789")
    assert "第2行unit列：已换算为报表的计量单位（“0.123456789 亿元”→1234.56789 万元）" in printed


def test_a_cell_longer_than_any_reader_takes_is_refused_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="第2行无法读取"):
        run(a_file(tmp_path, GOOD.replace("季报", "长" * 140_000)))
    assert not Cell.objects.exists()


FIRST = "520200,2021c03,SW-Q,total_pay,current,5,万元,value,,"
FAILURES = {
    "text in a number": ([GOOD.replace("1234.5", "约一千二")], "第3行第6列（value）：“约一千二”不是数"),
    "grouping with two readings": ([GOOD.replace("1234.5", '"12,34"')], "第3行第6列（value）"),
    "unknown region": (
        [GOOD.replace("520200", "529900")],
        "第3行第1列（region_code）：“529900”不是您的账户可填报的地区代码",
    ),
    "foreign region": (
        [GOOD.replace("520200", "520300")],
        "第3行第1列（region_code）：“520300”不是您的账户可填报的地区代码",
    ),
    "county": ([GOOD.replace("520200", "520203")], "第3行第1列（region_code）"),
    "repeated row": ([GOOD, GOOD], "第4行第4列（item）：同一地区、报告期、报表、指标和数据口径已在第3行出现"),
    "no period": ([GOOD.replace("2021c03", "2021Q1")], "第3行第2列（period）：“2021Q1”"),
    "period not collected": (
        [GOOD.replace("2021c03", "2021c04")],
        "第3行第2列（period）：报表SW-Q在2021c04没有开表安排",
    ),
    "period not open": ([GOOD.replace("2021c03", "2021c06")], "第3行第2列（period）：报表SW-Q（2021c06）尚未开表"),
    "unknown form": ([GOOD.replace("SW-Q", "SW-M")], "第3行第3列（form）：没有报表“SW-M”"),
    "unknown item": (
        [GOOD.replace("software_revenue", "hardware")],
        "第3行第4列（item）：报表SW-Q（2021c03）没有指标“hardware”",
    ),
    "unknown basis": (
        [GOOD.replace("current", "last_month")],
        "第3行第5列（basis）：“last_month”不是指标software_revenue的数据口径",
    ),
    "wrong unit": (
        [GOOD.replace("万元", "人")],
        "第3行第7列（unit）：指标software_revenue的计量单位为万元，人不能换算",
    ),
    "unknown unit": ([GOOD.replace("万元", "车皮")], "第3行第7列（unit）：“车皮”"),
    "unknown condition": ([GOOD.replace(",value,", ",estimated,")], "第3行第8列（condition）：“estimated”不是数据状态"),
    "value without number": (
        [GOOD.replace("1234.5", "")],
        "第3行第6列（value）：指标software_revenue的数据状态为数值，却没有填数",
    ),
    "number beside a reason": ([GOOD.replace(",value,,", ",not_available,待审定,")], "第3行第6列（value）"),
    "condition without reason": (
        [GOOD.replace("1234.5", "").replace(",value,,", ",not_applicable,,")],
        "第3行第9列（reason）：指标software_revenue的数据状态为“not_applicable”，须填写原因",
    ),
    "percentage of an amount": (
        [GOOD.replace("1234.5", "5%")],
        "第3行第6列（value）：“5%”是百分数，而该指标的计量单位是万元",
    ),
    "too many digits": ([GOOD.replace("1234.5", "0.123456789")], "第3行第6列（value）：0.123456789的位数超出"),
    "too few columns": (["520200,2021c03,SW-Q"], "第3行第4列：应有10列，实有3列"),
    "too many columns": ([GOOD + ",x"], "第3行第11列：应有10列，实有11列"),
}


@pytest.mark.parametrize(("rows", "sentence"), FAILURES.values(), ids=FAILURES.keys())
def test_one_wrong_row_is_named_with_row_and_column_and_nothing_is_written(
    tmp_path: Path, rows: list[str], sentence: str
) -> None:
    with pytest.raises(CommandError) as refused:
        run(a_file(tmp_path, FIRST, *rows))
    assert sentence in str(refused.value)
    assert "figures.csv未导入：共1处问题。未写入任何内容。" in str(refused.value)
    assert not Return.objects.exists()


def test_every_problem_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    rows = [GOOD.replace("520200", "110000"), GOOD.replace("1234.5", "无"), FIRST]
    with pytest.raises(CommandError) as refused:
        run(a_file(tmp_path, *rows))
    assert [line[:4] for line in str(refused.value).splitlines()] == ["第2行第", "第3行第", "figu"]


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        (HEADING.replace("region_code", "region"), "第1行第1列：表头应为“region_code”，实为“region”"),
        (HEADING.replace(",source", ""), "第1行第10列：表头应为“source”，实为“-”"),
        (HEADING + ",remark", "第1行第11列：表头应为“-”，实为“remark”"),
        (HEADING.replace("item,basis", "basis,item"), "第1行第4列：表头应为“item”，实为“basis”"),
    ],
)
def test_a_wrong_heading_names_the_first_wrong_column(tmp_path: Path, heading: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(a_file(tmp_path, GOOD, heading=heading))
    assert not Return.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\xef\xbb\xbf", HEADING.encode(), HEADING.encode() + b"\n,,,,,,,,,\n"]
)
def test_a_file_without_figures_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="第1行第1列：文件中没有数据"):
        run(path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04rest", "该文件是Excel工作簿（.xlsx），不是CSV文件"),
        (b"\xd0\xcf\x11\xe0rest", "该文件是旧版Excel工作簿（.xls）"),
        (f"{HEADING}\n{GOOD}".encode("utf-16"), "该文件是UTF-16编码的文本"),
        (b"a\x00b", "该文件是二进制文件"),
        (HEADING.encode() + b"\n520200,2021c03,\xff\xff", "第2行第3列：文字编码既不是UTF-8也不是GB 18030"),
    ],
)
def test_what_is_no_csv_is_refused_by_its_name(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "figures.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        run(path)


def test_the_importer_is_named_known_and_entitled(tmp_path: Path) -> None:
    path = a_file(tmp_path, GOOD)
    with pytest.raises(CommandError, match="须说明由谁导入"):
        run(path, by="")
    with pytest.raises(CommandError, match="nobody"):
        run(path, by="nobody")
    reviewer = a_reviewer()
    with pytest.raises(PermissionRefused):
        actions.import_figures(path.read_bytes(), file_name="f.csv", by=reviewer, at=FILLED)
    with pytest.raises(CommandError, match="无法读取"):
        run(tmp_path / "missing.csv")
    assert not Return.objects.exists()


def test_the_action_raises_the_same_refusals(tmp_path: Path) -> None:
    an_open_collection()
    by = a_city().filler
    for content, error in ((b"", FileEmpty), (b"PK\x03\x04", FileNotText), (b"a,b", HeadingWrong)):
        with pytest.raises(error):
            actions.import_figures(content, file_name="f.csv", by=by, at=FILLED)
    content = f"{HEADING}\n{GOOD.replace('520200', 'x')}".encode()
    with pytest.raises(FileWrong) as refused:
        actions.import_figures(content, file_name="f.csv", by=by, at=FILLED)
    assert refused.value.where["count"] == 1


def test_a_planned_collection_takes_no_import(tmp_path: Path) -> None:
    a_planned_collection()
    with pytest.raises(FileWrong):
        actions.import_figures(f"{HEADING}\n{GOOD}".encode(), file_name="f.csv", by=a_city().filler, at=FILLED)


def test_the_rows_of_a_city_in_the_demonstration_are_imported_whole() -> None:
    """The file the demonstration year uses: 15 items on two bases for each unit."""
    an_open_collection()
    lines = (FIXTURES / "demo" / "returns_2021c03.csv").read_text("utf-8").splitlines()
    own = [line for line in lines[1:] if line.startswith("520200,")]
    assert own
    report = actions.import_figures(
        "\n".join([lines[0], *own]).encode(), file_name="demo.csv", by=a_city().filler, at=FILLED
    )
    assert [imported.cells for imported in report.returns] == [len(own)]
    assert report.repairs == ()


def test_a_form_the_unit_does_not_file_is_named() -> None:
    annual = an_open_collection("DE-A", "2021")
    new_area = an_account("filler-52GA00", Role.FILLER, "52GA00")
    row = "52GA00,2021,DE-A,gross_domestic_product,current,1,万元,value,,"
    with pytest.raises(FileWrong) as refused:
        actions.import_figures(f"{HEADING}\n{row}".encode(), file_name="f.csv", by=new_area, at=annual.opens_at)
    problems = refused.value.where["problems"]
    assert isinstance(problems, list)
    assert "第2行第3列（form）：贵安新区不填报报表DE-A" in say(problems[0])


def test_what_is_no_file_that_can_be_read_or_has_no_end_is_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.csv", Path("a\0b")):
        with pytest.raises(CommandError, match="无法读取"):
            run(path)
    with pytest.raises(CommandError, match="zero超过20MB"):
        run(Path("/dev/zero"))
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"\x00\xff\xfe\x81" * 100)
    with pytest.raises(CommandError):
        run(binary)
    unknown = "529999,2021c03,SW-Q,software_revenue,current,1,万元,value,,"
    with pytest.raises(CommandError, match="529999"):
        run(a_file(tmp_path, unknown))
    with pytest.raises(CommandError, match="春天"):
        run(a_file(tmp_path, GOOD.replace("2021c03", "春天")))
    people = GOOD.replace("万元", "人")
    with pytest.raises(CommandError, match="人") as refused:
        run(a_file(tmp_path, people))
    assert "person" not in str(refused.value)
