"""`manage.py verify_returns`: recompute the digest of every submitted version and name what was altered."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from assessment.filing.verification import Altered, altered_versions, submitted_count
from assessment.methodology.periods import Period


class Command(BaseCommand):
    help = "Recompute the digests of all submitted returns; names return, version and item of each that was altered."

    def handle(self, *args: object, **options: object) -> None:
        altered = 0
        for one in altered_versions():
            altered += 1
            self.stdout.write(_line(one))
        checked = gettext("{count} submitted versions checked, {altered} altered.").format(
            count=submitted_count(), altered=altered
        )
        if altered:
            raise CommandError(checked)
        self.stdout.write(checked)


def _line(one: Altered) -> str:
    filed = one.version.return_filed
    return gettext("{unit} {form} {period}, version {number}: digest {stored}, found {found}. Items: {items}").format(
        unit=filed.reporting_unit.name_zh,
        form=filed.collection.form_version.form.code,
        period=Period.parse(filed.collection.period).name_zh,
        number=one.version.number,
        stored=one.stored[:12],
        found=one.found[:12],
        items=", ".join(one.items) or gettext("not told by the record"),
    )
