"""Reading a user's workbook in a child process with limits: plain data comes back, or a refusal."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assessment.filing.errors.workbook import (
    EncryptedWorkbook,
    FileIsEmpty,
    FileTooLarge,
    OldWorkbook,
    OtherFile,
    TakesTooLong,
    TextFileRenamed,
    WorkbookDamaged,
    WorkbookRefused,
    WpsWorkbook,
)
from assessment.filing.workbook.cell_data import RawBook
from assessment.filing.workbook.limits import LARGEST_FILE, MEGABYTE, MOST_ANSWER, OF_A_RETURN, Limits
from assessment.methodology.errors import N_, Phrase

_PROJECT = str(Path(__file__).resolve().parents[3])
_PROGRAM = "import sys; sys.path.insert(0, {place!r}); from assessment.filing.workbook.{child} import main; main()"
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    b"%PDF": N_("a PDF"),
    b"\x89PNG": N_("a picture"),
    b"\xff\xd8\xff": N_("a picture"),
    b"Rar!": N_("an archive"),
    b"7z\xbc\xaf": N_("an archive"),
    b"\x1f\x8b": N_("an archive"),
    b"PK\x05\x06": N_("an empty archive"),
    b"{\\rtf": N_("a text document"),
}
_BEGINNING = 4096
_PATIENCE = 10
_OUT_OF_MEANS = re.compile(rb"^(MemoryError|\S*TakesTooLong)", re.MULTILINE)
MARKING_SECONDS = 8


def read_isolated(
    content: bytes, *, file_name: str = "", limits: Limits = OF_A_RETURN, only: Collection[str] = ()
) -> RawBook:
    """The workbook as plain data; any `WorkbookRefused` where it is not taken.

    The patience of the parent is longer than the child's allowance, so that a busy machine refuses nobody.
    """
    _sniff(content, file_name)
    answer = _run("reading_child", {"limits": asdict(limits), "only": sorted(only)}, content, seconds=limits.seconds)
    return _answer(json.loads(answer))


def mark_isolated(content: bytes, marks: Sequence[Mapping[str, Any]]) -> bytes:
    """A workbook that was read before, with its cells marked (`marking.Mark`)."""
    return _run("marking_child", {"marks": list(marks), "seconds": MARKING_SECONDS}, content, seconds=MARKING_SECONDS)


def _run(child: str, task: Mapping[str, Any], content: bytes, *, seconds: float) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _PROGRAM.format(place=_PROJECT, child=child)],
            input=json.dumps(task).encode() + b"\n" + content,
            capture_output=True,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            timeout=seconds * _PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TakesTooLong from None
    if done.returncode < 0 or len(done.stdout) > MOST_ANSWER or _OUT_OF_MEANS.search(done.stderr):
        raise TakesTooLong
    if done.returncode != 0:
        raise WorkbookDamaged(part=Phrase(N_("the whole file")))
    return done.stdout


def _answer(answer: Mapping[str, Any]) -> RawBook:
    refused = answer.get("refused")
    if refused is None:
        return RawBook.of(answer["book"])
    where = {
        name: Phrase(value["phrase"]) if isinstance(value, dict) else value for name, value in refused["where"].items()
    }
    raise _REFUSALS[refused["code"]](**where)


def _sniff(content: bytes, file_name: str) -> None:
    """What can be told by the first bytes, without unpacking anything."""
    if len(content) > LARGEST_FILE:
        raise FileTooLarge(received=-(-len(content) // MEGABYTE), largest=LARGEST_FILE // MEGABYTE)
    if not content:
        raise FileIsEmpty
    if content.startswith(_OLE):
        raise _old_file(content, file_name)
    if content.startswith(_ZIP):
        return
    for beginning, name in _OTHERS.items():
        if content.startswith(beginning):
            raise OtherFile(received=Phrase(name))
    raise TextFileRenamed if _is_text(content) else OtherFile(received=Phrase(N_("an unknown kind of file")))


def _old_file(content: bytes, file_name: str) -> WorkbookRefused:
    if _ENCRYPTED_STREAM in content:
        return EncryptedWorkbook()
    return WpsWorkbook() if file_name.lower().endswith(".et") else OldWorkbook()


def _is_text(content: bytes) -> bool:
    beginning = content[:_BEGINNING]
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    return not any(byte < 9 or 13 < byte < 32 for byte in beginning)


def _families(error: type[WorkbookRefused]) -> Iterator[type[WorkbookRefused]]:
    yield error
    for child in error.__subclasses__():
        yield from _families(child)


_REFUSALS = {error.code: error for error in _families(WorkbookRefused)}
