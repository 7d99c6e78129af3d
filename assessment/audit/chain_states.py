"""How each chain stands: its length and head, what is wrong with it, what no anchor holds. In constant memory.

Anchors are laid out chain by chain in files of their own and read beside the entries they hold.
"""

import struct
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain as one_after_another
from itertools import groupby
from operator import attrgetter
from tempfile import TemporaryFile
from typing import IO, Final

from assessment.audit.anchors import ReadAnchor, read_anchors
from assessment.audit.keys import key_ring
from assessment.audit.links import FIRST_PREVIOUS
from assessment.audit.models import Entry
from assessment.audit.queries import Fault, check_chain

CHUNK: Final = 2000
MOST_FAULTS: Final = 1000
"""A chain that was rewritten from its start on has a fault in each link: the first ones say where."""
_LINE: Final = struct.Struct("<Q64s")


@dataclass(frozen=True)
class ChainState:
    """One chain as it stands: length, head, what is wrong with it, and how many links no anchor holds yet."""

    chain: str
    count: int
    head: str
    faults: tuple[Fault, ...]
    unanchored: int


def chain_states(chains: Collection[str] | None = None) -> tuple[ChainState, ...]:
    """Check these chains, or all of them, link by link and against their anchors; one pass over their entries."""
    # Anchors first: what is written while the entries are read would otherwise look like a tail cut off.
    anchors = _Shelf(one for one in read_anchors() if one.sound and (chains is None or one.chain in chains))
    stored = Entry.objects.order_by("chain", "sequence", "id")
    if chains is not None:
        stored = stored.filter(chain__in=chains)
    ring, found = key_ring(), []
    for chain, entries in groupby(stored.iterator(chunk_size=CHUNK), key=attrgetter("chain")):
        beside = _Beside(chain, anchors.taken(chain))
        found.append(beside.state_after(check_chain(chain, entries, ring, beside)))
    found += [_Beside(chain, anchors.taken(chain)).state_after(()) for chain in anchors.left()]
    return tuple(sorted(found, key=attrgetter("chain")))


class _Shelf:
    """The anchors of each chain on disk, in the order in which they were written."""

    def __init__(self, anchors: Iterable[ReadAnchor]) -> None:
        self._files: dict[str, IO[bytes]] = {}
        for anchor in anchors:
            if anchor.chain not in self._files:
                self._files[anchor.chain] = TemporaryFile()  # noqa: SIM115 - closed by whoever takes the chain
            self._files[anchor.chain].write(_LINE.pack(anchor.count, anchor.head.encode("ascii", "replace")))

    def taken(self, chain: str) -> Iterator[tuple[int, str]]:
        """Count and head of each anchor of a chain; afterwards the chain has none left."""
        file = self._files.pop(chain, None)
        if file is None:
            return
        with file:
            file.seek(0)
            while line := file.read(_LINE.size):
                count, head = _LINE.unpack(line)
                yield count, head.decode()

    def left(self) -> list[str]:
        """The chains that nobody has taken."""
        return list(self._files)


class _Beside:
    """The anchors of one chain, held against the MACs of its entries as these come by."""

    def __init__(self, chain: str, anchors: Iterator[tuple[int, str]]) -> None:
        self._chain, self._anchors = chain, anchors
        self._count, self._head, self._anchored = 0, FIRST_PREVIOUS, 0
        self._faults: list[Fault] = []
        self._next = next(anchors, None)

    def append(self, mac: str) -> None:
        self._count, self._head = self._count + 1, mac
        while self._next is not None and self._next[0] <= self._count:
            count, head = self._next
            # Two commits may write their heads in the other order: such a line is looked up by itself.
            found = mac if count == self._count else self._mac_at(count)
            self._judge(count, "" if found == head else "differs_from_anchor")

    def state_after(self, faults: Iterable[Fault]) -> ChainState:
        """Go through the whole chain and through the anchors that stand past its end."""
        links: list[Fault] = []
        for fault in faults:
            if len(links) < MOST_FAULTS:
                links.append(fault)
        while self._next is not None:
            count, head = self._next
            wrong = "tail_missing" if count > self._count else ""
            self._judge(count, wrong or ("" if self._mac_at(count) == head else "differs_from_anchor"))
        every = tuple(one_after_another(links, self._faults))
        return ChainState(self._chain, self._count, self._head, every, max(0, self._count - self._anchored))

    def _judge(self, count: int, wrong: str) -> None:
        self._anchored = max(self._anchored, count)
        if wrong and len(self._faults) < MOST_FAULTS:
            self._faults.append(Fault(self._chain, count, wrong))
        self._next = next(self._anchors, None)

    def _mac_at(self, count: int) -> str:
        entries = Entry.objects.filter(chain=self._chain).order_by("sequence", "id")
        return next(iter(entries.values_list("mac", flat=True)[count - 1 : count]), "")
