"""The grid by keyboard: one key, one meaning."""

import pytest

from assessment.filing.models import CellEdit
from tests.journeys.conftest import Desk
from tests.journeys.entry_page import (
    a_form_of_thirty_items,
    a_running_draft,
    active,
    field,
    go_to,
    line,
    open_page,
    save,
    stored,
    text_of,
)
from tests.situations.filing import a_value

pytestmark = pytest.mark.journey

HEAD_AND_VIEW = ("thead th.label", "#grid")
FIRST, SECOND, THIRD = "software_revenue", "software_products_revenue", "basic_software_revenue"


def test_enter_goes_down_tab_right_shift_back_and_arrows_to_the_neighbour(desk: Desk) -> None:
    page = open_page(desk, a_running_draft())
    go_to(page, FIRST)
    for key, there in (
        ("Enter", f"{SECOND}.current"),
        ("Enter", f"{THIRD}.current"),
        ("Shift+Enter", f"{SECOND}.current"),
        ("Tab", f"{SECOND}.same_period_last_year"),
        ("Tab", f"{THIRD}.current"),
        ("Shift+Tab", f"{SECOND}.same_period_last_year"),
        ("ArrowLeft", f"{SECOND}.current"),
        ("ArrowUp", f"{FIRST}.current"),
        ("ArrowRight", f"{FIRST}.same_period_last_year"),
        ("ArrowDown", f"{SECOND}.same_period_last_year"),
    ):
        page.keyboard.press(key)
        assert active(page) == there, key


def test_the_direction_of_enter_is_switched_and_remembered(desk: Desk) -> None:
    page = open_page(desk, a_running_draft())
    page.get_by_role("button", name="回车 ↓").click()
    go_to(page, FIRST)
    page.keyboard.press("Enter")
    assert active(page) == f"{FIRST}.same_period_last_year"
    page.reload()
    page.wait_for_selector("form[data-ready]")
    assert page.get_by_role("button", name="回车 →").is_visible()
    go_to(page, FIRST, "same_period_last_year")
    page.keyboard.press("Enter")
    assert active(page) == f"{SECOND}.current"
    page.keyboard.press("Shift+Enter")
    assert active(page) == f"{FIRST}.same_period_last_year"


def test_typing_replaces_f2_edits_and_escape_restores(desk: Desk) -> None:
    page = open_page(desk, a_running_draft(a_value("1234.5")))
    go_to(page, FIRST)
    page.keyboard.type("77")
    assert text_of(page, FIRST) == "77"
    page.keyboard.press("Escape")
    assert text_of(page, FIRST) == "1,234.50"
    page.keyboard.press("F2")
    page.keyboard.press("ArrowLeft")
    assert active(page) == f"{FIRST}.current"
    page.keyboard.type("9")
    assert text_of(page, FIRST) == "1,234.590"
    page.keyboard.press("Enter")
    assert text_of(page, FIRST) == "1,234.59"
    save(page)


def test_each_edit_is_taken_back_and_done_again(desk: Desk) -> None:
    version = a_running_draft(a_value("5"))
    page = open_page(desk, version)
    go_to(page, FIRST)
    page.keyboard.type("6")
    page.keyboard.press("Enter")
    page.locator(f'[name="{SECOND}.current.condition"]').select_option("not_applicable")
    page.keyboard.type("没有此项业务")
    page.keyboard.press("Enter")
    assert page.locator(field(SECOND)).get_attribute("placeholder") == "不适用"
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert (text_of(page, FIRST), page.locator(field(SECOND)).get_attribute("placeholder")) == ("5.00", "")
    page.keyboard.press("Control+y")
    assert text_of(page, FIRST) == "6.00"
    page.keyboard.press("Control+Shift+Z")
    page.keyboard.press("Control+y")
    save(page)
    cell = stored(version, SECOND)
    assert (stored(version, FIRST).value, cell.condition, cell.reason) == (6, "not_applicable", "没有此项业务")


