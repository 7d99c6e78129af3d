"""Writer of 待核 marks: a reminder to look at a cell again. A mark is no figure and changes no revision."""

from datetime import datetime

from django.db import transaction

from assessment.audit.actions import record
from assessment.filing.errors.entry import NoSuchCell
from assessment.filing.locking import fact, lock_version, move
from assessment.filing.models import Cell
from assessment.filing.states import Move
from assessment.methodology.check_rules import CellKey
from assessment.people.models import User
from assessment.people.permissions import Action


def mark_cell(version_id: int, place: CellKey, *, marked: bool, by: User, at: datetime) -> Cell:
    """Set or take off the mark of one cell of a draft; the same again changes nothing."""
    item, basis = place
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_FILL, by=by, at=at)
        move(version, Move.SAVE)
        cell = version.cells.filter(item=item, basis=basis).first()
        if cell is None:
            raise NoSuchCell(item=item, basis=basis)
        if cell.marked != marked:
            cell.marked = marked
            cell.save(update_fields=["marked"])
            record(fact(Action.RETURN_FILL, version, cell=f"{item}.{basis}", marked=marked), by=by, at=at)
    return cell
