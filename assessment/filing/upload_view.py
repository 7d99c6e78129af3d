"""An upload as its page shows it: cells old → new, repairs, problems, and what the checks say of the result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from django.utils.translation import gettext

from assessment.catalogue.models import Item
from assessment.display import formats
from assessment.display.templatetags.components import Light
from assessment.display.templatetags.figures import named
from assessment.display.wording import say_phrase
from assessment.filing.cells import CellChange, content_of, shortest
from assessment.filing.checking import Finding, findings_of
from assessment.filing.models import Cell, Upload
from assessment.filing.return_view import BASES
from assessment.filing.told_again import phrase_of
from assessment.filing.upload_actions import STATE_WORDS, changes_of
from assessment.filing.workbook.layout import FIRST_ROW
from assessment.filing.workbook.number_reading import BINARY_TAIL, MORE_DECIMALS, TEXT_NUMBER
from assessment.methodology.errors import N_
from assessment.methodology.rounding import decimals_of
from assessment.methodology.text_numbers import Repair

REPAIR_WORDS: dict[str, str] = {
    Repair.FULL_WIDTH: N_("full-width signs"),
    Repair.SPACES: N_("spaces"),
    Repair.MINUS_SIGN: N_("another minus sign"),
    Repair.CURRENCY_SIGN: N_("a currency sign"),
    Repair.THOUSANDS_SEPARATORS: N_("thousands separators in a text"),
    Repair.PERCENT_SIGN: N_("a percent sign"),
    TEXT_NUMBER: N_("a number stored as text"),
    BINARY_TAIL: N_("digits beyond the fifteenth, left by a calculation"),
    MORE_DECIMALS: N_("more than eight decimals"),
}
_TONES = {
    Upload.State.PENDING: "note",
    Upload.State.CONFIRMED: "good",
    Upload.State.DISCARDED: "plain",
    Upload.State.EXPIRED: "plain",
}


@dataclass(frozen=True)
class Difference:
    """One cell that would change. `meanwhile` names who wrote it after the template was downloaded."""

    cell: str
    label: str
    basis: str
    unit: str
    old: str
    new: str
    kind: str
    reason: str
    meanwhile: str


@dataclass(frozen=True)
class NamedRepair:
    cell: str
    label: str
    what: str
    received: str
    read_as: str


@dataclass(frozen=True)
class NamedProblem:
    cell: str
    sentence: str

    @property
    def row(self) -> int:
        digits = self.cell.lstrip(ascii_uppercase)
        return int(digits) if digits.isdecimal() else 0


@dataclass(frozen=True)
class Preview:
    """Everything the user decides on."""

    light: Light
    differences: tuple[Difference, ...]
    repairs: tuple[NamedRepair, ...]
    problems: tuple[NamedProblem, ...]
    findings: tuple[Finding, ...]
    unchanged: int
    filled: int
    cleared: int


def light_of_upload(upload: Upload) -> Light:
    """What became of an upload; one with wrong cells waits for a corrected file."""
    if upload.state == Upload.State.PENDING and upload.problems:
        return Light("bad", gettext("to be corrected"))
    return Light(_TONES[Upload.State(upload.state)], gettext(STATE_WORDS[upload.state]))


def preview_of(upload: Upload) -> Preview:
    """Computed against the cells as they are now, so that what is confirmed is what is shown."""
    items = {item.code: item for item in upload.version.return_filed.collection.form_version.items.all()}
    cells = {(cell.item, cell.basis): cell for cell in upload.version.cells.all()}
    changes = changes_of(upload)
    places = {(row["item"], row["basis"]): row["cell"] for row in upload.rows}
    differing = [change for change in changes if content_of(change) != content_of(cells[change.item, change.basis])]
    pending = upload.state == Upload.State.PENDING
    differences = tuple(
        _difference(upload, items[change.item], cells[change.item, change.basis], change, places)
        for change in differing
    )
    return Preview(
        light=light_of_upload(upload),
        differences=differences if pending else (),
        repairs=tuple(_repair(repair, items) for repair in upload.repairs),
        problems=problems_of(upload),
        findings=findings_of(upload.version, differing) if pending else (),
        unchanged=len(changes) - len(differing),
        filled=sum(one.kind == "filled" for one in differences),
        cleared=sum(one.kind == "cleared" for one in differences),
    )


def problems_of(upload: Upload) -> tuple[NamedProblem, ...]:
    """What keeps the upload from being confirmed, each with its cell."""
    return tuple(_problem(document) for document in upload.problems)


def labels_by_row(upload: Upload) -> dict[int, str]:
    """The item of each row of the sheet, with its number."""
    items = upload.version.return_filed.collection.form_version.items.all()
    return {row: f"{item.number} {item.label_zh}".strip() for row, item in enumerate(items, FIRST_ROW)}


def _problem(document: Mapping[str, Any]) -> NamedProblem:
    return NamedProblem(str(document["where"].get("cell", "")), say_phrase(phrase_of(document)))


def _difference(
    upload: Upload, item: Item, cell: Cell, change: CellChange, places: Mapping[tuple[str, str], str]
) -> Difference:
    later = cell.changed_revision > upload.template_revision and upload.template_number == upload.version.number
    return Difference(
        cell=places[change.item, change.basis],
        label=f"{item.number} {named(item, 'label')}".strip(),
        basis=gettext(BASES[change.basis]),
        unit=item.unit,
        old=_shown(cell, item),
        new=_shown(change, item),
        kind=_kind(cell, change),
        reason=change.reason,
        meanwhile=cell.changed_by if later else "",
    )


def _shown(cell: Cell | CellChange, item: Item) -> str:
    """As filed: all its decimals, at least those of the form; blank is said in words."""
    if cell.condition == Cell.Condition.EMPTY:
        return gettext("not filled")
    value = shortest(cell.value)
    decimals = item.decimals if value is None else max(item.decimals, decimals_of(value))
    return formats.cell(str(cell.condition), value, decimals=decimals)


def _kind(cell: Cell, change: CellChange) -> str:
    if cell.condition == Cell.Condition.EMPTY:
        return "filled"
    return "cleared" if change.condition == Cell.Condition.EMPTY else "changed"


def _repair(repair: Mapping[str, str], items: Mapping[str, Item]) -> NamedRepair:
    item = items[repair["item"]]
    what = gettext(REPAIR_WORDS.get(repair["repair"], repair["repair"]))
    label = f"{item.number} {named(item, 'label')}".strip()
    return NamedRepair(repair["cell"], label, what, repair["received"], repair["read_as"])


def cells_of(findings: Sequence[Finding], upload: Upload) -> dict[str, list[str]]:
    """The addresses on the sheet that each finding looks at."""
    places = {(row["item"], row["basis"]): row["cell"] for row in upload.rows}
    return {finding.key: [places[key] for key in finding.cells if key in places] for finding in findings}
