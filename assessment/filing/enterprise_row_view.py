"""The one row an enterprise may fill, as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from assessment.catalogue.models import Collection
from assessment.directory.queries import is_enterprise
from assessment.display import formats
from assessment.filing import actions
from assessment.filing.cells import shortest
from assessment.filing.earlier_figures import EarlierFigures
from assessment.filing.entry_view import EntryRow, grid_of
from assessment.filing.errors.enterprises import NoRowToFill
from assessment.filing.models import Cell, Version
from assessment.filing.queries import version_seen, versions_visible_to
from assessment.filing.states import State
from assessment.filing.typed_cells import Slip
from assessment.methodology.periods import Period
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require


@dataclass(frozen=True)
class FillLine:
    """A line of the form with what was filed for the last period."""

    row: EntryRow
    last_period: str


def collection_open_to(by: User, *, at: datetime) -> Collection:
    """The one collection the link of `by` opens; `NoRowToFill` for whoever is no enterprise."""
    require(by, Action.RETURN_FILL, at=at)
    collections = Collection.objects.select_related("form_version__form").filter(pk=by.collection_open or 0)
    found = collections.first() if is_enterprise(by) else None
    if found is None:
        raise NoRowToFill
    return found


def newest_row(by: User, *, at: datetime) -> Version | None:
    """The newest version of the one row that is open to `by`; None while it has not begun."""
    collection = collection_open_to(by, at=at)
    versions = versions_visible_to(by, at=at).filter(return_filed__collection=collection).order_by("-number")
    newest = versions.values_list("pk", flat=True).first()
    return None if newest is None else version_seen(newest, by=by, at=at)


def begin(by: User, *, at: datetime) -> Version:
    """The first version of the row, or the next one."""
    collection = collection_open_to(by, at=at)
    return actions.start_version(collection.pk, by.organisation.code, by=by, at=at)


def fill_lines(version: Version, sent: Mapping[str, str], slips: Sequence[Slip]) -> list[FillLine]:
    """The lines of the form, each with 上期 where the enterprise filed one."""
    items = {item.code: item for item in version.return_filed.collection.form_version.items.all()}
    last = _last_period(version)
    return [
        FillLine(row, formats.number(last.get(row.row.item.code), decimals=row.row.item.decimals))
        for row in grid_of(version, items, EarlierFigures(), sent, slips).rows
    ]


def last_period_of(version: Version) -> Collection | None:
    """The collection before this one in which the enterprise has a row in force or filed."""
    here = Period.parse(version.return_filed.collection.period)
    filed = Collection.objects.filter(
        form_version__form=version.return_filed.collection.form_version.form_id,
        returns__reporting_unit=version.return_filed.reporting_unit,
    )
    before = [one for one in filed.distinct() if Period.parse(one.period) < here]
    return max(before, key=lambda one: Period.parse(one.period), default=None)


def _last_period(version: Version) -> dict[str, Decimal | None]:
    earlier = last_period_of(version)
    if earlier is None:
        return {}
    cells = Cell.objects.filter(
        version__return_filed__collection=earlier,
        version__return_filed__reporting_unit=version.return_filed.reporting_unit,
        basis=Cell.Basis.CURRENT,
        version__submitted_at__isnull=False,
    ).exclude(version__state__in=[State.WITHDRAWN, State.SENT_BACK])
    return {cell.item: shortest(cell.value) for cell in cells.order_by("version__number")}
