"""The writer of draft schemes: what is confirmed is written whole, and a frozen scheme is never touched."""

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.catalogue.errors import DraftChangedMeanwhile, DraftInUse
from assessment.catalogue.models import SchemeVersion
from assessment.catalogue.queries import scheme_state
from assessment.catalogue.scheme_documents import SchemeDocument
from assessment.catalogue.states import SCHEME_STATES, SchemeMove
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require


def save_draft(document: SchemeDocument, *, seen: str, by: User, at: datetime) -> SchemeVersion:
    """Write a scheme as a draft, new or over the draft of the same code and version.

    `seen` is the digest of the draft the difference was shown against, empty where there was none; a draft that
    changed meanwhile raises `DraftChangedMeanwhile`. The same files again change nothing.
    """
    with transaction.atomic():
        require(by, Action.SCHEME_DRAFT, at=at)
        found = SchemeVersion.objects.select_for_update().filter(code=document.code, number=document.number).first()
        if found is None:
            return _written(document, seen=seen, by=by, at=at)
        SCHEME_STATES.after(scheme_state(found), SchemeMove.CHANGE)
        if found.digest == document.digest:
            return found
        if found.digest != seen:
            raise DraftChangedMeanwhile(title=found.title_zh)
        before = found.digest
        for column, value in document.columns.items():
            setattr(found, column, value)
        found.save(update_fields=list(document.columns))
        record(_drafted(found, before=before), by=by, at=at)
    return found


def delete_draft(scheme_version_id: int, *, by: User, at: datetime) -> None:
    """Take a draft off the file for good; the record keeps what it was. `DraftInUse` where something goes by it."""
    with transaction.atomic():
        require(by, Action.SCHEME_DELETE, at=at)
        version = SchemeVersion.objects.select_for_update().filter(id=scheme_version_id).first()
        if version is None:
            raise NotFound
        SCHEME_STATES.after(scheme_state(version), SchemeMove.DELETE)
        facts = {"code": version.code, "version": version.number, "digest": version.digest, "title": version.title_zh}
        fact = Fact(Action.SCHEME_DELETE.value, PROVINCE, "catalogue.scheme", str(version.pk), facts=facts)
        try:
            version.delete()
        except ProtectedError:
            raise DraftInUse(title=version.title_zh) from None
        record(fact, by=by, at=at)


def _written(document: SchemeDocument, *, seen: str, by: User, at: datetime) -> SchemeVersion:
    if seen:
        raise DraftChangedMeanwhile(title=document.title_zh)
    made = SchemeVersion.objects.create(code=document.code, number=document.number, **document.columns)
    record(_drafted(made, before=""), by=by, at=at)
    return made


def _drafted(version: SchemeVersion, *, before: str) -> Fact:
    return Fact(
        Action.SCHEME_DRAFT.value,
        PROVINCE,
        "catalogue.scheme",
        str(version.pk),
        facts={"code": version.code, "version": version.number, "digest": version.digest, "before": before},
    )
