"""What people and malice call the commands with: one Chinese sentence, exit status 1, never a traceback."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessment.scoring.management.commands import replay
from tests.situations.scoring import FIRST_QUARTER, a_computed_run

GOLDEN = Path(__file__).parents[3] / "fixtures" / "golden" / "annual-2021.1-small.json"
MANGLED = json.loads(GOLDEN.read_text(encoding="utf-8"))
MANGLED["document"]["inputs"]["measurements"][0]["document"]["inputs"]["gdp"][0]["value"] = "很多"
FILES: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"{", "这不是测算文档"),
    "no UTF-8": ("{测算}".encode("gb18030"), "不是UTF-8文本"),
    "brackets without an end": (b"[" * 200_000, "这不是测算文档"),
    "another document": (b'{"document": {"kind": "annual"}, "steps": {}, "result_digest": ""}', "这不是测算文档"),
    "a word where a number stands": (json.dumps(MANGLED).encode(), "其中有数值无法读取"),
}


def refused(*command: str) -> str:
    with pytest.raises(CommandError) as told:
        call_command(*command, stdout=StringIO())
    assert told.value.returncode == 1
    return str(told.value)


@pytest.mark.parametrize(("content", "sentence"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_run_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "run.json"
    path.write_bytes(content)
    assert sentence in refused("replay", str(path))


def test_what_is_no_file_that_can_be_read_is_named(tmp_path: Path) -> None:
    nul, digits = "a\0b", "9" * 5000
    for name in (str(tmp_path), str(tmp_path / "nowhere.json"), nul, digits, "/dev/mem-of-nobody"):
        assert "不存在或无法读取" in refused("replay", name)


def test_a_file_without_end_is_not_read_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "LARGEST_FILE", replay.MEGABYTE)
    assert "超过1MB" in refused("replay", "/dev/zero")


@pytest.mark.django_db
def test_periods_regions_and_accounts_that_there_are_not_are_named() -> None:
    a_computed_run()
    assert "春天" in refused("explain", "春天", "520300")
    assert "尚无已完成的测算" in refused("explain", "2031c03", "520300")
    assert "nobody" in refused("explain", FIRST_QUARTER, "520300", "--by", "nobody")
    assert "未印发" in refused("explain", FIRST_QUARTER, "\x1b[2J")


@pytest.mark.parametrize("name", ["explain", "replay", "import_figures"])
def test_the_help_is_in_the_language_of_the_house(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        call_command(name, "--help")
    assert left.value.code == 0
    told = capsys.readouterr().out
    assert told.startswith("用法：")
    assert "显示本说明" in told
    assert not [word for word in ("show this", "options:", "positional", "Print", "Compute", "Import") if word in told]
