"""What the commands from files to files have in common: help in the reader's language and a clean end."""

import os
import signal
import sys
from argparse import Action
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser, DjangoHelpFormatter
from django.utils.translation import gettext

INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM
NOBODY_LISTENS = 128 + signal.SIGPIPE


class Help(DjangoHelpFormatter):
    """The help of a command; `usage:` in the reader's language."""

    def add_usage(
        self, usage: str | None, actions: Iterable[Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or gettext("Usage: "))


class Parser(CommandParser):
    """The arguments of a command; what is lacking is said in the reader's language."""

    given: Sequence[str] = ()

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        self.given = args or ()
        return super().parse_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        if not self.called_from_command_line:
            super().error(message)
        lacking = [_name(action) for action in self._actions if action.required and not self._has(action)]
        self.print_usage(sys.stderr)
        said = (
            gettext("Arguments are missing: {lacking}.") if lacking else gettext("The arguments are wrong: {message}.")
        )
        tail = gettext("--help shows how the command is used.")
        self.exit(2, said.format(lacking=", ".join(lacking), message=message) + " " + tail + "\n")

    def _has(self, action: Action) -> bool:
        if not action.option_strings:
            return any(not word.startswith("-") for word in self.given)
        return any(word.split("=")[0] in action.option_strings for word in self.given)


def _name(action: Action) -> str:
    return action.option_strings[0] if action.option_strings else str(action.metavar or action.dest)


class OfflineCommand(BaseCommand):
    """A command without database. `help` is a message id.

    Interrupted (Ctrl-C) it leaves with 130, terminated with 143, both without results; with 141 where nobody reads
    what it prints any more. Streams that are closed from the start are as good as silent.
    """

    requires_system_checks = ()
    # Django's own arguments work as ever; they are not for statisticians.
    suppressed_base_arguments = {
        "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color",
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        for name in ("stdout", "stderr"):
            if getattr(sys, name) is None:
                setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - open to the end
        super().__init__(*args, **kwargs)

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        plain = super().create_parser(prog_name, subcommand, **kwargs)
        parser = Parser(
            prog=plain.prog,
            description=gettext(self.help),
            formatter_class=Help,
            parents=[plain],
            add_help=False,
            called_from_command_line=plain.called_from_command_line,
        )
        for group in parser._action_groups:  # the only way to their titles
            group.title = gettext("Arguments")
        for action in parser._actions:
            if action.dest == "help":
                action.help = gettext("show this help and end")
        return parser

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
