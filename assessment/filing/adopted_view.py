"""The register of 考核采用值 as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext

from assessment.catalogue.models import Item
from assessment.display import formats
from assessment.display.templatetags.components import Light
from assessment.display.templatetags.figures import named
from assessment.evidence.models import StoredFile
from assessment.filing.evidence_view import ADOPTION_FILE, files_of_requests
from assessment.filing.models import AdoptedValue, Cell
from assessment.filing.return_view import BASES
from assessment.filing.review_queries import adoptions_visible_to
from assessment.filing.states import ADOPTION_STATES
from assessment.people.models import User

LIGHTS = {"proposed": "warn", "confirmed": "good", "rejected": "plain"}
State = AdoptedValue.State


@dataclass(frozen=True)
class AdoptionLine:
    """One record with the figure in force beside it. `counts`: of the confirmed ones of its cell the newest."""

    record: AdoptedValue
    item: str
    basis: str
    filed: str
    adopted: str
    light: Light
    counts: bool
    mine: bool
    files: Sequence[StoredFile] = ()

    @property
    def waiting(self) -> bool:
        return self.record.state == State.PROPOSED


def register_of(user: User, *, at: datetime) -> list[AdoptionLine]:
    """What waits for its second person first, then by date; a constant number of questions."""
    records = list(adoptions_visible_to(user, at=at))
    forms = {record.return_filed.collection.form_version_id for record in records}
    items = {(item.form_version_id, item.code): item for item in Item.objects.filter(form_version__in=forms)}
    in_force = {record.return_filed.in_force_id for record in records}
    cells = {
        (cell.version_id, cell.item, cell.basis): cell
        for cell in Cell.objects.filter(version__in=in_force, item__in={record.item for record in records})
    }
    confirmed = [record for record in records if record.state == State.CONFIRMED]
    newest = {_cell_of(record): record.pk for record in sorted(confirmed, key=lambda one: one.number)}
    counting = set(newest.values())
    files = files_of_requests(ADOPTION_FILE, [record.pk for record in records])
    lines = [replace(_line(record, items, cells, counting, user), files=files.get(record.pk, ())) for record in records]
    return sorted(lines, key=lambda line: not line.waiting)


def _line(
    record: AdoptedValue,
    items: Mapping[tuple[int, str], Item],
    cells: Mapping[tuple[int, str, str], Cell],
    counting: set[int],
    user: User,
) -> AdoptionLine:
    item = items[record.return_filed.collection.form_version_id, record.item]
    cell = cells.get((record.return_filed.in_force_id or 0, record.item, record.basis))
    filed = "" if cell is None else formats.cell(cell.condition, cell.value, decimals=item.decimals)
    withdrawn = record.kind == AdoptedValue.Kind.WITHDRAWN
    value = formats.cell(record.condition, record.value, decimals=item.decimals)
    return AdoptionLine(
        record=record,
        item=formats.with_unit(named(item, "label"), item.unit),
        basis=gettext(BASES[record.basis]),
        filed=filed or formats.NOTHING,
        adopted=gettext("withdrawn, the filed figure counts") if withdrawn else value,
        light=Light(LIGHTS[record.state], gettext(ADOPTION_STATES.words[record.state])),
        counts=record.pk in counting and not withdrawn,
        mine=record.proposed_by_id == user.pk,
    )


def _cell_of(record: AdoptedValue) -> tuple[int, str, str]:
    return record.return_filed_id, record.item, record.basis
