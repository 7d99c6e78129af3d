"""The filling page as a person at a desk finds it: open, with cells to type into and a block to paste."""

from collections.abc import Iterable

from django.utils import timezone
from playwright.sync_api import Page, expect

from assessment.catalogue.models import FormVersion, Item
from assessment.filing import actions
from assessment.filing.cells import CellChange
from assessment.filing.models import Cell, Version
from assessment.people.models import User
from tests.journeys.conftest import Desk, still_running
from tests.situations.catalogue import an_open_collection
from tests.situations.filing import LIUPANSHUI, a_city

SAVED_WITHIN_MILLISECONDS = 10_000
# The first page of a run reads rules and templates that later ones find read.
OPEN_WITHIN_MILLISECONDS = 40_000
HALF_YEAR = "2021c06"
PASTE = """([id, text, html]) => {
  const transfer = new DataTransfer();
  if (text) { transfer.setData("text/plain", text); }
  if (html) { transfer.setData("text/html", html); }
  const event = new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true });
  document.getElementById(id).dispatchEvent(event);
}"""


def a_running_draft(*changes: CellChange, period: str = HALF_YEAR, code: str = LIUPANSHUI) -> Version:
    """A draft of a collection that is open today, with these cells filled."""
    city, at = a_city(code), timezone.now()
    collection = still_running(an_open_collection("SW-Q", period))
    version = actions.start_version(collection.pk, code, by=city.filler, at=at)
    return actions.save_cells(version.pk, changes, revision=0, by=city.filler, at=at) if changes else version


def a_form_of_thirty_items(period: str = HALF_YEAR) -> None:
    """The form with so many more items that a return has sixty cells."""
    form: FormVersion = an_open_collection("SW-Q", period).form_version
    known = list(form.items.all())
    Item.objects.bulk_create(
        Item(
            form_version=form,
            code=f"more_{number}",
            number=str(number),
            label_zh=f"补充指标{number}",
            label_en=f"More {number}",
            unit="万元",
            decimals=2,
            bases=["current", "same_period_last_year"],
            position=1000 + number,
        )
        for number in range(len(known) + 1, 31)
    )


def open_page(desk: Desk, version: Version, user: User | None = None) -> Page:
    desk.sit_down(user or version.filler)
    desk.page.set_default_navigation_timeout(OPEN_WITHIN_MILLISECONDS)
    page = desk.go(f"/returns/versions/{version.pk}/fill/")
    page.wait_for_selector("form[data-ready]")
    return page


def field(item: str, basis: str = "current") -> str:
    return f'[id="{item}.{basis}"]'


def go_to(page: Page, item: str, basis: str = "current") -> None:
    """With the mouse, unless the cursor is there: a second press would open the cell for editing."""
    if active(page) != f"{item}.{basis}":
        page.locator(field(item, basis)).click()


def active(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def text_of(page: Page, item: str, basis: str = "current") -> str:
    return page.locator(field(item, basis)).input_value()


def column(page: Page, item: str, name: str) -> str:
    """What a live column beside an item says."""
    return page.locator(f'tr[data-item="{item}"] [data-{name}]').inner_text().strip()


def type_into(page: Page, item: str, text: str, basis: str = "current") -> None:
    go_to(page, item, basis)
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def line(page: Page) -> str:
    return page.locator("#cell-line").inner_text()


def paste(page: Page, item: str, text: str = "", *, basis: str = "current", html: str = "") -> None:
    """What Ctrl+V brings from a sheet, into the cell where the cursor stands."""
    go_to(page, item, basis)
    page.evaluate(PASTE, [f"{item}.{basis}", text, html])


def as_block(rows: Iterable[Iterable[object]]) -> str:
    return "\r\n".join("\t".join(str(cell) for cell in row) for row in rows) + "\r\n"


def save(page: Page) -> None:
    page.keyboard.press("Control+s")
    wait_until_saved(page)


def wait_until_saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_contain_text("已保存", timeout=SAVED_WITHIN_MILLISECONDS)


def stored(version: Version, item: str, basis: str = "current") -> Cell:
    return Cell.objects.get(version=version, item=item, basis=basis)
