"""The only writers of uploads: taking a workbook in for preview, confirming it, discarding it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from assessment.audit.actions import SYSTEM, Actor, record, record_all
from assessment.display import formats
from assessment.evidence.actions import Subject, store
from assessment.evidence.names import safe_name
from assessment.filing.cells import CellChange, FormOfReturn, content_of, shown
from assessment.filing.entry_actions import check_open_for, save_cells
from assessment.filing.errors.returns import CellsChangedMeanwhile
from assessment.filing.errors.uploads import PreviewOutdated, UploadDecided, UploadExpired, UploadHasProblems
from assessment.filing.errors.workbook import CellWrong, OtherForm, OtherFormVersion, OtherPeriod, OtherUnit
from assessment.filing.locking import chain_of, fact, lock_version, move
from assessment.filing.models import Upload, Version
from assessment.filing.return_template import identity_of_version, lines_of_form
from assessment.filing.states import Move
from assessment.filing.told_again import document_of
from assessment.filing.workbook.cell_reading import ReadCell
from assessment.filing.workbook.layout import SHEET, Identity
from assessment.filing.workbook.reading import ReadWorkbook, read_return_workbook
from assessment.methodology.errors import N_, AssessmentError, Phrase
from assessment.people.models import User
from assessment.people.permissions import Action

KEPT = timedelta(hours=24)
OF_VERSION = (
    "version__return_filed__collection__form_version__form",
    "version__return_filed__reporting_unit__region",
)
LONGEST_STEM = 190
SUBJECT = "filing.upload"
STATE_WORDS: dict[str, str] = {
    Upload.State.PENDING: N_("waiting for confirmation"),
    Upload.State.CONFIRMED: N_("written into the return"),
    Upload.State.DISCARDED: N_("discarded"),
    Upload.State.EXPIRED: N_("replaced or expired"),
}
Key = tuple[str, str]


@dataclass(frozen=True)
class Incoming:
    """A file as the browser sent it."""

    name: str
    content: bytes

    @property
    def shown_name(self) -> str:
        """The user's name for the file, made harmless, with the ending of what it really is."""
        name = safe_name(self.name)
        return (
            name if name.lower().endswith(".xlsx") else f"{name.encode()[:LONGEST_STEM].decode(errors='ignore')}.xlsx"
        )


def upload_workbook(version_id: int, file: Incoming, *, by: User, at: datetime) -> Upload:
    """Read a filled template and keep what it says for a preview. No cell of the return changes.

    The file is read between two looks at the version, so that nobody waits for its lock meanwhile.
    """
    with transaction.atomic():
        version = _writable(version_id, by=by, at=at)
        form = FormOfReturn.of(version.return_filed.collection)
        lines = lines_of_form(form.items.values())
    read = read_return_workbook(file.content, file_name=file.name, lines=lines)
    check_identity(read.identity, version)
    changes, problems = _checked(read, form)
    with transaction.atomic():
        version = _writable(version_id, by=by, at=at)
        version.uploads.filter(state=Upload.State.PENDING).update(
            state=Upload.State.EXPIRED, decided_by=by.username, decided_at=at
        )
        upload = _keep(version, file, read, changes, problems, by=by, at=at)
        facts = {"upload": upload.pk, "digest": upload.file_digest, "problems": len(problems)}
        record(fact(Action.WORKBOOK_UPLOAD, version, **facts), by=by, at=at)
    return upload


def confirm_upload(upload_id: int, *, revision: int, by: User, at: datetime) -> Upload:
    """Write the cells of an upload into the draft, all or none; `revision` is the one the preview showed.

    A cell that somebody wrote after that raises `PreviewOutdated`. Confirming again changes nothing.
    """
    with transaction.atomic():
        upload = _locked(upload_id, by=by, at=at)
        if upload.state == Upload.State.CONFIRMED:
            return upload
        _refuse_decided(upload, at=at)
        if upload.problems:
            raise UploadHasProblems(count=len(upload.problems))
        version = _written(upload, revision=revision, by=by, at=at)
        upload.saved_revision = version.revision
        _decide(upload, Upload.State.CONFIRMED, by=by, at=at)
        facts = {"upload": upload.pk, "digest": upload.file_digest, "revision": version.revision}
        record(fact(Action.WORKBOOK_CONFIRM, version, **facts), by=by, at=at)
    return upload


def discard_upload(upload_id: int, *, by: User, at: datetime) -> Upload:
    """Let an upload go; the file stays as evidence. Discarding again changes nothing."""
    with transaction.atomic():
        upload = _locked(upload_id, by=by, at=at)
        if upload.state in {Upload.State.DISCARDED, Upload.State.EXPIRED}:
            return upload
        _refuse_decided(upload, at=None)
        _decide(upload, Upload.State.DISCARDED, by=by, at=at)
        record(fact(Action.WORKBOOK_DISCARD, upload.version, upload=upload.pk), by=by, at=at)
    return upload


def expire_uploads(*, at: datetime) -> int:
    """Let go what nobody confirmed within `KEPT`; by the clock, and twice does nothing more. Returns how many."""
    with transaction.atomic():
        pending = Upload.objects.filter(state=Upload.State.PENDING, uploaded_at__lt=at - KEPT)
        lapsed = list(pending.select_for_update(of=("self",), skip_locked=True).select_related(*OF_VERSION))
        for upload in lapsed:
            _decide(upload, Upload.State.EXPIRED, by=SYSTEM, at=at)
        told = [fact(Action.WORKBOOK_DISCARD, one.version, upload=one.pk, lapsed=True) for one in lapsed]
        record_all(told, by=SYSTEM, at=at)
    return len(lapsed)


