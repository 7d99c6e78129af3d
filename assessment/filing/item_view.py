"""One item of one return, as its drawer shows it: what it means, what was filed before, who changed what."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from assessment.catalogue.models import Item
from assessment.display.templatetags.figures import named
from assessment.filing.models import Cell, CellEdit, Return, Version
from assessment.filing.sums import formula_of, parts_of
from assessment.methodology.periods import Period
from assessment.people.errors import NotFound
from assessment.people.queries import display_names

PERIODS_SHOWN = 12
EDITS_SHOWN = 60


@dataclass(frozen=True)
class PastValue:
    """What was filed for a period in the version in force; `value` is None where there was none."""

    period: str
    condition: str
    value: Decimal | None


@dataclass(frozen=True)
class PastEdit:
    basis: str
    old: str
    new: str
    reason: str
    source: str
    by: str
    at: datetime
    version: int


@dataclass(frozen=True)
class ItemDetail:
    item: Item
    label: str
    definition: str
    method: str
    maker: str
    past: tuple[PastValue, ...]
    edits: tuple[PastEdit, ...]
    notes: tuple[str, ...]


def item_detail(version: Version, code: str) -> ItemDetail:
    """Raises `NotFound` for an item the form does not have."""
    form = version.return_filed.collection.form_version
    items = {item.code: item for item in form.items.select_related("parent")}
    if code not in items:
        raise NotFound
    item = items[code]
    parts = parts_of(items.values()).get(code, ())
    return ItemDetail(
        item=item,
        label=named(item, "label"),
        definition=named(item, "definition"),
        method=formula_of(item, parts),
        maker=form.maker,
        past=_past_values(version, code),
        edits=_edits(version, code),
        notes=tuple(sorted({cell.sent_back_note for cell in version.cells.all() if _noted(cell, code)})),
    )


def _noted(cell: Cell, code: str) -> bool:
    return cell.item == code and bool(cell.sent_back_note)


def _past_values(version: Version, code: str) -> tuple[PastValue, ...]:
    """The last twelve periods before this one, oldest first."""
    filed = version.return_filed
    here = Period.parse(filed.collection.period)
    in_force = Return.objects.filter(
        reporting_unit=filed.reporting_unit,
        collection__form_version__form=filed.collection.form_version.form,
        in_force__isnull=False,
    ).values_list("in_force", "collection__period")
    periods = {version_id: period for version_id, period in in_force if Period.parse(period) < here}
    cells = Cell.objects.filter(version__in=periods, item=code, basis=Cell.Basis.CURRENT)
    values = [PastValue(periods[cell.version_id], cell.condition, cell.value) for cell in cells]
    return tuple(sorted(values, key=lambda past: Period.parse(past.period))[-PERIODS_SHOWN:])


def _edits(version: Version, code: str) -> tuple[PastEdit, ...]:
    """The changes of this cell in all versions of the return, newest first."""
    edits = list(
        CellEdit.objects.filter(version__return_filed=version.return_filed_id, item=code).select_related("version")[
            :EDITS_SHOWN
        ]
    )
    names = display_names(edit.changed_by for edit in edits)
    return tuple(
        PastEdit(
            basis=edit.basis,
            old=_shown(edit.old_condition, edit.old_value),
            new=_shown(edit.new_condition, edit.new_value),
            reason=edit.new_reason,
            source=edit.source,
            by=names.get(edit.changed_by, edit.changed_by),
            at=edit.changed_at,
            version=edit.version.number,
        )
        for edit in edits
    )


def _shown(condition: str, value: Decimal | None) -> str:
    """A number for machines, or the condition that stands in its place."""
    if value is None:
        return condition
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
