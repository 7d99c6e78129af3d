"""A year as a script of steps: before each deed reaches the server, every other account sends the very same request.

The request is held in the browser. Each account that is not meant looks at the page first, where the button must not
be offered, and then sends the request with its own session and a valid token. It is refused, and not a byte of any
table has changed by then; only after that the request of whoever is meant goes on.
"""

import re
from collections.abc import Callable, Mapping
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Final, Protocol
from urllib.parse import parse_qs, urlsplit

from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Request, Route

from assessment.people.models import User
from tests.journeys.conftest import Desk

REFUSED: Final = frozenset({401, 403, 404, 409})
DOORS: Final = ("/sign-in/", "/enterprise/?ended")
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
NOT_STATIC: Final = re.compile(r"^(?!.*/static/)")
LONG: Final = timedelta(minutes=25)
# A session is renewed by looking at a page; nothing else may change when somebody is refused.
NOT_COMPARED: Final = ("django_session",)
STRANGER: Final = "nobody"
TOKEN: Final = "csrfmiddlewaretoken"


class Clock(Protocol):
    def move_to(self, destination: datetime, tick: bool | None = None) -> None: ...


@dataclass
class Form:
    """A form that posts: where to, with which hidden fields, and whether it has a button."""

    address: str = ""
    hidden: dict[str, str] = field(default_factory=dict)
    has_button: bool = False


class Forms(HTMLParser):
    """The forms of a page that post. A button may stand inside its form or name it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.outside = page, Form()
        self.inside, self.named = self.outside, dict[str, Form]()
        self.all: list[Form] = []
        self.buttons_of: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.inside = Form(urlsplit(given.get("action", "")).path or self.page)
            self.named[given.get("id", "")] = self.inside
            self.all.append(self.inside)
        elif tag == "input" and given.get("type") == "hidden":
            self.inside.hidden[given.get("name", "")] = given.get("value", "")
        elif tag == "button" and given.get("type", "submit") == "submit":
            if "form" in given:
                self.buttons_of.append(given["form"])
            self.inside.has_button = self.inside.has_button or "form" not in given

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = self.outside

    def offer(self, held: "Held") -> bool:
        """Whether one of them would send this request: same address, same hidden fields."""
        for name in self.buttons_of:
            self.named.get(name, self.outside).has_button = True
        return any(form.has_button and form.address == held.path and held.carries(form.hidden) for form in self.all)


@dataclass(frozen=True)
class Held:
    """What the browser was about to send, and the page it was on."""

    method: str
    path: str
    content_type: str
    body: bytes
    page: str

    @classmethod
    def of(cls, request: Request) -> "Held":
        sent, body = urlsplit(request.url), request.post_data_buffer or b""
        kind = request.headers.get("content-type", "")
        page = urlsplit(request.frame.url)
        return cls(request.method, sent.path, kind, body, f"{page.path}?{page.query}")

    def carries(self, hidden: Mapping[str, str]) -> bool:
        """Whether these hidden fields are sent, the token of the session apart."""
        told = {name: value for name, value in hidden.items() if name != TOKEN}
        if self.content_type.startswith("multipart/"):
            return all(f'name="{name}"\r\n\r\n{value}\r\n'.encode() in self.body for name, value in told.items())
        sent = parse_qs(self.body.decode(), keep_blank_values=True)
        return all(sent.get(name) == [value] for name, value in told.items())


@dataclass
class Year:
    """The accounts, their desks and the calendar; what was not refused is told when the year is over."""

    open_desk: Callable[[], Desk]
    clock: Clock
    people: dict[str, User] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=lambda: {STRANGER: Client()})
    desks: dict[str, Desk] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)
    closed: set[tuple[str, str]] = field(default_factory=set)
    steps: int = 0
    refusals: int = 0

    def joins(self, name: str, user: User) -> None:
        self.people[name] = user
        self.clients[name] = Client(raise_request_exception=False)
        self.clients[name].force_login(user)

    def comes(self, name: str, user: User, desk: Desk) -> None:
        """Somebody who came by a one-time link: the session that the link opened, and no other."""
        self.people[name], self.desks[name] = user, desk
        self.clients[name] = Client(raise_request_exception=False)
        [session] = [one["value"] for one in desk.page.context.cookies() if one["name"] == "sessionid"]
        self.clients[name].cookies["sessionid"] = session

    def day(self, at: datetime) -> None:
        """The calendar goes on; whoever is signed in stays so."""
        self.clock.move_to(at)
        Session.objects.update(expire_date=timezone.now() + LONG)

    def desk(self, who: str) -> Desk:
        if who not in self.desks:
            self.desks[who] = self.open_desk()
            self.desks[who].sit_down(self.people[who])
        return self.desks[who]

    def step(
        self, who: str, address: str, deed: Callable[[Desk], object], *, otherwise: Mapping[str, int] | None = None
    ) -> Desk:
        """`who` does the deed on the page at `address`, after everybody else has tried it in vain.

        `otherwise` are the accounts that may take such a step, but not now or not here, with the answer they get:
        most are sent back to the page with a sentence. All others are refused outright.
        """
        desk, tried = self.desk(who), list[str]()
        same_connection = copy_context()

        def hold(route: Route) -> None:
            if route.request.method not in SAFE:
                held = Held.of(route.request)
                tried.append(held.path)
                self.found.extend(same_connection.run(self._unrefused, held, who, otherwise or {}))
            route.continue_()

        Session.objects.update(expire_date=timezone.now() + LONG)
        desk.go(address)
        desk.page.route(NOT_STATIC, hold)
        deed(desk)
        desk.page.unroute(NOT_STATIC)
        assert tried, f"{who} at {address}: nothing was sent"
        self.steps += 1
        return desk

    def _unrefused(self, held: Held, who: str, otherwise: Mapping[str, int]) -> list[str]:
        """What was not refused as it must be, in words."""
        others = {name: client for name, client in self.clients.items() if name != who}
        found = [
            f"{name} is offered {held.path}" for name in others if name not in otherwise and self._offered(name, held)
        ]
        before = fingerprint()
        for name, client in others.items():
            answer = client.generic(held.method, held.path, held.body, content_type=held.content_type)
            if not refused(answer, otherwise.get(name)):
                found.append(f"{name} gets {answer.status_code} for {held.path}")
            self.refusals += 1
        changed = sorted(table for table, rows in fingerprint().items() if rows != before[table])
        return found + [f"{held.path} has changed {table}" for table in changed]

    def _offered(self, name: str, held: Held) -> bool:
        """Whether the page shows this account a button that sends the request. A closed page is asked for once."""
        if (name, held.page) in self.closed:
            return False
        answer = self.clients[name].get(held.page)
        if answer.status_code != 200:
            self.closed.add((name, held.page))
            return False
        forms = Forms(urlsplit(held.page).path)
        forms.feed(answer.content.decode())
        return forms.offer(held)


def refused(answer: HttpResponse, expected: int | None) -> bool:
    """Refused as expected. Whoever has not signed in, or whose link has run out, is sent to the door."""
    at_the_door = answer.headers.get("Location", "").startswith(DOORS)
    return answer.status_code == expected if expected else answer.status_code in REFUSED or at_the_door


def fingerprint() -> dict[str, str]:
    """A digest of the rows of every table."""
    tables = [name for name in connection.introspection.table_names() if name not in NOT_COMPARED]
    parts = [f"SELECT '{name}', md5(string_agg(t::text, '' ORDER BY t::text)) FROM \"{name}\" t" for name in tables]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())
