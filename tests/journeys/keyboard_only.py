"""A person who has put the mouse away: every key is pressed and counted."""

from typing import Final

from playwright.sync_api import Page

from tests.journeys.conftest import Desk

PLEDGE: Final = "承诺依照统计法报送，数据真实、准确、完整。"
NAME_OF_FOCUS = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) { return ""; }
  const label = node.labels && node.labels[0] ? node.labels[0].innerText : "";
  return (node.innerText || node.getAttribute("aria-label") || label || "").replace(/\\s+/g, " ").trim();
}"""


class Keys:
    """Presses keys on a page and knows how many were pressed since it was set to zero."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.pressed = desk, 0

    @property
    def page(self) -> Page:
        return self.desk.page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def enter(self) -> None:
        """Enter where it leads to another page."""
        self.pressed += 1
        self.desk.enter()

    def next_step(self, name: str) -> None:
        """F9 and Enter: the main button of the page, which must be the one of this name."""
        self.press("F9")
        assert self.focus() == name
        self.enter()

    def promise(self, name: str) -> None:
        """F9 leads to the box of the promise first; ticked, the button follows."""
        self.press("F9")
        assert self.focus() == PLEDGE
        self.press("Space")
        self.next_step(name)

    def focus(self) -> str:
        return str(self.page.evaluate(NAME_OF_FOCUS))
