"""Who else has a return open: kept for less than a minute in the cache, by account number and cell, without any figure.

Two who announce themselves in the same instant may overwrite each other's note; the next announcement mends it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from assessment.people.models import User

SECONDS_KEPT = 45


@dataclass(frozen=True)
class Present:
    """Somebody who has the return open; `cell` is the field the cursor stands in, or nothing."""

    name: str
    organisation: str
    cell: str


def announce(version_id: int, cell: str, *, by: User, at: datetime) -> list[Present]:
    """Note that `by` is here, and answer who else is."""
    key = f"filing.presence.{version_id}"
    now = at.timestamp()
    noted: dict[int, tuple[str, float]] = cache.get(key) or {}
    here = {who: (where, when) for who, (where, when) in noted.items() if now - when < SECONDS_KEPT}
    here[by.pk] = (cell, now)
    cache.set(key, here, SECONDS_KEPT)
    others = User.objects.filter(pk__in=[who for who in here if who != by.pk]).select_related("organisation")
    return [Present(other.display_name, other.organisation.name_zh, here[other.pk][0]) for other in others]
