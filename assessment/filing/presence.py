"""Who else has a return open: kept for less than a minute in the cache, by account number and cell, without any figure.

Two who announce themselves in the same instant may overwrite each other's note; the next announcement mends it.
While the cache is away nobody is seen, and everybody goes on filling.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from redis.exceptions import RedisError

from assessment.people.models import User

log = logging.getLogger(__name__)

SECONDS_KEPT = 45


@dataclass(frozen=True)
class Present:
    """Somebody who has the return open; `cell` is the field the cursor stands in, or nothing."""

    name: str
    organisation: str
    cell: str


def announce(version_id: int, cell: str, *, by: User, at: datetime) -> list[Present]:
    """Note that `by` is here, and answer who else is."""
    try:
        here = _noted(f"filing.presence.{version_id}", by.pk, cell, now=at.timestamp())
    except RedisError as error:
        log.warning("cache away, nobody is seen beside %s: %s", by, error)
        return []
    others = User.objects.filter(pk__in=[who for who in here if who != by.pk]).select_related("organisation")
    return [Present(other.display_name, other.organisation.name_zh, here[other.pk][0]) for other in others]


def _noted(key: str, who: int, cell: str, *, now: float) -> dict[int, tuple[str, float]]:
    """Everybody who is here, with this one."""
    noted: dict[int, tuple[str, float]] = cache.get(key) or {}
    here = {one: (where, when) for one, (where, when) in noted.items() if now - when < SECONDS_KEPT}
    here[who] = (cell, now)
    cache.set(key, here, SECONDS_KEPT)
    return here
