"""`manage.py load_territory`: regions, organisations and reporting units from readable files."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.audit.actions import SYSTEM
from assessment.display.wording import say
from assessment.methodology.errors import AssessmentError
from assessment.territory.actions import Difference, load_territory
from assessment.territory.files import read_territory


class Command(BaseCommand):
    help = "Load the territory; prints what differs from what is stored. Loading twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dir", type=Path, default=Path(settings.BASE_DIR) / "fixtures" / "territory")

    def handle(self, *args: object, **options: Path) -> None:
        try:
            differences = load_territory(read_territory(options["dir"]), by=SYSTEM, at=timezone.now())
        except AssessmentError as error:
            raise CommandError(say(error)) from error
        added = [d for d in differences if d.added]
        for difference in differences:
            if not difference.added:
                self.stdout.write(_sentence(difference))
        self.stdout.write(
            _("Territory: {added} rows added, {changed} changed.").format(
                added=len(added), changed=len(differences) - len(added)
            )
        )


def _sentence(difference: Difference) -> str:
    fields = "; ".join(f"{name}: {old} → {new}" for name, (old, new) in difference.fields.items())
    return f"{difference.kind} {difference.code}: {fields}"
