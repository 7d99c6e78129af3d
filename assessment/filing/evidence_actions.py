"""Writers of files beside a return: proofs of single items while it is filled, the stamped page once it is signed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assessment.evidence import actions as evidence
from assessment.evidence.actions import Subject
from assessment.evidence.models import StoredFile
from assessment.evidence.queries import file_numbered, files_of
from assessment.filing.correction_queries import correction_seen
from assessment.filing.errors.evidence import EvidenceClosed, StampedPageTooEarly, TooManyFiles
from assessment.filing.errors.returns import ItemUnknown
from assessment.filing.evidence_view import (
    ADOPTION_FILE,
    CORRECTION_FILE,
    PROOF,
    STAMPED_PAGE,
    STAMPED_WHILE,
    files_beside,
)
from assessment.filing.locking import chain_of, lock_version
from assessment.filing.models import Version
from assessment.filing.queries import steps_missing, version_seen
from assessment.filing.review_queries import adoption_seen
from assessment.filing.stamped_sheet import check_sheet_is_of
from assessment.filing.states import VERSION_STATES
from assessment.methodology.errors import Phrase
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require

State = Version.State
MOST_FILES = 50
# Whose wall a file stands behind.
_SEEN: Mapping[str, Callable[..., object]] = {
    PROOF: version_seen,
    STAMPED_PAGE: version_seen,
    CORRECTION_FILE: correction_seen,
    ADOPTION_FILE: adoption_seen,
}


@dataclass(frozen=True)
class Upload:
    """A file as its sender gave it; `item` is empty for the stamped page and for what proves the whole return.

    `check_code` is what stands at the foot of a stamped page.
    """

    name: str
    content: bytes
    item: str = ""
    check_code: str = ""


def add_evidence(version_id: int, upload: Upload, *, by: User, at: datetime) -> StoredFile:
    """Keep a file beside an item of a draft, or beside the draft as a whole."""
    with transaction.atomic():
        version = lock_version(version_id, Action.EVIDENCE_ADD, by=by, at=at)
        if version.state != State.DRAFT:
            raise EvidenceClosed(state=_state(version))
        form = version.return_filed.collection.form_version
        if upload.item and not form.items.filter(code=upload.item).exists():
            raise ItemUnknown(
                form=form.form.code, period=version.return_filed.collection.period, received=upload.item
            )  # fmt: skip
        return _store(version, PROOF, upload, by=by, at=at)


def add_stamped_page(version_id: int, upload: Upload, *, by: User, at: datetime) -> StoredFile:
    """Keep the scan of the signed and stamped page of exactly these figures; until the review has ended."""
    with transaction.atomic():
        version = lock_version(version_id, Action.EVIDENCE_ADD, by=by, at=at)
        if version.state not in STAMPED_WHILE or steps_missing(version):
            raise StampedPageTooEarly(state=_state(version))
        check_sheet_is_of(version, upload.check_code)
        return _store(version, STAMPED_PAGE, Upload(upload.name, upload.content), by=by, at=at)


def withdraw_evidence(file_id: int, *, by: User, at: datetime) -> StoredFile:
    """Withdraw a proof while its version is a draft, a stamped page while it could be added."""
    with transaction.atomic():
        require(by, Action.EVIDENCE_WITHDRAW, at=at)
        stored = _found(file_id)
        version = lock_version(int(stored.key), Action.EVIDENCE_WITHDRAW, by=by, at=at)
        stamped = stored.kind == STAMPED_PAGE
        if stamped and version.state not in STAMPED_WHILE:
            raise StampedPageTooEarly(state=_state(version))
        if not stamped and version.state != State.DRAFT:
            raise EvidenceClosed(state=_state(version))
        return evidence.withdraw(stored.pk, by=by, at=at)


def read_evidence(file_id: int, *, by: User, at: datetime) -> tuple[StoredFile, bytes]:
    """A file and its content for whoever may see what it belongs to; who took it is written down."""
    require(by, Action.EVIDENCE_READ, at=at)
    stored = file_numbered(file_id)
    if stored is None or stored.kind not in _SEEN:
        raise NotFound
    _SEEN[stored.kind](int(stored.key), by=by, at=at)
    return stored, evidence.hand_out(stored, by=by, at=at)


def keep_beside(subject: Subject, upload: Upload, *, by: User, at: datetime) -> StoredFile:
    """Keep a file beside a request whose writer has settled that `by` may add it now."""
    _check_room(files_of(subject.kind, [subject.key]))
    return evidence.store(subject, name=upload.name, content=upload.content, by=by, at=at)


def _store(version: Version, kind: str, upload: Upload, *, by: User, at: datetime) -> StoredFile:
    _check_room(files_beside(version))
    subject = Subject(kind, str(version.pk), upload.item, chain_of(version))
    return evidence.store(subject, name=upload.name, content=upload.content, by=by, at=at)


def _check_room(there: Iterable[StoredFile]) -> None:
    if len([one for one in there if one.withdrawn_at is None]) >= MOST_FILES:
        raise TooManyFiles(limit=MOST_FILES)


def _found(file_id: int) -> StoredFile:
    """A file of a return; files of other kinds are not withdrawn here."""
    stored = file_numbered(file_id)
    if stored is None or stored.kind not in {PROOF, STAMPED_PAGE}:
        raise NotFound
    return stored


def _state(version: Version) -> Phrase:
    return Phrase(VERSION_STATES.words[version.state])
