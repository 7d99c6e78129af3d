"""The only writers of uploaded revenues: taking a CSV in for comparison, confirming it, discarding it."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from assessment.audit.actions import PROVINCE, SYSTEM, Actor, Fact, record
from assessment.audit.named_locks import one_at_a_time
from assessment.evidence.names import safe_name
from assessment.filing.told_again import document_of
from assessment.filing.upload_actions import Incoming
from assessment.measurement.csv_rows import MOST_TOLD
from assessment.measurement.errors import ComparisonOutdated, FileNotText, UploadSettled, UploadUndeliverable
from assessment.measurement.revenue_actions import load_revenues, require_own_revenues
from assessment.measurement.revenue_files import RevenueFile, look_through_revenues, read_revenues
from assessment.measurement.revenue_models import RevenueUpload
from assessment.measurement.revenue_queries import revenue_in_force
from assessment.measurement.table_queries import known_region_codes
from assessment.measurement.upload_states import KEPT, STATE_WORDS
from assessment.methodology.errors import Phrase
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require

SUBJECT: Final = "measurement.revenue_upload"
State = RevenueUpload.State


def upload_revenues(file: Incoming, *, by: User, at: datetime) -> RevenueUpload:
    """Read a CSV and keep what it says for a comparison; every bad cell is kept with it. No delivery changes."""
    require(by, Action.INDUSTRY_TABLE_LOAD, at=at)
    text = _decoded(file)
    read = look_through_revenues(text, regions=known_region_codes())
    require_own_revenues(read, by=by)
    with transaction.atomic():
        key = {"period": read.year, "months": read.months}
        one_at_a_time("measurement.revenue_upload", by.organisation.code, *map(str, key.values()))
        earlier = RevenueUpload.objects.filter(**key, source_department=by.organisation.name_zh, state=State.PENDING)
        earlier.update(state=State.EXPIRED, decided_by=by.username, decided_at=at)
        upload = RevenueUpload.objects.create(
            **key,
            source_department=by.organisation.name_zh,
            file_name=safe_name(file.name),
            file_digest=hashlib.sha256(file.content).hexdigest(),
            text=text,
            repairs=[asdict(repair) for repair in read.repairs],
            problems=[document_of(problem) for problem in read.problems[:MOST_TOLD]],
            uploaded_by=by,
            uploaded_at=at,
        )
        _record("revenue.upload", upload, by=by, at=at, facts={"problems": len(upload.problems)})
    return upload


def confirm_revenues(upload_id: int, *, compared_with: int | None, by: User, at: datetime) -> RevenueUpload:
    """Take the revenues over, all of them or none. Confirming again changes nothing.

    `compared_with` is the delivery the comparison was shown against; one that came meanwhile raises
    `ComparisonOutdated`.
    """
    with transaction.atomic():
        upload = _locked(upload_id, by=by, at=at)
        if upload.state == State.CONFIRMED:
            return upload
        _refuse_settled(upload, at=at)
        if upload.problems:
            raise UploadUndeliverable(count=len(upload.problems))
        now = revenue_in_force(upload)
        if (now.pk if now else None) != compared_with:
            raise ComparisonOutdated(name=now.loaded_by.display_name if now else "--")
        upload.delivery = load_revenues(file_waiting(upload), by=by, at=at)
        _settle(upload, State.CONFIRMED, by=by, at=at)
        _record("revenue.confirm_upload", upload, by=by, at=at, facts={"delivery": upload.delivery.pk})
    return upload


def discard_revenues(upload_id: int, *, by: User, at: datetime) -> RevenueUpload:
    """Let an upload go; its text stays as evidence. Discarding again changes nothing."""
    with transaction.atomic():
        upload = _locked(upload_id, by=by, at=at)
        if upload.state in {State.DISCARDED, State.EXPIRED}:
            return upload
        if upload.state != State.PENDING:
            raise UploadSettled(state=Phrase(STATE_WORDS[upload.state]))
        _settle(upload, State.DISCARDED, by=by, at=at)
        _record("revenue.discard_upload", upload, by=by, at=at, facts={})
    return upload


def expire_revenues(*, at: datetime) -> int:
    """Let go what nobody confirmed within `KEPT`; by the clock, and twice does nothing more. Returns how many."""
    with transaction.atomic():
        pending = RevenueUpload.objects.filter(state=State.PENDING, uploaded_at__lt=at - KEPT)
        lapsed = list(pending.select_for_update(of=("self",), skip_locked=True))
        for upload in lapsed:
            _settle(upload, State.EXPIRED, by=SYSTEM, at=at)
            _record("revenue.discard_upload", upload, by=SYSTEM, at=at, facts={"lapsed": True})
    return len(lapsed)


def file_waiting(upload: RevenueUpload) -> RevenueFile:
    """What the file says; it is read anew from the text that was kept."""
    return read_revenues(upload.text)


def _decoded(file: Incoming) -> str:
    try:
        return file.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileNotText(position=error.start) from None


def _locked(upload_id: int, *, by: User, at: datetime) -> RevenueUpload:
    """An upload of the own body, under lock; another body's is not there."""
    require(by, Action.INDUSTRY_TABLE_LOAD, at=at)
    own = RevenueUpload.objects.select_for_update(of=("self",)).filter(source_department=by.organisation.name_zh)
    upload = own.filter(pk=upload_id).first()
    if upload is None:
        raise NotFound
    return upload


def _refuse_settled(upload: RevenueUpload, *, at: datetime) -> None:
    if upload.state != State.PENDING:
        raise UploadSettled(state=Phrase(STATE_WORDS[upload.state]))
    if at - upload.uploaded_at > KEPT:
        raise UploadSettled(state=Phrase(STATE_WORDS[State.EXPIRED]))


def _settle(upload: RevenueUpload, state: RevenueUpload.State, *, by: Actor, at: datetime) -> None:
    upload.state, upload.decided_by, upload.decided_at = state, by.username, at
    upload.save(update_fields=["state", "decided_by", "decided_at", "delivery"])


def _record(move: str, upload: RevenueUpload, *, by: Actor, at: datetime, facts: Mapping[str, Any]) -> None:
    stated = {"period": upload.period, "months": upload.months, "digest": upload.file_digest, **facts}
    record(Fact(move, PROVINCE, SUBJECT, str(upload.pk), facts=stated), by=by, at=at)
