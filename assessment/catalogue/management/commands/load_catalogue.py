"""`manage.py load_catalogue`: forms, check rules, collections and schemes from their files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from assessment.audit.actions import SYSTEM
from assessment.catalogue.documents import read_catalogue
from assessment.catalogue.loading import Difference, Outcome, load_catalogue
from assessment.display.wording import say
from assessment.methodology.errors import AssessmentError

WORDS = {
    Outcome.ADDED: gettext_lazy("added"),
    Outcome.CHANGED: gettext_lazy("changed"),
    Outcome.UNCHANGED: gettext_lazy("no change"),
    Outcome.REFUSED: gettext_lazy("refused"),
}
KINDS = {
    "form": gettext_lazy("form"),
    "check_rule": gettext_lazy("check rule"),
    "collection": gettext_lazy("collection"),
    "scheme": gettext_lazy("scheme"),
}


class Command(BaseCommand):
    help = "Load forms, check rules, collections and assessment schemes from readable files and print the difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dir", type=Path, default=settings.FIXTURES_DIR, help="folder with forms/ and schemes/")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            differences = load_catalogue(read_catalogue(options["dir"]), by=SYSTEM, at=timezone.now())
        except AssessmentError as error:
            raise CommandError(say(error)) from error
        for difference in differences:
            self.stdout.write(_line(difference))
        refused = sum(difference.outcome is Outcome.REFUSED for difference in differences)
        if refused:
            raise CommandError(
                ngettext(
                    "{count} difference was refused; nothing was written.",
                    "{count} differences were refused; nothing was written.",
                    refused,
                ).format(count=refused)
            )


def _line(difference: Difference) -> str:
    line = gettext("{outcome}: {kind} {name}").format(
        outcome=WORDS[difference.outcome], kind=KINDS[difference.kind], name=difference.name
    )
    return line if difference.reason is None else f"{line}\n    {say(difference.reason)}"
