"""Real web processes on the test's database, each on a port of its own, and people signed in to them."""

import http.client
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from assessment.people.models import User
from deploy.processes import Program, start, stop, tail, wait_until

READY_SECONDS = 40.0
PATIENCE_SECONDS = 60.0
CSRF_TOKEN = "0123456789abcdef0123456789abcdef"  # a token of the form the middleware expects, the same on both sides


@dataclass(frozen=True)
class Spoken:
    status: int
    body: Any


@dataclass(frozen=True)
class Caller:
    """One signed-in person, who may ask any of the processes."""

    cookie: str

    @classmethod
    def of(cls, user: User) -> "Caller":
        client = Client()
        client.force_login(user)
        return cls(f"sessionid={client.cookies['sessionid'].value}; csrftoken={CSRF_TOKEN}")

    def send(
        self, port: int, method: str, path: str, body: Mapping[str, Any] | None = None, *, key: str = ""
    ) -> Spoken:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        headers = {"Cookie": self.cookie, "X-CSRFToken": CSRF_TOKEN, "Content-Type": "application/json"}
        try:
            connection.request(
                method, path, json.dumps(body or {}), headers | ({"Idempotency-Key": key} if key else {})
            )
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        return Spoken(answer.status, json.loads(content) if content.startswith((b"{", b"[")) else content)


@pytest.fixture
def two_web_processes(worker_environment: Mapping[str, str], tmp_path: Path) -> Iterator[tuple[int, int]]:
    """The ports of two servers that know nothing of each other but the database."""
    running: list[subprocess.Popen[bytes]] = []
    ports = (_free_port(), _free_port())
    try:
        programs = [_web(tmp_path, worker_environment, port) for port in ports]
        running = [start(program) for program in programs]
        for program, process, port in zip(programs, running, ports, strict=True):
            if not wait_until(lambda port=port: _answers(port), seconds=READY_SECONDS, process=process):
                raise RuntimeError(f"The web process did not become ready:\n{tail(program.log, lines=40)}")
        yield ports
    finally:
        for process in running:
            stop(process, by=(signal.SIGTERM,), patience=2.0)


def _web(folder: Path, environment: Mapping[str, str], port: int) -> Program:
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "1", "--worker-class", "gthread", "--threads", "8"]
    command = [sys.executable, "-m", "gunicorn", "deploy.wsgi:application", *options, "--no-control-socket"]
    return Program(name="web", command=command, log=folder / f"web-{port}.log", environment=environment)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    with socket.socket() as tried:
        tried.settimeout(1.0)
        return tried.connect_ex(("127.0.0.1", port)) == 0
