"""Importing a CSV of figures as drafts of the returns they belong to: all of it, or nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from assessment.audit.actions import record
from assessment.catalogue.errors import FormUnknown
from assessment.catalogue.models import Collection
from assessment.catalogue.queries import collection_for
from assessment.filing.cells import CellChange, FormOfReturn, content_of
from assessment.filing.entry_actions import check_open, save_cells
from assessment.filing.errors.returns import (
    BasisUnknown,
    ConditionUnknown,
    FileWrong,
    FormNotOwed,
    ItemUnknown,
    ReasonMissing,
    ReasonNotAllowed,
    RegionNotOpen,
    RowRepeated,
    UnitDiffers,
)
from assessment.filing.figures_file import FigureRow, FiguresFile, Repaired, read_figures, wrong
from assessment.filing.locking import fact
from assessment.filing.models import Return, Version
from assessment.filing.starting_actions import start_version
from assessment.filing.states import State
from assessment.methodology.errors import AssessmentError
from assessment.methodology.periods import Period
from assessment.methodology.units import UnitUnknown
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import regions_open_to, require
from assessment.territory.models import ReportingUnit

MOST_PROBLEMS = 50
_COLUMN_OF: Mapping[type[AssessmentError], str] = {
    BasisUnknown: "basis",
    ConditionUnknown: "condition",
    ItemUnknown: "item",
    ReasonMissing: "reason",
    ReasonNotAllowed: "reason",
    UnitDiffers: "unit",
    UnitUnknown: "unit",
}


@dataclass(frozen=True)
class ImportedReturn:
    """One return of the file; `cells` is how many were written, 0 where all stood there already."""

    reporting_unit: str
    form: str
    period: str
    version: int
    cells: int


@dataclass(frozen=True)
class ImportReport:
    returns: tuple[ImportedReturn, ...]
    repairs: tuple[Repaired, ...]


@dataclass(frozen=True)
class _Target:
    """The return a row belongs to."""

    unit: ReportingUnit
    collection: Collection
    form: FormOfReturn


def import_figures(content: bytes, *, file_name: str, by: User, at: datetime) -> ImportReport:
    """Write the figures of a CSV into drafts; `FileWrong` carries every problem, and then nothing is written.

    A draft that is open takes the figures; otherwise a new version begins. Where the last version already holds
    every figure of the file, nothing is done: importing twice changes nothing.
    """
    with transaction.atomic():
        require(by, Action.FIGURES_IMPORT, at=at)
        file = read_figures(content)
        placed = _place(file, by=by, at=at)
        if placed.problems:
            some = placed.problems[:MOST_PROBLEMS]
            raise FileWrong(file=file_name, count=len(placed.problems), problems=some)
        written = tuple(
            _write(target, changes, file_name=file_name, by=by, at=at) for target, changes in placed.returns
        )
    return ImportReport(written, (*file.repairs, *placed.repairs))


class _Placed(NamedTuple):
    """The rows by return, what is wrong with any of them, and which amounts were converted to the form's unit."""

    returns: list[tuple[_Target, list[CellChange]]]
    problems: list[AssessmentError]
    repairs: list[Repaired]


def _place(file: FiguresFile, *, by: User, at: datetime) -> _Placed:
    """The rows by return, in the order of the file, and what is wrong with any of them."""
    desk = _Desk(by=by, at=at)
    repairs: list[Repaired] = []
    problems = list(file.problems)
    placed: dict[tuple[str, str, str], tuple[_Target, list[CellChange]]] = {}
    for row in file.rows:
        try:
            target = desk.target(row)
            change = desk.change(row, target)
            repairs.extend(_converted(row, change, target))
        except AssessmentError as problem:
            problems.append(problem)
            continue
        key = row.region_code, row.form, row.period
        placed.setdefault(key, (target, []))[1].append(change)
    problems.sort(key=lambda problem: int(str(problem.where["row"])))
    return _Placed(list(placed.values()), problems, repairs)


def _converted(row: FigureRow, change: CellChange, target: _Target) -> Iterator[Repaired]:
    """A conversion keeps the amount but changes the number that is stored: it is named as a repair is."""
    if row.value is not None and change.value is not None and row.value != change.value:
        unit = target.form.items[change.item].unit
        yield Repaired(row.line, "unit", "unit_converted", f"{row.value:f} {row.unit}", f"{change.value:f} {unit}")


