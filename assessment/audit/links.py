"""The form of one link: what is bound by its MAC, and how values are digested."""

from collections.abc import Mapping
from datetime import UTC, datetime

from assessment.audit.keys import KeyRing
from assessment.audit.models import Entry
from assessment.methodology.canonical import SCHEMA, canonical_bytes

FIRST_PREVIOUS = "0" * 64


def mac_of(entry: Entry, ring: KeyRing) -> str:
    """HMAC-SM3 over the previous link's MAC and the canonical form of everything this entry says."""
    message = bytes.fromhex(entry.previous_mac) + canonical_bytes(_content(entry), schema=entry.schema)
    return ring.mac(message, key_id=entry.key_id)


def digest_changes(changes: Mapping[str, tuple[object, object]], ring: KeyRing) -> list[dict[str, str]]:
    """Field names with keyed digests of old and new: the entry proves a value without telling it."""
    return [
        {"field": field, "old": value_digest(old, ring), "new": value_digest(new, ring)}
        for field, (old, new) in sorted(changes.items())
    ]


def value_digest(value: object, ring: KeyRing) -> str:
    """Keyed, so that a value from a small range cannot be guessed from its digest."""
    return ring.mac(canonical_bytes(value, schema=SCHEMA), key_id=ring.current)


def instant(at: datetime) -> str:
    """UTC to the microsecond, as it is hashed; the database keeps no more."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _content(entry: Entry) -> dict[str, object]:
    return {
        "chain": entry.chain,
        "sequence": entry.sequence,
        "at": instant(entry.at),
        "by": entry.by,
        "action": entry.action,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "changes": entry.changes,
        "facts": entry.facts,
        "outcome": entry.outcome,
        "source_address": entry.source_address,
        "schema": entry.schema,
        "key_id": entry.key_id,
    }
