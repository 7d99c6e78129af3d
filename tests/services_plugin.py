"""Starts PostgreSQL and Valkey before Django's settings load: once for a run, shared by all xdist workers.

A plugin named with `-p`, because a conftest is read after pytest-django has read the settings.
Each xdist worker takes a Redis of its own by number here, and a database of its own in conftest.
"""

import atexit
import gc
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from xdist.remote import Producer

from deploy.embedded import services
from deploy.environment import redis_socket_url
from tests.scheduling import TogetherLongestFirst, in_order, scheduler

REDIS_DATABASES_PER_WORKER = 8
GARBAGE_THRESHOLDS = (50_000, 20, 20)
_started = ExitStack()


def _start() -> None:
    """In the first process: services in a folder of their own; the workers inherit their addresses."""
    folder = Path(tempfile.mkdtemp(prefix="assessment-test-"))
    folder.chmod(0o755)  # PostgreSQL's user has to pass through
    (folder / "static").mkdir()
    _started.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ["ASSESSMENT_VAR"] = str(folder)
    os.environ["ASSESSMENT_TEST_SERVICES"] = str(os.getpid())
    os.environ.update(_started.enter_context(services(folder, durable=False)))


def _take_own_redis() -> None:
    """Worker gw3 uses the databases from 3 × 8 on: its broker the first, its cache the third."""
    name = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    number = int(name.removeprefix("gw")) * REDIS_DATABASES_PER_WORKER
    address = urlsplit(os.environ["REDIS_URL"])
    if address.scheme == "unix":
        os.environ["REDIS_URL"] = redis_socket_url(Path(address.path), number=number)
    else:
        os.environ["REDIS_URL"] = address._replace(path=f"/{number}").geturl()


if "ASSESSMENT_TEST_SERVICES" not in os.environ:
    _start()
    atexit.register(_started.close)
_take_own_redis()
# Playwright's synchronous calls run inside an event loop; the ORM is used from the same thread on purpose.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--full", action="store_true", default=bool(os.environ.get("ASSESSMENT_FULL")), help="long runs too"
    )


def pytest_collection_finish() -> None:
    """What has been imported and collected stays to the end: the search for garbage need not go over it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> TogetherLongestFirst | None:
    """Which worker runs which test."""
    return scheduler(config, log) if config.getoption("dist") == "loadgroup" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long runs are left out, not skipped, unless asked for."""
    in_order(items)
    if config.getoption("--full"):
        return
    long_ones = [item for item in items if item.get_closest_marker("full")]
    if long_ones:
        config.hook.pytest_deselected(items=long_ones)
        items[:] = [item for item in items if item not in long_ones]
