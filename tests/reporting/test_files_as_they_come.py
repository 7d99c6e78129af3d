"""Files as offices have them and as malice makes them: one clear sentence each, nothing left behind, right numbers."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.management import call_command
from django.utils.translation import override

from reporting.table_files import FolderNotWritable, results_in

PROJECT = Path(__file__).parents[2]
SCHEME = """\
code: small
aggregates: [{code: T, name: 总分}]
indicators:
  - {code: x, name: 收入, parent: T, weight: 1, normalise: {method: minmax}}
"""
TABLE = "unit,name,x\n甲,甲市,1\n乙,乙市,3\n丙,丙市,2\n"
ACCOUNTS = (
    "region,year,industry,value_added,compensation_of_employees,net_taxes_on_production,depreciation,"
    "operating_surplus\n甲,2021,39,100,40,10,20,30\n"
)
SAMPLE = "unit,domain,stratum,y,x\na,d,s,1,2\nb,d,s,2,3\n"
FRAME = "stratum,population\ns,10\n"


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str) -> Done:
    """The command in this process, in Chinese."""
    stdout, stderr = StringIO(), StringIO()
    try:
        with override("zh-hans"):
            call_command(*arguments, stdout=stdout, stderr=stderr)
    except SystemExit as leaving:
        return Done(int(str(leaving.code)), stdout.getvalue(), stderr.getvalue())
    return Done(0, stdout.getvalue(), stderr.getvalue())


def evaluate(folder: Path, *, scheme: str | bytes = SCHEME, table: str | bytes = TABLE) -> Done:
    return run(*arguments(folder, scheme=scheme, table=table))


def arguments(folder: Path, *, scheme: str | bytes = SCHEME, table: str | bytes = TABLE) -> list[str]:
    for name, content in (("S.yaml", scheme), ("D.csv", table)):
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return ["evaluate", f"--scheme={folder / 'S.yaml'}", f"--data={folder / 'D.csv'}", f"--out={folder / 'out'}"]


def process(*command: str, streams: str = "") -> Done:
    """The command as a process; `streams` says what becomes of its streams."""
    line = ["sh", "-c", f'exec "$@" {streams}', "sh", sys.executable, str(PROJECT / "manage.py"), *command]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    return Done(done.returncode, done.stdout, done.stderr)


TABLES: dict[str, tuple[str | bytes, str]] = {
    "semicolons": (TABLE.replace(",", ";"), "D.csv第1行用“;”分隔，应为半角逗号。另存为“CSV UTF-8”后再次运行。"),
    "tabulators": (TABLE.replace(",", "\t"), "D.csv第1行用“⇥”分隔，应为半角逗号。另存为“CSV UTF-8”后再次运行。"),
    "full-width commas": (TABLE.replace(",", "，"), "D.csv第1行用“，”分隔"),
    "UTF-16 without a mark": (TABLE.encode("utf-16-le"), "D.csv不是可读取的文本。"),
    "bytes of no encoding": (TABLE.encode() + b"\xff\xff", "文件D.csv无法读取：文字编码既不是UTF-8也不是GB 18030。"),
    "an endless cell": (TABLE.replace(",3", "," + "3" * 200_000), "文件D.csv无法读取：有单元格超过131072个字符"),
    "an order to the terminal": (TABLE.replace(",3", ",\x1b[2J3"), "收到的是“�[2J3”"),
    "a formula as a unit": (
        TABLE.replace("乙,", "=1+1,"),
        "D.csv第3行“unit”列：“=1+1”在表格软件中打开结果时会被当作公式。",
    ),
    "a formula as a name": (TABLE.replace("乙市", "@SUM(A1)"), "D.csv第3行“name”列：“@SUM(A1)”"),
}


@pytest.mark.parametrize(("content", "sentence"), TABLES.values(), ids=TABLES)
def test_a_table_that_cannot_be_used_is_refused_in_one_sentence(
    tmp_path: Path, content: str | bytes, sentence: str
) -> None:
    done = evaluate(tmp_path, table=content)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


SCHEMES: dict[str, tuple[str | bytes, str]] = {
    "a tabulator": (SCHEME.replace("  - {", "\t- {"), "第4行：不是有效的 YAML（含有制表符，应改用空格）。更正该行。"),
    "a full-width colon": (SCHEME.replace("code: small", "code：small"), "（标点有误：应使用半角标点"),
    "a bracket left open": (SCHEME.replace("总分}]", "总分"), "（缩进、括号或逗号不匹配）"),
    "a second document": (SCHEME + "---\ncode: other\n", "（出现第二份文档；一个文件只写一个考核方案）"),
    "an alias": (SCHEME.replace("code: small", "code: *a"), "第1行：不是有效的 YAML（不读取 *a 这类引用"),
    "a character nobody sees": (
        SCHEME.replace("small", "sm\x07all"),
        "第1行：不是有效的 YAML（含有不可见字符 U+0",
    ),
    "a list": ("- a\n- b\n", "（考核方案应以“code: …”这样的项开头）"),
    "an endless number": (SCHEME.replace("weight: 1", "weight: " + "1" * 9999), "收到的是 " + "1" * 60 + "…。"),
    "an endless code": (SCHEME.replace("code: small", "code: " + "s" * 9999), "收到的是 " + "s" * 60 + "…。"),
    "an endless key": (SCHEME + "k" * 999 + ": 1\n", "没有“" + "k" * 60 + "…”这一项"),
    "a code on two lines": (SCHEME.replace("code: x", 'code: "x\\ny"'), "收到的是 “x y”"),
}


@pytest.mark.parametrize(("content", "sentence"), SCHEMES.values(), ids=SCHEMES)
def test_a_scheme_that_cannot_be_used_is_refused_in_one_sentence(
    tmp_path: Path, content: str | bytes, sentence: str
) -> None:
    done = evaluate(tmp_path, scheme=content)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_scheme_as_an_old_editor_wrote_it_is_read(tmp_path: Path) -> None:
    assert evaluate(tmp_path, scheme=SCHEME.encode("gb18030")).returncode == 0
    assert "总分" in (tmp_path / "out" / "explain.json").read_text(encoding="utf-8")


def test_files_that_are_not_there_and_folders_are_named_in_words(tmp_path: Path) -> None:
    evaluate(tmp_path)
    scheme, out = f"--scheme={tmp_path / 'S.yaml'}", f"--out={tmp_path / 'new'}"
    said = run("evaluate", scheme, f"--data={tmp_path / 'nowhere.csv'}", out).stderr
    assert said == "文件nowhere.csv无法读取：没有这个文件或文件夹。\n"
    said = run("evaluate", scheme, f"--data={tmp_path}", out).stderr
    assert said.endswith("无法读取：这是文件夹，不是文件。\n")
    (tmp_path / "file").write_text("", encoding="utf-8")
    said = run("evaluate", scheme, f"--data={tmp_path / 'D.csv'}", f"--out={tmp_path / 'file'}").stderr
    assert said.endswith("：同名的是文件，不是文件夹。\n")


def test_formulas_come_into_no_result_of_the_other_commands_either(tmp_path: Path) -> None:
    (tmp_path / "A.csv").write_text(ACCOUNTS.replace("甲", "=1+1"), encoding="utf-8")
    said = run("measure", f"--accounts={tmp_path / 'A.csv'}", f"--out={tmp_path / 'out'}")
    assert (said.returncode, "A.csv第2行“region”列：“=1+1”" in said.stderr) == (1, True)
    (tmp_path / "S.csv").write_text(SAMPLE.replace("d,s,1", "=d,s,1"), encoding="utf-8")
    (tmp_path / "F.csv").write_text(FRAME, encoding="utf-8")
    sample, frame = f"--sample={tmp_path / 'S.csv'}", f"--frame={tmp_path / 'F.csv'}"
    said = run("estimate", sample, frame, f"--out={tmp_path / 'out'}")
    assert (said.returncode, "S.csv第2行“domain”列：“=d”" in said.stderr) == (1, True)
    assert not (tmp_path / "out").exists()


def test_a_code_that_does_not_end_is_cut_in_the_sentence(tmp_path: Path) -> None:
    header = "region_code,period,form,item,basis,value,unit,condition,reason,source"
    (tmp_path / "R.csv").write_text(f"{header}\n520100,2021c03,SW-Q,{'a' * 9999},current,1,万元,value,,\n", "utf-8")
    done = run("check_return", "--form=SW-Q", "--period=2021c03", str(tmp_path / "R.csv"))
    assert done.returncode == 2
    assert done.stderr == f"第2行第4列（item）：“{'a' * 60}…”过长：代码最多60个字符。\n"


def write_and_fail(folder: Path) -> None:
    with results_in(folder) as unfinished:
        (unfinished / "scores.csv").write_text("new", encoding="utf-8")
        raise KeyboardInterrupt


def write(folder: Path, *names: str) -> None:
    with results_in(folder) as unfinished:
        for name in names:
            (unfinished / name).write_text("new", encoding="utf-8")


def test_results_come_all_or_none(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        write_and_fail(folder)
    assert not folder.exists()
    folder.mkdir()
    (folder / "scores.csv").write_text("old", encoding="utf-8")
    (folder / "workbook.xlsx").mkdir()
    with pytest.raises(FolderNotWritable):
        write(folder, "scores.csv", "workbook.xlsx")
    assert (folder / "scores.csv").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in folder.iterdir()) == ["scores.csv", "workbook.xlsx"]


@pytest.fixture
def waiting(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The command while it waits for the rest of its table."""
    command = arguments(tmp_path)
    pipe = tmp_path / "pipe"
    subprocess.run(["mkfifo", str(pipe)], check=True)
    command[2] = f"--data={pipe}"
    # Where these tests run in the background of a shell, an interrupt is ignored, and by whatever they start as well.
    ignored = signal.signal(signal.SIGINT, signal.default_int_handler)
    started = subprocess.Popen(
        [sys.executable, str(PROJECT / "manage.py"), *command], stderr=subprocess.PIPE, text=True
    )
    signal.signal(signal.SIGINT, ignored)
    # Opening to write waits until the command has opened to read.
    with pipe.open("w", encoding="utf-8"):
        yield started


