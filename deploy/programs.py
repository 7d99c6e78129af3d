"""The programs of a running system: the same under the supervisor and in the tests."""

import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.processes import Program

CELERY = [sys.executable, "-m", "celery", "-A", "deploy"]
QUEUES = "interactive,bulk"


def worker(folder: Path, environment: Mapping[str, str], *, level: str = "INFO") -> Program:
    """Two tasks at a time from both queues. Gossip and mingle would only cost start-up time here."""
    options = ["-c", "2", "-Q", QUEUES, "-l", level, "--without-gossip", "--without-mingle"]
    return Program(
        name="worker",
        command=[*CELERY, "worker", *options],
        log=folder / "worker.log",
        environment=environment,
    )


def beat(folder: Path, environment: Mapping[str, str]) -> Program:
    """The clock. Its pid file is not kept: the supervisor knows what runs."""
    options = ["-l", "WARNING", "--pidfile=", "-s", str(folder / "beat-schedule")]
    return Program(name="beat", command=[*CELERY, "beat", *options], log=folder / "beat.log", environment=environment)


def web(folder: Path, environment: Mapping[str, str], *, port: int) -> Program:
    """Two processes of four threads, replaced after about 2,000 requests."""
    options = [
        "--bind", f"127.0.0.1:{port}", "--workers", "2", "--worker-class", "gthread", "--threads", "4",
        "--timeout", "60", "--graceful-timeout", "3", "--max-requests", "2000",
        "--max-requests-jitter", "200", "--no-control-socket",
    ]  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "deploy.wsgi:application", *options]
    return Program(name="web", command=command, log=folder / "web.log", environment=environment)
