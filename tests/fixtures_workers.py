"""A real Celery worker and the clock, in processes of their own, on the test's database and Redis."""

import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
import redis
from django.conf import settings

from deploy import programs
from deploy.environment import database_url_of
from deploy.processes import start, stop, tail, wait_until

READY_SECONDS = 30.0


@dataclass
class Workers:
    """The running worker and beat; a test may kill and start them as often as it likes."""

    folder: Path
    environment: dict[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self) -> None:
        """Start what is not running and wait until the worker takes tasks."""
        self.start_worker()
        if "beat" not in self.running:
            self.running["beat"] = start(programs.beat(self.folder, self.environment))

    def start_worker(self) -> None:
        program = programs.worker(self.folder, self.environment)
        program.log.unlink(missing_ok=True)
        process = self.running["worker"] = start(program)
        ready = lambda: " ready." in program.log.read_text(encoding="utf-8")  # noqa: E731
        if not wait_until(ready, seconds=READY_SECONDS, process=process):
            raise RuntimeError(f"The worker did not become ready:\n{tail(program.log, lines=40)}")

    @property
    def pid(self) -> int:
        """The worker's main process."""
        return self.running["worker"].pid

    def children(self) -> list[int]:
        """The processes that carry out tasks."""
        return [child.pid for child in psutil.Process(self.pid).children()]

    def kill_worker(self) -> None:
        """As in a power cut: the main process and all its children at once, without a chance to tidy up."""
        process = self.running.pop("worker")
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def log(self) -> str:
        return (self.folder / "worker.log").read_text(encoding="utf-8")

    def stop(self) -> None:
        for process in self.running.values():
            stop(process, by=(signal.SIGTERM, signal.SIGQUIT), patience=2.5)
        self.running.clear()


@pytest.fixture
def worker_environment(transactional_db, audit_files) -> dict[str, str]:
    """The environment in which another process sees this test's database and Redis.

    Lines are not counted there: it would slow each start by half, and the processes of the one command are counted.
    """
    urls = {"DATABASE_URL": "default", "OWNER_DATABASE_URL": "owner"}
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")},
        **{name: database_url_of(settings.DATABASES[alias]) for name, alias in urls.items()},
        "DJANGO_SETTINGS_MODULE": "deploy.settings.test",
        "AUDIT_KEYS_FILE": str(settings.AUDIT_KEYS_FILE),
        "AUDIT_ANCHOR_DIR": str(settings.AUDIT_ANCHOR_DIR),
    }


@pytest.fixture
def empty_redis() -> Iterator[redis.Redis]:
    """This worker's broker database, emptied before and after."""
    client = redis.Redis.from_url(os.environ["REDIS_URL"])
    client.flushdb()
    yield client
    client.flushdb()
    client.close()


@pytest.fixture
def celery_worker_process(worker_environment, empty_redis, tmp_path) -> Iterator[Workers]:
    """A worker with two children, and beat."""
    workers = Workers(folder=tmp_path, environment=worker_environment)
    workers.start()
    yield workers
    workers.stop()
