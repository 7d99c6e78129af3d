"""Reading the chains: heads, verification against links and anchors."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Protocol

from django.db.models import Max

from assessment.audit.anchors import ReadAnchor, read_anchors
from assessment.audit.errors import AuditKeyMissing
from assessment.audit.keys import KeyRing, key_ring
from assessment.audit.links import FIRST_PREVIOUS, mac_of
from assessment.audit.models import AnchorRequest, Entry


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and where: the row a reader should look at."""

    chain: str
    sequence: int
    code: str


@dataclass(frozen=True)
class Verification:
    """`unanchored` entries stand after the last anchor of their chain: cutting these would not be noticed."""

    entries: int
    chains: int
    anchors: int
    faults: tuple[Fault, ...]
    unanchored: int
    last_anchor_at: datetime | None


def chain_head(chain: str) -> str:
    """MAC of the last entry of `chain`, or zeros for an empty one."""
    last = Entry.objects.filter(chain=chain).order_by("-sequence").values_list("mac", flat=True).first()
    return last or FIRST_PREVIOUS


def verify(anchor_path: Path | None = None) -> Verification:
    """Check rows against rows and heads against anchors."""
    ring = key_ring()
    macs: dict[str, list[str]] = defaultdict(list)
    faults: list[Fault] = []
    # Anchors first: what is written while the entries are read would otherwise look like a tail cut off.
    anchors = list(read_anchors(anchor_path))
    stored = Entry.objects.order_by("chain", "sequence", "id").iterator(chunk_size=2000)
    for chain, entries in groupby(stored, key=attrgetter("chain")):
        faults.extend(check_chain(chain, entries, ring, macs[chain]))
    if macs and not anchors:
        # Every commit writes a head: entries without a single anchor mean that the anchors were taken away.
        faults.append(Fault("anchors", 0, "anchors_missing"))
    faults.extend(_check_anchors(anchors, macs))
    last_anchored = dict.fromkeys(macs, 0)
    for anchor in anchors:
        last_anchored[anchor.chain] = max(last_anchored.get(anchor.chain, 0), anchor.count)
    return Verification(
        entries=sum(len(found) for found in macs.values()),
        chains=len(macs),
        anchors=len(anchors),
        faults=tuple(faults),
        unanchored=sum(max(0, len(found) - last_anchored[chain]) for chain, found in macs.items()),
        last_anchor_at=_moment(anchors[-1].at) if anchors else None,
    )


def anchor_lag() -> int:
    """How many heads still wait to be written."""
    return AnchorRequest.objects.filter(written_at__isnull=True).count()


def heads() -> dict[str, int]:
    """Count of each chain."""
    return {row["chain"]: row["count"] for row in Entry.objects.values("chain").annotate(count=Max("sequence"))}


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


class Macs(Protocol):
    """Takes the MACs of a chain one after another."""

    def append(self, mac: str, /) -> None: ...


def check_chain(chain: str, entries: Iterable[Entry], ring: KeyRing, macs: Macs) -> Iterator[Fault]:
    """What is wrong between the links of a chain; every MAC goes into `macs`."""
    previous = FIRST_PREVIOUS
    for expected, entry in enumerate(entries, 1):
        if entry.sequence != expected:
            yield Fault(chain, entry.sequence, "sequence_broken")
        if entry.previous_mac != previous:
            yield Fault(chain, entry.sequence, "link_broken")
        if not _mac_is_right(entry, ring):
            yield Fault(chain, entry.sequence, "entry_altered")
        previous = entry.mac
        macs.append(entry.mac)


def _mac_is_right(entry: Entry, ring: KeyRing) -> bool:
    try:
        return mac_of(entry, ring) == entry.mac
    except (AuditKeyMissing, ValueError, TypeError):
        return False


def _check_anchors(anchors: Iterable[ReadAnchor], macs: dict[str, list[str]]) -> Iterator[Fault]:
    for anchor in anchors:
        found = macs.get(anchor.chain, [])
        if not anchor.sound:
            yield Fault("anchors", anchor.number, "anchor_altered")
        elif anchor.count > len(found):
            yield Fault(anchor.chain, anchor.count, "tail_missing")
        elif found[anchor.count - 1] != anchor.head:
            yield Fault(anchor.chain, anchor.count, "differs_from_anchor")
