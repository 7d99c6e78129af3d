"""Files kept as evidence: what is taken, under which name, and how it is handed out again."""

import re
import stat
from datetime import timedelta
from email.message import Message
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from pytest_django import Settings

from assessment.audit.models import Entry
from assessment.evidence import actions, storage
from assessment.evidence.actions import Subject
from assessment.evidence.errors import (
    AlreadyWithdrawn,
    FileContentDiffers,
    FileEmpty,
    FileHoldsProgram,
    FileInfected,
    FileMissing,
    FileTooLarge,
    FileTypeNotAccepted,
)
from assessment.evidence.models import StoredFile
from assessment.evidence.names import safe_name
from assessment.evidence.queries import files_of
from assessment.evidence.serving import attachment
from assessment.people.models import User
from tests.situations.catalogue import moment
from tests.situations.files import DEVICES, EICAR, JPG, PDF, PNG, a_package, hostile_names
from tests.situations.filing import LIUPANSHUI, a_city

pytestmark = pytest.mark.django_db
STORED = moment("2021-04-12 09:00")
OF_A_VERSION = Subject("filing.version", "7", "software_revenue", LIUPANSHUI)
HOSTILE = hostile_names(500)
STEERING = re.compile(r'[/\\\x00-\x1f\x7f"<>|:*?\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]')


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    return Path(settings.EVIDENCE_DIR)


@pytest.fixture
def filler() -> User:
    return a_city().filler


def stored(by: User, name: str = "证明.pdf", content: bytes = PDF, subject: Subject = OF_A_VERSION) -> StoredFile:
    return actions.store(subject, name=name, content=content, by=by, at=STORED)


def test_a_file_is_kept_under_a_name_of_our_own_and_only_its_owner_may_read_the_disk(
    filler: User, folder: Path
) -> None:
    file = stored(filler, "2021年一季度 合同汇总.pdf")
    path = storage.path_of(file.storage_name)
    assert re.fullmatch(r"[0-9a-f]{48}", file.storage_name)
    assert path.read_bytes() == PDF
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.is_relative_to(folder)
    assert (file.original_name, file.media_type, file.size) == (
        "2021年一季度 合同汇总.pdf",
        "application/pdf",
        len(PDF),
    )
    assert files_of("filing.version", ["7"]) == [file]
    entry = Entry.objects.get(action="evidence.add")
    assert (entry.chain, entry.by, entry.object_id) == (LIUPANSHUI, filler.username, "7")
    assert "合同" not in str(entry.facts), "a name may hold a figure"


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PNG", PNG, "image/png"),
        ("a.jpg", JPG, "image/jpeg"),
        ("a.jpeg", JPG, "image/jpeg"),
        ("a.xlsx", a_package("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (
            "a.docx",
            a_package("word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_five_types_are_taken_by_ending_and_by_content(
    name: str, content: bytes, media_type: str, filler: User
) -> None:
    assert stored(filler, name, content).media_type == media_type


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("a.html", b"<html></html>", FileTypeNotAccepted),
        ("a.svg", b"<svg onload='x'/>", FileTypeNotAccepted),
        ("a.js", b"alert(1)", FileTypeNotAccepted),
        ("a.pdf.exe", b"MZ", FileTypeNotAccepted),
        ("a.xls", b"\xd0\xcf\x11\xe0", FileTypeNotAccepted),
        ("pdf", PDF, FileTypeNotAccepted),
        ("a.pdf", b"<html></html>", FileContentDiffers),
        ("a.png", b"<svg onload='x'/>", FileContentDiffers),
        ("a.png", PDF, FileContentDiffers),
        ("a.docx", a_package("xl/workbook.xml"), FileContentDiffers),
        ("a.xlsx", a_package(), FileContentDiffers),
        ("a.xlsx", b"PK\x03\x04 torn", FileContentDiffers),
        ("a.pdf", b" %PDF-1.4", FileContentDiffers),
        ("a.pdf", PDF + b"<</S/JavaScript/JS (app.alert(1))>>", FileHoldsProgram),
        ("a.xlsx", a_package("xl/workbook.xml", "xl/vbaProject.bin"), FileHoldsProgram),
        ("a.docx", a_package("word/document.xml", "word/embeddings/oleObject1.bin"), FileHoldsProgram),
        ("a.pdf", PDF + EICAR, FileInfected),
        ("a.pdf", b"", FileEmpty),
    ],
)
def test_what_is_not_evidence_is_refused_and_leaves_nothing(
    name: str, content: bytes, refusal: type[Exception], filler: User, folder: Path
) -> None:
    with pytest.raises(refusal):
        stored(filler, name, content)
    assert not StoredFile.objects.exists()
    assert list(folder.glob("**/*")) == []


