"""A letter of request as a .docx in the layout of GB/T 9704-2012, without a red head: the office adds its own."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from assessment.display.official_document import (
    CENTRED,
    TO_THE_RIGHT,
    add_body,
    add_line,
    add_title,
    content_of,
    new_document,
)
from assessment.evidence.content import MEDIA_TYPES
from assessment.filing.models import Letter
from assessment.methodology.periods import Period


def letter_document(letter: Letter) -> bytes:
    """Number, title, addressee, what is asked for, until when, whom to call, sender and date."""
    document = new_document()
    period = Period.parse(letter.period).name_zh
    sender = letter.issued_by.organisation.name_zh
    add_line(document, letter.number, align=CENTRED)
    add_title(document, f"{sender}关于商请提供{period}有关数据的函")
    add_line(document, "")
    add_line(document, f"{letter.organisation.name_zh}：")
    add_body(document, f"{letter.purpose.rstrip('。')}。现商请贵局提供{period}以下数据：")
    for number, asked in enumerate(letter.asked_for.splitlines(), 1):
        add_body(document, f"{number}．{asked.rstrip('；。')}。")
    day = letter.reply_by
    add_body(document, f"盼于{day.year}年{day.month}月{day.day}日前函复。已提供过的数据不再重复提供。")
    add_body(document, f"联系人：{letter.contact}。")
    add_line(document, "")
    issued = timezone.localtime(letter.issued_at)
    add_line(document, sender, align=TO_THE_RIGHT)
    add_line(document, f"{issued.year}年{issued.month}月{issued.day}日", align=TO_THE_RIGHT)
    return content_of(document)


def letter_attachment(letter: Letter) -> HttpResponse:
    """The document for a browser, to be saved under its number."""
    response = HttpResponse(letter_document(letter), content_type=MEDIA_TYPES["docx"])
    response["Content-Disposition"] = content_disposition_header(True, f"{letter.number}.docx") or "attachment"
    return response
