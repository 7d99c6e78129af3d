"""Writers of the sign-off: asking for signatures, signing, submitting, withdrawing."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assessment.audit.actions import record
from assessment.catalogue.models import SignOffStep
from assessment.filing.entry_actions import check_open_for
from assessment.filing.errors.returns import (
    AllSigned,
    NothingFilled,
    NotYourStep,
    SignaturesMissing,
    SignedOtherFigures,
    SignerFilled,
    SignerSignedBefore,
)
from assessment.filing.freezing import freeze_findings
from assessment.filing.gates import check_may_be_signed
from assessment.filing.laid_out_actions import refuse_unchecked
from assessment.filing.locking import fact, lock_version, move
from assessment.filing.models import Cell, Receipt, ReceiptDay, Signature, Version
from assessment.filing.open_items import is_late
from assessment.filing.queries import holds_role, principal_of, steps_missing
from assessment.filing.states import RECEIPT_STANDS, Move
from assessment.filing.version_document import figures_digest, submission_digest
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import one_person_with


def request_signatures(version_id: int, *, by: User, at: datetime) -> Version:
    """Close the draft and ask the chain to sign. Who asks is the 填报人 and answers for the figures."""
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_FILL, by=by, at=at)
        move(version, Move.REQUEST_SIGNATURES)
        if not version.cells.exclude(condition=Cell.Condition.EMPTY).exists():
            raise NothingFilled
        refuse_unchecked(version)
        check_may_be_signed(version)
        version.filler, version.signatures_requested_at = by, at
        version.save(update_fields=["state", "filler", "signatures_requested_at"])
        record(fact(Action.RETURN_FILL, version, signatures_requested=True), by=by, at=at)
    return version


def sign(version_id: int, *, by: User, at: datetime) -> Signature:
    """Take the next step of the chain, in order; one person one step, and never whoever filled the return.

    A deputy and who is stood in for count as one person here. The signature of a deputy names for whom it stands.
    """
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_SIGN, by=by, at=at)
        move(version, Move.SIGN)
        step = _next_step(version)
        _check_signer(version, step, by=by, at=at)
        region = version.return_filed.reporting_unit.region
        signature = Signature.objects.create(
            version=version,
            step=step.step,
            title_zh=step.title_zh,
            signer=by,
            signed_for=principal_of(by, step.role, region=region, at=at),
            filler=version.filler,
            signed_at=at,
            digest=figures_digest(version),
        )
        principal = {"signed_for": signature.signed_for.username} if signature.signed_for else {}
        stated = {"step": step.step, "title": step.title_zh, "digest": signature.digest, **principal}
        entry = fact(Action.RETURN_SIGN, version, **stated)
        record(entry, by=by, at=at)
    return signature


def submit(version_id: int, *, by: User, at: datetime) -> Receipt:
    """Submit the signed version and hand out its receipt; asked again, hand out the same receipt.

    `at` is the server's time: after the deadline of the unit the version is late, after its lock it is refused.
    """
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_SUBMIT, by=by, at=at)
        if version.state in RECEIPT_STANDS:
            return Receipt.objects.get(version=version)
        move(version, Move.SUBMIT)
        check_open_for(version.return_filed, at=at)
        _check_signatures(version)
        freeze_findings(version, check_may_be_signed(version), at=at)
        version.submitted_at, version.late = at, is_late(version, at=at)
        version.digest = submission_digest(version)
        version.save(update_fields=["state", "submitted_at", "late", "digest"])
        return _issue_receipt(version, by=by, at=at)


def withdraw(version_id: int, *, by: User, at: datetime) -> Version:
    """Take the version back, as long as the reviewer has not opened it. Its receipt stays, its state says so."""
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_WITHDRAW, by=by, at=at)
        move(version, Move.WITHDRAW)
        version.save(update_fields=["state"])
        record(fact(Action.RETURN_WITHDRAW, version), by=by, at=at)
    return version


def _next_step(version: Version) -> SignOffStep:
    missing = steps_missing(version)
    if not missing:
        raise AllSigned
    return missing[0]


def _check_signer(version: Version, step: SignOffStep, *, by: User, at: datetime) -> None:
    one_person = one_person_with(by, at=at)
    names = User.objects.filter(pk__in=one_person).values("username")
    if version.filler_id in one_person or version.cells.filter(changed_by__in=names).exists():
        raise SignerFilled(title=step.title_zh)
    earlier = version.signatures.filter(Q(signer__in=one_person) | Q(signed_for__in=one_person)).first()
    if earlier is not None:
        raise SignerSignedBefore(title=earlier.title_zh)
    region = version.return_filed.reporting_unit.region
    if not holds_role(by, step.role, region=region, at=at):
        raise NotYourStep(title=step.title_zh)


def _check_signatures(version: Version) -> None:
    missing = [step.title_zh for step in steps_missing(version)]
    if missing:
        raise SignaturesMissing(missing=missing)
    present = figures_digest(version)
    for signature in version.signatures.all():
        if signature.digest != present:
            raise SignedOtherFigures(title=signature.title_zh)


def _issue_receipt(version: Version, *, by: User, at: datetime) -> Receipt:
    number = _next_number(at)
    entry = fact(Action.RETURN_SUBMIT, version, receipt=number, digest=version.digest, late=version.late)
    head = record(entry, by=by, at=at)
    return Receipt.objects.create(
        version=version, number=number, issued_at=at, digest=version.digest, chain_head=head.mac
    )


def _next_number(at: datetime) -> str:
    """Z20210415-0001: the day in Beijing and the serial of that day, without gaps."""
    day = timezone.localtime(at).date()
    ReceiptDay.objects.get_or_create(day=day)
    counter = ReceiptDay.objects.select_for_update().get(day=day)
    counter.last_serial += 1
    counter.save(update_fields=["last_serial"])
    return f"Z{day:%Y%m%d}-{counter.last_serial:04d}"
