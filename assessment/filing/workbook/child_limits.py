"""What a child process may use: set before it looks at a user's file."""

import json
import resource
import signal
import sys
from types import FrameType
from typing import Any

from assessment.filing.errors.workbook import TakesTooLong
from assessment.filing.workbook.limits import MEMORY


def read_task() -> tuple[dict[str, Any], bytes]:
    """The task as JSON on the first line of standard input, the file after it."""
    task: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    return task, sys.stdin.buffer.read()


def limit_process(seconds: float, *, written_bytes: int = 0) -> None:
    """Memory, processor's time and files; the alarm raises first, the hard limit kills whatever does not listen."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written_bytes, written_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, _out_of_time)
    signal.setitimer(signal.ITIMER_PROF, seconds)


def _out_of_time(number: int, frame: FrameType | None) -> None:
    raise TakesTooLong
