"""Two officers type into one return at the same time: nobody overwrites what the other has not seen."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django.db import connections
from django.utils import timezone

from assessment.filing import actions
from assessment.filing.cells import CellChange
from assessment.filing.errors.returns import CellsChangedMeanwhile
from assessment.filing.models import Cell
from assessment.people.models import User
from assessment.people.roles import Role
from tests.faults.running_year import a_draft_now
from tests.situations.catalogue import an_account
from tests.situations.filing import LIUPANSHUI, a_city

A_FEW, ALL = 120, 500
ITEMS = ("software_revenue", "total_pay", "total_profit")
BASES = ("current", "same_period_last_year")

# Nothing is run here that other tests do not run, and count, one by one.
pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Saved:
    """A save that was taken: what, by whom, on which revision it stood and which it made."""

    cell: tuple[str, str]
    value: Decimal
    who: str
    seen: int
    made: int


@dataclass
class Officer:
    """Types numbers nobody else types; reads the page again only when told that somebody was there."""

    user: User
    version: int
    offset: int
    edits: int
    saved: list[Saved] = field(default_factory=list)
    conflicts: list[CellsChangedMeanwhile] = field(default_factory=list)

    def type_all(self) -> None:
        try:
            seen = 0
            for change in self.changes():
                seen = self.save(change, seen)
        finally:
            connections.close_all()

    def changes(self) -> Iterator[CellChange]:
        dice = random.Random(self.offset)
        for number in range(self.edits):
            value = Decimal(self.offset + number)
            yield CellChange(dice.choice(ITEMS), dice.choice(BASES), "value", value)

    def save(self, change: CellChange, seen: int) -> int:
        """Save; after a conflict look at both values and choose the own one, on the revision that was told."""
        while True:
            try:
                made = actions.save_cells(self.version, [change], revision=seen, by=self.user, at=timezone.now())
            except CellsChangedMeanwhile as conflict:
                self.conflicts.append(conflict)
                seen = int(str(conflict.where["revision"]))
                continue
            assert change.value is not None
            self.saved.append(Saved((change.item, change.basis), change.value, self.user.username, seen, made.revision))
            # The own page knows its own save, and nothing of what the other did since.
            return seen if made.revision > seen + 1 else made.revision


def test_of_interleaved_edits_none_is_overwritten_unseen() -> None:
    type_at_the_same_time(A_FEW)


@pytest.mark.full
def test_of_a_thousand_interleaved_edits_none_is_overwritten_unseen() -> None:
    type_at_the_same_time(ALL)


def type_at_the_same_time(edits: int) -> None:
    draft = a_draft_now(LIUPANSHUI)
    first, second = a_city().filler, an_account("second-filler", Role.FILLER, LIUPANSHUI)
    officers = [Officer(first, draft.pk, 1_000_000, edits), Officer(second, draft.pk, 2_000_000, edits)]
    with ThreadPoolExecutor(2) as desks:
        list(desks.map(Officer.type_all, officers))
    taken = sorted((save for officer in officers for save in officer.saved), key=lambda save: save.made)
    assert [save.made for save in taken] == list(range(1, 2 * edits + 1))
    assert overwritten_unseen(taken) == []
    conflicts = [conflict for officer in officers for conflict in officer.conflicts]
    assert conflicts, "the two never met"
    for conflict in conflicts:
        told = conflict.where["cells"]
        assert isinstance(told, list)
        assert {"stored", "sent", "changed_by", "changed_at"} <= set(told[0])
        assert told[0]["stored"] != told[0]["sent"]
    assert final_values(draft.pk) == {save.cell: save.value for save in taken}


def overwritten_unseen(taken: list[Saved]) -> list[tuple[Saved, Saved]]:
    """Pairs of saves where the later replaced what the other had written after the later one's page was read."""
    last: dict[tuple[str, str], Saved] = {}
    silent = []
    for save in taken:
        before = last.get(save.cell)
        if before is not None and before.who != save.who and before.made > save.seen:
            silent.append((before, save))
        last[save.cell] = save
    return silent


def final_values(version: int) -> dict[tuple[str, str], Decimal]:
    cells = Cell.objects.filter(version=version, condition="value")
    return {(cell.item, cell.basis): cell.value for cell in cells if cell.value is not None}
