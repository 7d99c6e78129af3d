"""The one command: up from nothing, looked after while it runs, gone when it is asked to end."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from deploy.environment import PROJECT
from deploy.processes import wait_until
from tests.fixtures_coverage import counting_only

SECONDS = 240.0
# One after the other in one process: the last test ends what the others use.
ADDRESSES = ("DATABASE_URL", "OWNER_DATABASE_URL", "SUPERUSER_DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")


@dataclass
class Run:
    """The command under way, with a folder of its own."""

    process: subprocess.Popen[bytes]
    folder: Path
    port: int

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready/", timeout=2) as response:
                return response.read() == b"ok"
        except OSError:
            return False

    def child(self, *words: str) -> int | None:
        """The number of the first direct child whose command line has these words."""
        # process_iter leaves out what ends while it looks.
        for child in psutil.process_iter(["ppid", "cmdline"]):
            if child.info["ppid"] == self.process.pid and set(words) <= set(child.info["cmdline"] or []):
                return child.pid
        return None

    def until(self, condition) -> None:
        assert wait_until(condition, seconds=SECONDS, process=self.process), "the condition did not come true in time"


def command(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in ADDRESSES}
    return subprocess.Popen(
        [sys.executable, "-m", "deploy.run", *arguments],
        cwd=PROJECT,
        env={**environment, **counting_only("deploy"), "ASSESSMENT_VAR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    folder = Path(tempfile.mkdtemp(prefix="as-"))
    folder.chmod(0o755)
    port = free_port()
    process = command(folder, "--no-demo", "--port", str(port))
    running = Run(process, folder, port)
    try:
        running.until(running.answers)
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=SECONDS)
        shutil.rmtree(folder)


def test_pages_database_and_queue_answer(run):
    assert run.answers()


def test_a_killed_worker_comes_back(run):
    first = run.child("celery", "worker")
    os.kill(first, signal.SIGKILL)
    run.until(lambda: run.child("celery", "worker") not in {None, first})


def test_a_second_run_in_the_same_folder_says_who_is_there(run):
    second = command(run.folder, "--no-demo")
    said, _ = second.communicate(timeout=SECONDS)
    assert second.returncode == 1
    assert said.decode().strip() == f"Already running here, as process {run.process.pid}."


def test_nothing_is_reachable_from_another_machine(run):
    family = {run.process.pid, *(child.pid for child in psutil.Process(run.process.pid).children(recursive=True))}
    listening = {
        connection.laddr.ip
        for process in psutil.process_iter(["net_connections"])
        if process.pid in family
        for connection in process.info["net_connections"] or []
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}


def test_secrets_are_their_owners_alone(run):
    modes = {path.name: path.stat().st_mode & 0o777 for path in (run.folder / "keys").iterdir()}
    assert modes == {"secret_key": 0o600, "audit.json": 0o600}


def test_it_ends_in_seconds_and_leaves_no_process(run):
    children = psutil.Process(run.process.pid).children(recursive=True)
    assert len(children) >= 5
    began = time.monotonic()
    run.process.send_signal(signal.SIGTERM)
    said, _ = run.process.communicate(timeout=SECONDS)
    assert run.process.returncode == 0, said.decode()
    assert time.monotonic() - began < 10
    assert [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE] == []
    assert not (run.folder / "services.json").exists()
