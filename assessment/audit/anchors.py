"""The anchor file: chain, count and head after each commit, kept outside the database."""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from assessment.audit.errors import AnchorFileMissing
from assessment.audit.keys import KeyRing, key_ring
from assessment.methodology.canonical import canonical_bytes


@dataclass(frozen=True)
class AnchorLine:
    chain: str
    count: int
    head: str
    at: datetime


@dataclass(frozen=True)
class ReadAnchor:
    """A line as read back; `sound` tells whether its own MAC is right."""

    number: int
    chain: str
    count: int
    head: str
    at: str
    sound: bool


def anchor_file() -> Path:
    return Path(settings.AUDIT_ANCHOR_DIR) / "anchors.jsonl"


def append_lines(lines: Sequence[AnchorLine]) -> None:
    """Append in one write and wait for the disk: a head that is not on disk anchors nothing."""
    if not lines:
        return
    ring = key_ring()
    text = "".join(_line(line, ring) for line in lines)
    path = anchor_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, text.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_anchors(path: Path | None = None) -> Iterator[ReadAnchor]:
    """All lines in order; a line that cannot be read, or whose MAC is wrong, comes out unsound.

    `AnchorFileMissing` when a file is named that is not there; our own may be missing, which `verify` judges.
    """
    source = path or anchor_file()
    if not source.exists():
        if path is not None:
            raise AnchorFileMissing(path=path)
        return
    ring = key_ring()
    with source.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            yield _read(number, line, ring)


def _line(line: AnchorLine, ring: KeyRing) -> str:
    body = {
        "chain": line.chain,
        "count": line.count,
        "head": line.head,
        "at": line.at.isoformat(),
        "key_id": ring.current,
    }
    return json.dumps({**body, "mac": ring.mac(canonical_bytes(body), key_id=ring.current)}, ensure_ascii=False) + "\n"


def _read(number: int, line: str, ring: KeyRing) -> ReadAnchor:
    try:
        body = json.loads(line)
        mac = body.pop("mac")
        sound = ring.mac(canonical_bytes(body), key_id=body["key_id"]) == mac
        return ReadAnchor(number, body["chain"], int(body["count"]), body["head"], body["at"], sound)
    except (ValueError, KeyError, TypeError, AttributeError):
        return ReadAnchor(number, "", 0, "", "", sound=False)
