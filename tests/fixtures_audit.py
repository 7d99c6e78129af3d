"""Keys and anchors of the audit: a key for the run, an anchor file for each test."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from deploy.keys import audit_keys


@pytest.fixture(scope="session")
def audit_key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "audit.json"
    audit_keys(path)
    return path


@pytest.fixture(autouse=True)
def audit_files(settings: Settings, audit_key_file: Path, tmp_path: Path) -> None:
    """Each test begins without anchors, as its database begins without entries."""
    settings.AUDIT_KEYS_FILE = audit_key_file
    settings.AUDIT_ANCHOR_DIR = tmp_path / "anchors"
