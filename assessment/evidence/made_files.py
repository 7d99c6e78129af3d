"""Files that the system makes for one reader and keeps for some days: beside the evidence, never among it.

They are written and read piece by piece: a file may be larger than the memory of its worker.
"""

import hashlib
import os
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from django.conf import settings

from assessment.evidence.errors import FileMissing

FOLDER: Final = "made"
UNFINISHED: Final = ".part"


@dataclass(frozen=True)
class MadeFile:
    """`name` is the name on the disk, made by us; `size` in bytes; `digest` is the SHA-256 of the content."""

    name: str
    size: int
    digest: str


def make(write: Callable[[IO[bytes]], None]) -> MadeFile:
    """Have a file written under a temporary name, flush it to the disk, rename it. The row that names it comes after.

    A file whose row never comes is removed by `sweep`.
    """
    name = secrets.token_hex(24)
    path = _path_of(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(UNFINISHED)
    with unfinished.open("x+b") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())
    unfinished.chmod(0o600)
    unfinished.rename(path)
    with path.open("rb") as file:
        return MadeFile(name, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def opened(made: MadeFile, *, shown_name: str) -> IO[bytes]:
    """The file, standing at its beginning; `FileMissing` where the disk holds something else."""
    try:
        file = _path_of(made.name).open("rb")
    except FileNotFoundError:
        raise FileMissing(name=shown_name, digest=made.digest[:8]) from None
    if hashlib.file_digest(file, "sha256").hexdigest() != made.digest:
        file.close()
        raise FileMissing(name=shown_name, digest=made.digest[:8])
    file.seek(0)
    return file


def remove(name: str) -> None:
    _path_of(name).unlink(missing_ok=True)


def sweep(known: Collection[str], *, before: float) -> int:
    """Remove files that no row names and that are older than `before` (seconds since 1970); returns how many."""
    removed = 0
    for path in _path_of("").glob("*"):
        if path.name not in known and path.stat().st_mtime < before:
            path.unlink()
            removed += 1
    return removed


def _path_of(name: str) -> Path:
    return Path(settings.EVIDENCE_DIR) / FOLDER / name
