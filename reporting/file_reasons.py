"""Why a file cannot be used, in words: the answers of the operating system and of the reader of cells."""

import csv
import errno
from collections.abc import Mapping
from typing import Final

from assessment.methodology.errors import N_, Phrase

_OF_THE_SYSTEM: Final[Mapping[int, str]] = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EISDIR: N_("it is a folder, not a file"),
    errno.ENOTDIR: N_("a part of the path is a file, not a folder"),
    errno.EEXIST: N_("there is a file of that name, not a folder"),
    errno.EACCES: N_("this account of the system may not"),
    errno.EPERM: N_("this account of the system may not"),
    errno.EROFS: N_("the disk is read-only"),
    errno.ENOSPC: N_("the disk is full"),
    errno.ENAMETOOLONG: N_("the name is too long"),
}


def reason_of(problem: OSError | UnicodeError | csv.Error) -> Phrase:
    """The reason as a phrase to be translated; what has no words of its own is given with its number."""
    if isinstance(problem, UnicodeError):
        return Phrase(N_("it is neither UTF-8 nor GB 18030 text"))
    if isinstance(problem, OSError):
        words = _OF_THE_SYSTEM.get(problem.errno or 0)
        return Phrase(words) if words else Phrase(N_("the system answers no. {number}"), {"number": problem.errno})
    return Phrase(N_("a cell is longer than {most} characters"), {"most": csv.field_size_limit()})
