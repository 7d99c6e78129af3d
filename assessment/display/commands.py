"""Commands that speak the reader's language: usage, help and what is wrong with the arguments."""

import re
import sys
from argparse import SUPPRESS, Action
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser, DjangoHelpFormatter
from django.utils.translation import gettext

# What the argument parser of the library says, in its only language, and what is said instead.
LACKING = re.compile(r"the following arguments are required: (?P<lacking>.*)", re.DOTALL)
UNKNOWN = re.compile(r"unrecognized arguments: (?P<received>.*)", re.DOTALL)
NOT_WHOLE = re.compile(r"argument (?P<name>\S+): invalid int value: (?P<received>.*)", re.DOTALL)
WITHOUT_VALUE = re.compile(r"argument (?P<name>\S+): expected (?:one|at least one) argument")


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
        said = gettext("Arguments are missing: {lacking}.").format(lacking=", ".join(lacking))
        tail = gettext("--help shows how the command is used.")
        self.exit(2, f"{said if lacking else _in_words(message)} {tail}\n")

    def _has(self, action: Action) -> bool:
        if not action.option_strings:
            return any(not word.startswith("-") for word in self.given)
        return any(word.split("=")[0] in action.option_strings for word in self.given)


def _in_words(message: str) -> str:
    """What is wrong with the arguments that are there."""
    if found := LACKING.fullmatch(message):  # a place among the options that looks filled by the value of one
        return gettext("Arguments are missing: {lacking}.").format(**found.groupdict())
    if found := UNKNOWN.fullmatch(message):
        return gettext("The command does not know {received}.").format(**found.groupdict())
    if found := NOT_WHOLE.fullmatch(message):
        return gettext("{name} must be a whole number; received {received}.").format(**found.groupdict())
    if found := WITHOUT_VALUE.fullmatch(message):
        return gettext("A value is missing after {name}.").format(**found.groupdict())
    return gettext("The arguments are wrong: {message}.").format(message=message)


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
            elif action.dest == "skip_checks":  # not added in the way that keeps the others out of sight
                action.help = SUPPRESS
        return parser
