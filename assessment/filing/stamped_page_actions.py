"""The only writer of stamped pages: the scan of a printed sheet goes to the version whose check code it bears."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assessment.display.formats import CHECK_CODE_DIGITS, check_code
from assessment.evidence.actions import Subject, store
from assessment.evidence.models import StoredFile
from assessment.filing.errors.findings import SheetDiffers, SheetOfDraft
from assessment.filing.locking import chain_of, lock_version
from assessment.filing.states import State
from assessment.filing.version_document import figures_digest
from assessment.people.models import User
from assessment.people.permissions import Action

STAMPED_PAGE = "filing.stamped_page"


@dataclass(frozen=True)
class StampedSheet:
    """A scan and the check code (or the whole digest) that is printed on it."""

    name: str
    content: bytes
    check_code: str


def attach_stamped_page(version_id: int, sheet: StampedSheet, *, by: User, at: datetime) -> StoredFile:
    """Keep the scan beside its version; `SheetDiffers` where the sheet was printed from other figures."""
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_FILL, by=by, at=at)
        if version.state == State.DRAFT:
            raise SheetOfDraft(number=version.number)
        claimed = "".join(character for character in sheet.check_code.lower() if character.isalnum())
        digest = figures_digest(version)
        if claimed not in {digest, digest[:CHECK_CODE_DIGITS]}:
            raise SheetDiffers(received=sheet.check_code, number=version.number, expected=check_code(digest))
        subject = Subject(kind=STAMPED_PAGE, key=str(version.pk), item="", chain=chain_of(version))
        return store(subject, name=sheet.name, content=sheet.content, by=by, at=at)
