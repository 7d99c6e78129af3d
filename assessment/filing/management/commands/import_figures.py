"""`manage.py import_figures FILE --by USER`: a CSV of figures into drafts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from assessment.display.commands import SpokenCommand
from assessment.display.wording import say, visible
from assessment.filing.actions import import_figures
from assessment.filing.errors.returns import FileMissing, FileTooLarge, FileWrong, ImporterNotNamed
from assessment.filing.figures_file import Repaired
from assessment.filing.import_actions import ImportedReturn, ImportReport
from assessment.methodology.errors import N_, AssessmentError
from assessment.people.queries import user_named

MEGABYTE = 1 << 20
LARGEST_FILE = 20 * MEGABYTE
REPAIRS = {
    "byte_order_mark": gettext_lazy("byte order mark taken off"),
    "encoding": gettext_lazy("encoding converted"),
    "full_width": gettext_lazy("full-width characters made half-width"),
    "spaces": gettext_lazy("spaces taken off"),
    "minus_sign": gettext_lazy("minus sign put right"),
    "currency_sign": gettext_lazy("currency sign taken off"),
    "thousands_separators": gettext_lazy("thousands separators taken out"),
    "unit_converted": gettext_lazy("converted to the unit of the form"),
    "percent_sign": gettext_lazy("percent sign taken off"),
}


class Command(SpokenCommand):
    help = N_("Imports a CSV of figures as drafts of the returns: all of it or nothing, each repair named.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help=gettext("the figures as CSV, one row per figure"))
        parser.add_argument("--by", default="", metavar="USER", help=gettext("the account that fills the returns"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = _imported(options["file"], options["by"])
        except FileWrong as error:
            problems = error.where["problems"]
            lines = [say(problem) for problem in problems] if isinstance(problems, list) else []
            raise CommandError("\n".join([*lines, say(error)])) from error
        except AssessmentError as error:
            raise CommandError(say(error)) from error
        for repaired in report.repairs:
            self.stdout.write(_repair_line(repaired))
        for written in report.returns:
            self.stdout.write(_return_line(written))


def _imported(path: Path, username: str) -> ImportReport:
    if not username:
        raise ImporterNotNamed
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError):
        raise FileMissing(file=visible(str(path))) from None
    if len(content) > LARGEST_FILE:
        raise FileTooLarge(file=path.name, most=LARGEST_FILE // MEGABYTE)
    return import_figures(content, file_name=path.name, by=user_named(username), at=timezone.now())


def _repair_line(repaired: Repaired) -> str:
    what = REPAIRS.get(repaired.repair, repaired.repair)
    if repaired.row == 0:
        return gettext("The file: {what} ({received} → {read_as}).").format(
            what=what, received=repaired.received, read_as=repaired.read_as
        )
    return gettext("Row {row}, column {column}: {what} (“{received}” → {read_as}).").format(
        row=repaired.row,
        column=repaired.column,
        what=what,
        received=repaired.received,
        read_as=repaired.read_as,
    )


def _return_line(written: ImportedReturn) -> str:
    if not written.cells:
        return gettext("{unit} {form} {period}: unchanged.").format(
            unit=written.reporting_unit, form=written.form, period=written.period
        )
    return gettext("{unit} {form} {period}: {cells} cells written to the draft.").format(
        unit=written.reporting_unit, form=written.form, period=written.period, cells=written.cells
    )