def test_a_file_of_the_limit_is_taken_and_one_byte_more_is_refused(filler: User, settings: Settings) -> None:
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    stored(filler, content=PDF.ljust(1024 * 1024))
    with pytest.raises(FileTooLarge) as refused:
        stored(filler, content=PDF.ljust(1024 * 1024 + 1))
    assert refused.value.where == {"name": "证明.pdf", "size": 2, "limit": 1}


def test_five_hundred_hostile_names_neither_leave_the_folder_nor_break_a_header(filler: User, folder: Path) -> None:
    assert len(HOSTILE) == 500
    for hostile in HOSTILE:
        shown = safe_name(hostile)
        assert shown, repr(hostile)
        assert len(shown.encode()) <= 255
        assert not STEERING.search(shown), shown
        assert shown.strip(" .") == shown
        assert shown.split(".")[0].upper() not in {device.upper() for device in DEVICES}
        response = attachment(StoredFile(original_name=shown, media_type="application/pdf"), PDF)
        header = response["Content-Disposition"]
        assert header.startswith("attachment; filename")
        assert name_read_from(header) == shown


def name_read_from(header: str) -> str:
    """What a browser would call the file, by RFC 6266: the starred parameter, or the quoted one."""
    starred = re.fullmatch(r"attachment; filename\*=utf-8''([A-Za-z0-9%._~!$&'()*+,;=@-]+)", header, re.ASCII)
    if starred:
        return unquote(starred[1])
    message = Message()
    message["Content-Disposition"] = header
    return str(message.get_filename())


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\zhang\\合同.pdf", "合同.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
        ("NUL.pdf", "_NUL.pdf"),
        ("con", "_con"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        (" . ", "file"),
        ("证" * 100 + ".pdf", "证" * 65 + ".pdf"),
    ],
)
def test_a_name_becomes_one_that_can_be_shown(given: str, shown: str) -> None:
    assert safe_name(given) == shown


def test_what_is_handed_out_is_saved_and_never_run(filler: User) -> None:
    response = attachment(stored(filler), PDF)
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Type"] == "application/pdf"


def test_every_copy_that_is_handed_out_is_written_down(filler: User) -> None:
    file = stored(filler)
    assert actions.hand_out(file, by=filler, at=STORED) == PDF
    assert Entry.objects.get(action="evidence.read").by == filler.username


def test_a_content_that_was_altered_or_lost_on_disk_is_not_handed_out(filler: User) -> None:
    file = stored(filler)
    storage.path_of(file.storage_name).write_bytes(PDF + b" ")
    with pytest.raises(FileMissing):
        actions.hand_out(file, by=filler, at=STORED)
    storage.path_of(file.storage_name).unlink()
    with pytest.raises(FileMissing):
        actions.hand_out(file, by=filler, at=STORED)


def test_a_withdrawn_file_stays_with_who_withdrew_it(filler: User) -> None:
    file = stored(filler)
    actions.withdraw(file.pk, by=filler, at=STORED)
    again = StoredFile.objects.get(pk=file.pk)
    assert (again.withdrawn_by, again.withdrawn_at) == (filler, STORED)
    assert storage.path_of(file.storage_name).exists()
    with pytest.raises(AlreadyWithdrawn):
        actions.withdraw(file.pk, by=filler, at=STORED)
    assert Entry.objects.filter(action="evidence.withdraw").count() == 1


def test_a_content_whose_row_never_came_to_be_is_swept_a_day_later_and_nothing_else(filler: User) -> None:
    file, orphan = stored(filler), storage.write(PDF)
    born = storage.path_of(orphan).stat().st_mtime
    written = moment("1970-01-01 08:00") + timedelta(seconds=born)
    assert actions.sweep_orphans(at=written + timedelta(hours=23)) == 0
    assert actions.sweep_orphans(at=written + timedelta(hours=25)) == 1
    assert storage.path_of(file.storage_name).exists()
    assert not storage.path_of(orphan).exists()


def test_the_folder_of_evidence_is_none_that_is_served() -> None:
    assert not Path(settings.EVIDENCE_DIR).is_relative_to(settings.STATIC_ROOT)
