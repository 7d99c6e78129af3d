"""The inbox as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator

from assessment.messages.models import Notice
from assessment.messages.queries import notices_of, unread_count
from assessment.messages.wording import rendered, topic_of
from assessment.people.models import User

LINES_A_PAGE = 30


@dataclass(frozen=True)
class Line:
    """One message in the reader's words."""

    number: int
    topic: str
    text: str
    link: str
    sent_at: datetime
    unread: bool


@dataclass(frozen=True)
class Inbox:
    lines: Sequence[Line]
    page: Page[Notice]
    unread: int
    newest: int


def inbox_of(user: User, page: str) -> Inbox:
    """One page of the own messages, newest first."""
    chosen = Paginator(notices_of(user), LINES_A_PAGE).get_page(page)
    notices = list(chosen.object_list)
    newest = notices[0].pk if notices else 0
    return Inbox([line_of(notice) for notice in notices], chosen, unread_count(user), newest)


def newest_lines(user: User, most: int) -> list[Line]:
    """The newest messages, for the first page after signing in."""
    return [line_of(notice) for notice in notices_of(user)[:most]]


def line_of(notice: Notice) -> Line:
    return Line(
        notice.pk, topic_of(notice), rendered(notice), notice.link, notice.sent_at, notice.read_at is None
    )  # fmt: skip
