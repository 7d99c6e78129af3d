"""For the tests: real services of their own, short leases, no pool that would outlive a test."""

import os
from pathlib import Path

from deploy.settings.base import *

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
SECRET_KEY = "only-for-tests-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2
DATABASES["default"]["OPTIONS"].pop("pool")
WHITENOISE_AUTOREFRESH = True  # static files as they lie in the folders, without collecting them
JOBS_LEASE_SECONDS = 2.0
JOBS_HEARTBEAT_SECONDS = 0.5
CELERY_BEAT_SCHEDULE = schedule(drain=0.5, watch=0.5, anchor=0.5)
# The folder of the services of this run: nothing that a test stores or sends lands beside the program.
_RUN = Path(os.environ.get("ASSESSMENT_VAR") or VAR)
EVIDENCE_DIR = _RUN / "evidence"
MESSAGE_LOG = _RUN / "messages" / "sent.jsonl"
EMAIL_FILE_PATH = _RUN / "messages" / "mail"
