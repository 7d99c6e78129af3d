"""The inbox, and messages on their way: in the reader's language, once, and never in the way of what they tell of."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from assessment.messages import actions
from assessment.messages.models import Delivery, Notice
from assessment.messages.senders import Outgoing
from assessment.messages.wording import rendered
from assessment.methodology.errors import N_
from assessment.people.errors import NotFound
from assessment.people.models import User
from tests.situations.catalogue import a_reviewer, moment
from tests.situations.filing import ZUNYI, a_city

pytestmark = pytest.mark.django_db
SENT = moment("2021-04-12 09:00")
TEXT = N_("“{name}” was withdrawn on {day}.")


@pytest.fixture(autouse=True)
def outside(settings: Settings, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.MESSAGE_LOG = tmp_path / "sent.jsonl"
    return tmp_path / "sent.jsonl"


def broken(message: Outgoing) -> None:
    raise ConnectionError("no gateway")


def with_address(user: User, address: str = "filler@example.cn") -> User:
    user.email = address
    user.save(update_fields=["email"])
    return user


def told(*to: User, text: str = TEXT, link: str = "/returns/", **facts: str) -> int:
    given = facts or {"name": "a.pdf", "day": "2021-04-12"}
    return actions.notify(to, topic="notice", text=text, facts=given, link=link, at=SENT)


def test_each_person_gets_one_notice_however_often_named() -> None:
    filler, head = a_city().filler, a_city().statistics_head
    assert told(filler, head, filler) == 2
    assert Notice.objects.filter(to=filler).count() == 1


def test_a_notice_is_read_in_the_language_of_its_reader() -> None:
    told(a_city().filler, form_zh="软件业务收入季报", form_en="Software return", period="2021c03",
         until="2021-04-20T17:00:00+08:00", text="{form} {period} {until}")  # fmt: skip
    notice = Notice.objects.get()
    with translation.override("zh-hans"):
        assert rendered(notice) == "软件业务收入季报 2021年一季度 2021-04-20 17:00 星期二"
    with translation.override("en"):
        assert rendered(notice) == "Software return first quarter 2021 2021-04-20 17:00 Tuesday"


def test_a_notice_does_not_outlive_the_change_it_tells_of() -> None:
    filler = a_city().filler
    with transaction.atomic():
        told(filler)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


def test_messages_leave_by_every_sender_once(outside: Path) -> None:
    told(with_address(a_city().filler), a_city().unit_head)
    assert actions.deliver(at=SENT) == 3
    assert actions.deliver(at=SENT) == 0
    assert [message.to for message in mail.outbox] == [["filler@example.cn"]]
    lines = [json.loads(line) for line in outside.read_text("utf-8").splitlines()]
    assert {line["username"] for line in lines} == {"filler-520200", "unit-head-520200"}


def test_no_fact_begins_a_line_or_a_header_of_its_own(outside: Path) -> None:
    told(with_address(a_city().filler), name='x\r\nBcc: all@example.cn\r\n{"username": "x"}', day="2021")
    actions.deliver(at=SENT)
    assert len(outside.read_text("utf-8").splitlines()) == 1
    letter = mail.outbox[0]
    assert "\n" not in letter.subject
    assert letter.message()["Bcc"] is None


def test_a_sender_that_is_away_blocks_nobody_and_is_tried_again_ever_later(settings: Settings) -> None:
    settings.MESSAGE_SENDERS = {"chat": f"{__name__}.broken", "log": settings.MESSAGE_SENDERS["log"]}
    told(a_city().filler)
    assert actions.deliver(at=SENT) == 1
    chat = Delivery.objects.get(sender="chat")
    assert (chat.state, chat.attempts, chat.next_attempt_at) == ("waiting", 1, SENT + timedelta(minutes=1))
    assert chat.last_error == "ConnectionError: no gateway"
    assert actions.deliver(at=SENT + timedelta(seconds=59)) == 0
    moments = [1, 3, 7, 15, 31]  # minutes after the first attempt: 1, then 2, 4, 8, 16 more
    for minutes in moments:
        actions.deliver(at=SENT + timedelta(minutes=minutes))
    chat.refresh_from_db()
    assert (chat.state, chat.attempts) == ("failed", 6)


def test_a_sender_nobody_configured_is_kept_as_a_failure_with_its_name(settings: Settings) -> None:
    told(a_city().filler)
    settings.MESSAGE_SENDERS = {}
    actions.deliver(at=SENT)
    assert "SenderUnknown" in Delivery.objects.get().last_error


def test_the_digest_is_one_letter_a_day_to_whoever_has_something_unread() -> None:
    reader, other = with_address(a_city().filler), with_address(a_city(ZUNYI).filler, "other@example.cn")
    told(reader, other, a_city().unit_head)
    actions.mark_all_read(Notice.objects.get(to=other).pk, by=other, at=SENT)
    assert actions.request_digests(at=SENT) == 1
    assert actions.request_digests(at=SENT + timedelta(hours=8)) == 0
    actions.deliver(at=SENT)
    letters = [letter for letter in mail.outbox if "\n1. " in letter.body]
    assert [letter.to for letter in letters] == [["filler@example.cn"]]
    assert "a.pdf" in letters[0].body
    assert actions.request_digests(at=SENT + timedelta(days=1)) == 1


def test_a_digest_of_what_was_read_meanwhile_is_not_sent() -> None:
    reader = with_address(a_city().filler)
    told(reader)
    actions.deliver(at=SENT)
    actions.request_digests(at=SENT)
    actions.mark_all_read(Notice.objects.get().pk, by=reader, at=SENT)
    sent = len(mail.outbox)
    actions.deliver(at=SENT)
    assert len(mail.outbox) == sent


def test_the_own_messages_are_shown_counted_and_read_by_opening_them() -> None:
    filler = a_city().filler
    told(filler), told(a_city(ZUNYI).filler, name="foreign.pdf", day="2021")
    client = Client()
    client.force_login(filler)
    page = client.get("/messages/").content.decode()
    assert "a.pdf" in page
    assert "foreign.pdf" not in page
    assert '<span class="badge">' in page
    notice = Notice.objects.get(to=filler)
    answer = client.post(f"/messages/{notice.pk}/open/")
    assert answer["Location"] == "/returns/"
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert '<span class="badge">' not in client.get("/messages/").content.decode()


def test_nobody_reads_or_marks_the_messages_of_another() -> None:
    told(a_city().filler)
    notice = Notice.objects.get()
    with pytest.raises(NotFound):
        actions.mark_read(notice.pk, by=a_reviewer(), at=SENT)
    assert actions.mark_all_read(notice.pk, by=a_reviewer(), at=SENT) == 0
    client = Client()
    client.force_login(a_reviewer())
    assert client.post(f"/messages/{notice.pk}/open/").status_code == 404
    assert client.get("/api/messages/notices/").json()["results"] == []


def test_a_message_leads_to_no_other_site() -> None:
    filler = a_city().filler
    client = Client()
    client.force_login(filler)
    for link in ("https://example.com/", "//example.com/", "/\\example.com", ""):
        told(filler, link=link)
        notice = Notice.objects.filter(to=filler).first()
        assert notice is not None
        assert client.post(f"/messages/{notice.pk}/open/")["Location"] == "/messages/"


def test_what_came_after_the_page_was_opened_stays_unread() -> None:
    filler = a_city().filler
    told(filler)
    seen = Notice.objects.get().pk
    told(filler)
    client = Client()
    client.force_login(filler)
    client.post("/messages/all-read/", {"last": str(seen)})
    assert Notice.objects.filter(to=filler, read_at__isnull=True).count() == 1


def test_the_inbox_costs_the_same_however_full_it_is(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    filler = a_city().filler
    client = Client()
    client.force_login(filler)
    told(filler)
    client.get("/messages/")
    for _ in range(2):
        # Session, account, touch of the session in its savepoint; a page of messages, their count, the unread;
        # grants and unread of the head.
        with django_assert_num_queries(10):
            assert client.get("/messages/").status_code == 200
        for _ in range(40):
            told(filler)
