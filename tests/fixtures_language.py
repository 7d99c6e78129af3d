"""Each test begins in the language of the settings, whatever the one before it was answered in."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def language_of_the_settings() -> None:
    """A request leaves the language of its reader behind in the thread."""
    translation.deactivate()
