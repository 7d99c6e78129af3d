"""Numbers are given out one at a time: whoever comes second waits for the first transaction to end."""

from django.db import connection


def one_at_a_time(*names: str) -> None:
    """Hold the lock of this name until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [":".join(map(str, names))])
