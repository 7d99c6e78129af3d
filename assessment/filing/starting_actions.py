"""Writers of a beginning: the first version of a return, and the next one after it was sent back or is corrected."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assessment.audit.actions import record
from assessment.catalogue.calendar_actions import add_obligation
from assessment.catalogue.models import Collection, Obligation
from assessment.filing.correction_states import CORRECTION_STATES, CorrectionMove
from assessment.filing.entry_actions import check_open_for
from assessment.filing.errors.corrections import CorrectionNeeded
from assessment.filing.errors.returns import FormNotOwed, OpenVersionExists, ReturnLocked
from assessment.filing.laid_out_queries import checks_that_stand, laid_out_for
from assessment.filing.locking import fact
from assessment.filing.models import Cell, Correction, FigureCheck, Return, Version
from assessment.filing.states import NEXT_VERSION_AFTER, State
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


@dataclass(frozen=True)
class _Ground:
    """What a next version stands on: the version before it, and the correction that allows it."""

    last: Version | None = None
    correction: Correction | None = None

    @property
    def named_items(self) -> list[str] | None:
        """Sent back: what carries a note; granted: what was asked for; withdrawn: as before; first: all."""
        if self.correction is not None:
            return sorted(self.correction.items)
        if self.last is None:
            return None
        if self.last.state == State.SENT_BACK:
            noted = self.last.cells.exclude(sent_back_note="").values_list("item", flat=True)
            return sorted(set(noted))
        named: list[str] | None = self.last.named_items
        return named


def start_version(collection_id: int, reporting_unit: str, *, by: User, at: datetime) -> Version:
    """A draft for what `reporting_unit` owes: with every cell of the form, or with the cells of the last version.

    After a return was sent back the named items keep their notes and alone may change. An accepted return takes a
    new version only under a granted correction, whose items alone may change. What other bodies laid out is there
    already and stays theirs.
    """
    with transaction.atomic():
        require(by, Action.RETURN_FILL, at=at)
        collection = Collection.objects.select_related("form_version__form").filter(pk=collection_id).first()
        within = units_within(by, Action.RETURN_FILL, collection_id, at=at)
        unit = ReportingUnit.objects.select_related("region").filter(within, code=reporting_unit).first()
        if collection is None or unit is None:
            raise NotFound
        filed = Return.objects.filter(collection=collection, reporting_unit=unit).first()
        check_open_for(filed or Return(collection=collection, reporting_unit=unit), at=at)
        _check_owed(collection, unit, by=by, at=at)
        version = _next_version(_locked_return(collection, unit, at=at), by=by, at=at)
        record(fact(Action.RETURN_FILL, version, begun=True), by=by, at=at)
    return version


def _check_owed(collection: Collection, unit: ReportingUnit, *, by: User, at: datetime) -> None:
    """The unit stands in the register, or files the form by now and is entered; a waived one owes nothing."""
    form = collection.form_version.form.code
    known = Obligation.objects.filter(collection=collection, reporting_unit=unit).first()
    if known is None and form not in unit.forms:
        raise FormNotOwed(unit=unit.name_zh, form=form)
    obligation = known or add_obligation(collection, unit, by=by, at=at)
    if obligation.waived_at is not None:
        raise FormNotOwed(unit=unit.name_zh, form=form)


def _locked_return(collection: Collection, unit: ReportingUnit, *, at: datetime) -> Return:
    Return.objects.get_or_create(collection=collection, reporting_unit=unit, defaults={"created_at": at})
    returns = Return.objects.select_for_update(of=("self",)).select_related(
        "collection__form_version__form", "reporting_unit__region"
    )
    return returns.get(collection=collection, reporting_unit=unit)


def _next_version(filed: Return, *, by: User, at: datetime) -> Version:
    ground = _ground_of(filed)
    version = Version.objects.create(
        return_filed=filed,
        number=1 if ground.last is None else ground.last.number + 1,
        filler=by,
        created_at=at,
        named_items=ground.named_items,
    )
    cells = _blank_cells(version, by=by, at=at) if ground.last is None else _copied_cells(version, ground.last)
    _lay_out(version, cells)
    Cell.objects.bulk_create(cells)
    if ground.last is not None:
        FigureCheck.objects.bulk_create(checks_that_stand(version, cells, ground.last))
    if ground.correction is not None:
        ground.correction.state = CORRECTION_STATES.after(ground.correction.state, CorrectionMove.BEGIN)
        ground.correction.save(update_fields=["state"])
    return version


def _ground_of(filed: Return) -> _Ground:
    last = filed.versions.order_by("-number").first()
    if last is None:
        return _Ground()
    if last.state == State.LOCKED:
        raise ReturnLocked(number=last.number)
    if last.state == State.ACCEPTED:
        granted = filed.corrections.select_for_update().filter(state=Correction.State.GRANTED).first()
        if granted is None:
            raise CorrectionNeeded(number=last.number)
        return _Ground(last, granted)
    if last.state not in NEXT_VERSION_AFTER:
        raise OpenVersionExists(number=last.number)
    return _Ground(last)


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


def _lay_out(version: Version, cells: list[Cell]) -> None:
    """Put in what the bodies delivered last; in a version of named items only for these."""
    figures = laid_out_for(version.return_filed)
    for cell in cells:
        figure = figures.get((cell.item, cell.basis))
        if figure is None or (version.named_items is not None and cell.item not in version.named_items):
            continue
        cell.condition, cell.value, cell.reason = figure.condition, figure.value, figure.reason
        cell.source = figure.source_shown
        cell.changed_by, cell.changed_at = figure.delivered_by.username, figure.delivered_at
