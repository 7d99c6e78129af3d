"""The only writers of the chains. An entry is written in the transaction of the change it records."""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.db import connection, transaction
from django.utils import timezone

from assessment.audit.action_words import ACTIONS
from assessment.audit.anchors import AnchorLine, append_lines
from assessment.audit.keys import key_ring
from assessment.audit.links import FIRST_PREVIOUS, digest_changes, mac_of
from assessment.audit.models import AnchorRequest, Entry
from assessment.audit.named_locks import one_at_a_time
from assessment.methodology.canonical import SCHEMA

PROVINCE = "province"
SYSTEM_CHAIN = "system"


class Actor(Protocol):
    """Whoever acts: a signed-in user, or the system itself."""

    @property
    def username(self) -> str: ...

    @property
    def source_address(self) -> str: ...


@dataclass(frozen=True)
class SystemActor:
    username: str = "system"
    source_address: str = ""


SYSTEM = SystemActor()


@dataclass(frozen=True)
class Fact:
    """What happened. `changes` maps a field to (old, new): only keyed digests of these are stored;
    `facts` are stored as they are and must not hold a figure or a score.
    """

    action: str
    chain: str
    object_type: str
    object_id: str
    changes: Mapping[str, tuple[object, object]] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    outcome: str = Entry.Outcome.DONE


def record(fact: Fact, *, by: Actor, at: datetime) -> Entry:
    """Append one entry to its chain, inside the caller's transaction."""
    return record_all([fact], by=by, at=at)[0]


def record_all(facts: Sequence[Fact], *, by: Actor, at: datetime) -> list[Entry]:
    """Append entries; chains are locked in code order, so that two writers never wait for each other in a ring."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an audit entry belongs into the transaction of its change")
    for fact in facts:
        if str(fact.action) not in ACTIONS:
            # Tests fail by it; in operation the entry is written all the same, under its bare code.
            warnings.warn(f"name the action “{fact.action}” in audit/action_words.py", stacklevel=2)
    _lock({fact.chain for fact in facts})
    heads = _heads({fact.chain for fact in facts})
    entries = []
    for fact in facts:
        entry = heads[fact.chain] = _link(fact, heads.get(fact.chain), by=by, at=at)
        entries.append(entry)
    Entry.objects.bulk_create(entries)
    _request_anchors(entries, at=at)
    transaction.on_commit(write_anchors, robust=True)
    return entries


def write_anchors() -> int:
    """Append waiting heads to the anchor file; called after each commit and again every few seconds."""
    with transaction.atomic():
        waiting = list(
            AnchorRequest.objects.select_for_update(skip_locked=True)
            .filter(written_at__isnull=True)
            .order_by("id")[:500]
        )
        now = timezone.now()
        append_lines([AnchorLine(row.chain, row.count, row.head, now) for row in waiting])
        AnchorRequest.objects.filter(id__in=[row.id for row in waiting]).update(written_at=now)
    return len(waiting)


def _lock(chains: Iterable[str]) -> None:
    for chain in sorted(chains):
        one_at_a_time("audit", chain)


def _heads(chains: Iterable[str]) -> dict[str, Entry]:
    """The last entry of each chain that has one, found by the index however long the chain has grown."""
    each = [Entry.objects.filter(chain=chain).order_by("-sequence")[:1] for chain in sorted(chains)]
    last = each[0].union(*each[1:], all=True) if len(each) > 1 else (entry for one in each for entry in one)
    return {entry.chain: entry for entry in last}


def _link(fact: Fact, last: Entry | None, *, by: Actor, at: datetime) -> Entry:
    ring = key_ring()
    entry = Entry(
        chain=fact.chain,
        sequence=last.sequence + 1 if last else 1,
        at=at,
        by=by.username,
        action=str(fact.action),
        object_type=fact.object_type,
        object_id=str(fact.object_id),
        changes=digest_changes(fact.changes, ring),
        facts=dict(fact.facts),
        outcome=str(fact.outcome),
        source_address=by.source_address,
        schema=SCHEMA,
        key_id=ring.current,
        previous_mac=last.mac if last else FIRST_PREVIOUS,
    )
    entry.mac = mac_of(entry, ring)
    return entry


def _request_anchors(entries: Sequence[Entry], *, at: datetime) -> None:
    heads = {entry.chain: entry for entry in entries}
    AnchorRequest.objects.bulk_create(
        AnchorRequest(chain=chain, count=entry.sequence, head=entry.mac, requested_at=at)
        for chain, entry in sorted(heads.items())
    )
