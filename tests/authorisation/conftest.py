"""The seeded province, built once for this package and gone with its transaction.

Tests that build a database of their own stand in another package: they would find the province in theirs.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.authorisation.places import Province
from tests.authorisation.province import a_province
from tests.seeded_database import seeded_database


@pytest.fixture(scope="package")
def province(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    audit_key_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Province]:
    """Each request of the tests is undone on its own."""
    with seeded_database(django_db_blocker, keys=audit_key_file, anchors=tmp_path_factory.mktemp("anchors")):
        yield a_province()
