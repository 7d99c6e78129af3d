"""The writer of a draft: saving its cells."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from assessment.audit.actions import record
from assessment.catalogue.models import Collection
from assessment.filing.cells import CellChange, FormOfReturn, content_of, shown
from assessment.filing.deadlines import locks_at
from assessment.filing.errors.returns import (
    CellsChangedMeanwhile,
    CollectionLocked,
    CollectionNotOpen,
    RevisionUnknown,
)
from assessment.filing.locking import fact, lock_version, move
from assessment.filing.models import Cell, CellEdit, Return, Version
from assessment.filing.open_items import refuse_closed, reopened
from assessment.filing.states import Move
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.territory.models import ReportingUnit

_WRITTEN = ("condition", "value", "reason", "source", "changed_revision", "changed_by", "changed_at")


def save_cells(version_id: int, changes: Sequence[CellChange], *, revision: int, by: User, at: datetime) -> Version:
    """Save the changed cells of a draft, all or none. `revision` is the one the author saw.

    A cell that somebody else wrote after it raises `CellsChangedMeanwhile` with both values; cells that
    nobody touched meanwhile are saved whatever the revision. Saving what stands there already changes nothing.
    In a version begun after a send back only the named items may change.
    """
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_FILL, by=by, at=at)
        move(version, Move.SAVE)
        collection = version.return_filed.collection
        check_open_for(version.return_filed, at=at)
        if revision > version.revision:
            raise RevisionUnknown(received=revision, expected=version.revision)
        form = FormOfReturn.of(collection)
        checked = [form.checked(change) for change in changes]
        touched = version.cells.filter(item__in={change.item for change in checked})
        cells = {(cell.item, cell.basis): cell for cell in touched}
        refuse_closed(version, form.items, _differing_items(cells, checked))
        _refuse_conflicts(version, cells, checked, revision=revision)
        _write(version, cells, checked, by=by, at=at)
    return version


def check_open_for(filed: Return, *, at: datetime) -> None:
    """A unit may file while its collection is open; after the lock only where a correction reopened it."""
    if at > filed.collection.locks_at and filed.pk is not None and reopened(filed, at=at):
        return
    check_open(filed.collection, filed.reporting_unit, at=at)


def check_open(collection: Collection, unit: ReportingUnit, *, at: datetime) -> None:
    """A collection takes figures of a unit from its opening to its lock, or to the end of the unit's extension."""
    form = collection.form_version.form.code
    if collection.opened_at is None or at < max(collection.opened_at, collection.opens_at):
        raise CollectionNotOpen(form=form, period=collection.period, opens_at=collection.opens_at)
    closes_at = locks_at(collection, unit, at=at)
    if at > closes_at:
        raise CollectionLocked(form=form, period=collection.period, locks_at=closes_at)


def _differing_items(cells: Mapping[tuple[str, str], Cell], changes: Sequence[CellChange]) -> list[str]:
    return [one.item for one in changes if content_of(cells[one.item, one.basis]) != content_of(one)]


def _refuse_conflicts(
    version: Version, cells: Mapping[tuple[str, str], Cell], changes: Sequence[CellChange], *, revision: int
) -> None:
    pairs = [(cells[change.item, change.basis], change) for change in changes]
    clashes = [
        (cell, change)
        for cell, change in pairs
        if cell.changed_revision > revision and content_of(cell) != content_of(change)
    ]
    if not clashes:
        return
    first, wanted = clashes[0]
    raise CellsChangedMeanwhile(
        changed_by=first.changed_by,
        count=len(clashes),
        item=first.item,
        stored=shown(first),
        sent=shown(wanted),
        revision=version.revision,
        cells=_both_values(clashes),
    )


def _both_values(clashes: Sequence[tuple[Cell, CellChange]]) -> list[dict[str, str]]:
    """Of each cell in conflict what is stored and what was sent, and whose the stored one is."""
    authors = User.objects.filter(username__in={cell.changed_by for cell, _ in clashes})
    names = dict(authors.values_list("username", "display_name"))
    return [_clash(cell, change, name=names.get(cell.changed_by, "")) for cell, change in clashes]


def _clash(cell: Cell, change: CellChange, *, name: str) -> dict[str, str]:
    return {
        "item": cell.item,
        "basis": cell.basis,
        "stored": shown(cell),
        "sent": shown(change),
        "changed_by": cell.changed_by,
        "changed_by_name": name,
        "changed_at": cell.changed_at.isoformat(),
    }


def _write(
    version: Version,
    cells: Mapping[tuple[str, str], Cell],
    changes: Sequence[CellChange],
    *,
    by: User,
    at: datetime,
) -> None:
    wanted = {(change.item, change.basis): change for change in changes}
    differing = {key: change for key, change in wanted.items() if content_of(cells[key]) != content_of(change)}
    if not differing:
        return
    version.revision += 1
    version.save(update_fields=["revision"])
    noted = {
        f"{item}.{basis}": (list(content_of(cells[item, basis])), list(content_of(change)))
        for (item, basis), change in differing.items()
    }
    CellEdit.objects.bulk_create(_edit(version, cells[key], change, by=by, at=at) for key, change in differing.items())
    # One short statement: each row is there already, so that the insert always turns into an update.
    Cell.objects.bulk_create(
        [_cell(version, change, by=by, at=at) for change in differing.values()],
        update_conflicts=True,
        unique_fields=["version", "item", "basis"],
        update_fields=_WRITTEN,
    )
    entry = fact(Action.RETURN_FILL, version, revision=version.revision)
    record(replace(entry, changes=noted), by=by, at=at)


def _cell(version: Version, change: CellChange, *, by: User, at: datetime) -> Cell:
    return Cell(
        version=version,
        item=change.item,
        basis=change.basis,
        condition=change.condition,
        value=change.value,
        reason=change.reason,
        source=change.source,
        changed_revision=version.revision,
        changed_by=by.username,
        changed_at=at,
    )


def _edit(version: Version, cell: Cell, change: CellChange, *, by: User, at: datetime) -> CellEdit:
    return CellEdit(
        version=version,
        item=cell.item,
        basis=cell.basis,
        revision=version.revision,
        old_condition=cell.condition,
        old_value=cell.value,
        old_reason=cell.reason,
        new_condition=change.condition,
        new_value=change.value,
        new_reason=change.reason,
        source=change.source,
        changed_by=by.username,
        changed_at=at,
    )