def changes_of(upload: Upload) -> list[CellChange]:
    """The rows of an upload as changes; a cell's source stays what it is."""
    sources = {(cell.item, cell.basis): cell.source for cell in upload.version.cells.all()}
    return [_change(row, sources) for row in upload.rows]


def check_identity(identity: Identity, version: Version) -> None:
    """The template of this very return: form, unit, period, form version."""
    expected = identity_of_version(version)
    if identity.form != expected.form:
        raise OtherForm(received=identity.form, expected=expected.form)
    if identity.unit != expected.unit:
        raise OtherUnit(received=identity.unit, expected=version.return_filed.reporting_unit.name_zh)
    if identity.period != expected.period:
        raise OtherPeriod(received=formats.period(identity.period), expected=formats.period(expected.period))
    if identity.form_digest != expected.form_digest:
        raise OtherFormVersion(received=identity.form_digest[:8], expected=expected.form_digest[:8])


def _writable(version_id: int, *, by: User, at: datetime) -> Version:
    """The version under lock, if its cells could be saved now."""
    version = lock_version(version_id, Action.RETURN_FILL, by=by, at=at)
    move(version, Move.SAVE)
    check_open_for(version.return_filed, at=at)
    return version


def _locked(upload_id: int, *, by: User, at: datetime) -> Upload:
    """Version first, upload second: the same order everywhere."""
    version_id = Upload.objects.filter(pk=upload_id).values_list("version_id", flat=True).first()
    version = lock_version(version_id or 0, Action.RETURN_FILL, by=by, at=at)
    upload = Upload.objects.select_for_update().get(pk=upload_id)
    upload.version = version
    return upload


def _refuse_decided(upload: Upload, *, at: datetime | None) -> None:
    if upload.state != Upload.State.PENDING:
        raise UploadDecided(state=Phrase(STATE_WORDS[upload.state]))
    if at is not None and at - upload.uploaded_at > KEPT:
        raise UploadExpired(hours=int(KEPT.total_seconds()) // 3600)


def _written(upload: Upload, *, revision: int, by: User, at: datetime) -> Version:
    changes = changes_of(upload)
    stored = {(cell.item, cell.basis): content_of(cell) for cell in upload.version.cells.all()}
    differing = [change for change in changes if stored[change.item, change.basis] != content_of(change)]
    try:
        return save_cells(upload.version_id, differing, revision=revision, by=by, at=at)
    except CellsChangedMeanwhile as clash:
        cells: Any = clash.where["cells"]
        places = {(row["item"], row["basis"]): row["cell"] for row in upload.rows}
        named = [places[cell["item"], cell["basis"]] for cell in cells]
        raise PreviewOutdated(count=len(named), cells=named, revision=upload.version.revision) from None


def _decide(upload: Upload, state: Upload.State, *, by: Actor, at: datetime) -> None:
    upload.state, upload.decided_by, upload.decided_at = state, by.username, at
    upload.save(update_fields=["state", "decided_by", "decided_at", "saved_revision"])


def _checked(read: ReadWorkbook, form: FormOfReturn) -> tuple[list[dict[str, Any]], list[AssessmentError]]:
    """The rows as they will be kept, and all problems: of reading, and of the form's own rules on digits and units."""
    rows, problems = [], list(read.problems)
    for cell in read.cells:
        change = CellChange(cell.item, cell.basis, cell.condition, cell.value, reason=cell.reason)
        try:
            checked = form.checked(change)
        except AssessmentError as problem:
            problems.append(CellWrong(sheet=SHEET, cell=cell.cell, problem=problem))
            continue
        rows.append(_row(cell, checked))
    return rows, problems


def _row(cell: ReadCell, change: CellChange) -> dict[str, Any]:
    value = None if change.value is None else shown(change)
    return {**asdict(cell), "condition": change.condition, "value": value}


def _keep(  # noqa: PLR0913 - what is kept of one file
    version: Version,
    file: Incoming,
    read: ReadWorkbook,
    rows: list[dict[str, Any]],
    problems: Iterable[AssessmentError],
    *,
    by: User,
    at: datetime,
) -> Upload:
    name = file.shown_name
    subject = Subject(SUBJECT, str(version.pk), "", chain_of(version))
    stored = store(subject, name=name, content=file.content, by=by, at=at)
    return Upload.objects.create(
        version=version,
        file=stored,
        file_name=name,
        file_digest=hashlib.sha256(file.content).hexdigest(),
        rows=rows,
        repairs=[asdict(repair) for repair in read.repairs],
        problems=[document_of(problem) for problem in problems],
        ignored=list(read.ignored),
        template_number=_whole(read.identity.number),
        template_revision=_whole(read.identity.revision),
        revision=version.revision,
        uploaded_by=by,
        uploaded_at=at,
    )


def _change(row: Mapping[str, Any], sources: Mapping[Key, str]) -> CellChange:
    return CellChange(
        item=row["item"],
        basis=row["basis"],
        condition=row["condition"],
        value=None if row["value"] is None else Decimal(row["value"]),
        reason=row["reason"],
        source=sources.get((row["item"], row["basis"]), ""),
    )


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else 0
