"""What beat starts by the clock. An entry expires when the next is due: no backlog behind a stopped worker."""

from typing import Any

DRAIN_SECONDS = 2.0
WATCH_SECONDS = 5.0
ANCHOR_SECONDS = 2.0

SCHEDULE: dict[str, dict[str, Any]] = {
    "drain the outbox": {
        "task": "jobs.drain_outbox",
        "schedule": DRAIN_SECONDS,
        "options": {"queue": "interactive", "expires": DRAIN_SECONDS},
    },
    "watch the leases of running jobs": {
        "task": "jobs.watch",
        "schedule": WATCH_SECONDS,
        "options": {"queue": "interactive", "expires": WATCH_SECONDS},
    },
    "anchor the heads of the audit chains": {
        "task": "audit.anchor",
        "schedule": ANCHOR_SECONDS,
        "options": {"queue": "interactive", "expires": ANCHOR_SECONDS},
    },
}
