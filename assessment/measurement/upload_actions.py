"""The only writers of uploaded base tables: taking a file in for comparison, confirming it, discarding it."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from assessment.audit.actions import PROVINCE, SYSTEM, Actor, Fact, record
from assessment.audit.named_locks import one_at_a_time
from assessment.evidence.actions import Subject, store
from assessment.evidence.names import safe_name
from assessment.filing.told_again import document_of
from assessment.filing.upload_actions import Incoming
from assessment.measurement.deliveries import Delivery
from assessment.measurement.delivery_documents import delivery_document, delivery_of
from assessment.measurement.errors import ComparisonOutdated, UploadSettled, UploadUndeliverable
from assessment.measurement.models import BaseTable, TableUpload
from assessment.measurement.table_actions import (
    Loaded,
    load_deflators,
    load_digitalisation,
    load_gdp,
    load_industry,
    load_industry_accounts,
    load_section_i,
)
from assessment.measurement.table_file import ReadFile, read_table_file
from assessment.measurement.table_keys import ACTION_OF, TableKey
from assessment.measurement.table_queries import in_force_of
from assessment.measurement.upload_states import KEPT, STATE_WORDS
from assessment.methodology.errors import Phrase
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require

SUBJECT: Final = "measurement.upload"
Kind = BaseTable.Kind
_LOADERS: Final[Mapping[str, Callable[..., Loaded]]] = {
    Kind.INDUSTRY_ACCOUNTS: load_industry_accounts,
    Kind.GDP: load_gdp,
    Kind.INDUSTRIAL_DIGITALISATION: load_digitalisation,
    Kind.DEFLATOR: load_deflators,
    Kind.SECTION_I: load_section_i,
    Kind.INDUSTRY: load_industry,
}


def upload_table(key: TableKey, file: Incoming, *, by: User, at: datetime) -> TableUpload:
    """Read a filled template or a CSV and keep what it says for a comparison. No table changes."""
    require(by, ACTION_OF[key.kind], at=at)
    read = read_table_file(key, file, by=by)
    with transaction.atomic():
        one_at_a_time("measurement.upload", by.organisation.code, *key.fields.values())
        pending = TableUpload.objects.filter(
            **key.fields, source_department=by.organisation.name_zh, state=TableUpload.State.PENDING
        )
        pending.update(state=TableUpload.State.EXPIRED, decided_by=by.username, decided_at=at)
        upload = _keep(key, file, read, by=by, at=at)
        _record("upload", upload, by=by, at=at, facts={"problems": len(upload.problems)})
    return upload


def confirm_table(
    upload_id: int, *, compared_with: int | None, by: User, at: datetime, reason: str = ""
) -> TableUpload:
    """Take the delivery over, all of it or nothing, and lay it out for the cities.

    `compared_with` is the table the comparison was shown against; a delivery that came meanwhile raises
    `ComparisonOutdated`. Confirming again changes nothing.
    """
    with transaction.atomic():
        upload = _locked(upload_id, by=by, at=at)
        if upload.state == TableUpload.State.CONFIRMED:
            return upload
        _refuse_settled(upload, at=at)
        if upload.problems:
            raise UploadUndeliverable(count=len(upload.problems))
        _refuse_outdated(upload, compared_with)
        given = {"reason": reason} if upload.kind == Kind.GDP else {}
        loaded = _LOADERS[upload.kind](delivery_of(upload.document), by=by, at=at, **given)
        upload.table = loaded.table
        _settle(upload, TableUpload.State.CONFIRMED, by=by, at=at)
        _record("confirm_upload", upload, by=by, at=at, facts={"table": loaded.table.pk})
    return upload


def discard_table(upload_id: int, *, by: User, at: datetime) -> TableUpload:
    """Let an upload go; the file stays as evidence. Discarding again changes nothing."""
    with transaction.atomic():
        upload = _locked(upload_id, by=by, at=at)
        if upload.state in {TableUpload.State.DISCARDED, TableUpload.State.EXPIRED}:
            return upload
        if upload.state != TableUpload.State.PENDING:
            raise UploadSettled(state=Phrase(STATE_WORDS[upload.state]))
        _settle(upload, TableUpload.State.DISCARDED, by=by, at=at)
        _record("discard_upload", upload, by=by, at=at, facts={})
    return upload


def expire_tables(*, at: datetime) -> int:
    """Let go what nobody confirmed within `KEPT`; by the clock, and twice does nothing more. Returns how many."""
    with transaction.atomic():
        pending = TableUpload.objects.filter(state=TableUpload.State.PENDING, uploaded_at__lt=at - KEPT)
        lapsed = list(pending.select_for_update(of=("self",), skip_locked=True))
        for upload in lapsed:
            _settle(upload, TableUpload.State.EXPIRED, by=SYSTEM, at=at)
            _record("discard_upload", upload, by=SYSTEM, at=at, facts={"lapsed": True})
    return len(lapsed)


def delivery_waiting(upload: TableUpload) -> Delivery | None:
    """What the file says, unless it could not be read as a whole."""
    return delivery_of(upload.document) if upload.document else None


def _keep(key: TableKey, file: Incoming, read: ReadFile, *, by: User, at: datetime) -> TableUpload:
    stored, text = None, ""
    if read.is_text:
        text = file.content.decode("utf-8-sig")
    else:
        subject = Subject(SUBJECT, f"{key.kind}.{key.period}.{key.vintage}", "", PROVINCE)
        stored = store(subject, name=file.shown_name, content=file.content, by=by, at=at)
    return TableUpload.objects.create(
        **key.fields,
        source_department=by.organisation.name_zh,
        file=stored,
        text=text,
        file_name=safe_name(file.name) if read.is_text else file.shown_name,
        file_digest=hashlib.sha256(file.content).hexdigest(),
        document={} if read.delivery is None else delivery_document(read.delivery),
        repairs=[asdict(repair) for repair in read.repairs],
        problems=[document_of(problem) for problem in read.problems],
        compared_with=in_force_of(key, by.organisation.name_zh),
        uploaded_by=by,
        uploaded_at=at,
    )


def _locked(upload_id: int, *, by: User, at: datetime) -> TableUpload:
    """An upload of the own body, under lock; another body's is not there."""
    require(by, Action.BASE_TABLE_DELIVER, at=at)
    upload = TableUpload.objects.select_for_update(of=("self",)).filter(pk=upload_id).first()
    if upload is None or upload.source_department != by.organisation.name_zh:
        raise NotFound
    require(by, ACTION_OF[upload.kind], at=at)
    return upload