def test_a_block_is_chosen_with_shift_copied_as_plain_numbers_and_emptied(desk: Desk) -> None:
    version = a_running_draft(
        a_value("1234567.5"), a_value("-3", item=SECOND), a_value("8", basis="same_period_last_year")
    )
    page = open_page(desk, version)
    go_to(page, FIRST)
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    copied = page.evaluate(
        "() => { const event = new ClipboardEvent('copy', {clipboardData: new DataTransfer(), bubbles: true,"
        " cancelable: true}); document.activeElement.dispatchEvent(event);"
        " return event.clipboardData.getData('text/plain'); }"
    )
    assert copied == "1234567.5\t8\r\n-3\t"
    page.keyboard.press("Delete")
    save(page)
    assert {cell.condition for cell in version.cells.all()} == {"empty"}
    assert CellEdit.objects.filter(version=version, new_condition="empty").count() == 3


def test_the_menu_of_a_cell_opens_by_key_marks_and_leads_back(desk: Desk) -> None:
    version = a_running_draft(a_value("5"))
    page = open_page(desk, version)
    go_to(page, FIRST)
    page.keyboard.press("Shift+F10")
    menu = page.get_by_role("menu")
    assert menu.get_by_role("menuitem").all_inner_texts() == ["说明", "附件", "历史", "清空", "标记待核"]
    assert desk.grave_barriers() == []
    page.keyboard.press("End")
    with page.expect_response("**/marks/"):
        page.keyboard.press("Enter")
    assert active(page) == f"{FIRST}.current"
    page.wait_for_selector(".cell.is-marked")
    assert stored(version, FIRST).marked
    page.locator("[data-filter]").select_option("marked")
    assert page.locator("tbody tr[data-item]:visible").count() == 1


def test_alt_down_reaches_the_condition_and_the_last_tab_leaves_the_grid(desk: Desk) -> None:
    page = open_page(desk, a_running_draft())
    go_to(page, FIRST)
    page.keyboard.press("Alt+ArrowDown")
    assert page.evaluate("document.activeElement.name") == f"{FIRST}.current.condition"
    page.keyboard.press("Escape")
    go_to(page, "operating_revenue", "same_period_last_year")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.figure") is None


def test_rows_are_searched_and_filtered(desk: Desk) -> None:
    page = open_page(desk, a_running_draft(a_value("5"), a_value("6", basis="same_period_last_year")))
    rows = page.locator("tbody tr[data-item]:visible")
    assert rows.count() == 15
    page.locator("[data-filter]").select_option("empty")
    assert rows.count() == 14
    page.get_by_label("搜索指标").fill("云服务")
    assert rows.count() == 1
    page.get_by_label("搜索指标").fill("没有的")
    assert page.get_by_text("没有符合条件的指标").is_visible()


def test_eighteen_rows_are_seen_at_once_and_the_header_and_the_names_stay(desk: Desk) -> None:
    a_form_of_thirty_items()
    page = open_page(desk, a_running_draft())
    seen = page.evaluate(
        """() => { const view = document.getElementById("grid").getBoundingClientRect();
        const head = document.querySelector(".entry thead").getBoundingClientRect();
        return [...document.querySelectorAll("tbody tr[data-item]")].map((row) => row.getBoundingClientRect())
          .filter((box) => box.top >= head.bottom - 1)
          .filter((box) => box.bottom <= Math.min(view.bottom, innerHeight) + 1).length; }"""
    )
    assert seen >= 18
    assert "本期累计 · 未填" in line(page)
    page.evaluate("document.getElementById('grid').scrollTo(400, 400)")
    assert page.locator("thead th.label").evaluate("node => node.getBoundingClientRect().left") < 60
    head, view = (page.locator(name).evaluate("node => node.getBoundingClientRect().top") for name in HEAD_AND_VIEW)
    assert abs(head - view) <= 1
