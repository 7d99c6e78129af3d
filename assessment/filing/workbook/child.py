"""The child process: limits first, then one task on a user's file, and an answer on standard output.

`python -c "from assessment.filing.workbook.child import main; main()"`, with the task as JSON on the first line of
standard input and the file after it. It has no settings, no database and no secret to lose.
"""

import json
import resource
import signal
import sys
from types import FrameType
from typing import Any

from assessment.filing.errors.workbook import TakesTooLong
from assessment.filing.workbook.book_reading import read_book
from assessment.filing.workbook.limits import MEMORY, Limits
from assessment.methodology.errors import AssessmentError, Phrase


def main() -> None:
    """Exit 0 with an answer; whatever else happens, the parent takes for a damaged or an endless file."""
    task = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**task["limits"])
    _limit(limits.seconds)
    content = sys.stdin.buffer.read()
    try:
        answer: dict[str, Any] = {"book": read_book(content, limits, only=task["only"])}
    except AssessmentError as refusal:
        answer = {"refused": _document(refusal)}
    except MemoryError:
        answer = {"refused": _document(TakesTooLong())}
    json.dump(answer, sys.stdout, ensure_ascii=True, separators=(",", ":"))


def _limit(seconds: float) -> None:
    """Memory and processor's time; the alarm raises first, the hard limit kills whatever does not listen."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, _out_of_time)
    signal.setitimer(signal.ITIMER_PROF, seconds)


def _out_of_time(number: int, frame: FrameType | None) -> None:
    raise TakesTooLong


def _document(error: AssessmentError) -> dict[str, Any]:
    return {"code": error.code, "where": {name: _value(value) for name, value in error.where.items()}}


def _value(value: object) -> object:
    if isinstance(value, Phrase):
        return {"phrase": value.message}
    return value if isinstance(value, int) else str(value)
