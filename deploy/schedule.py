"""What beat starts by the clock. An entry expires when the next is due: a stop leaves no backlog."""

from typing import Any

from celery.schedules import crontab

A_MINUTE, AN_HOUR = 60.0, 3600.0


def schedule(*, drain: float, watch: float, anchor: float) -> dict[str, dict[str, Any]]:
    """Beat's entries; all times in seconds."""
    return {
        "drain the outbox": _entry("jobs.drain_outbox", every=drain),
        "watch the leases of running jobs": _entry("jobs.watch", every=watch),
        "anchor the heads of the audit chains": _entry("audit.anchor", every=anchor),
        "issue the results whose planned moment has come": _entry("scoring.release_due", every=max(drain, 1.0)),
        "send the messages that wait": _entry("messages.deliver", every=max(drain, 1.0)),
        "remind those who owe a return": _entry("filing.remind", every=5 * A_MINUTE),
        "let uploads lapse that nobody confirmed": _entry("filing.expire_uploads", every=AN_HOUR),
        "let deliveries lapse that nobody confirmed": _entry("measurement.expire_uploads", every=AN_HOUR),
        "remove the extracts whose time is over": _entry("reporting.remove_expired_extracts", every=AN_HOUR),
        "recompute the digests of submitted returns": _daily("filing.verify", hour=2, minute=30),
        "gather the unread messages of each into one letter": _daily("messages.digest", hour=8, minute=30),
        "sweep files whose row never came to be": _daily("evidence.sweep_orphans", hour=3, minute=15),
    }


def _entry(task: str, *, every: float) -> dict[str, Any]:
    return {"task": task, "schedule": every, "options": {"queue": "interactive", "expires": every}}


def _daily(task: str, *, hour: int, minute: int) -> dict[str, Any]:
    """Once a day, Beijing time."""
    return {
        "task": task,
        "schedule": crontab(hour=str(hour), minute=str(minute)),
        "options": {"queue": "interactive", "expires": AN_HOUR},
    }
