"""The layout of an official document (GB/T 9704-2012) without a red head: the office adds its own.

A4; 版心 156 × 225 mm: 22 lines of 28 signs of 三号; page numbers outside it, odd ones right, even ones left.
"""

import io
from collections.abc import Sequence
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement
from docx.oxml.ns import nsmap, qn
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TITLE_FONT, BODY_FONT = "方正小标宋简体", "仿宋_GB2312"
HEADING_FONTS: Final = ("黑体", "楷体_GB2312", BODY_FONT)
PAGE_NUMBER_FONT = "宋体"
# What stands in for a font that is not installed, and its kind.
FONTS: Final = (
    (TITLE_FONT, "华文中宋", "roman"),
    (BODY_FONT, "仿宋", "roman"),
    (HEADING_FONTS[0], "SimHei", "swiss"),
    (HEADING_FONTS[1], "楷体", "roman"),
    (PAGE_NUMBER_FONT, "SimSun", "roman"),
)
CHINESE: Final = "zh-CN"
XML_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TITLE_SIZE, BODY_SIZE, LINE = Pt(22), Pt(16), Pt(28.95)
PAGE_NUMBER_SIZE: Final = Pt(14)
INDENT: Final = Pt(32)  # two characters of 三号
SIGN: Final = Pt(16)
CENTRED, TO_THE_RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
# 28 signs of 16 pt are 448 pt wide, the 版心 442 pt: each is set a quarter of a point closer (in twentieths).
CLOSER: Final = "-5"
LAST_NARROW: Final = 0x2E7F
_SHORT, _LONG = Mm(210), Mm(297)
_TOP, _BOTTOM, _INNER, _OUTER = Mm(37), Mm(35), Mm(28), Mm(26)
_FOOTER_EDGE: Final = Mm(23)  # a 四号 line whose top is 7 mm below the 版心


def new_document() -> Doc:
    """An empty page: A4 with the margins of the standard."""
    document = Document()
    lay_out(document.sections[0])
    _speak_chinese(document)
    return document


def lay_out(section: Section, *, landscape: bool = False) -> None:
    """The paper of one section. A landscape page is the portrait one turned: its head lies at the inner edge."""
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
    top, bottom, left, right = (_INNER, _OUTER, _BOTTOM, _TOP) if landscape else (_TOP, _BOTTOM, _INNER, _OUTER)
    section.top_margin, section.bottom_margin = top, bottom
    section.left_margin, section.right_margin = left, right
    section.footer_distance = Mm(14) if landscape else _FOOTER_EDGE


def add_section(document: Doc, *, landscape: bool = False) -> Section:
    """What follows stands on a new page, upright or turned; its pages go on counting."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    for numbering in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(numbering)
    lay_out(section, landscape=landscape)
    return section


def add_page_numbers(document: Doc) -> None:
    """— 1 — in 四号宋体, on odd pages to the right, on even ones to the left, one sign in; once for all sections."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align in ((section.footer, TO_THE_RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        layout = paragraph.paragraph_format
        layout.left_indent = layout.right_indent = PAGE_NUMBER_SIZE
        for text, field in (("— ", ""), ("", "PAGE"), (" —", "")):
            run = paragraph.add_run(text)
            set_font(run, PAGE_NUMBER_FONT, PAGE_NUMBER_SIZE)
            if field:
                _add_field(run, field)


def add_title(document: Doc, text: str) -> Paragraph:
    """2号小标宋, centred."""
    return add_line(document, text, font=TITLE_FONT, size=TITLE_SIZE, align=CENTRED)


