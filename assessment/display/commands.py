"""Commands that speak the reader's language: usage, help and what is wrong with the arguments."""

import sys
from argparse import Action
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser, DjangoHelpFormatter
from django.utils.translation import gettext


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


class SpokenCommand(BaseCommand):
    """A command whose help is for people who do not program. `help` is a message id."""

    # Django's own arguments work as ever; they are not for statisticians.
    suppressed_base_arguments = {
        "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color",
        "--skip-checks",
    }  # fmt: skip

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
