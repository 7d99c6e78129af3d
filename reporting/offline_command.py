"""What the commands from files to files have in common: help in the reader's language and a clean end."""

import os
import signal
import sys
from typing import Any, NoReturn

from django.utils.translation import gettext

from assessment.display.commands import SpokenCommand

INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM
NOBODY_LISTENS = 128 + signal.SIGPIPE


class OfflineCommand(SpokenCommand):
    """A command without database. `help` is a message id.

    Interrupted (Ctrl-C) it leaves with 130, terminated with 143, both without results; with 141 where nobody reads
    what it prints any more. Streams that are closed from the start are as good as silent.
    """

    requires_system_checks = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        for name in ("stdout", "stderr"):
            if getattr(sys, name) is None:
                setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - open to the end
        super().__init__(*args, **kwargs)

    def run_from_argv(self, argv: list[str]) -> None:
        signal.signal(signal.SIGTERM, _terminated)
        try:
            super().run_from_argv(argv)
            sys.stdout.flush()
        except KeyboardInterrupt:
            self.stderr.write(gettext("Interrupted; nothing has been written."))
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            silence()
            sys.exit(NOBODY_LISTENS)
        except OSError:
            silence()
            self.stderr.write(gettext("What the command says cannot be printed there: the disk is full or closed."))
            sys.exit(1)


def silence() -> None:
    """What is still buffered for standard output goes nowhere, so that leaving raises nothing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _terminated(*_: object) -> NoReturn:
    sys.exit(TERMINATED)
