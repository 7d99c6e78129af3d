"""A person at a desk: a browser that notes every fault of a page, signed in as somebody."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from assessment.catalogue.models import Collection
from assessment.people.models import User
from deploy.catalogues import compile_catalogues
from tests.fixtures_coverage import uncounted
from tests.situations.people import PASSWORD

PATIENCE_MILLISECONDS = 30_000
GRAVE = ("serious", "critical")
MANY_RULES = 10
# Of the rules that a page keeps only their number is wanted: to describe each of their elements takes the browser and
# the wire to it four times as long as to look at them.
LOOK_FOR_BARRIERS = """
axe.run(document, {resultTypes: ["violations"]}).then((found) => ({
  passes: found.passes.length,
  violations: found.violations.map((one) => ({
    id: one.id, impact: one.impact, nodes: one.nodes.map((node) => node.html),
  })),
}))
"""
# What the browser says of an answer that a journey asked for on purpose.
EXPECTED_ANSWERS = (
    "status of 400",
    "status of 401",
    "status of 403",
    "status of 404",
    "status of 409",
    "status of 429",
)
NOTE_VIOLATIONS = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.__violations.push(event.violatedDirective + " " + event.blockedURI);
});
"""


@dataclass
class Desk:
    """One browser window. `faults` are what the console said and what the content policy blocked."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        self.page.goto(self.address + path)
        self.page.wait_for_load_state()
        self.look()
        return self.page

    def look(self) -> None:
        """Note what the content policy blocked on the page that is open now."""
        self.faults += self.page.evaluate("window.__violations")

    def sign_in(self, user: User | str, password: str = PASSWORD) -> Page:
        """Through the page, by keyboard alone."""
        self.go("/sign-in/")
        self.page.get_by_label("用户名").focus()
        self.page.keyboard.type(user if isinstance(user, str) else user.username)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(password)
        return self.enter()

    def sit_down(self, user: User) -> None:
        """Signed in already: the session of a client that needs no page."""
        client = Client()
        client.force_login(user)
        cookie = client.cookies["sessionid"].value
        self.page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.address}])

    def press(self, name: str) -> Page:
        """Press Enter on a button or link that leads on: the one of exactly this name, or the first that has it."""
        ways = self.page.locator("button, a")
        exact = ways.filter(has_text=re.compile(rf"^\s*{re.escape(name)}\s*$"))
        (exact if exact.count() else ways.filter(has_text=name)).first.focus()
        return self.enter()

    def unfold(self, name: str) -> Page:
        """Press Enter on what opens a panel on the same page."""
        self.page.locator("summary").filter(has_text=name).first.focus()
        self.page.keyboard.press("Enter")
        return self.page

    def enter(self) -> Page:
        """Press Enter where the focus is, and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()
        self.look()
        return self.page

    def text(self) -> str:
        return self.page.locator("body").inner_text()

    def grave_barriers(self) -> list[str]:
        """What axe-core finds on the page that is open, serious and critical."""
        self.page.evaluate(Axe().axe_script)
        found = self.page.evaluate(LOOK_FOR_BARRIERS)
        assert found["passes"] > MANY_RULES, "axe-core looked at nothing"
        grave = [one for one in found["violations"] if one["impact"] in GRAVE]
        return [f"{one['id']}: {html[:120]}" for one in grave for html in one["nodes"]]

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not any(known in message.text for known in EXPECTED_ANSWERS):
            self.faults.append(message.text)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> None:
    """Lines are counted where the pages are made, in the threads of the server, and not at the desk."""
    pyfuncitem.obj = uncounted(pyfuncitem.obj)


@pytest.fixture(scope="session")
def base_url() -> None:
    """Desks know their server. This takes the place of a plugin's fixture in a style that pytest gives up."""


@pytest.fixture(autouse=True, scope="session")
def chinese_pages() -> None:
    compile_catalogues()


@pytest.fixture(autouse=True)
def no_earlier_failures(transactional_db: None) -> None:
    cache.clear()


@pytest.fixture
def desks(
    live_server: LiveServer, browser: Browser, browser_context_args: dict[str, Any], audit_files: None
) -> Iterator[Callable[[], Desk]]:
    """Opens desks, each with cookies of its own. At the end no page may have had a fault."""
    opened: list[Desk] = []

    def open_desk() -> Desk:
        context = browser.new_context(**browser_context_args)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        context.add_init_script(NOTE_VIOLATIONS)
        desk = Desk(context.new_page(), live_server.url)
        desk.page.on("console", desk.hear)
        desk.page.on("pageerror", lambda error: desk.faults.append(str(error)))
        opened.append(desk)
        return desk

    yield open_desk
    faults = [fault for desk in opened for fault in desk.faults]
    for desk in opened:
        desk.page.context.close()
    assert faults == []


@pytest.fixture
def desk(desks: Callable[[], Desk]) -> Desk:
    return desks()


def still_running(collection: Collection) -> Collection:
    """The same collection with today before its deadline: pages take the server's clock."""
    now = timezone.now()
    collection.opens_at = now - timedelta(days=3)
    collection.on_time_until = now + timedelta(days=2, hours=3)
    collection.locks_at = now + timedelta(days=10)
    collection.opened_at = collection.opens_at
    collection.save()
    return collection
