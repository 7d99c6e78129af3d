"""The layout of an official document (GB/T 9704-2012) without a red head: the office adds its own."""

import io
from typing import Final

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

TITLE_FONT, BODY_FONT = "方正小标宋简体", "仿宋_GB2312"
TITLE_SIZE, BODY_SIZE, LINE = Pt(22), Pt(16), Pt(28.95)
INDENT: Final = Pt(32)  # two characters of 三号
CENTRED, TO_THE_RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def new_document() -> Doc:
    """An empty page: A4 with the margins of the standard."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    return document


def add_title(document: Doc, text: str) -> Paragraph:
    """2号小标宋, centred."""
    return add_line(document, text, font=TITLE_FONT, size=TITLE_SIZE, align=CENTRED)


def add_body(document: Doc, text: str) -> Paragraph:
    """3号仿宋, the first line two characters in."""
    paragraph = add_line(document, text)
    paragraph.paragraph_format.first_line_indent = INDENT
    return paragraph


def add_line(
    document: Doc, text: str, *, font: str = BODY_FONT, size: Pt = BODY_SIZE, align: WD_ALIGN_PARAGRAPH | None = None
) -> Paragraph:
    """One paragraph of fixed line height; the font is named for East Asian signs, too."""
    paragraph = document.add_paragraph()
    if align is not None:
        paragraph.alignment = align
    layout = paragraph.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    layout.space_after = layout.space_before = Pt(0)
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, size
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return paragraph


def content_of(document: Doc) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
