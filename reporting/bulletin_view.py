"""通报预览 as the page shows it: the texts block by block with what is wrong in them, the annexes, the editions."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from assessment.display.templatetags.components import Light
from assessment.jobs.progress_view import JobView, job_view
from assessment.methodology.errors import N_
from assessment.people.models import User
from assessment.scoring.models import Run
from assessment.scoring.wording import PUBLICITIES
from reporting.bulletin.annex_parts import AnnexTable
from reporting.bulletin.claims import Mismatch
from reporting.bulletin_queries import Checked, is_complete
from reporting.bulletin_words import BLOCKS, PARTS
from reporting.errors.bulletin import OfficeFailed, OfficeMissing
from reporting.models import BulletinEdition, BulletinPackage, BulletinPreview

FLAG = N_("“{quoted}”: {trouble}. Check it against the annexes.")
FLAG_OF = N_("{owner}, “{quoted}”: {trouble}. Check it against the annexes.")
SIGNS_A_LINE = 58
MOST_EDITIONS, MOST_PREVIEWS = 20, 5


@dataclass(frozen=True)
class BlockView:
    """`edited` where the text is not the system's own; `flags` say what in it differs from the annexes."""

    key: str
    label: str
    text: str
    generated: str
    edited: bool
    flags: list[str]
    lines: int


@dataclass(frozen=True)
class PartView:
    label: str
    blocks: list[BlockView]


@dataclass(frozen=True)
class AnnexView:
    """`heads` are (text, columns spanned, rows spanned, look), `subheads` the second row of heads."""

    number: int
    title: str
    unit_line: str
    heads: list[tuple[str, int, int, str]]
    subheads: list[str]
    rows: list[list[tuple[str, str]]]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class PreviewView:
    preview: BulletinPreview
    job: JobView | None
    trouble: str


@dataclass(frozen=True)
class QuotedView:
    """A number from elsewhere: in which block, in which words, and its source where it is stated."""

    block: str
    label: str
    part: str
    source: str


@dataclass(frozen=True)
class PackageView:
    parts: list[PartView]
    annexes: list[AnnexView]
    notes: tuple[str, ...]
    light: Light
    wrong: int
    editions: list[BulletinEdition]
    previews: list[PreviewView]
    publicity: str
    quotations: list[QuotedView]


def package_view(
    package: BulletinPackage, edition: BulletinEdition, found: Checked, *, reader: User, at: datetime
) -> PackageView:
    tables = [(number, table) for number, annex in enumerate(found.annexes, start=1) for table in annex.tables]
    return PackageView(
        parts=[PartView(gettext(label), [_block(key, found) for key in keys]) for label, keys in PARTS],
        annexes=[_annex(number, table) for number, table in tables],
        notes=tuple(line for annex in found.annexes for line in annex.notes),
        light=_light(package, edition, found),
        wrong=len(found.found),
        editions=list(package.editions.select_related("made_by").defer("texts")[:MOST_EDITIONS]),
        previews=_previews(package, reader, at=at),
        publicity=gettext(PUBLICITIES[Run.Publicity(package.publicity)]) if package.publicity else "",
        quotations=_quotations(found),
    )


def flag_text(wrong: Mismatch) -> str:
    template = FLAG_OF if wrong.owners else FLAG
    return gettext(template).format(owner=wrong.owners, quoted=wrong.quoted, trouble=gettext(wrong.trouble.value))


def _block(key: str, found: Checked) -> BlockView:
    text, generated = found.texts[key], found.generated[key]
    flags = [flag_text(wrong) for wrong in found.found.get(key, ())]
    lines = max(1, -(-len(text) // SIGNS_A_LINE) + text.count("\n"))
    return BlockView(key, gettext(BLOCKS[key]), text, generated, text != generated, flags, lines)


def _quotations(found: Checked) -> list[QuotedView]:
    """First the numbers whose source is wanting, then those that have one."""
    wanting = [(key, wrong.quoted, "") for key, wrong in found.places if wrong.quotable]
    stated = [(key, part, source) for key, parts in found.sources.items() for part, source in parts.items()]
    return [QuotedView(key, gettext(BLOCKS[key]), part, source) for key, part, source in (*wanting, *stated)]


def _light(package: BulletinPackage, edition: BulletinEdition, found: Checked) -> Light:
    if found.found:
        return Light("bad", gettext("Numbers differ"))
    if is_complete(package, edition):
        return Light("good", gettext("Text is final"))
    return Light("note", gettext("Draft text"))


def _annex(number: int, table: AnnexTable) -> AnnexView:
    heads: list[tuple[str, int, int, str]] = []
    two_rows = any(column.group for column in table.columns)
    for position, column in enumerate(table.columns):
        if not column.group:
            heads.append((column.head, 1, 2 if two_rows else 1, "" if column.align == "l" else "num"))
        elif position and table.columns[position - 1].group == column.group:
            text, across, down, look = heads[-1]
            heads[-1] = (text, across + 1, down, look)
        else:
            heads.append((column.group, 1, 1, "centre"))
    subheads = [column.head for column in table.columns if column.group]
    looks = ["" if column.align == "l" else "num" for column in table.columns]
    rows = [list(zip(row, looks, strict=True)) for row in table.rows]
    return AnnexView(number, table.title, table.unit_line, heads, subheads, rows, table.notes)


def _previews(package: BulletinPackage, reader: User, *, at: datetime) -> list[PreviewView]:
    """The reader's own, the newest first."""
    previews = BulletinPreview.objects.select_related("edition", "job__event", "file")
    own = previews.filter(edition__package=package, requested_by=reader)[:MOST_PREVIEWS]
    return [PreviewView(preview, job_view(preview.job, at=at), _trouble(preview)) for preview in own]


def _trouble(preview: BulletinPreview) -> str:
    """Why the last printing failed, in the reader's language."""
    if preview.job is None or not preview.job.error_code:
        return ""
    known = {error.code: error.message for error in (OfficeMissing, OfficeFailed)}
    return gettext(known.get(preview.job.error_code, OfficeFailed.message))
