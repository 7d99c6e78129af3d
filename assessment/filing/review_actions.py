"""Writers of the review. The province never changes a city's figure: it accepts, or sends named items back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assessment.audit.actions import record
from assessment.filing.errors.returns import ItemUnknown, NoteMissing, NothingNamed, NotInForce
from assessment.filing.errors.review import FindingsStand, NothingChosen, QueriesOpen
from assessment.filing.explanation_actions import remember_accepted_reasons
from assessment.filing.gates import check_may_be_accepted
from assessment.filing.in_force_actions import put_in_force
from assessment.filing.laid_out_actions import refuse_unanswered
from assessment.filing.lateness import check_vetted
from assessment.filing.locking import check_reviewer, fact, lock_version, move
from assessment.filing.models import QueryThread, Return, Version
from assessment.filing.review_notices import tell_accepted, tell_sent_back
from assessment.filing.standing_findings import findings_in_the_way
from assessment.filing.states import Move
from assessment.methodology.errors import AssessmentError
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require


@dataclass(frozen=True)
class Refused:
    """A return that was not accepted with the others, and why."""

    version_id: int
    error: AssessmentError


@dataclass(frozen=True)
class AcceptedTogether:
    accepted: tuple[Version, ...]
    refused: tuple[Refused, ...]


def open_review(version_id: int, *, by: User, at: datetime) -> Version:
    """Begin the review; from here on the unit can no longer withdraw."""
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_REVIEW, by=by, at=at)
        move(version, Move.OPEN_REVIEW)
        check_reviewer(version, by=by)
        version.reviewer = by
        version.save(update_fields=["state", "reviewer"])
        record(fact(Action.RETURN_REVIEW, version), by=by, at=at)
    return version


def send_back(version_id: int, notes: Mapping[str, str], *, by: User, at: datetime) -> Version:
    """退回 the named items, each with its note; nothing else of the return is questioned."""
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_SEND_BACK, by=by, at=at)
        move(version, Move.SEND_BACK)
        check_reviewer(version, by=by)
        _check_notes(version, notes)
        version.cells.exclude(sent_back_note="").update(sent_back_note="")
        for item, note in notes.items():
            version.cells.filter(item=item).update(sent_back_note=note.strip())
        _decide(version, by=by, at=at)
        record(fact(Action.RETURN_SEND_BACK, version, items=sorted(notes)), by=by, at=at)
        tell_sent_back(version, len(notes), at=at)
    return version


def accept(version_id: int, *, by: User, at: datetime, note: str = "") -> Version:
    """审核通过: this version counts from now on; until this moment the earlier accepted one did."""
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_ACCEPT, by=by, at=at)
        move(version, Move.ACCEPT)
        check_vetted(version)
        check_reviewer(version, by=by)
        _check_queries_closed(version)
        check_may_be_accepted(version)
        version.decision_note = note
        _decide(version, by=by, at=at)
        refuse_unanswered(version)
        remember_accepted_reasons(version, by=by, at=at)
        before = put_in_force(version, at=at)
        record(fact(Action.RETURN_ACCEPT, version, in_force_before=before), by=by, at=at)
        tell_accepted(version, at=at)
    return version


def accept_many(version_ids: Sequence[int], *, by: User, at: datetime) -> AcceptedTogether:
    """Accept every named return that has nothing open, each in a transaction and with an audit entry of its own.

    What has a finding or a query, or is not before the review, is refused with its reason and stays as it was; it does
    not hold up the others. A submitted version is opened for review in the same transaction.
    """
    require(by, Action.RETURN_ACCEPT, at=at)
    if not version_ids:
        raise NothingChosen
    accepted, refused = [], []
    for version_id in dict.fromkeys(version_ids):
        try:
            accepted.append(_accept_without_findings(version_id, by=by, at=at))
        except AssessmentError as error:
            refused.append(Refused(version_id, error))
    return AcceptedTogether(tuple(accepted), tuple(refused))


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


def _accept_without_findings(version_id: int, *, by: User, at: datetime) -> Version:
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_ACCEPT, by=by, at=at)
        standing = findings_in_the_way(version)
        if standing:
            raise FindingsStand(count=len(standing), codes="、".join(sorted({one.rule for one in standing})))
        if version.state == Version.State.SUBMITTED:
            open_review(version_id, by=by, at=at)
        return accept(version_id, by=by, at=at)


def _check_queries_closed(version: Version) -> None:
    threads = QueryThread.objects.filter(sheet__return_filed=version.return_filed_id)
    still_open = list(threads.exclude(state=QueryThread.State.CLOSED).values_list("serial", flat=True))
    if still_open:
        raise QueriesOpen(count=len(still_open), serials="、".join(map(str, still_open)))


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
