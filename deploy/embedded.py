"""The embedded services together: `with services(folder)`, or around one command from the command line.

`python -m deploy.embedded manage.py shell` starts what is missing, runs the command, stops.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from deploy.environment import APP_ROLE, OWNER_ROLE, SERVICES_FILE, VAR, from_file_or_environment
from deploy.postgres import ServiceNotStartedError, postgres
from deploy.valkey import valkey


@contextmanager
def services(folder: Path, *, durable: bool = True) -> Iterator[dict[str, str]]:
    """Start what the environment does not name; yields the addresses by their environment names."""
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    with ExitStack() as started:
        addresses = {}
        if not from_file_or_environment("DATABASE_URL"):
            database = started.enter_context(postgres(folder / "postgres", durable=durable))
            addresses["DATABASE_URL"] = database.url(APP_ROLE)
            addresses["OWNER_DATABASE_URL"] = database.url(OWNER_ROLE)
            addresses["SUPERUSER_DATABASE_URL"] = database.superuser_url
        if not from_file_or_environment("REDIS_URL"):
            queue = started.enter_context(valkey(folder / "valkey", durable=durable))
            addresses["REDIS_URL"] = queue.url()
        yield addresses


@contextmanager
def announced(addresses: dict[str, str]) -> Iterator[None]:
    """Leave a note where the services are, so that commands typed in another window find them."""
    SERVICES_FILE.parent.mkdir(parents=True, exist_ok=True)
    SERVICES_FILE.write_text(json.dumps(addresses, indent=2) + "\n", encoding="utf-8")
    try:
        yield
    finally:
        SERVICES_FILE.unlink(missing_ok=True)


def main(command: list[str]) -> int:
    """Run one Python command line between start and stop."""
    try:
        with services(VAR) as addresses, announced(addresses):
            return subprocess.run([sys.executable, *command], env={**os.environ, **addresses}, check=False).returncode
    except ServiceNotStartedError as failure:
        print(failure, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
