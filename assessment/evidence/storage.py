"""Where the bytes lie: one folder outside everything that is served, one made-up name for each file."""

import os
import secrets
from collections.abc import Collection
from pathlib import Path

from django.conf import settings

UNFINISHED = ".part"


def write(content: bytes) -> str:
    """Write to a temporary name, flush to the disk, rename; returns the name. The row comes after it.

    If the transaction then fails, the file has no row and `sweep` removes it; a row without a file cannot arise.
    """
    name = secrets.token_hex(24)
    path = path_of(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(UNFINISHED)
    with unfinished.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.chmod(0o600)
    unfinished.rename(path)
    return name


def read(name: str) -> bytes:
    return path_of(name).read_bytes()


def path_of(name: str) -> Path:
    """Two letters of the name make a folder, so that no folder grows without end."""
    return Path(settings.EVIDENCE_DIR) / name[:2] / name


def sweep(known: Collection[str], *, before: float) -> int:
    """Remove files without a row that are older than `before` (seconds since 1970); returns how many."""
    removed = 0
    for path in Path(settings.EVIDENCE_DIR).glob("??/*"):
        if path.name not in known and path.stat().st_mtime < before:
            path.unlink()
            removed += 1
    return removed
