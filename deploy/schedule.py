"""What beat starts by the clock. An entry expires when the next is due: a stop leaves no backlog."""

from typing import Any


def schedule(*, drain: float, watch: float, anchor: float) -> dict[str, dict[str, Any]]:
    """Beat's entries; all times in seconds."""
    return {
        "drain the outbox": _entry("jobs.drain_outbox", every=drain),
        "watch the leases of running jobs": _entry("jobs.watch", every=watch),
        "anchor the heads of the audit chains": _entry("audit.anchor", every=anchor),
    }


def _entry(task: str, *, every: float) -> dict[str, Any]:
    return {"task": task, "schedule": every, "options": {"queue": "interactive", "expires": every}}
