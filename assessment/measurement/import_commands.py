"""What the three import commands share: reading the file, acting as a named account, saying what was loaded."""

from abc import ABC, abstractmethod
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext

from assessment.display.wording import say
from assessment.measurement.delivery_files import AccountsFile, FiguresFile
from assessment.measurement.table_actions import Loaded, load_all
from assessment.methodology.errors import AssessmentError
from assessment.people.queries import user_named


class ImportCommand(BaseCommand, ABC):
    """All rows of the file or none; a wrong file ends with one sentence and exit code 1."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, metavar="USER", help="account of the body that delivers")
        parser.add_argument("--year", default="", help="only the rows of this year")

    @abstractmethod
    def read(self, text: str, options: dict[str, Any]) -> AccountsFile | FiguresFile:
        """The deliveries of the file."""

    @abstractmethod
    def load(self, options: dict[str, Any]) -> Callable[..., Loaded]:
        """The action that stores one delivery."""

    def handle(self, *args: object, **options: Any) -> None:
        try:
            read = self.read(text_of(options["file"]), options)
            loaded = load_all(read.deliveries, self.load(options), by=user_named(options["by"]), at=timezone.now())
        except AssessmentError as error:
            raise CommandError(say(error)) from None
        for repair in read.repairs:
            self.stdout.write(
                gettext("Row %(row)d, column %(column)s was repaired: %(repair)s.")
                % {"row": repair.row, "column": repair.column, "repair": repair.repair}
            )
        self._tell(loaded)

    def _tell(self, loaded: Sequence[Loaded]) -> None:
        for one in loaded:
            words = gettext("%(table)s: unchanged.") if one.repeated else gettext("%(table)s: loaded.")
            self.stdout.write(words % {"table": one.table})
            for finding in one.findings:
                where = " ".join(str(part) for part in finding.key) if finding.key else ""
                self.stdout.write(f"  {finding.severity} {finding.code} {where} {finding.received}".rstrip())


def text_of(path: Path) -> str:
    """The content of a UTF-8 file; a sentence where it is none."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(
            gettext("%(path)s cannot be read as UTF-8 text: %(problem)s") % {"path": path, "problem": error}
        ) from None
