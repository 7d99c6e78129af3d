"""A supervised program is started again when it ends, and never outlives its supervisor."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from deploy.environment import PROJECT
from deploy.processes import Program, alive, start, stop, tail, wait_until
from deploy.supervisor import ends_on_request, supervised

SECONDS = 20.0
WAITS = "import sys, time\nprint('up', flush=True)\ntime.sleep(600)"
IGNORES = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('up', flush=True)\ntime.sleep(600)"
HAS_CHILD = (
    "import subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "print(child.pid, flush=True)\n"
    "time.sleep(600)"
)


def program(folder: Path, script: str, *, name: str = "waiter") -> Program:
    return Program(name=name, command=[sys.executable, "-c", script], log=folder / f"{name}.log")


def until(condition, process) -> None:
    assert wait_until(condition, seconds=SECONDS, process=process), "the condition did not come true in time"


def test_a_killed_child_is_started_again(tmp_path, capsys):
    with supervised([program(tmp_path, WAITS)]) as supervisor:
        child = supervisor.children[0]
        first = child.process.pid
        child.process.kill()
        deadline = time.monotonic() + SECONDS
        supervisor.watch(until=lambda: child.process.pid != first or time.monotonic() > deadline)
        assert child.process.pid != first
        assert child.process.poll() is None
        second = child.process.pid
    assert not alive(second)
    assert "waiter ended (-9); again in 0.2 s" in capsys.readouterr().err


def test_a_child_that_ends_at_once_is_started_ever_more_slowly(tmp_path, capsys):
    with supervised([program(tmp_path, "raise SystemExit(3)")]) as supervisor:
        child = supervisor.children[0]
        deadline = time.monotonic() + SECONDS
        supervisor.watch(until=lambda: child.failures >= 3 or time.monotonic() > deadline)
    said = capsys.readouterr().err
    assert [pause in said for pause in ("in 0.2 s", "in 0.4 s", "in 0.8 s")] == [True, True, True]


def test_the_children_of_a_child_go_with_it(tmp_path):
    with supervised([program(tmp_path, HAS_CHILD)]) as supervisor:
        child = supervisor.children[0]
        until(lambda: child.program.log.read_text().strip().isdigit(), child.process)
        grandchild = int(child.program.log.read_text())
        assert alive(grandchild)
        child.process.kill()
        deadline = time.monotonic() + SECONDS
        supervisor.watch(until=lambda: child.due is not None or time.monotonic() > deadline)
        assert not running(grandchild)


def running(number: int) -> bool:
    """Alive, and not merely waiting for its end to be noticed."""
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_child_that_does_not_listen_is_ended_by_force(tmp_path):
    began = time.monotonic()
    with supervised([program(tmp_path, IGNORES)]) as supervisor:
        child = supervisor.children[0]
        until(lambda: child.program.log.read_text().startswith("up"), child.process)
        began = time.monotonic()
    assert not alive(child.process.pid)
    # Long before it would have ended by itself, however busy the machine is.
    assert time.monotonic() - began < 120


def test_children_die_when_the_supervisor_is_killed(tmp_path):
    script = (
        "import sys, pathlib\n"
        "from deploy.processes import Program\n"
        "from deploy.supervisor import supervised\n"
        "log = pathlib.Path(sys.argv[1])\n"
        "waiter = [sys.executable, '-c', 'import time; time.sleep(600)']\n"
        "with supervised([Program(name='waiter', command=waiter, log=log)]) as supervisor:\n"
        "    print(supervisor.children[0].process.pid, flush=True)\n"
        "    supervisor.watch(until=lambda: False)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "log")], cwd=PROJECT, stdout=subprocess.PIPE
    ) as supervisor:
        child = int(supervisor.stdout.readline())
        supervisor.kill()
    bystander = start(program(tmp_path, WAITS, name="bystander"))
    try:
        until(lambda: not running(child), bystander)
    finally:
        stop(bystander, by=(signal.SIGTERM,), patience=1)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_every_request_to_end_leaves_by_the_same_door(sign):
    before = signal.getsignal(sign)
    with pytest.raises(KeyboardInterrupt), ends_on_request():
        signal.raise_signal(sign)
    assert signal.getsignal(sign) == before


def test_the_end_of_a_log_is_its_last_lines(tmp_path):
    log = tmp_path / "log"
    log.write_text("\n".join(str(number) for number in range(100)))
    assert tail(log, lines=3) == "97\n98\n99"
