"""`manage.py verify_audit`: are all entries there, unaltered and in order?"""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessment.audit.queries import Fault, Verification, verify
from assessment.display import formats
from assessment.display.wording import say
from assessment.methodology.errors import N_, AssessmentError

FAULTS = {
    "sequence_broken": N_("an entry is missing or was put in before it"),
    "link_broken": N_("it does not continue the entry before it"),
    "entry_altered": N_("its content does not agree with its seal"),
    "anchors_missing": N_("there are entries but no anchors: the anchor file was emptied or taken away"),
    "anchor_altered": N_("this line of the anchor file does not agree with its seal"),
    "tail_missing": N_("the anchor file knows this entry, the database does not: the tail was cut"),
    "differs_from_anchor": N_("it is not the entry the anchor file knows"),
}


class Command(BaseCommand):
    help = "Check every audit entry against its chain, and the chains against the anchor file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchors", type=Path, help="anchor file; default: the one of the settings")

    def handle(self, *args: object, **options: object) -> None:
        anchors = options["anchors"]
        try:
            found = verify(anchors if isinstance(anchors, Path) else None)
        except AssessmentError as error:
            raise CommandError(say(error)) from error
        self.stdout.write(_summary(found))
        for fault in found.faults:
            self.stderr.write(_sentence(fault))
        if found.faults:
            raise CommandError(_("{count} faults found.").format(count=len(found.faults)))
        self.stdout.write(_("The record is complete and unaltered."))


def _summary(found: Verification) -> str:
    return _(
        "{entries} entries in {chains} chains, {anchors} anchors. Detection window: {unanchored} entries "
        "after the last anchor ({last}) could be cut without notice."
    ).format(
        entries=found.entries,
        chains=found.chains,
        anchors=found.anchors,
        unanchored=found.unanchored,
        last=formats.moment(found.last_anchor_at),
    )


def _sentence(fault: Fault) -> str:
    return f"{fault.chain} #{fault.sequence}: {_(FAULTS[fault.code])}"
