"""What is wrong with the arguments of a command is said in the reader's language, whatever the library says."""

import pytest
from django.utils import translation

from assessment.display.commands import Parser, SpokenCommand

SENTENCES = {
    "unknown": (["f", "--seed", "1", "--jason"], "没有这个参数：--jason。"),
    "no number": (["f", "--seed", "x"], "--seed 应为整数，收到的是 'x'。"),
    "no value": (["f", "--seed"], "--seed 之后缺少数值或文件名。"),
    "lacking": (["--seed", "1"], "缺少参数：file。"),
    "not allowed": (["f", "--form", "x"], "参数有误："),
}


class Plain(SpokenCommand):
    def add_arguments(self, parser: Parser) -> None:  # type: ignore[override]  # the parser that it makes
        parser.add_argument("file")
        parser.add_argument("--seed", type=int)
        parser.add_argument("--form", choices=["csv"])


@pytest.mark.parametrize("case", SENTENCES)
def test_wrong_arguments_are_said_in_chinese(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    words, sentence = SENTENCES[case]
    command = Plain()
    command._called_from_command_line = True
    with translation.override("zh-hans"), pytest.raises(SystemExit) as left:
        command.create_parser("manage.py", "plain").parse_args(words)
    assert left.value.code == 2
    assert sentence in capsys.readouterr().err


def test_the_help_speaks_of_nothing_that_is_for_programmers(capsys: pytest.CaptureFixture[str]) -> None:
    with translation.override("zh-hans"), pytest.raises(SystemExit):
        Plain().create_parser("manage.py", "plain").parse_args(["--help"])
    told = capsys.readouterr().out
    assert "显示本说明" in told
    assert "--skip-checks" not in told
    assert "--pythonpath" not in told
