"""A database of this package's own, gone with its transaction."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.seeded_database import seeded_database


@pytest.fixture(scope="package")
def seeded(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    audit_key_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Each request of the tests is undone on its own."""
    with seeded_database(django_db_blocker, keys=audit_key_file, anchors=tmp_path_factory.mktemp("anchors")):
        yield
