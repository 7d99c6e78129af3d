"""The seeded province, built once for this package and gone with its transaction.

Tests that build a database of their own stand in another package: they would find the province in theirs.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.authorisation.places import Province
from tests.authorisation.province import a_province


@pytest.fixture(scope="package")
def seeded(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    audit_key_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """A transaction around all tests of the package; each request is undone on its own."""
    files = {"AUDIT_KEYS_FILE": audit_key_file, "AUDIT_ANCHOR_DIR": tmp_path_factory.mktemp("anchors")}
    with django_db_blocker.unblock(), override_settings(**files):
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        connection.close()


@pytest.fixture(scope="package")
def province(seeded: None) -> Province:
    return a_province()