class _Desk:
    """Knows the units open to the importer, and for each unit every collection and form once."""

    def __init__(self, *, by: User, at: datetime) -> None:
        self._at = at
        regions = regions_open_to(by, Action.FIGURES_IMPORT, at=at)
        units = ReportingUnit.objects.filter(kind=ReportingUnit.Kind.REGION, region__in=regions)
        self._units = {unit.region.code: unit for unit in units.select_related("region")}
        self._forms: dict[tuple[str, str, str], tuple[Collection, FormOfReturn] | AssessmentError] = {}
        self._seen: dict[tuple[str, ...], int] = {}

    def target(self, row: FigureRow) -> _Target:
        """Where the row belongs; refused with the row's number and the column to look at."""
        unit = self._units.get(row.region_code)
        if unit is None:
            raise wrong(row.line, "region_code", RegionNotOpen(received=row.region_code))
        found = self._collection(row, unit)
        if isinstance(found, AssessmentError):
            raise wrong(row.line, _column_of_collection(found), found)
        collection, form = found
        if form.code not in unit.forms:
            raise wrong(row.line, "form", FormNotOwed(unit=unit.name_zh, form=form.code))
        return _Target(unit, collection, form)

    def change(self, row: FigureRow, target: _Target) -> CellChange:
        """The row as a change, in the item's own unit."""
        first = self._seen.setdefault(row.key, row.line)
        if first != row.line:
            raise wrong(row.line, "item", RowRepeated(first=first))
        change = CellChange(
            item=row.item,
            basis=row.basis,
            condition=row.condition,
            value=row.value,
            unit=row.unit,
            reason=row.reason,
            source=row.source,
        )
        try:
            return target.form.checked(change)
        except AssessmentError as problem:
            raise wrong(row.line, _COLUMN_OF.get(type(problem), "value"), problem) from None

    def _collection(self, row: FigureRow, unit: ReportingUnit) -> tuple[Collection, FormOfReturn] | AssessmentError:
        key = row.form, row.period, unit.code
        if key not in self._forms:
            try:
                collection = collection_for(row.form, Period.parse(row.period))
                check_open(collection, unit, at=self._at)
                self._forms[key] = collection, FormOfReturn.of(collection)
            except AssessmentError as problem:
                self._forms[key] = problem
        return self._forms[key]


def _column_of_collection(problem: AssessmentError) -> str:
    return "form" if isinstance(problem, FormUnknown) else "period"


def _write(target: _Target, changes: Iterable[CellChange], *, file_name: str, by: User, at: datetime) -> ImportedReturn:
    wanted = list(changes)
    version = _last_version(target)
    if version is not None and _holds_already(version, wanted):
        return _imported(target, version, cells=0)
    if version is None or version.state != State.DRAFT:
        version = start_version(target.collection.pk, target.unit.code, by=by, at=at)
    differing = _differing(version, wanted)
    version = save_cells(version.pk, differing, revision=version.revision, by=by, at=at)
    record(fact(Action.FIGURES_IMPORT, version, file=file_name, cells=len(differing)), by=by, at=at)
    return _imported(target, version, cells=len(differing))


def _last_version(target: _Target) -> Version | None:
    """The newest version of the return, under the return's lock; one that was withdrawn counts as none."""
    filed = Return.objects.select_for_update().filter(collection=target.collection, reporting_unit=target.unit)
    last = Version.objects.filter(return_filed__in=list(filed)).order_by("-number").first()
    return None if last is None or last.state == State.WITHDRAWN else last


def _holds_already(version: Version, wanted: list[CellChange]) -> bool:
    return not _differing(version, wanted)


def _differing(version: Version, wanted: list[CellChange]) -> list[CellChange]:
    stored = {(cell.item, cell.basis): content_of(cell) for cell in version.cells.all()}
    return [change for change in wanted if stored[change.item, change.basis] != content_of(change)]


def _imported(target: _Target, version: Version, *, cells: int) -> ImportedReturn:
    return ImportedReturn(
        reporting_unit=target.unit.code,
        form=target.form.code,
        period=target.collection.period,
        version=version.pk,
        cells=cells,
    )
