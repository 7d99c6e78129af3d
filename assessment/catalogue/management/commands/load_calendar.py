"""`manage.py load_calendar`: the working days of the years named in calendar.yaml."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext

from assessment.audit.actions import SYSTEM
from assessment.catalogue.calendar_actions import ExtraDay, load_calendar
from assessment.catalogue.fields import Fields
from assessment.display.wording import say
from assessment.methodology.errors import AssessmentError


class Command(BaseCommand):
    help = "Load the working days: holidays and worked weekend days of the years in calendar.yaml."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, default=Path(settings.FIXTURES_DIR) / "calendar.yaml")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            document = yaml.safe_load(options["file"].read_text(encoding="utf-8"))
            years, extra = [int(year) for year in document["years"]], _extra(options["file"], document["extra"])
            count = load_calendar(years, extra, by=SYSTEM, at=timezone.now())
        except AssessmentError as error:
            raise CommandError(say(error)) from error
        line = gettext("calendar: {years}; {count} days differ from the plain week")
        self.stdout.write(line.format(years=", ".join(map(str, years)), count=count))


def _extra(file: Path, days: list[dict[str, object]]) -> list[ExtraDay]:
    read = (Fields(file.name, f"extra[{number}]", day) for number, day in enumerate(days))
    return [(fields.day("day"), fields.truth("working"), fields.text("reason")) for fields in read]
