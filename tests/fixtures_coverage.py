"""Lines are counted in our own code: the tracer rests while a library works that calls none of ours.

A thread that is traced runs at half its speed in every library, too. Most of a test's time goes into the ORM, which
compiles a statement, asks the database and makes objects of the rows.
"""

import os
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import pytest
from coverage.config import CoverageConfig
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.deletion import Collector
from django.db.models.sql.compiler import SQLCompiler, SQLInsertCompiler, SQLUpdateCompiler
from openpyxl.reader.excel import ExcelReader
from openpyxl.writer.excel import ExcelWriter
from xlsxwriter import Workbook
from yaml.scanner import Scanner

# Signals, hooks after a commit, template tags, overridden `save` and generators of rows are ours: what calls them is
# not here.
LIBRARY_WORK: tuple[tuple[type, tuple[str, ...]], ...] = (
    (QuerySet, ("_fetch_all", "_filter_or_exclude", "exists", "count", "aggregate", "update")),
    (QuerySet, ("_batched_insert", "annotate", "order_by", "select_related", "values", "values_list")),
    (Model, ("save_base", "refresh_from_db")),
    (Collector, ("collect", "delete")),
    (SQLCompiler, ("execute_sql",)),
    (SQLInsertCompiler, ("execute_sql",)),
    (SQLUpdateCompiler, ("execute_sql",)),
    (CursorWrapper, ("execute", "executemany")),
    (Scanner, ("fetch_more_tokens",)),
    (ExcelReader, ("read",)),
    (ExcelWriter, ("save",)),
    (Workbook, ("close",)),
)


# These ask the whole system from outside; its lines are counted where its parts are tested.
FROM_OUTSIDE = ("tests/authorisation/", "tests/secrecy/", "tests/journeys/", "tests/faults/", "tests/oracle/")
# What coverage tells the processes that a test starts.
FOR_CHILDREN = "COVERAGE_PROCESS_CONFIG"


def pytest_sessionstart(session: pytest.Session) -> None:
    if not session.config.pluginmanager.hasplugin("_cov"):
        return
    for owner, names in LIBRARY_WORK:
        for name in names:
            setattr(owner, name, uncounted(getattr(owner, name)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Building what such a test looks at takes longer than the test: its fixtures are not counted either."""
    counting = item.config.pluginmanager.getplugin("_cov")
    if counting is None or not item.nodeid.startswith(FROM_OUTSIDE):
        return (yield)
    counting.cov_controller.pause()
    try:
        return (yield)
    finally:
        counting.cov_controller.resume()


def counting_only(*packages: str) -> dict[str, str]:
    """For the environment of a process whose other lines are counted elsewhere; empty where nothing is counted."""
    told = os.environ.get(FOR_CHILDREN)
    if not told:
        return {}
    settings = CoverageConfig.deserialize(told)
    settings.source = list(packages)
    return {FOR_CHILDREN: settings.serialize()}


@pytest.fixture(autouse=True)
def children_are_counted_like_their_test(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test whose lines are not counted starts its processes without counting, too: some start hundreds."""
    if request.node.get_closest_marker("no_cover") or request.node.nodeid.startswith(FROM_OUTSIDE):
        for name in [name for name in os.environ if name.startswith("COVERAGE_")]:
            monkeypatch.delenv(name)


def uncounted(work: Callable[..., Any]) -> Callable[..., Any]:
    """The same, without the tracer of this thread; what called it is counted again from its next line on."""

    @wraps(work)
    def resting(*given: Any, **named: Any) -> Any:
        tracer: Any = sys.gettrace()
        if not hasattr(tracer, "stop"):
            return work(*given, **named)
        tracer.stop()
        try:
            return work(*given, **named)
        finally:
            tracer.start()

    return resting
