from io import StringIO

from django.utils import translation

from reporting.progress import Progress


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_one_line_that_is_cleared_at_the_end() -> None:
    terminal = Terminal()
    progress = Progress(terminal)
    with translation.override("en"):
        for count in (1234, 1235):
            progress.rows_read(count)
    assert terminal.getvalue() == "\r1,234 rows read"
    progress.done()
    assert terminal.getvalue() == "\r1,234 rows read\r\033[K"


def test_a_file_or_pipe_sees_nothing() -> None:
    pipe = StringIO()
    progress = Progress(pipe)
    progress.rows_read(1)
    progress.done()
    assert pipe.getvalue() == ""


def test_a_command_that_read_nothing_clears_nothing() -> None:
    terminal = Terminal()
    Progress(terminal).done()
    assert terminal.getvalue() == ""
