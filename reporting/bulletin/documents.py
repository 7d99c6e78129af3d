"""The documents of the package: 签报, 通报代拟稿, annexes and the leaders' page, each editable in Word and WPS."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from docx.document import Document as Doc

from assessment.display.document_watermark import add_watermark
from assessment.display.official_document import (
    CENTRED,
    HEADING_FONTS,
    INDENT,
    add_annex_head,
    add_attachments,
    add_body,
    add_heading,
    add_line,
    add_page_numbers,
    add_section,
    add_signature,
    add_title,
    content_of,
    lay_out,
    new_document,
    number_from_one,
    width_in_signs,
)
from assessment.display.official_table import OfficialTable, TableColumn, add_table
from reporting.bulletin import terms
from reporting.bulletin.annex_parts import Annex, AnnexTable
from reporting.bulletin.annexes import annexes_of
from reporting.bulletin.texts import LEADERS, titled
from reporting.ranking_report import RankingReport
from reporting.workbook.watermark import watermark_text
from reporting.workbook.wording import made_at_text

MOST_UNITS_ON_LEADERS_PAGE: Final = 12
# 五号 signs in the width of an upright page; a longer name than that of a county goes on in the next line.
SIGNS_ACROSS: Final = 42
LONGEST_NAME: Final = 14
MARGINS: Final = 1.0  # of a cell, both together


@dataclass(frozen=True)
class Edition:
    """One numbered version of the texts with the ranking they tell; `publicity` is the proposed 公开属性 in words.

    `quoted` are parts of the texts with a number from elsewhere, each with its source.
    """

    report: RankingReport
    texts: Mapping[str, str]
    number: int
    officer: str
    publicity: str
    quoted: tuple[tuple[str, str], ...] = ()


def document_named(name: str, edition: Edition) -> bytes:
    """One document of the package as a .docx."""
    document = _prepared(edition)
    _PARTS[name](document, edition)
    return content_of(document)


def whole_document(edition: Edition) -> bytes:
    """All documents one after the other, each with page numbers of its own: what the preview prints."""
    document = _prepared(edition)
    for position, write in enumerate(_PARTS.values()):
        if position:
            number_from_one(add_section(document))
        write(document, edition)
    return content_of(document)


def _prepared(edition: Edition) -> Doc:
    document, report = new_document(), edition.report
    document.core_properties.title = titled(report, terms.BULLETIN_TITLE)
    document.core_properties.author = report.maker
    document.core_properties.created = document.core_properties.modified = report.made_at.replace(tzinfo=None)
    if report.copy_for is not None:
        document.core_properties.identifier = report.copy_for.trace
    add_page_numbers(document)
    add_watermark(document, watermark_text(report))
    return document


def write_memo(document: Doc, edition: Edition) -> None:
    """签报（呈批件）: what was assessed, the result in three sentences, the request, what lies with it."""
    report, texts = edition.report, edition.texts
    _add_title(document, titled(report, terms.MEMO_TITLE))
    add_line(document, "")
    add_line(document, terms.MEMO_RECIPIENTS)
    results = [texts[key] for key in LEADERS]
    request = [texts["memo_request"], *_publicity(edition)]
    for head, blocks in zip(terms.MEMO_HEADINGS, ([texts["memo_opening"]], results, request), strict=True):
        _add_part(document, head, blocks)
    drafted = terms.MEMO_BULLETIN.format(title=titled(report, terms.BULLETIN_TITLE))
    add_attachments(document, [drafted, *(annex.title for annex in annexes_of(report))])
    _sign(document, report)
    add_line(document, "")
    for line in terms.MADE:
        said = line.format(name=edition.officer, at=made_at_text(report.made_at), code=report.check_code)
        add_line(document, said, font=HEADING_FONTS[1]).paragraph_format.first_line_indent = INDENT


def write_bulletin(document: Doc, edition: Edition) -> None:
    """通报代拟稿, without a red head."""
    report, texts = edition.report, edition.texts
    _add_title(document, titled(report, terms.BULLETIN_TITLE))
    add_line(document, terms.DRAFT_MARK, font=HEADING_FONTS[1], align=CENTRED)
    add_line(document, "")
    add_line(document, terms.RECIPIENTS)
    _add_paragraphs(document, [texts["opening"]])
    keys = (("province", "growth"), ("top", "bottom", "movement", "drivers"), ("demands",))
    for head, named in zip(terms.BULLETIN_HEADINGS, keys, strict=True):
        _add_part(document, head, [texts[key] for key in named])
    add_attachments(document, [annex.title for annex in annexes_of(report)])
    _sign(document, report)


def write_annexes(document: Doc, edition: Edition) -> None:
    """附件1 … each on a page of its own, turned where the table is wide."""
    first = True
    for number, annex in enumerate(annexes_of(edition.report), start=1):
        head = terms.ANNEX.format(number=number)
        if not annex.tables:
            _begin(document, landscape=False, first=first)
            _write_notes(document, annex, head)
            _add_paragraphs(document, _sources(edition))
        for position, table in enumerate(annex.tables):
            drawn = _drawn(table)
            _begin(document, landscape=drawn.landscape, first=first)
            first = False
            if position == 0:
                add_annex_head(document, head)
                add_line(document, "")
            add_table(document, drawn)


def write_leaders_page(document: Doc, edition: Edition) -> None:
    """One A4: three sentences, and the ranking where it is short enough."""
    report = edition.report
    _add_title(document, titled(report, terms.LEADERS_TITLE))
    add_line(document, "")
    _add_paragraphs(document, [edition.texts[key] for key in LEADERS])
    tables = annexes_of(report)[0].tables
    if sum(len(table.rows) for table in tables) <= MOST_UNITS_ON_LEADERS_PAGE:
        add_line(document, "")
        for table in tables:
            add_table(document, _short(table))


_PARTS: Final[Mapping[str, Callable[[Doc, Edition], None]]] = MappingProxyType(
    {"memo": write_memo, "bulletin": write_bulletin, "annexes": write_annexes, "leaders": write_leaders_page}
)
DOCUMENTS: Final = tuple(_PARTS)


def title_lines(title: str) -> str:
    """A title over several lines, broken only where a word ends: after 市（州）, before （演示数据）."""
    parts = title.replace(terms.BREAK_AFTER, f"{terms.BREAK_AFTER}\n", 1).replace(terms.DEMO, f"\n{terms.DEMO}")
    lines: list[str] = []
    for part in parts.split("\n"):
        if lines and width_in_signs(lines[-1] + part) <= terms.LONGEST_TITLE_LINE:
            lines[-1] += part
        else:
            lines.append(part)
    return "\n".join(line for line in lines if line)


def _add_title(document: Doc, title: str) -> None:
    for line in title_lines(title).split("\n"):
        add_title(document, line)


def _add_part(document: Doc, head: str, blocks: Iterable[str]) -> None:
    texts = [text for text in blocks if text.strip()]
    if texts:
        add_heading(document, head)
        _add_paragraphs(document, texts)


def _add_paragraphs(document: Doc, texts: Iterable[str]) -> None:
    for text in texts:
        for line in filter(None, map(str.strip, text.splitlines())):
            add_body(document, line)


def _publicity(edition: Edition) -> list[str]:
    return [terms.MEMO_PUBLICITY.format(publicity=edition.publicity)] if edition.publicity else []


def _sign(document: Doc, report: RankingReport) -> None:
    add_signature(document, report.maker, terms.DAY_TO_FILL.format(year=report.made_at.year))


def _begin(document: Doc, *, landscape: bool, first: bool) -> None:
    if first:
        lay_out(document.sections[-1], landscape=landscape)
    else:
        add_section(document, landscape=landscape)


def _write_notes(document: Doc, annex: Annex, head: str) -> None:
    add_annex_head(document, head)
    add_line(document, "")
    add_title(document, annex.title)
    add_line(document, "")
    _add_paragraphs(document, annex.notes)


def _sources(edition: Edition) -> list[str]:
    """Where the numbers of the text come from that the annexes do not hold."""
    return [terms.QUOTED.format(part=part, source=source) for part, source in edition.quoted]


def _drawn(table: AnnexTable, *, columns: int | None = None, title: str = "") -> OfficialTable:
    """The table, or its first `columns`: as wide as their longest texts, turned where they do not fit side by side."""
    kept = table.columns[:columns]
    rows = tuple(row[:columns] for row in table.rows)
    widths = [_width([row[number] for row in rows], column.head) for number, column in enumerate(kept)]
    stretched = max(1.0, SIGNS_ACROSS / sum(widths))
    drawn = tuple(
        TableColumn(_broken(column.head, width * stretched), width, column.align, column.group)
        for column, width in zip(kept, widths, strict=True)
    )
    strong = frozenset(number for number, owner in enumerate(table.owners) if owner in _SUMMARIES)
    landscape = sum(widths) > SIGNS_ACROSS
    return OfficialTable(title or table.title, table.unit_line, drawn, rows, table.notes, strong, landscape)


def _short(table: AnnexTable) -> OfficialTable:
    """The first columns of annex 1: number, city, score, place and the places before."""
    kept = len([column for column in table.columns if column.group != terms.PART_SCORES])
    return _drawn(table, columns=kept, title=terms.LEADERS_TABLE)


def _width(texts: Iterable[str], head: str) -> float:
    """What a column needs in signs of its own size: its longest figure or name in one line, its head in two."""
    longest = max((min(width_in_signs(text), LONGEST_NAME) for text in texts), default=0.0)
    of_head = max(width_in_signs(line) for line in head.split("\n")) / 2 + 0.5
    return max(longest * 1.08, of_head, 2.0) + MARGINS


def _broken(head: str, width: float) -> str:
    """A head of one line that is too long for its column, broken in its middle: 上期 above 位次."""
    if "\n" in head or width_in_signs(head) + MARGINS <= width:
        return head
    middle = len(head) // 2
    return f"{head[:middle]}\n{head[middle:]}"


_SUMMARIES: Final = frozenset({terms.PROVINCE, terms.MEAN, terms.GROUP_MEAN})
