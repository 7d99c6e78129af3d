"""The outer shell of an .xlsx: its directory is checked before anything is unpacked, and unpacking counts.

Runs in the child process; knows no framework.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from assessment.filing.errors.workbook import (
    ActiveContent,
    EncryptedWorkbook,
    ExternalLinkFound,
    MacroWorkbook,
    OtherFile,
    TooMuchInside,
    WorkbookDamaged,
)
from assessment.filing.workbook.limits import MEGABYTE, Limits
from assessment.methodology.errors import N_, Phrase

CHUNK = 1 << 16
CONTENT_TYPES = "[Content_Types].xml"
WORKBOOK_PART = "xl/workbook.xml"
_END = b"PK\x05\x06"
_END_SIZE, _LONGEST_COMMENT = 22, 65_535
_ENTRY_AT_MOST = 400
_LARGE_DIRECTORY = 0xFFFF
_SMALL_PART = 1 << 17
_MACROS = re.compile(r"(^|/)(vbaProject|vbaData|macrosheets|xlmsheets)", re.IGNORECASE)
_LINKS = re.compile(r"(^|/)(externalLinks/|connections\.xml|queryTables/|customData/)", re.IGNORECASE)
_ACTIVE = re.compile(
    r"(^|/)(activeX/|embeddings/|ctrlProps/|oleObject|webextensions/)|\.(zip|xlsx|xlsm|xls|exe|dll|docx?)$",
    re.IGNORECASE,
)
_OTHER_PACKAGES = {
    "word/document.xml": N_("a Word document (.docx)"),
    "ppt/presentation.xml": N_("a presentation (.pptx)"),
    "xl/workbook.bin": N_("a binary workbook (.xlsb)"),
    "content.xml": N_("an OpenDocument file (.ods)"),
    "Index/Document.iwa": N_("a Numbers document"),
}
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, struct.error, ValueError,
    OverflowError, KeyError,
)  # fmt: skip


class Package:
    """An opened workbook whose directory is in order."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self.limits = limits
        self._unpacked = 0
        _check_end(content, limits)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _UNREADABLE:
            raise WorkbookDamaged(part="zip") from None
        self.names = frozenset(info.filename for info in self._zip.infolist())
        self._check_directory()
        self._check_kind()

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, a little at a time; more than the workbook may unpack to raises."""
        try:
            with self._zip.open(name) as stream:
                while chunk := stream.read(CHUNK):
                    self._unpacked += len(chunk)
                    if self._unpacked > self.limits.unpacked:
                        raise _too_much(N_("unpacked megabytes"), self.limits.unpacked // MEGABYTE)
                    yield chunk
        except _UNREADABLE:
            raise WorkbookDamaged(part=_plain(name)) from None

    def _check_directory(self) -> None:
        infos = self._zip.infolist()
        limits = self.limits
        if len(infos) > limits.parts:
            raise _too_much(N_("parts"), limits.parts)
        if len(self.names) != len(infos):
            raise WorkbookDamaged(part=Phrase(N_("a part that is there twice")))
        if sum(info.file_size for info in infos) > limits.unpacked:
            raise _too_much(N_("unpacked megabytes"), limits.unpacked // MEGABYTE)
        for info in infos:
            if info.flag_bits & 1:
                raise EncryptedWorkbook
            if info.file_size > _SMALL_PART and info.file_size > limits.ratio * max(info.compress_size, 1):
                raise _too_much(N_("times its packed size"), limits.ratio)
            _check_name(info.filename)

    def _check_kind(self) -> None:
        for name, kind in _OTHER_PACKAGES.items():
            if name in self.names:
                raise OtherFile(received=Phrase(kind))
        if CONTENT_TYPES not in self.names or WORKBOOK_PART not in self.names:
            raise OtherFile(received=Phrase(N_("a zip archive")))
        if b"macroEnabled" in b"".join(self.chunks(CONTENT_TYPES)):
            raise MacroWorkbook(part=CONTENT_TYPES)


def _check_end(content: bytes, limits: Limits) -> None:
    """The directory's own size, before a million entries are listed."""
    tail = content[-_END_SIZE - _LONGEST_COMMENT :]
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise WorkbookDamaged(part=Phrase(N_("the end of the file")))
    entries, size = struct.unpack("<HI", tail[at + 10 : at + 16])
    if entries == _LARGE_DIRECTORY or entries > limits.parts or size > limits.parts * _ENTRY_AT_MOST:
        raise _too_much(N_("parts"), limits.parts)


def _check_name(name: str) -> None:
    if _MACROS.search(name):
        raise MacroWorkbook(part=_plain(name))
    if _LINKS.search(name):
        raise ExternalLinkFound(part=_plain(name))
    if _ACTIVE.search(name):
        raise ActiveContent(part=_plain(name))


def _too_much(what: str, largest: int) -> TooMuchInside:
    return TooMuchInside(what=Phrase(what), largest=largest)


def _plain(name: str) -> str:
    """A part's name fit for a sentence."""
    return "".join(sign for sign in name if sign.isprintable())[:80]
