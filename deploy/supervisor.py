"""Keeps a set of programs running: a child that ends is started again, and none outlives the supervisor."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from deploy.processes import Program, end_group, start, stop

LOOK_SECONDS = 0.2
STEADY_SECONDS = 30.0
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 10.0
PATIENCE_SECONDS = 2.5


@dataclass
class Child:
    """One program, its process, and how often it has ended soon after its start."""

    program: Program
    process: subprocess.Popen[bytes]
    started: float
    failures: int = 0
    due: float | None = None


class Supervisor:
    """Watches from the thread that started the children: the kernel ties their lives to that thread."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self.children: list[Child] = []
        for program in programs:
            self.add(program)

    def add(self, program: Program) -> None:
        """Start one more program and look after it from now on."""
        self.children.append(Child(program, start(program), time.monotonic()))

    def watch(self, *, until: Callable[[], bool]) -> None:
        """Start again whatever has ended, until the condition holds."""
        while not until():
            for child in self.children:
                self._look_after(child)
            time.sleep(LOOK_SECONDS)

    def stop(self) -> None:
        """Ask all at once, in the reverse order of their start, then end what has not gone."""
        for child in reversed(self.children):
            if child.process.poll() is None:
                child.process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE_SECONDS
        for child in reversed(self.children):
            left = max(0.05, deadline - time.monotonic())
            stop(child.process, by=(signal.SIGTERM, signal.SIGQUIT), patience=left)

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.due is None and child.process.poll() is not None:
            end_group(child.process)
            child.failures = child.failures + 1 if now - child.started < STEADY_SECONDS else 1
            pause = min(FIRST_PAUSE_SECONDS * 2 ** (child.failures - 1), LONGEST_PAUSE_SECONDS)
            child.due = now + pause
            print(
                f"{child.program.name} ended ({child.process.returncode}); again in {pause:.1f} s. "
                f"See {child.program.log}.",
                file=sys.stderr,
            )
        elif child.due is not None and now >= child.due:
            child.process, child.started, child.due = start(child.program), now, None


@contextmanager
def supervised(programs: Sequence[Program]) -> Iterator[Supervisor]:
    """Programs that run while the block does."""
    supervisor = Supervisor(programs)
    try:
        yield supervisor
    finally:
        supervisor.stop()


@contextmanager
def ends_on_request() -> Iterator[None]:
    """Ctrl-C, a closed window and a service manager's request all become KeyboardInterrupt."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signs = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {sign: signal.signal(sign, leave) for sign in signs}
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)
