"""Writers of the review. The province never changes a city's figure: it accepts, or sends named items back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from assessment.audit.actions import record
from assessment.filing.errors.returns import ItemUnknown, NoteMissing, NothingNamed, NotInForce, ReviewerTookPart
from assessment.filing.explanation_actions import remember_accepted_reasons
from assessment.filing.gates import check_may_be_accepted
from assessment.filing.locking import fact, lock_version, move
from assessment.filing.models import Return, Version
from assessment.filing.states import Move
from assessment.people.models import User
from assessment.people.permissions import Action


def open_review(version_id: int, *, by: User, at: datetime) -> Version:
    """Begin the review; from here on the unit can no longer withdraw."""
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_REVIEW, by=by, at=at)
        move(version, Move.OPEN_REVIEW)
        _check_reviewer(version, by=by)
        version.reviewer = by
        version.save(update_fields=["state", "reviewer"])
        record(fact(Action.RETURN_REVIEW, version), by=by, at=at)
    return version


def send_back(version_id: int, notes: Mapping[str, str], *, by: User, at: datetime) -> Version:
    """退回 the named items, each with its note; nothing else of the return is questioned."""
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_SEND_BACK, by=by, at=at)
        move(version, Move.SEND_BACK)
        _check_reviewer(version, by=by)
        _check_notes(version, notes)
        for item, note in notes.items():
            version.cells.filter(item=item).update(sent_back_note=note.strip())
        _decide(version, by=by, at=at)
        record(fact(Action.RETURN_SEND_BACK, version, items=sorted(notes)), by=by, at=at)
    return version


def accept(version_id: int, *, by: User, at: datetime, note: str = "") -> Version:
    """审核通过: this version counts from now on; until this moment the earlier accepted one did."""
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_ACCEPT, by=by, at=at)
        move(version, Move.ACCEPT)
        _check_reviewer(version, by=by)
        check_may_be_accepted(version)
        version.decision_note = note
        _decide(version, by=by, at=at)
        remember_accepted_reasons(version, by=by, at=at)
        filed = Return.objects.select_for_update().get(pk=version.return_filed_id)
        before, filed.in_force = filed.in_force_id, version
        filed.save(update_fields=["in_force"])
        record(fact(Action.RETURN_ACCEPT, version, in_force_before=before), by=by, at=at)
    return version


def lock(version_id: int, *, by: User, at: datetime) -> Version:
    """Close the return for good on its version in force."""
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_LOCK, by=by, at=at)
        move(version, Move.LOCK)
        if Return.objects.get(pk=version.return_filed_id).in_force_id != version.pk:
            raise NotInForce(number=version.number)
        version.save(update_fields=["state"])
        record(fact(Action.RETURN_LOCK, version), by=by, at=at)
    return version


def _check_reviewer(version: Version, *, by: User) -> None:
    took_part = version.signatures.filter(signer=by).exists() or version.cells.filter(changed_by=by.username).exists()
    if took_part or by.pk == version.filler_id:
        raise ReviewerTookPart


def _check_notes(version: Version, notes: Mapping[str, str]) -> None:
    if not notes:
        raise NothingNamed
    collection = version.return_filed.collection
    known = set(version.cells.values_list("item", flat=True))
    for item, note in notes.items():
        if item not in known:
            raise ItemUnknown(form=collection.form_version.form.code, period=collection.period, received=item)
        if not note.strip():
            raise NoteMissing(item=item)


def _decide(version: Version, *, by: User, at: datetime) -> None:
    version.reviewer, version.decided_at = by, at
    version.save(update_fields=["state", "reviewer", "decided_at", "decision_note"])
