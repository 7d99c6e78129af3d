"""Taking in a CSV of laid-out figures from the body that answers for them: all of it, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assessment.catalogue.errors import FormUnknown
from assessment.catalogue.models import Collection
from assessment.catalogue.queries import collection_for
from assessment.filing.cells import CellChange, FormOfReturn
from assessment.filing.errors.laid_out import ItemNotLaidOut, ItemOfAnotherBody, ItemOfBaseTable, UnitUnknown
from assessment.filing.errors.returns import (
    BasisUnknown,
    ConditionUnknown,
    FileWrong,
    ItemUnknown,
    ReasonMissing,
    ReasonNotAllowed,
    RowRepeated,
    UnitDiffers,
)
from assessment.filing.figures_file import FigureRow, FiguresFile, Repaired, read_figures, wrong
from assessment.filing.laid_out_actions import Laid, check_own, deliver_figures
from assessment.filing.laid_out_queries import ITEMS_OF_BASE_TABLES, departments_of
from assessment.methodology.errors import AssessmentError
from assessment.methodology.periods import Period
from assessment.methodology.units import UnitUnknown as WordUnknown
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.territory.models import ReportingUnit

MOST_PROBLEMS = 50
_COLUMN_OF: Mapping[type[AssessmentError], str] = {
    BasisUnknown: "basis",
    ConditionUnknown: "condition",
    FormUnknown: "form",
    ItemNotLaidOut: "item",
    ItemUnknown: "item",
    ReasonMissing: "reason",
    ReasonNotAllowed: "reason",
    RowRepeated: "item",
    UnitDiffers: "unit",
    UnitUnknown: "region_code",
    WordUnknown: "unit",
}


@dataclass(frozen=True)
class DeliveryReport:
    """How many figures the file held, how many of them are new, and what was put right to read it."""

    figures: int
    new: int
    repairs: tuple[Repaired, ...]


def deliver_file(content: bytes, *, file_name: str, by: User, at: datetime) -> DeliveryReport:
    """Lay out the figures of a CSV; `FileWrong` carries every problem with its row, and then nothing is written.

    The columns are those of a figures file; `source` says in words which state of the accounts it is.
    """
    with transaction.atomic():
        require(by, Action.LAID_OUT_DELIVER, at=at)
        file = read_figures(content)
        placed, problems = _place(file, departments_of(by))
        if problems:
            raise FileWrong(file=file_name, count=len(problems), problems=problems[:MOST_PROBLEMS])
        new = [deliver_figures(collection, laid, by=by, at=at) for collection, laid in placed.items()]
    return DeliveryReport(len(file.rows), sum(new), file.repairs)


def _place(file: FiguresFile, departments: frozenset[str]) -> tuple[dict[int, list[Laid]], list[AssessmentError]]:
    desk, placed, problems = _Desk(departments), dict[int, list[Laid]](), list(file.problems)
    for row in file.rows:
        try:
            collection, laid = desk.placed(row)
        except (ItemOfAnotherBody, ItemOfBaseTable):
            # No slip in a row: the file is not this body's to deliver, or not here.
            raise
        except AssessmentError as problem:
            problems.append(wrong(row.line, _COLUMN_OF.get(type(problem), "period"), problem))
            continue
        placed.setdefault(collection.pk, []).append(laid)
    problems.sort(key=lambda problem: int(str(problem.where["row"])))
    return placed, problems


class _Desk:
    """Knows the units and each collection once."""

    def __init__(self, departments: frozenset[str]) -> None:
        self._departments = departments
        units = ReportingUnit.objects.filter(kind=ReportingUnit.Kind.REGION).select_related("region")
        self._units = {unit.region.code: unit for unit in units}
        self._forms: dict[tuple[str, str], tuple[Collection, FormOfReturn]] = {}
        self._seen: dict[tuple[str, ...], int] = {}

    def placed(self, row: FigureRow) -> tuple[Collection, Laid]:
        """Where the row belongs and what it lays out."""
        collection, form = self._collection(row)
        unit = self._units.get(row.region_code)
        if unit is None or form.code not in unit.forms:
            raise UnitUnknown(received=row.region_code, form=form.code)
        first = self._seen.setdefault(row.key, row.line)
        if first != row.line:
            raise RowRepeated(first=first)
        change = form.checked(
            CellChange(row.item, row.basis, row.condition, row.value, row.unit, row.reason, row.source)
        )
        check_own(form.items[change.item], self._departments)
        if change.item in ITEMS_OF_BASE_TABLES:
            raise ItemOfBaseTable(item=form.items[change.item].label_zh)
        return collection, Laid(unit.code, change)

    def _collection(self, row: FigureRow) -> tuple[Collection, FormOfReturn]:
        key = row.form, row.period
        if key not in self._forms:
            collection = collection_for(row.form, Period.parse(row.period))
            self._forms[key] = collection, FormOfReturn.of(collection)
        return self._forms[key]
