"""Writers of the 考核采用值: one person proposes, another confirms. No cell of a return is ever written here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from assessment.audit.actions import Fact, record
from assessment.evidence.actions import Subject
from assessment.evidence.models import StoredFile
from assessment.filing.cells import CellChange, FormOfReturn
from assessment.filing.errors.review import (
    AdoptionFilesClosed,
    AdoptionReasonMissing,
    NothingAdopted,
    NothingFiled,
    ProposalWaiting,
    RejectionReasonMissing,
    SecondPersonProposed,
)
from assessment.filing.evidence_actions import Upload, keep_beside
from assessment.filing.evidence_view import ADOPTION_FILE
from assessment.filing.models import AdoptedValue, Return
from assessment.filing.states import ADOPTION_STATES, AdoptionMove
from assessment.filing.walls import returns_within
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import one_person_with, require

Kind = AdoptedValue.Kind
State = AdoptedValue.State


@dataclass(frozen=True)
class Adoption:
    """A value, or a condition such as not applicable, that is to count for one cell; in `unit`, or the item's own."""

    item: str
    basis: str
    condition: str
    value: Decimal | None
    reason: str
    document: str
    unit: str = ""


def propose_adoption(return_id: int, adoption: Adoption, *, by: User, at: datetime) -> AdoptedValue:
    """Put a value beside the figure in force; it counts once a second person has confirmed it."""
    with transaction.atomic():
        filed = _lock_return(return_id, Action.ADOPTED_VALUE_PROPOSE, by=by, at=at)
        if filed.in_force_id is None:
            raise NothingFiled
        _check_texts(adoption.item, adoption.reason, adoption.document)
        wanted = CellChange(
            adoption.item, adoption.basis, adoption.condition, adoption.value, adoption.unit, adoption.reason.strip()
        )
        checked = FormOfReturn.of(filed.collection).checked(wanted)
        row = AdoptedValue(kind=Kind.ADOPTED, condition=checked.condition, value=checked.value)
        row.item, row.basis = checked.item, checked.basis
        row.reason, row.document = adoption.reason.strip(), adoption.document.strip()
        return _add(row, filed, by=by, at=at)


def propose_with_files(
    return_id: int, adoption: Adoption, files: Sequence[Upload], *, by: User, at: datetime
) -> AdoptedValue:
    """A proposal with the documents it rests on, all or none."""
    with transaction.atomic():
        row = propose_adoption(return_id, adoption, by=by, at=at)
        for upload in files:
            add_adoption_file(row.pk, upload, by=by, at=at)
    return row


def add_adoption_file(adopted_id: int, upload: Upload, *, by: User, at: datetime) -> StoredFile:
    """Put a document beside a proposal that waits for its second person."""
    with transaction.atomic():
        seen = _seen(adopted_id, Action.ADOPTED_VALUE_PROPOSE, by=by, at=at)
        filed = _lock_return(seen.return_filed_id, Action.ADOPTED_VALUE_PROPOSE, by=by, at=at)
        row = AdoptedValue.objects.get(pk=adopted_id)
        if row.state != State.PROPOSED or row.proposed_by_id != by.pk:
            raise AdoptionFilesClosed
        subject = Subject(ADOPTION_FILE, str(row.pk), row.item, filed.reporting_unit.region.code)
        return keep_beside(subject, upload, by=by, at=at)


def propose_withdrawal(adopted_id: int, reason: str, document: str, *, by: User, at: datetime) -> AdoptedValue:
    """Propose that the filed figure counts again: a record of its own, with its own second person."""
    with transaction.atomic():
        adopted = _seen(adopted_id, Action.ADOPTED_VALUE_PROPOSE, by=by, at=at)
        filed = _lock_return(adopted.return_filed_id, Action.ADOPTED_VALUE_PROPOSE, by=by, at=at)
        newest = _records_of(filed, adopted.item, adopted.basis).filter(state=State.CONFIRMED).last()
        if newest is None or newest.pk != adopted.pk or newest.kind == Kind.WITHDRAWN:
            raise NothingAdopted(item=adopted.item)
        _check_texts(adopted.item, reason, document)
        row = AdoptedValue(kind=Kind.WITHDRAWN, item=adopted.item, basis=adopted.basis)
        row.reason, row.document = reason.strip(), document.strip()
        return _add(row, filed, by=by, at=at)


