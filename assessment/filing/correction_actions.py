"""Writers of requests for correction: the unit asks, the bureau decides on the merits, before any effect is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from assessment.audit.actions import record
from assessment.evidence.actions import Subject
from assessment.evidence.models import StoredFile
from assessment.filing.correction_notices import tell_decided, tell_requested
from assessment.filing.correction_states import CORRECTION_STATES, CorrectionMove
from assessment.filing.errors.corrections import (
    CorrectionFilesClosed,
    CorrectionItemsMissing,
    CorrectionNotPossible,
    CorrectionOpen,
    CorrectionReasonMissing,
    ReopeningMissing,
    ReopeningPast,
)
from assessment.filing.errors.returns import ItemUnknown, ReturnLocked, ReviewerTookPart
from assessment.filing.evidence_actions import Upload, keep_beside
from assessment.filing.evidence_view import CORRECTION_FILE
from assessment.filing.locking import chain_of, fact
from assessment.filing.models import Correction, CorrectionYear, Return, Version
from assessment.filing.states import STATE_WORDS, State
from assessment.filing.walls import returns_within
from assessment.methodology.errors import Phrase
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require

FEWEST_CHARACTERS = 5
_OPEN = (Correction.State.REQUESTED, Correction.State.GRANTED, Correction.State.BEGUN)


@dataclass(frozen=True)
class Wanted:
    """Which items are to be corrected, why, and the documents that show it."""

    items: Sequence[str]
    reason: str
    files: Sequence[Upload] = ()


def request_correction(return_id: int, items: Sequence[str], reason: str, *, by: User, at: datetime) -> Correction:
    """更正申请: which items of the accepted version are to be corrected, and why. No new figure is given here."""
    with transaction.atomic():
        filed = _locked_return(return_id, Action.CORRECTION_REQUEST, by=by, at=at)
        version = _version_to_correct(filed)
        _check_items(version, items)
        _check_reason(reason)
        correction = Correction.objects.create(
            number=_next_number(at),
            return_filed=filed,
            version=version,
            items=sorted(set(items)),
            reason=reason.strip(),
            requested_by=by,
            requested_at=at,
        )
        entry = fact(Action.CORRECTION_REQUEST, version, correction=correction.number, items=correction.items)
        record(entry, by=by, at=at)
        tell_requested(correction, at=at)
    return correction


def request_with_files(return_id: int, wanted: Wanted, *, by: User, at: datetime) -> Correction:
    """更正申请 with the documents it rests on, all or none."""
    with transaction.atomic():
        correction = request_correction(return_id, wanted.items, wanted.reason, by=by, at=at)
        for upload in wanted.files:
            add_correction_file(correction.pk, upload, by=by, at=at)
    return correction


def add_correction_file(correction_id: int, upload: Upload, *, by: User, at: datetime) -> StoredFile:
    """Put a document beside a request until it is decided: it is decided on what lies there."""
    with transaction.atomic():
        correction = _locked_correction(correction_id, Action.CORRECTION_REQUEST, by=by, at=at)
        if correction.state != Correction.State.REQUESTED:
            raise CorrectionFilesClosed(number=correction.number)
        subject = Subject(CORRECTION_FILE, str(correction.pk), "", chain_of(correction.version))
        return keep_beside(subject, upload, by=by, at=at)


def grant_correction(
    correction_id: int, reason: str, *, by: User, at: datetime, reopened_until: datetime | None = None
) -> Correction:
    """同意更正: the unit may begin a version in which only the items of the request change.

    After the lock of the collection the grant says until when this unit may file; nobody else is reopened.
    """
    with transaction.atomic():
        correction = _locked_correction(correction_id, Action.CORRECTION_DECIDE, by=by, at=at)
        _check_reopening(correction, reopened_until, at=at)
        correction.reopened_until = reopened_until
        return _decide(correction, CorrectionMove.GRANT, reason, by=by, at=at)


def refuse_correction(correction_id: int, reason: str, *, by: User, at: datetime) -> Correction:
    """不同意更正, with the reason the unit reads."""
    with transaction.atomic():
        correction = _locked_correction(correction_id, Action.CORRECTION_DECIDE, by=by, at=at)
        return _decide(correction, CorrectionMove.REFUSE, reason, by=by, at=at)


def withdraw_correction(correction_id: int, *, by: User, at: datetime) -> Correction:
    """The unit no longer wants it, before the corrected version is begun."""
    with transaction.atomic():
        correction = _locked_correction(correction_id, Action.CORRECTION_REQUEST, by=by, at=at)
        correction.state = CORRECTION_STATES.after(correction.state, CorrectionMove.WITHDRAW)
        correction.save(update_fields=["state"])
        entry = fact(Action.CORRECTION_REQUEST, correction.version, correction=correction.number, withdrawn=True)
        record(entry, by=by, at=at)
    return correction


def _decide(correction: Correction, step: CorrectionMove, reason: str, *, by: User, at: datetime) -> Correction:
    correction.state = CORRECTION_STATES.after(correction.state, step)
    _check_decider(correction, by=by)
    _check_reason(reason)
    correction.decided_by, correction.decided_at, correction.decision_reason = by, at, reason.strip()
    correction.save()
    until = correction.reopened_until
    facts = {"correction": correction.number, "granted": step is CorrectionMove.GRANT}
    reopening = {"reopened_until": until.isoformat()} if until else {}
    record(fact(Action.CORRECTION_DECIDE, correction.version, **facts, **reopening), by=by, at=at)
    tell_decided(correction, at=at)
    return correction


def _locked_return(return_id: int, action: Action, *, by: User, at: datetime) -> Return:
    require(by, action, at=at)
    returns = Return.objects.select_for_update(of=("self",)).select_related(
        "collection__form_version__form", "reporting_unit__region"
    )
    filed = returns.filter(returns_within(by, action, at=at), pk=return_id).first()
    if filed is None:
        raise NotFound
    return filed


def _locked_correction(correction_id: int, action: Action, *, by: User, at: datetime) -> Correction:
    """The request under the lock of its return, so that a decision and a beginning wait for each other."""
    require(by, action, at=at)
    found = Correction.objects.filter(pk=correction_id).first()
    if found is None:
        raise NotFound
    _locked_return(found.return_filed_id, action, by=by, at=at)
    corrections = Correction.objects.select_for_update(of=("self",)).select_related(
        "version__return_filed__collection__form_version__form", "version__return_filed__reporting_unit__region"
    )
    return corrections.get(pk=correction_id)


def _version_to_correct(filed: Return) -> Version:
    newest = filed.versions.order_by("-number").first()
    if newest is None:
        raise NotFound
    standing = filed.corrections.filter(state__in=_OPEN).first()
    if standing is not None:
        raise CorrectionOpen(number=standing.number)
    if newest.state == State.LOCKED:
        raise ReturnLocked(number=newest.number)
    if newest.state != State.ACCEPTED:
        raise CorrectionNotPossible(state=Phrase(STATE_WORDS[newest.state]))
    return newest


def _check_items(version: Version, items: Sequence[str]) -> None:
    if not items:
        raise CorrectionItemsMissing
    collection = version.return_filed.collection
    known = set(version.cells.values_list("item", flat=True))
    for item in items:
        if item not in known:
            raise ItemUnknown(form=collection.form_version.form.code, period=collection.period, received=item)


def _check_reason(reason: str) -> None:
    if len(reason.strip()) < FEWEST_CHARACTERS:
        raise CorrectionReasonMissing(received=reason.strip())


def _check_reopening(correction: Correction, until: datetime | None, *, at: datetime) -> None:
    locks_at = correction.version.return_filed.collection.locks_at
    if until is None and at > locks_at:
        raise ReopeningMissing(locks_at=locks_at)
    if until is not None and until <= at:
        raise ReopeningPast(received=until)


def _check_decider(correction: Correction, *, by: User) -> None:
    version = correction.version
    wrote = version.cells.filter(changed_by=by.username).exists()
    if wrote or by.pk in {correction.requested_by_id, version.filler_id} or version.signatures.filter(signer=by):
        raise ReviewerTookPart


def _next_number(at: datetime) -> str:
    """G2021-0001: the year in Beijing and the serial of that year, without gaps."""
    year = timezone.localtime(at).year
    CorrectionYear.objects.get_or_create(year=year)
    counter = CorrectionYear.objects.select_for_update().get(year=year)
    counter.last_serial += 1
    counter.save(update_fields=["last_serial"])
    return f"G{year}-{counter.last_serial:04d}"
