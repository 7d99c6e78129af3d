"""Killing the processes that carry out a job at a given moment; the processor is left to those that are waited for."""

import contextlib
import os
import signal

from tests.faults.waiting import until
from tests.fixtures_workers import Workers


def kill_children_at(workers: Workers, moment: float) -> None:
    """Kill every child of the worker at a moment of the monotonic clock."""
    until(moment)
    for child in workers.children():
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
