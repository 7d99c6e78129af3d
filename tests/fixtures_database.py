"""The database of the tests: created and migrated by the owner, used as the application.

The first worker that needs one migrates a template; its own and those of all other workers are copies of the files.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase
from psycopg import sql

from deploy.environment import database_settings
from deploy.migrate import grant
from tests.fixtures_coverage import uncounted

EMPTY_WITHIN = "20s"
LARGE_BYTES = 512 * 1024
TEMPLATE = f"assessment_test_template_{os.environ['ASSESSMENT_TEST_SERVICES']}"
TEMPLATE_LOCK = 520000
_filled_by_migrations: frozenset[str] = frozenset()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, worker_id) -> Iterator[None]:
    """One database for each xdist worker. Tables that migrations fill keep their rows throughout."""
    name = f"assessment_test_{worker_id}"
    with django_db_blocker.unblock():
        with _one_at_a_time() as server:
            if not _stands(server, TEMPLATE):
                _make_template(server)
            _create_as_owner(server, name, template=TEMPLATE)
        _turn_to(name)
        with superuser(name) as owner:
            globals()["_filled_by_migrations"] = frozenset(_filled(owner))
    TransactionTestCase._fixture_teardown = _empty_as_owner
    yield
    with django_db_blocker.unblock():
        for alias in ("default", "owner"):
            connections[alias].close()
        with _one_at_a_time() as server:
            for made in (name, TEMPLATE):
                server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(made)))


@contextmanager
def superuser(name: str) -> Iterator[psycopg.Connection]:
    """A connection that no grant and no rule of ours binds, to the database of this name."""
    address = database_settings(_superuser_address())
    with psycopg.connect(
        host=address["HOST"],
        port=address["PORT"],
        user=address["USER"],
        password=address["PASSWORD"],
        dbname=name,
        autocommit=True,
    ) as opened:
        yield opened


@pytest.fixture
def superuser_connection(transactional_db) -> Iterator[psycopg.Connection]:
    """What an intruder with the server's own rights can do to the test's database."""
    with superuser(connection.settings_dict["NAME"]) as opened:
        yield opened


def _superuser_address() -> str:
    """Where no superuser is named, the owner has to be allowed to create databases."""
    names = ("SUPERUSER_DATABASE_URL", "OWNER_DATABASE_URL", "DATABASE_URL")
    return next(os.environ[name] for name in names if os.environ.get(name))


@contextmanager
def _one_at_a_time() -> Iterator[psycopg.Connection]:
    """The workers of a run share the server: who comes later waits for the template and copies it."""
    with superuser("postgres") as server:
        server.execute("select pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        yield server


def _make_template(server: psycopg.Connection) -> None:
    """Under another name until it is whole, so that a run that was broken off leaves no half template."""
    unfinished = f"{TEMPLATE}_unfinished"
    _create_as_owner(server, unfinished, template="template0")
    _turn_to(unfinished)
    uncounted(call_command)("migrate", database="owner", verbosity=0, interactive=False)
    grant(connections["owner"], role=settings.APP_DATABASE_ROLE)
    connections["owner"].close()
    rename = sql.SQL("alter database {} rename to {}")
    server.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(TEMPLATE)))


def _stands(server: psycopg.Connection, name: str) -> bool:
    return server.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is not None


def _turn_to(name: str) -> None:
    """Both connections of the process open this database from now on."""
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
        settings.DATABASES[alias]["NAME"] = name


def _create_as_owner(server: psycopg.Connection, name: str, *, template: str) -> None:
    server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
    statement = sql.SQL("create database {} owner {} template {}")
    owner = connections["owner"].settings_dict["USER"]
    server.execute(statement.format(*map(sql.Identifier, (name, owner, template))))


def _empty_as_owner(case: TransactionTestCase) -> None:
    """Empty what the test filled; the application may not delete everything, and the audit's triggers refuse it.

    Rows are deleted one by one where they are few: to truncate a table makes new files for it and for each of its
    indexes, which takes longer than all rows of a usual test. Without triggers the order of the tables is free.
    """
    with superuser(connection.settings_dict["NAME"]) as owner:
        filled = sorted(_filled(owner) - _filled_by_migrations)
        if not filled:
            return
        large = _large(owner, filled)
        statements = [sql.SQL("delete from {}").format(sql.Identifier(table)) for table in filled if table not in large]
        if large:
            names = sql.SQL(", ").join(sql.Identifier(table) for table in sorted(large))
            statements.append(sql.SQL("truncate {} cascade").format(names))
        settings_first = sql.SQL("set session_replication_role = replica; set lock_timeout = {}").format(EMPTY_WITHIN)
        owner.execute(sql.SQL("; ").join([settings_first, *statements]))


def _large(opened: psycopg.Connection, tables: Sequence[str]) -> set[str]:
    """Those of the tables that have grown beyond a few hundred rows, dead ones among them."""
    found = opened.execute(
        "select tablename from pg_tables where schemaname = 'public' and tablename = any(%s)"
        " and pg_relation_size(quote_ident(tablename)::regclass) > %s",
        [list(tables), LARGE_BYTES],
    )
    return {str(row[0]) for row in found.fetchall()}


def _filled(opened: psycopg.Connection) -> set[str]:
    """The tables that hold a row."""
    tables = opened.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
    questions = [
        sql.SQL("select {} where exists (select 1 from {})").format(sql.Literal(table), sql.Identifier(table))
        for (table,) in tables
    ]
    return {str(row[0]) for row in opened.execute(sql.SQL(" union all ").join(questions)).fetchall()}
