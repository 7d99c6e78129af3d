"""The database server dies during a stream of submissions: every receipt that was shown is there afterwards."""

import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
import pytest

from deploy.environment import APP_ROLE, OWNER_ROLE, PROJECT
from deploy.postgres import Postgres, postgres

SEED = 20210412
# What the processes do is tested, and counted, elsewhere.


def environment(server: Postgres, folder: Path, keys: Path) -> Mapping[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": server.url(APP_ROLE),
        "OWNER_DATABASE_URL": server.url(OWNER_ROLE),
        "DJANGO_SETTINGS_MODULE": "deploy.settings.test",
        "AUDIT_KEYS_FILE": str(keys),
        "AUDIT_ANCHOR_DIR": str(folder / "anchors"),
    }


def stream(server: Postgres, folder: Path, keys: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.faults.submit_stream", *words],
        env=dict(environment(server, folder, keys)),
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def kill_after(server: Postgres, submitting: subprocess.Popen[str], shown: int) -> list[str]:
    """Let `shown` receipts be shown, then kill the server as a power cut would; all receipts shown until the end."""
    assert submitting.stdout is not None
    receipts = [submitting.stdout.readline().strip() for _ in range(shown)]
    os.kill(server.process.pid, signal.SIGKILL)
    receipts += [line.strip() for line in submitting.stdout]
    submitting.wait()
    return [receipt for receipt in receipts if receipt]


def receipts_lost(folder: Path, keys: Path, *, kills: int, rounds: int) -> set[str]:
    """Receipts that somebody saw and that the recovered database does not know."""
    home, dice, shown = folder / "postgres", random.Random(SEED), set[str]()
    with postgres(home, durable=True) as server, stream(server, folder, keys, "prepare", str(rounds)) as preparing:
        assert preparing.wait() == 0
    for _ in range(kills):
        with postgres(home, durable=True) as server, stream(server, folder, keys, "submit") as submitting:
            shown |= set(kill_after(server, submitting, dice.randint(1, 3)))
    with postgres(home, durable=True) as server, psycopg.connect(server.url(OWNER_ROLE)) as opened:
        known = {row[0] for row in opened.execute("select number from filing_receipt")}
        states = opened.execute("select count(*) from filing_version where state = 'submitted'").fetchone()
    assert len(shown) >= kills
    assert states == (len(known),)
    return shown - known


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the server's own user may enter, unlike the usual ones of tests."""
    with tempfile.TemporaryDirectory(prefix="assessment-killed-") as made:
        path = Path(made)
        path.chmod(0o755)
        yield path


def test_two_kills_of_the_database_lose_no_receipt(folder: Path, audit_key_file: Path) -> None:
    assert receipts_lost(folder, audit_key_file, kills=2, rounds=1) == set()


@pytest.mark.full
def test_fifty_kills_of_the_database_lose_no_receipt(folder: Path, audit_key_file: Path) -> None:
    assert receipts_lost(folder, audit_key_file, kills=50, rounds=30) == set()