def add_heading(document: Doc, text: str, *, level: int = 1) -> Paragraph:
    """一、in 黑体, （一） in 楷体, below in 仿宋: two signs in, kept with what follows."""
    paragraph = add_line(document, text, font=HEADING_FONTS[min(level, len(HEADING_FONTS)) - 1])
    paragraph.paragraph_format.first_line_indent = INDENT
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def add_body(document: Doc, text: str) -> Paragraph:
    """3号仿宋, the first line two characters in, the lines set to both edges."""
    paragraph = add_line(document, text, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
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
    layout.widow_control = False
    _off_the_grid(paragraph)
    set_font(paragraph.add_run(text), font, size)
    return paragraph


def add_attachments(document: Doc, names: Sequence[str]) -> None:
    """附件：1. … below the text, after an empty line; a single one has no number.

    They stay with the line before them and with the signature after them, which never stands on a page alone.
    """
    for before in document.paragraphs[-1:]:
        before.paragraph_format.keep_with_next = True
    _kept(add_line(document, ""))
    for number, name in enumerate(names, start=1):
        head = "附件：" if number == 1 else "　　　"
        counted = f"{number}. " if len(names) > 1 else ""
        paragraph = _kept(add_line(document, f"{head}{counted}{name}"))
        # Later lines of a long name stand below its first sign.
        hanging = Pt(16 * (3 + (1 if counted else 0)))
        paragraph.paragraph_format.left_indent = Length(INDENT + hanging)
        paragraph.paragraph_format.first_line_indent = Length(-hanging)


def add_signature(document: Doc, organisation: str, day: str) -> None:
    """署名 and 成文日期 to the right: the date four signs in, the name centred above it as far as it can be."""
    for _ in range(2):
        _kept(add_line(document, ""))
    signed = _kept(add_line(document, organisation, align=TO_THE_RIGHT))
    dated = add_line(document, day, align=TO_THE_RIGHT)
    dated.paragraph_format.right_indent = Pt(64)
    surplus = int((width_in_signs(organisation) - width_in_signs(day)) * SIGN / 2)
    signed.paragraph_format.right_indent = Length(max(0, Pt(64) - surplus))


def _kept(paragraph: Paragraph) -> Paragraph:
    """On the page of what follows."""
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def add_annex_head(document: Doc, text: str) -> Paragraph:
    """附件1 in 三号黑体, at the upper left of the annex."""
    return add_line(document, text, font=HEADING_FONTS[0])


def set_font(run: Run, font: str, size: Length) -> None:
    """The font by its name for Latin and East Asian signs alike; 三号 is set so that 28 signs make a line."""
    run.font.name, run.font.size = font, size
    properties = run.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if size == BODY_SIZE:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), CLOSER)
        properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")


def width_in_signs(text: str) -> float:
    """How wide a text is, in Chinese signs: Latin letters and figures take about half of one."""
    return sum(1.0 if ord(sign) > LAST_NARROW else 0.5 for sign in text)


def content_of(document: Doc) -> bytes:
    """The file; the same document gives the same bytes, whenever it is written."""
    written, steady = io.BytesIO(), io.BytesIO()
    document.save(written)
    with ZipFile(written) as source, ZipFile(steady, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(ZipInfo(part.filename), source.read(part), compress_type=ZIP_DEFLATED)
    return steady.getvalue()


def _off_the_grid(paragraph: Paragraph) -> None:
    """No half space of its own between Chinese signs and figures: otherwise a line holds fewer than 28."""
    properties = paragraph._p.get_or_add_pPr()
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        switch = OxmlElement(name)
        switch.set(qn("w:val"), "0")
        properties.insert_element_before(
            switch, "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
            "w:mirrorIndents", "w:jc", "w:textAlignment", "w:outlineLvl", "w:rPr", "w:sectPr",
        )  # fmt: skip


def _speak_chinese(document: Doc) -> None:
    """Signs of the mainland wherever a font is missing, and the name under which Word and WPS find another one."""
    for lang in (*document.styles.element.iter(qn("w:lang")), *document.settings.element.iter(qn("w:themeFontLang"))):
        lang.set(qn("w:eastAsia"), CHINESE)
    entries = "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="{family}"/>'
        '<w:pitch w:val="auto"/></w:font>'
        for font, other, family in FONTS
    )
    table = f'<w:fonts xmlns:w="{nsmap["w"]}">{entries}</w:fonts>'
    for relation in document.part.rels.values():
        if relation.reltype == RT.FONT_TABLE:
            relation.target_part._blob = f"{XML_HEAD}{table}".encode()


def _add_field(run: Run, name: str) -> None:
    for kind in ("begin", "", "end"):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = name
        run._r.append(element)


def number_from_one(section: Section) -> None:
    """The pages of this section are counted anew."""
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(
        numbering, "w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection", "w:bidi",
        "w:rtlGutter", "w:docGrid", "w:printerSettings", "w:sectPrChange",
    )  # fmt: skip
