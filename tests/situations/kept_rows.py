"""Rows that were written once, put back at once: a hundred tests need the same catalogue or the same accepted return,
none needs it made anew.

The rows keep their keys, and each test gets its own: whatever it does to them ends with it.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone, translation
from psycopg import sql

from assessment.audit.actions import write_anchors
from assessment.jobs.actions import drain_outbox

P = ParamSpec("P")
R = TypeVar("R", bound=Model | None)
# Table and its rows as PostgreSQL writes them.
Rows = list[tuple[str, bytes]]
_KEPT: dict[str, Rows] = {}
_SITUATIONS: dict[tuple[object, ...], tuple[Any, object, Rows]] = {}
_ALIKE: dict[bytes, bytes] = {}
# As the settings say; a test with a folder of its own looks for its files there.
_EVIDENCE = settings.EVIDENCE_DIR
_FILLED_BY_MIGRATIONS = ("django_migrations", "django_content_type", "auth_permission")


def put_back(what: str, models: tuple[type[Model], ...], load: Callable[[], object]) -> None:
    """The rows of `models`, parents first, as `load` writes them: loaded the first time, then stored again as kept.

    `what` tells apart what is loaded into the same tables.
    """
    if what in _KEPT:
        _store(_KEPT[what])
        return
    load()
    _KEPT[what] = [(model._meta.db_table, _rows_of(model._meta.db_table)) for model in models]


def kept(build: Callable[P, R]) -> Callable[P, R]:
    """A situation that is built once: asked for in an empty database again, all its rows are put back.

    Only in the language and on the day it was built in. In a database that holds anything, and beside a folder of files
    of the test's own, it is built as it always was. What other processes are to be told waits in the rows until they
    are committed.
    """

    @wraps(build)
    def situation(*given: P.args, **named: P.kwargs) -> R:
        if settings.EVIDENCE_DIR != _EVIDENCE or not _is_empty():
            return build(*given, **named)
        key = (build.__module__, build.__qualname__, repr(given), repr(sorted(named.items())), *_surroundings())
        with transaction.atomic():
            if key in _SITUATIONS:
                _store(_SITUATIONS[key][2])
                transaction.on_commit(write_anchors, robust=True)
                transaction.on_commit(lambda: drain_outbox(at=timezone.now()), robust=True)
            else:
                found = build(*given, **named)
                _SITUATIONS[key] = (type(found), found.pk if found else None, _all_rows())
        model, number, _ = _SITUATIONS[key]
        # Read anew the first time, too: every test is given the same.
        read: R = model._default_manager.get(pk=number) if number else None
        return read

    return situation


def _is_empty() -> bool:
    """No table holds a row: a calendar that was loaded before would be there twice, or kept for who wants none."""
    with connection.cursor() as cursor:
        holds = [sql.SQL("exists (select from {})").format(sql.Identifier(table)) for table in _tables()]
        cursor.execute(sql.SQL("select not ({})").format(sql.SQL(" or ").join(holds)))
        return bool(cursor.fetchone()[0])


def _surroundings() -> tuple[object, ...]:
    now: datetime = timezone.localtime()
    return settings.AUDIT_KEYS_FILE, translation.get_language(), now.date()


@cache
def _tables() -> tuple[str, ...]:
    """In the order in which they were made: what a key refers to before what holds the key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by oid"
        )
        return tuple(table for (table,) in cursor.fetchall() if table not in _FILLED_BY_MIGRATIONS)


def _all_rows() -> Rows:
    return [(table, _ALIKE.setdefault(rows, rows)) for table in _tables() if (rows := _rows_of(table))]


def _rows_of(table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(_copy("copy {} to stdout", table)) as rows:
        return b"".join(rows)


def _store(kept_rows: Rows) -> None:
    with connection.cursor() as cursor:
        for table, rows in kept_rows:
            with cursor.copy(_copy("copy {} from stdin", table)) as into:
                into.write(rows)


def _copy(statement: str, table: str) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(table))
