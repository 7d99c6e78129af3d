"""打印盖章版: the return laid out on A4 sheets by the server, so that every printer breaks it in the same places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.utils.translation import gettext

from assessment.display import formats
from assessment.filing.checking import Finding
from assessment.filing.models import Version
from assessment.filing.return_view import BASES, Row

# Millimetres of a sheet: 297 less its margins, its head and its foot.
FIRST_SHEET_MM = 194
NEXT_SHEET_MM = 228
SIGNATURES_MM = 52
ROW_MM = 7
NOTE_LINE_MM = 5
HEADING_MM = 9
CHARACTERS_A_LINE = 46

# Where the marks across a sheet lie, in millimetres from its corner.
WATERMARKS_AT = ("60 60", "150 80", "60 140", "150 160", "60 220", "150 240")

T = TypeVar("T")


@dataclass(frozen=True)
class Note:
    """A line below the table: why a cell has no figure, or what was said of a finding."""

    about: str
    text: str

    @property
    def height(self) -> int:
        lines = -(-(len(self.about) + len(self.text) + 1) // CHARACTERS_A_LINE)
        return max(lines, 1) * NOTE_LINE_MM + 1


@dataclass
class Sheet:
    """One page; `signed` carries the signature lines and the place of the seal."""

    number: int
    rows: list[Row] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    signed: bool = False


@dataclass(frozen=True)
class _Piece(Generic[T]):
    height: int
    content: T


def sheets_of(rows: Sequence[Row], notes: Sequence[Note]) -> list[Sheet]:
    """Rows first, then notes, then the signatures, which are never torn from the last line before them."""
    pieces: list[_Piece[Row] | _Piece[Note]] = [_Piece(ROW_MM, row) for row in rows]
    pieces += [_Piece(note.height + (HEADING_MM if place == 0 else 0), note) for place, note in enumerate(notes)]
    sheets, left = [Sheet(1)], FIRST_SHEET_MM
    for place, piece in enumerate(pieces):
        last = place == len(pieces) - 1
        if piece.height + (SIGNATURES_MM if last else 0) > left:
            sheets.append(Sheet(len(sheets) + 1))
            left = NEXT_SHEET_MM
        left -= piece.height
        if isinstance(piece.content, Row):
            sheets[-1].rows.append(piece.content)
        else:
            sheets[-1].notes.append(piece.content)
    sheets[-1].signed = True
    return sheets


def notes_of(rows: Iterable[Row], findings: Iterable[Finding]) -> list[Note]:
    """Reasons of cells without a figure, then the explained findings."""
    reasons = [
        Note(f"{row.item.number} {_label(row)}（{gettext(BASES[shown.cell.basis])}）", shown.cell.reason)
        for row in rows
        for shown in row.cells
        if shown.cell is not None and shown.cell.reason
    ]
    explained = [
        Note(f"{one.rule} {one.item} {one.label}", f"{one.explanation.reason_words}：{one.explanation.text}")
        for one in findings
        if one.explanation is not None and one.stands
    ]
    return [*reasons, *explained]


def watermark_of(version: Version) -> str:
    """What runs across the sheet: 第2版, or 草稿 第2版 while it is being filled."""
    draft = version.state == Version.State.DRAFT
    words = gettext("draft of version {number}") if draft else gettext("version {number}")
    return words.format(number=version.number)


def _label(row: Row) -> str:
    return row.item.label_zh if formats.in_chinese() else row.item.label_en
