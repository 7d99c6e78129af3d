"""A letter of request as a .docx in the layout of GB/T 9704-2012, without a red head: the office adds its own."""

import io

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from assessment.evidence.content import MEDIA_TYPES
from assessment.filing.models import Letter
from assessment.methodology.periods import Period

TITLE_FONT, BODY_FONT = "方正小标宋简体", "仿宋_GB2312"
TITLE_SIZE, BODY_SIZE, LINE = Pt(22), Pt(16), Pt(28.95)
INDENT = Pt(32)  # two characters of 三号


def letter_document(letter: Letter) -> bytes:
    """Number, title, addressee, what is asked for, until when, whom to call, sender and date."""
    document = Document()
    _set_page(document)
    period = Period.parse(letter.period).name_zh
    sender = letter.issued_by.organisation.name_zh
    _line(document, letter.number, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(
        document, f"{sender}关于商请提供{period}有关数据的函", font=TITLE_FONT, size=TITLE_SIZE,
        align=WD_ALIGN_PARAGRAPH.CENTER,
    )  # fmt: skip
    _line(document, "")
    _line(document, f"{letter.organisation.name_zh}：")
    _body(document, f"{letter.purpose.rstrip('。')}。现商请贵局提供{period}以下数据：")
    for number, asked in enumerate(letter.asked_for.splitlines(), 1):
        _body(document, f"{number}．{asked.rstrip('；。')}。")
    day = letter.reply_by
    _body(document, f"盼于{day.year}年{day.month}月{day.day}日前函复。已提供过的数据不再重复提供。")
    _body(document, f"联系人：{letter.contact}。")
    _line(document, "")
    issued = timezone.localtime(letter.issued_at)
    _line(document, sender, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _line(document, f"{issued.year}年{issued.month}月{issued.day}日", align=WD_ALIGN_PARAGRAPH.RIGHT)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def letter_attachment(letter: Letter) -> HttpResponse:
    """The document for a browser, to be saved under its number."""
    response = HttpResponse(letter_document(letter), content_type=MEDIA_TYPES["docx"])
    response["Content-Disposition"] = content_disposition_header(True, f"{letter.number}.docx") or "attachment"
    return response


def _set_page(document: Doc) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _body(document: Doc, text: str) -> None:
    _line(document, text).paragraph_format.first_line_indent = INDENT


def _line(
    document: Doc, text: str, *, font: str = BODY_FONT, size: Pt = BODY_SIZE, align: WD_ALIGN_PARAGRAPH | None = None
) -> Paragraph:
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
