"""商请函: a body of the central government is asked by a numbered letter, once, and answers it."""

import io
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from docx import Document

from assessment.audit.models import Entry
from assessment.filing import actions
from assessment.filing.errors.calendar import (
    LetterAnswered,
    LetterAwaitsReply,
    LetterIncomplete,
    NotAskedByLetter,
    ReplyMissing,
)
from assessment.filing.letter_actions import Request, letters_visible_to
from assessment.filing.letter_document import letter_document
from assessment.filing.models import Letter
from assessment.messages.models import Notice
from assessment.methodology.periods import NotAPeriod
from assessment.people.errors import NotFound, OrganisationUnknown, PermissionRefused
from assessment.people.models import User
from tests.situations.catalogue import a_reviewer, moment
from tests.situations.measurement import the_communications_administration, the_statistics_bureau

pytestmark = pytest.mark.django_db
ISSUED = moment("2022-01-10 09:00")
ASKING = Request(
    organisation="520000-communications",
    period="2021",
    asked_for="电信业务收入（分市州）\n互联网和相关服务业增加值（分市州）",
    purpose="为做好2021年度数字经济考核测算工作",
    reply_by=date(2022, 1, 25),
    contact="张三 0851-00000000",
)


def issued(request: Request = ASKING) -> Letter:
    return actions.issue_letter(request, by=a_reviewer(), at=ISSUED)


def asked() -> User:
    return the_communications_administration()


def test_letters_are_numbered_within_the_year_without_gaps() -> None:
    asked()
    assert issued().number == "数字经济考核商请〔2022〕1号"
    with pytest.raises(LetterAwaitsReply):
        issued()
    assert issued(replace(ASKING, period="2020")).number == "数字经济考核商请〔2022〕2号"
    next_year = actions.issue_letter(replace(ASKING, period="2022"), by=a_reviewer(), at=moment("2023-01-01 00:30"))
    assert next_year.number == "数字经济考核商请〔2023〕1号"


def test_the_body_that_is_asked_hears_of_it_and_answers_once() -> None:
    person = asked()
    letter = issued()
    assert Notice.objects.filter(to=person, topic="letter").count() == 1
    with pytest.raises(ReplyMissing):
        actions.answer_letter(letter.pk, " ", by=person, at=ISSUED)
    answered = actions.answer_letter(letter.pk, "见黔通信函〔2022〕5号", by=person, at=ISSUED)
    assert (answered.replied_by, answered.reply) == (person, "见黔通信函〔2022〕5号")
    assert Notice.objects.filter(to=a_reviewer(), topic="letter").count() == 1
    assert [entry.action for entry in Entry.objects.filter(object_type="filing.letter").order_by("sequence")] == [
        "letter.issue",
        "letter.answer",
    ]
    with pytest.raises(LetterAnswered):
        actions.answer_letter(letter.pk, "再次", by=person, at=ISSUED)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"organisation": "520000-statistics"}, NotAskedByLetter),
        ({"organisation": "nobody"}, OrganisationUnknown),
        ({"asked_for": " \n "}, LetterIncomplete),
        ({"contact": ""}, LetterIncomplete),
        ({"period": "2021q1"}, NotAPeriod),
    ],
)
def test_a_letter_that_is_not_complete_is_not_numbered(change: dict[str, str], refusal: type[Exception]) -> None:
    asked()
    with pytest.raises(refusal):
        issued(replace(ASKING, **change))
    assert not Letter.objects.exists()


def test_only_the_bureau_asks_and_only_the_body_that_was_asked_answers_and_sees() -> None:
    person, letter = asked(), issued()
    with pytest.raises(PermissionRefused):
        actions.issue_letter(ASKING, by=person, at=ISSUED)
    with pytest.raises(PermissionRefused):
        actions.answer_letter(letter.pk, "x", by=a_reviewer(), at=ISSUED)
    with pytest.raises(NotFound):
        actions.answer_letter(0, "x", by=person, at=ISSUED)
    with pytest.raises(PermissionRefused):
        letters_visible_to(the_statistics_bureau(), at=ISSUED)
    assert list(letters_visible_to(person, at=ISSUED)) == [letter]


def test_the_document_says_who_asks_whom_for_what_until_when_in_official_layout() -> None:
    asked()
    document = Document(io.BytesIO(letter_document(issued())))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines[0] == "数字经济考核商请〔2022〕1号"
    assert lines[1] == "贵州省大数据发展管理局关于商请提供2021年度有关数据的函"
    assert "贵州省通信管理局：" in lines
    assert "1．电信业务收入（分市州）。" in lines
    assert "盼于2022年1月25日前函复。已提供过的数据不再重复提供。" in lines
    assert lines[-1] == "2022年1月10日"
    section = document.sections[0]
    # GB/T 9704-2012: 天头 37 mm, 订口 28 mm; 版心 156 × 225 mm.
    margins = [round(margin.mm) for margin in (section.top_margin, section.left_margin) if margin is not None]
    assert margins == [37, 28]
    assert document.paragraphs[3].runs[0].font.name == "仿宋_GB2312"


def test_the_pages_show_the_letter_and_take_the_reply() -> None:
    person, letter = asked(), issued()
    client = Client()
    client.force_login(person)
    assert letter.number in client.get("/letters/").content.decode()
    document = client.get(f"/letters/{letter.pk}/document/")
    assert document["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    client.post(f"/letters/{letter.pk}/answer/", {"reply": "已函复"})
    letter.refresh_from_db()
    assert letter.reply == "已函复"
