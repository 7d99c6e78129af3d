"""Child processes that never outlive us: started, watched, stopped with all that they started."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Account:
    """The user and group a child runs as."""

    name: str
    user: int
    group: int


@dataclass(frozen=True)
class Program:
    """What to run. `last_signal` is what the child gets when we die without a word (Linux)."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    account: Account | None = None
    last_signal: signal.Signals = signal.SIGTERM


def start(program: Program) -> subprocess.Popen[bytes]:
    """Start a program as the head of its own process group, its output in its log."""
    account = program.account
    with program.log.open("ab") as log:
        return subprocess.Popen(
            [str(part) for part in program.command],
            env=dict(program.environment),
            cwd="/" if account else None,
            user=account.user if account else None,
            group=account.group if account else None,
            extra_groups=[] if account else None,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            process_group=0,
            # Runs after the change of user, as it must: that change makes the kernel forget the wish.
            preexec_fn=_die_with_parent(program.last_signal),  # noqa: PLW1509 - no lock is taken in it
        )


def stop(process: subprocess.Popen[bytes], *, by: Sequence[signal.Signals], patience: float) -> None:
    """Ask with one signal after the other, then end the whole group by force; returns when it is gone."""
    for sign in by:
        if process.poll() is not None:
            break
        process.send_signal(sign)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
    end_group(process)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End whatever is left of a process and its children."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(condition: Callable[[], bool], *, seconds: float, process: subprocess.Popen[bytes]) -> bool:
    """True once the condition holds; false when the process has ended or the time is over."""
    deadline = time.monotonic() + seconds
    while not condition():
        if process.poll() is not None or time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def alive(number: int) -> bool:
    """Whether a process with this number exists."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def tail(log: Path, *, lines: int = 12) -> str:
    """The end of a log, for a message that says what went wrong."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def _die_with_parent(sign: signal.Signals) -> Callable[[], None] | None:
    if LIBC is None:
        return None
    parent = os.getpid()

    def ask_the_kernel() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(sign))
        if os.getppid() != parent:  # it died before we could ask
            os.kill(os.getpid(), signal.SIGKILL)

    return ask_the_kernel