@pytest.mark.parametrize(("sent", "left"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted_it_leaves_at_once_without_a_trace(
    tmp_path: Path, waiting: "subprocess.Popen[str]", sent: signal.Signals, left: int
) -> None:
    waiting.send_signal(sent)
    said = waiting.communicate()[1]
    assert waiting.returncode == left
    assert said == ("已中断，未写入结果。\n" if sent == signal.SIGINT else "")
    assert not (tmp_path / "out").exists()


def test_closed_and_full_streams_raise_nothing(tmp_path: Path) -> None:
    command = arguments(tmp_path)
    assert process(*command, streams=">&- 2>&-") == Done(0, "", "")
    assert (tmp_path / "out" / "scores.csv").exists()
    done = process(*command, streams=">/dev/full")
    assert (done.returncode, done.stderr) == (1, "屏幕输出无法写出：磁盘已满或输出已关闭。\n")


def test_nobody_listening_any_more_ends_it_quietly(tmp_path: Path) -> None:
    listener, speaker = os.pipe()
    os.close(listener)
    command = [sys.executable, str(PROJECT / "manage.py"), *arguments(tmp_path)]
    done = subprocess.run(command, stdout=speaker, stderr=subprocess.PIPE, text=True, check=False)
    os.close(speaker)
    assert (done.returncode, done.stderr) == (141, "")


def test_help_and_missing_arguments_are_in_chinese() -> None:
    helped = process("evaluate", "--help")
    assert helped.returncode == 0
    assert "用法：manage.py evaluate" in helped.stdout
    assert "--scheme S.yaml" in helped.stdout
    assert "考核方案" in helped.stdout
    assert "--pythonpath" not in helped.stdout
    lacking = process("evaluate", "--out=x")
    assert lacking.returncode == 2
    assert lacking.stderr.splitlines()[-1] == "缺少参数：--scheme, --data。 加 --help 查看用法。"
    wrong = process("check_return", "--form=SW-Q", "--period=2021c03", "--jason", "R.csv")
    assert (wrong.returncode, wrong.stderr.splitlines()[-1]) == (2, "没有这个参数：--jason。 加 --help 查看用法。")
