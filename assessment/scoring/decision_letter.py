"""The decision on an objection as a .docx in the layout of GB/T 9704-2012, without a red head."""

from datetime import datetime
from decimal import Decimal

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from assessment.display.formats import number
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
from assessment.methodology.feedback_figures import line_of
from assessment.methodology.periods import Period
from assessment.methodology.run_document import thaw
from assessment.methodology.run_figures import number as read_number
from assessment.people.models import User
from assessment.scoring.errors.feedback import LetterTooEarly
from assessment.scoring.models import Objection
from assessment.scoring.official_texts import ITEM_NAMES, NEXT_STEPS, OUTCOMES

LINES_ABOVE_TITLE = 2


def decision_letter(objection: Objection) -> HttpResponse:
    """The letter for a browser, to be saved under its number; `LetterTooEarly` before the decision stands."""
    confirmer, confirmed_at = objection.confirmed_by, objection.confirmed_at
    if confirmer is None or confirmed_at is None:
        raise LetterTooEarly(number=objection.number)
    content = letter_content(objection, sender=confirmer, day=confirmed_at)
    response = HttpResponse(content, content_type=MEDIA_TYPES["docx"])
    response["Content-Disposition"] = content_disposition_header(True, f"{objection.number}.docx") or "attachment"
    return response


def letter_content(objection: Objection, *, sender: User, day: datetime) -> bytes:
    """To whom, what was claimed, what was found and why, and who carries it out. No score and no place."""
    feedback, document = objection.feedback, new_document()
    figures = thaw(feedback.document)
    unit, period = str(figures["name"]), Period.parse(feedback.run.period).name_zh
    used = read_number(line_of(figures, objection.item)["used"])
    add_line(document, objection.number, align=CENTRED)
    for _ in range(LINES_ABOVE_TITLE):
        add_line(document, "")
    # A title of two lines breaks between words.
    add_title(document, f"关于{unit}{period}\n异议（复核）申请的答复")
    add_line(document, "")
    add_line(document, f"{unit}：")
    add_body(document, f"你单位于{_day(objection.raised_at)}提出的异议（复核）申请（{objection.number}）收悉。")
    add_body(
        document,
        f"申请事项：{period}{ITEM_NAMES.get(objection.item, objection.item)}，采用数{_amount(used)}万元，"
        f"你单位主张{_amount(objection.claimed_value)}万元。",
    )
    add_body(document, f"经复核，{OUTCOMES[objection.outcome]}。理由：{objection.decision_reasons.rstrip('。')}。")
    if objection.outcome == Objection.Outcome.ACCEPTED:
        add_body(document, NEXT_STEPS[feedback.run.scheme_version.kind])
    add_line(document, "")
    add_line(document, sender.organisation.name_zh, align=TO_THE_RIGHT)
    add_line(document, _day(day), align=TO_THE_RIGHT)
    return content_of(document)


def _amount(value: Decimal | None) -> str:
    return number(value)


def _day(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.year}年{local.month}月{local.day}日"
