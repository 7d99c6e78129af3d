"""Everything between running services and the first page, in one process: schema, grants, static files, data.

`python -m deploy.prepare`; doing it again changes nothing.
"""

from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

import deploy.celery_app  # noqa: F401 - names the settings when the environment does not
from deploy.keys import audit_keys
from deploy.migrate import migrate

LOADERS = ("load_territory", "load_calendar", "load_catalogue")


def prepare() -> None:
    """Keys, folders, schema, static files, and the data that every installation starts with."""
    audit_keys(Path(settings.AUDIT_KEYS_FILE))
    for folder in (settings.AUDIT_ANCHOR_DIR, settings.REPORTS_DIR, settings.EVIDENCE_DIR, settings.STATIC_ROOT):
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    migrate(verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    for command in LOADERS:
        call_command(command)


if __name__ == "__main__":
    django.setup()
    prepare()
