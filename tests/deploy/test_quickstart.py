"""The main job by the one command, twice: the second time is quick and adds nothing."""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from deploy.embedded import services
from deploy.environment import PROJECT

SERVICES = ("DATABASE_URL", "OWNER_DATABASE_URL", "SUPERUSER_DATABASE_URL", "REDIS_URL")
# The second run finds everything done; measured against the first run of the same test, so that load does not matter.
SECOND_TO_FIRST = 0.6
# Rows that tell of the runs themselves: who signed in, which work was asked for, what was written down about it.
OF_THE_RUNS = {"audit_entry", "audit_anchorrequest", "jobs_job", "jobs_outboxevent", "django_session"}

pytestmark = pytest.mark.xdist_group("processes")


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in (*SERVICES, "DJANGO_SETTINGS_MODULE"):
        monkeypatch.delenv(name, raising=False)
    made = Path(tempfile.mkdtemp(prefix="as-"))
    made.chmod(0o755)
    monkeypatch.setenv("ASSESSMENT_VAR", str(made))
    yield made
    shutil.rmtree(made)


def quickstart() -> tuple[str, float]:
    """What the command says, and the seconds it took."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "deploy.run", "--no-serve"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout, time.monotonic() - began


def rows(folder: Path) -> dict[str, int]:
    """Table -> number of rows."""
    with services(folder) as addresses, psycopg.connect(addresses["OWNER_DATABASE_URL"]) as connection:
        tables = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        return {
            name: connection.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(name))).fetchone()[0]
            for (name,) in tables
            if name not in OF_THE_RUNS
        }


def test_the_second_run_is_quick_and_adds_nothing(folder):
    _, first_seconds = quickstart()
    reports = sorted(path.name for path in (folder / "reports").glob("*.xlsx"))
    # Six rankings of it, three accounts of the batches, one comparison.
    assert len(reports) == 10
    first = rows(folder)
    assert first["scoring_run"] > 0
    said, seconds = quickstart()
    assert sorted(path.name for path in (folder / "reports").glob("*.xlsx")) == reports
    assert rows(folder) == first
    assert "贵阳市" in said
    assert seconds < first_seconds * SECOND_TO_FIRST
