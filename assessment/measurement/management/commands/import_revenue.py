"""`manage.py import_revenue FILE --by USER`: 营业收入 of a part of the year, to carry value added on with."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext

from assessment.display.wording import say
from assessment.measurement.import_commands import text_of
from assessment.measurement.revenue_actions import load_revenues
from assessment.measurement.revenue_files import read_revenues
from assessment.methodology.errors import AssessmentError
from assessment.people.queries import user_named


class Command(BaseCommand):
    help = "Load operating revenue of cities by industry, January to a month, from a CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, metavar="USER", help="account of the body that delivers")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            file = read_revenues(text_of(options["file"]))
            delivery = load_revenues(file, by=user_named(options["by"]), at=timezone.now())
        except AssessmentError as error:
            raise CommandError(say(error)) from None
        self.stdout.write(gettext("%(table)s: loaded.") % {"table": delivery})
