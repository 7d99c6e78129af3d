"""What a file is by its bytes, and what is never taken whatever its name says."""

import io
import zipfile
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from assessment.evidence.errors import (
    FileContentDiffers,
    FileEmpty,
    FileHoldsProgram,
    FileInfected,
    FileTooLarge,
    FileTypeNotAccepted,
)
from assessment.evidence.names import ending_of

MEGABYTE = 1024 * 1024
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
    "docx": f"{_OPEN_XML}.wordprocessingml.document",
}
ACCEPTED = ("pdf", "png", "jpg", "xlsx", "docx")
PICTURES = frozenset({"image/png", "image/jpeg"})
_MAGIC = {
    MEDIA_TYPES["pdf"]: b"%PDF-",
    MEDIA_TYPES["png"]: b"\x89PNG\r\n\x1a\n",
    MEDIA_TYPES["jpg"]: b"\xff\xd8\xff",
}
_INSIDE = {MEDIA_TYPES["xlsx"]: "xl/workbook.xml", MEDIA_TYPES["docx"]: "word/document.xml"}
_PROGRAMS_IN_PDF = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile")
_PROGRAMS_IN_PACKAGE = ("vbaproject.bin", "activex", "oleobject", "/macrosheets/")
MOST_PARTS = 5000


@dataclass(frozen=True)
class Checked:
    """A content that was looked at: its type by its bytes."""

    media_type: str


def check_content(name: str, content: bytes) -> Checked:
    """The type of `content`, or the reason why it is refused: size, type, a mismatch, a program, a virus."""
    if not content:
        raise FileEmpty(name=name)
    if len(content) > settings.EVIDENCE_MAX_BYTES:
        size, limit = -(-len(content) // MEGABYTE), settings.EVIDENCE_MAX_BYTES // MEGABYTE
        raise FileTooLarge(name=name, size=size, limit=limit)
    ending = ending_of(name)
    if ending not in MEDIA_TYPES:
        raise FileTypeNotAccepted(name=name, accepted=", ".join(ACCEPTED))
    media_type = _type_of(content)
    if media_type != MEDIA_TYPES[ending]:
        raise FileContentDiffers(name=name, ending=ending)
    _refuse_programs(name, content, media_type)
    infected = import_string(settings.EVIDENCE_SCANNER)(content)
    if infected:
        raise FileInfected(name=name, found=infected)
    return Checked(media_type)


def _type_of(content: bytes) -> str:
    for media_type, magic in _MAGIC.items():
        if content.startswith(magic):
            return media_type
    parts = _parts_of(content)
    if "[Content_Types].xml" not in parts:
        return ""
    return next((media_type for media_type, part in _INSIDE.items() if part in parts), "")


def _parts_of(content: bytes) -> frozenset[str]:
    """The names in a package, from its directory; nothing is unpacked."""
    if not content.startswith(b"PK\x03\x04"):
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        return frozenset()
    return frozenset(names) if len(names) <= MOST_PARTS else frozenset()


def _refuse_programs(name: str, content: bytes, media_type: str) -> None:
    if media_type == MEDIA_TYPES["pdf"]:
        found = next((mark.decode().strip(" (") for mark in _PROGRAMS_IN_PDF if mark in content), "")
    else:
        parts = [part.lower() for part in _parts_of(content)]
        found = next((mark for mark in _PROGRAMS_IN_PACKAGE for part in parts if mark in part), "")
    if found:
        raise FileHoldsProgram(name=name, found=found)