def _refuse_settled(upload: TableUpload, *, at: datetime) -> None:
    if upload.state != TableUpload.State.PENDING:
        raise UploadSettled(state=Phrase(STATE_WORDS[upload.state]))
    if at - upload.uploaded_at > KEPT:
        raise UploadSettled(state=Phrase(STATE_WORDS[TableUpload.State.EXPIRED]))


def _refuse_outdated(upload: TableUpload, compared_with: int | None) -> None:
    key = TableKey(upload.kind, upload.period, upload.vintage)
    now = in_force_of(key, upload.source_department)
    if (now.pk if now else None) != compared_with:
        raise ComparisonOutdated(name=now.loaded_by.display_name if now else "--")


def _settle(upload: TableUpload, state: TableUpload.State, *, by: Actor, at: datetime) -> None:
    upload.state, upload.decided_by, upload.decided_at = state, by.username, at
    upload.save(update_fields=["state", "decided_by", "decided_at", "table"])


def _record(move: str, upload: TableUpload, *, by: Actor, at: datetime, facts: Mapping[str, Any]) -> None:
    stated = {"period": upload.period, "vintage": upload.vintage, "digest": upload.file_digest, **facts}
    record(Fact(f"{upload.kind}.{move}", PROVINCE, SUBJECT, str(upload.pk), facts=stated), by=by, at=at)
