"""The only writers of files. Whoever calls has settled that `by` may do so with the subject."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from assessment.audit.actions import Fact, record
from assessment.display.formats import day
from assessment.evidence import storage
from assessment.evidence.content import check_content
from assessment.evidence.errors import AlreadyWithdrawn, FileMissing
from assessment.evidence.models import StoredFile
from assessment.evidence.names import safe_name
from assessment.people.models import User
from assessment.people.permissions import Action

ORPHANS_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Subject:
    """What a file belongs to: a kind such as `filing.version`, the key of the row, the item where it proves one."""

    kind: str
    key: str
    item: str
    chain: str


def store(subject: Subject, *, name: str, content: bytes, by: User, at: datetime) -> StoredFile:
    """Keep a file beside its subject, under a name of our own; refused with a reason where it is not fit to keep."""
    shown = safe_name(name)
    checked = check_content(shown, content)
    with transaction.atomic():
        stored = StoredFile.objects.create(
            kind=subject.kind,
            key=subject.key,
            item=subject.item,
            chain=subject.chain,
            storage_name=storage.write(content),
            original_name=shown,
            media_type=checked.media_type,
            size=len(content),
            digest=hashlib.sha256(content).hexdigest(),
            stored_by=by,
            stored_at=at,
        )
        record(_fact(Action.EVIDENCE_ADD, stored), by=by, at=at)
    return stored


def withdraw(file_id: int, *, by: User, at: datetime) -> StoredFile:
    """Mark a file as no longer meant; its row and its content stay."""
    with transaction.atomic():
        stored = StoredFile.objects.select_for_update().get(pk=file_id)
        if stored.withdrawn_at is not None:
            raise AlreadyWithdrawn(name=stored.original_name, day=day(stored.withdrawn_at))
        stored.withdrawn_by, stored.withdrawn_at = by, at
        stored.save(update_fields=["withdrawn_by", "withdrawn_at"])
        record(_fact(Action.EVIDENCE_WITHDRAW, stored), by=by, at=at)
    return stored


def hand_out(stored: StoredFile, *, by: User, at: datetime) -> bytes:
    """The content of a file, with who took it written down; `FileMissing` where the disk holds something else."""
    try:
        content = storage.read(stored.storage_name)
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != stored.digest:
        raise FileMissing(name=stored.original_name, digest=stored.digest[:8])
    with transaction.atomic():
        record(_fact(Action.EVIDENCE_READ, stored), by=by, at=at)
    return content


def sweep_orphans(*, at: datetime) -> int:
    """Remove contents whose row never came to be, a day after they were written."""
    known = frozenset(StoredFile.objects.values_list("storage_name", flat=True))
    return storage.sweep(known, before=(at - ORPHANS_KEPT).timestamp())


def _fact(action: Action, stored: StoredFile) -> Fact:
    """Which file, never its name: a name may hold a figure."""
    return Fact(
        action.value,
        stored.chain,
        stored.kind,
        stored.key,
        facts={"file": stored.pk, "item": stored.item, "size": stored.size, "digest": stored.digest},
    )
