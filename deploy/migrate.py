"""Bring the schema up to date as its owner, then give the application's role what it needs and no more.

`python -m deploy.migrate`
"""

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

import deploy.celery_app  # noqa: F401 - names the settings when the environment does not

READ_AND_ADD_ONLY = ("audit_entry",)
READ_ONLY = ("django_migrations",)


def migrate(*, verbosity: int = 1) -> None:
    """Apply the migrations and the grants; twice is as once."""
    call_command("migrate", database="owner", verbosity=verbosity, interactive=False)
    grant(connections["owner"], role=settings.APP_DATABASE_ROLE)


def grant(owner: BaseDatabaseWrapper, *, role: str) -> None:
    """Rows may be read and written by the application, audit entries only read and added."""
    if role == settings.OWNER_DATABASE_ROLE:
        return  # one role for both: nothing to give to oneself
    to = sql.Identifier(role)
    tables = owner.introspection.table_names()
    with owner.cursor() as cursor:
        cursor.execute(sql.SQL("grant usage on schema public to {}").format(to))
        cursor.execute(sql.SQL("grant usage, select on all sequences in schema public to {}").format(to))
        cursor.execute(sql.SQL("grant select, insert, update, delete on all tables in schema public to {}").format(to))
        for names, kept_back in (
            (READ_AND_ADD_ONLY, "update, delete"),
            (READ_ONLY, "insert, update, delete"),
        ):
            for name in set(names) & set(tables):
                statement = sql.SQL("revoke {} on {} from {}")
                cursor.execute(statement.format(sql.SQL(kept_back), sql.Identifier(name), to))


if __name__ == "__main__":
    django.setup()
    migrate()
