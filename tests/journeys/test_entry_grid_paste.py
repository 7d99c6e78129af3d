"""A block from Excel or WPS: shown first, taken at once, taken back at once."""

import time
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from assessment.filing.models import Cell
from tests.journeys.conftest import Desk
from tests.journeys.entry_page import (
    a_form_of_thirty_items,
    a_running_draft,
    as_block,
    go_to,
    line,
    open_page,
    paste,
    save,
    stored,
    text_of,
    wait_until_saved,
)
from tests.situations.filing import a_value

pytestmark = pytest.mark.journey
MOST_SECONDS = 10
FIRST = "software_revenue"


def test_sixty_cells_are_filled_by_one_paste_and_taken_back_by_one_key(desk: Desk) -> None:
    a_form_of_thirty_items()
    version = a_running_draft()
    assert version.cells.count() == 60
    page = open_page(desk, version)
    block = as_block([f"{row},000.5", f"{row},000"] for row in range(1, 31))
    started = time.monotonic()
    paste(page, FIRST, block)
    dialog = page.locator("#paste-dialog")
    expect(dialog).to_contain_text("60 项数据将变动")
    assert Cell.objects.filter(version=version, condition="value").count() == 0
    page.keyboard.press("Enter")
    save(page)
    assert time.monotonic() - started < MOST_SECONDS
    assert stored(version, "more_30").value == Decimal("30000.5")
    assert version.cells.filter(condition="value").count() == 60
    page.keyboard.press("Control+z")
    save(page)
    expect(page.locator("#save-state")).not_to_contain_text("未保存")
    assert version.cells.filter(condition="empty").count() == 60


def test_each_repair_is_named_and_what_cannot_be_read_stays_as_it_is(desk: Desk) -> None:
    version = a_running_draft(a_value("5", item="information_security_revenue"))
    page = open_page(desk, version)
    texts = ["１２３４．５", "￥1,234.50", "26.5%", "1\u00a0234", "−5", "", "7", "约三千", "5"]
    paste(page, FIRST, as_block([text] for text in texts))
    dialog = page.locator("#paste-dialog")
    said = dialog.inner_text()
    assert desk.grave_barriers() == []
    for repair in ("全角字符已改为半角", "去掉货币符号", "去掉千位分隔符", "去掉百分号", "去掉空格", "已改正负号"):
        assert repair in said, repair
    assert "空白 1 项" in said
    assert "1 项不能读作数字" in said
    assert "7 项数据将变动" in said
    page.keyboard.press("Enter")
    save(page)
    values = dict(version.cells.filter(basis="current").values_list("item", "value"))
    assert values["software_products_revenue"] == Decimal("1234.50")
    assert values["basic_software_revenue"] == Decimal("26.5")
    assert values["industrial_software_revenue"] == Decimal("1234")
    assert values["it_services_revenue"] == Decimal("-5")
    assert values["cloud_services_revenue"] is None
    assert values["information_security_revenue"] == Decimal(5)


def test_a_table_without_text_is_read_and_what_lies_beyond_the_grid_is_counted(desk: Desk) -> None:
    page = open_page(desk, a_running_draft())
    table = "<table><tr><td>1</td><td>2</td><td>3</td></tr><tr><td>4</td><td> 5 </td><td>6</td></tr></table>"
    paste(page, FIRST, html=table)
    expect(page.locator("#paste-dialog")).to_contain_text("超出表格 2 项")
    page.get_by_role("button", name="确认粘贴").click()
    assert text_of(page, "software_products_revenue", "same_period_last_year") == "5.00"
    assert "已粘贴 4 项数据" in line(page)
    save(page)


def test_a_paste_that_is_not_confirmed_changes_nothing(desk: Desk) -> None:
    page = open_page(desk, a_running_draft())
    paste(page, FIRST, "1\t2\n3\t4\n")
    page.keyboard.press("Escape")
    assert text_of(page, FIRST) == ""
    assert page.locator("#save-state").inner_text() == ""


def test_a_single_number_goes_through_the_clipboard_of_the_browser(desk: Desk) -> None:
    page = open_page(desk, a_running_draft())
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('３，２００．５０')")
    go_to(page, FIRST)
    page.keyboard.press("Control+v")
    page.keyboard.press("Enter")
    assert text_of(page, FIRST) == "3,200.50"
    assert "全角字符已改为半角" in line(page)
    page.evaluate("navigator.clipboard.writeText('1\\t2\\n3\\t4\\n')")
    page.keyboard.press("Control+v")
    expect(page.locator("#paste-dialog")).to_contain_text("4 项数据将变动")
    page.keyboard.press("Enter")
    save(page)
    wait_until_saved(page)