def confirm_adoption(adopted_id: int, *, by: User, at: datetime, note: str = "") -> AdoptedValue:
    """The second person, never the one who proposed: from now on the record counts."""
    return _decide(adopted_id, AdoptionMove.CONFIRM, note, by=by, at=at)


def reject_adoption(adopted_id: int, note: str, *, by: User, at: datetime) -> AdoptedValue:
    """The second person disagrees; what counted before counts on."""
    return _decide(adopted_id, AdoptionMove.REJECT, note, by=by, at=at)


def _decide(adopted_id: int, step: AdoptionMove, note: str, *, by: User, at: datetime) -> AdoptedValue:
    with transaction.atomic():
        seen = _seen(adopted_id, Action.ADOPTED_VALUE_CONFIRM, by=by, at=at)
        filed = _lock_return(seen.return_filed_id, Action.ADOPTED_VALUE_CONFIRM, by=by, at=at)
        row = AdoptedValue.objects.select_for_update().get(pk=adopted_id)
        row.state = ADOPTION_STATES.after(row.state, step)
        if row.proposed_by_id in one_person_with(by, at=at):
            raise SecondPersonProposed
        if step is AdoptionMove.REJECT and not note.strip():
            raise RejectionReasonMissing(item=row.item)
        row.decided_by, row.decided_at, row.decision_note = by, at, note.strip()
        row.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
        record(_fact(Action.ADOPTED_VALUE_CONFIRM, row, filed, decision=row.state), by=by, at=at)
    return row


def _add(row: AdoptedValue, filed: Return, *, by: User, at: datetime) -> AdoptedValue:
    earlier = list(_records_of(filed, row.item, row.basis))
    for one in earlier:
        if one.state == State.PROPOSED:
            raise ProposalWaiting(number=one.number, item=one.item)
    row.return_filed, row.number = filed, len(earlier) + 1
    row.proposed_by, row.proposed_at = by, at
    row.save()
    record(_fact(Action.ADOPTED_VALUE_PROPOSE, row, filed, kind=row.kind), by=by, at=at)
    return row


def _records_of(filed: Return, item: str, basis: str) -> QuerySet[AdoptedValue]:
    return AdoptedValue.objects.filter(return_filed=filed, item=item, basis=basis).order_by("number")


def _seen(adopted_id: int, action: Action, *, by: User, at: datetime) -> AdoptedValue:
    require(by, action, at=at)
    within = returns_within(by, action, at=at, path="return_filed__")
    row = AdoptedValue.objects.filter(within, pk=adopted_id).first()
    if row is None:
        raise NotFound
    return row


def _lock_return(return_id: int, action: Action, *, by: User, at: datetime) -> Return:
    """Two proposals for one cell wait for each other at the return; its own row stays as it is."""
    require(by, action, at=at)
    returns = Return.objects.select_for_update(of=("self",)).select_related(
        "collection__form_version__form", "reporting_unit__region"
    )
    filed = returns.filter(returns_within(by, action, at=at), pk=return_id).first()
    if filed is None:
        raise NotFound
    return filed


def _check_texts(item: str, reason: str, document: str) -> None:
    if not reason.strip() or not document.strip():
        raise AdoptionReasonMissing(item=item)


def _fact(action: Action, row: AdoptedValue, filed: Return, **facts: object) -> Fact:
    """The audit keeps which cell and which record, and a keyed digest of the value."""
    return Fact(
        action.value,
        filed.reporting_unit.region.code,
        "filing.adopted_value",
        str(row.pk),
        changes={f"{row.item}.{row.basis}": (None, [row.condition, row.value])},
        facts={
            "form": filed.collection.form_version.form.code,
            "period": filed.collection.period,
            "reporting_unit": filed.reporting_unit.code,
            "item": row.item,
            "basis": row.basis,
            "number": row.number,
            **facts,
        },
    )
