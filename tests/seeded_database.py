"""One transaction around many tests: what is built at its beginning is there for all of them, and gone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker


@contextmanager
def seeded_database(blocker: DjangoDbBlocker, *, keys: Path, anchors: Path) -> Iterator[None]:
    files = {"AUDIT_KEYS_FILE": keys, "AUDIT_ANCHOR_DIR": anchors}
    with blocker.unblock(), override_settings(**files):
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        connection.close()
