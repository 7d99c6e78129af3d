"""Writers of a draft: beginning a version, saving its cells."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from assessment.audit.actions import record
from assessment.catalogue.models import Collection
from assessment.filing.cells import CellChange, FormOfReturn, content_of, shown
from assessment.filing.errors.returns import (
    CellsChangedMeanwhile,
    CollectionLocked,
    CollectionNotOpen,
    FormNotOwed,
    OpenVersionExists,
    ReturnLocked,
    RevisionUnknown,
)
from assessment.filing.locking import fact, lock_version, move
from assessment.filing.models import Cell, Return, Version
from assessment.filing.states import NEXT_VERSION_AFTER, Move, State
from assessment.filing.walls import units_within
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.territory.models import ReportingUnit

_CARRIED_OVER = (
    "item",
    "basis",
    "condition",
    "value",
    "reason",
    "source",
    "sent_back_note",
    "changed_by",
    "changed_at",
)


def start_version(collection_id: int, reporting_unit: str, *, by: User, at: datetime) -> Version:
    """A draft for what `reporting_unit` owes: with every cell of the form, or with the cells of the last version.

    After a return was sent back the named items keep their notes in the new version.
    """
    with transaction.atomic():
        require(by, Action.RETURN_FILL, at=at)
        collection = Collection.objects.select_related("form_version__form").filter(pk=collection_id).first()
        within = units_within(by, Action.RETURN_FILL, collection_id, at=at)
        unit = ReportingUnit.objects.select_related("region").filter(within, code=reporting_unit).first()
        if collection is None or unit is None:
            raise NotFound
        check_open(collection, at=at)
        if collection.form_version.form.code not in unit.forms:
            raise FormNotOwed(unit=unit.name_zh, form=collection.form_version.form.code)
        version = _next_version(_locked_return(collection, unit, at=at), by=by, at=at)
        record(fact(Action.RETURN_FILL, version, begun=True), by=by, at=at)
    return version


def save_cells(version_id: int, changes: Sequence[CellChange], *, revision: int, by: User, at: datetime) -> Version:
    """Save the changed cells of a draft, all or none. `revision` is the one the author saw.

    A cell that somebody else wrote after it raises `CellsChangedMeanwhile` with both values; cells that
    nobody touched meanwhile are saved whatever the revision. Saving what stands there already changes nothing.
    """
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_FILL, by=by, at=at)
        move(version, Move.SAVE)
        collection = version.return_filed.collection
        check_open(collection, at=at)
        if revision > version.revision:
            raise RevisionUnknown(received=revision, expected=version.revision)
        form = FormOfReturn.of(collection)
        checked = [form.checked(change) for change in changes]
        cells = {(cell.item, cell.basis): cell for cell in version.cells.all()}
        _refuse_conflicts(version, cells, checked, revision=revision)
        _write(version, cells, checked, by=by, at=at)
    return version


def check_open(collection: Collection, *, at: datetime) -> None:
    """A collection takes figures from its opening to its lock."""
    form = collection.form_version.form.code
    if collection.opened_at is None or at < max(collection.opened_at, collection.opens_at):
        raise CollectionNotOpen(form=form, period=collection.period, opens_at=collection.opens_at)
    if at > collection.locks_at:
        raise CollectionLocked(form=form, period=collection.period, locks_at=collection.locks_at)


def _locked_return(collection: Collection, unit: ReportingUnit, *, at: datetime) -> Return:
    Return.objects.get_or_create(collection=collection, reporting_unit=unit, defaults={"created_at": at})
    returns = Return.objects.select_for_update(of=("self",)).select_related(
        "collection__form_version__form", "reporting_unit__region"
    )
    return returns.get(collection=collection, reporting_unit=unit)


def _next_version(filed: Return, *, by: User, at: datetime) -> Version:
    last = filed.versions.order_by("-number").first()
    if last is not None and last.state == State.LOCKED:
        raise ReturnLocked(number=last.number)
    if last is not None and last.state not in NEXT_VERSION_AFTER:
        raise OpenVersionExists(number=last.number)
    number = 1 if last is None else last.number + 1
    version = Version.objects.create(return_filed=filed, number=number, filler=by, created_at=at)
    cells = _blank_cells(version, by=by, at=at) if last is None else _copied_cells(version, last)
    Cell.objects.bulk_create(cells)
    return version


def _blank_cells(version: Version, *, by: User, at: datetime) -> list[Cell]:
    items = version.return_filed.collection.form_version.items.all()
    return [
        Cell(
            version=version,
            item=item.code,
            basis=basis,
            condition=Cell.Condition.EMPTY,
            changed_by=by.username,
            changed_at=at,
        )
        for item in items
        for basis in item.bases
    ]


def _copied_cells(version: Version, last: Version) -> list[Cell]:
    """Notes travel on only from a version that was sent back; after acceptance they are settled."""
    copies = [
        Cell(version=version, **{name: getattr(cell, name) for name in _CARRIED_OVER}) for cell in last.cells.all()
    ]
    if last.state == State.ACCEPTED:
        for copy in copies:
            copy.sent_back_note = ""
    return copies


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
        cells=[_clash(cell, change) for cell, change in clashes],
    )


def _clash(cell: Cell, change: CellChange) -> dict[str, str]:
    return {
        "item": cell.item,
        "basis": cell.basis,
        "stored": shown(cell),
        "sent": shown(change),
        "changed_by": cell.changed_by,
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
    for key, change in differing.items():
        cell = cells[key]
        cell.condition, cell.value = change.condition, change.value
        cell.reason, cell.source = change.reason, change.source
        cell.changed_revision, cell.changed_by, cell.changed_at = version.revision, by.username, at
        cell.save()
    entry = fact(Action.RETURN_FILL, version, revision=version.revision)
    record(replace(entry, changes=noted), by=by, at=at)
