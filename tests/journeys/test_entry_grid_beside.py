"""What stands beside the cells: last period, last year as filed, growth, sums, hints, the drawer."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from assessment.filing.models import Cell
from tests.journeys.conftest import Desk
from tests.journeys.entry_page import (
    a_running_draft,
    column,
    field,
    go_to,
    line,
    open_page,
    save,
    stored,
    text_of,
    type_into,
)
from tests.situations.filing import a_value, an_accepted_version

pytestmark = pytest.mark.journey
REVENUE = "software_revenue"
PARTS = (
    "software_products_revenue",
    "it_services_revenue",
    "information_security_revenue",
    "embedded_software_revenue",
)


def an_accepted_quarter(**figures: str) -> None:
    """The first quarter of 2021, accepted; besides the total with these figures of other items."""
    accepted = an_accepted_version()
    for item, number in figures.items():
        cells = Cell.objects.filter(version=accepted, item=item, basis="current")
        cells.update(condition="value", value=Decimal(number), reason="")


def test_the_live_columns_follow_what_is_typed(desk: Desk) -> None:
    an_accepted_version()
    page = open_page(desk, a_running_draft())
    assert column(page, REVENUE, "reference=last") == "1,234.50"
    type_into(page, REVENUE, "2,500.5")
    type_into(page, REVENUE, "2000", "same_period_last_year")
    assert column(page, REVENUE, "growth") == "25.0"
    assert column(page, REVENUE, "increment") == "+1,266.00"
    type_into(page, "total_profit", "-5")
    type_into(page, "total_profit", "4", "same_period_last_year")
    assert column(page, "total_profit", "growth") == "由盈转亏"
    save(page)


def test_the_sum_of_the_parts_stands_beside_a_reported_total_and_never_in_it(desk: Desk) -> None:
    version = a_running_draft(a_value("100"), *(a_value("25", item=item) for item in PARTS[:3]))
    page = open_page(desk, version)
    type_into(page, PARTS[3], "20.5")
    total = page.locator(field(REVENUE)).locator("xpath=../span[@data-sum]")
    assert total.inner_text() == "Σ 95.50，+4.50"
    assert "01 软件业务收入合计 = 02 软件产品收入 + 05 信息技术服务收入" in (total.get_attribute("title") or "")
    assert "分项合计 95.50，差 +4.50" in (total.get_attribute("title") or "")
    assert text_of(page, REVENUE) == "100.00"
    type_into(page, PARTS[3], "25")
    assert total.inner_text() == "Σ="
    page.locator(f'[name="{PARTS[3]}.current.condition"]').select_option("not_applicable")
    page.keyboard.type("没有此项业务")
    page.keyboard.press("Enter")
    assert total.inner_text() == "Σ 75.00，+25.00"
    save(page)


def test_hints_ask_and_never_suggest_a_number(desk: Desk) -> None:
    an_accepted_quarter(total_pay="50")
    page = open_page(desk, a_running_draft())
    type_into(page, REVENUE, "25000000")
    go_to(page, REVENUE)
    assert "是否按万元填写？" in line(page)
    type_into(page, REVENUE, "1000")
    go_to(page, REVENUE)
    assert "本期累计小于上期累计（1,234.50）。请核对原始凭证。" in line(page)
    type_into(page, REVENUE, "2000")
    type_into(page, REVENUE, "1000", "same_period_last_year")
    go_to(page, REVENUE)
    assert "同比 100.0%，超过 ±50%。请核对原始凭证。" in line(page)
    type_into(page, "total_pay", "-60")
    go_to(page, "total_pay")
    assert "本次为负数" in line(page)
    type_into(page, REVENUE, "1400")
    go_to(page, REVENUE)
    assert "请核对" not in line(page)
    assert desk.grave_barriers() == []
    save(page)


def test_a_figure_of_the_last_period_is_taken_over_for_staff_only_and_marked_until_confirmed(desk: Desk) -> None:
    an_accepted_quarter(average_staff="6412")
    version = a_running_draft()
    page = open_page(desk, version)
    assert page.locator("[data-carry]:visible").count() == 1
    page.get_by_role("button", name="复制上期").click()
    save(page)
    assert (stored(version, "average_staff").value, stored(version, "average_staff").source) == (6412, "carried_over")
    assert "沿用上期，待确认" in line(page)
    page.locator("[data-filter]").select_option("marked")
    assert page.locator("tbody tr[data-item]:visible").count() == 1
    go_to(page, "average_staff")
    page.keyboard.press("Shift+F10")
    page.get_by_role("menuitem", name="确认沿用上期").click()
    save(page)
    assert stored(version, "average_staff").source == ""


def test_the_drawer_tells_what_an_item_means_and_who_changed_it(desk: Desk) -> None:
    an_accepted_version()
    version = a_running_draft(a_value("2000"))
    page = open_page(desk, version)
    type_into(page, REVENUE, "2100")
    save(page)
    go_to(page, REVENUE)
    page.keyboard.press("Control+Enter")
    drawer = page.locator("#drawer")
    expect(drawer).to_be_visible()
    said = drawer.inner_text()
    for words in (
        "01 软件业务收入合计（万元）",
        "等于软件产品收入、信息技术服务收入、信息安全收入与嵌入式系统软件收入之和",
        "01 软件业务收入合计 = 02 软件产品收入",
        "省大数据局",
        "2021年一季度",
        "1,234.50",
        "未填 → 2,000.00",
        "2,000.00 → 2,100.00",
        "filler-520200",
    ):
        assert words in said, words
    assert desk.grave_barriers() == []
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == f"{REVENUE}.current"


def test_findings_colour_their_cells_and_a_conversion_is_an_edit_like_others(desk: Desk) -> None:
    page = open_page(desk, a_running_draft(a_value("25000000")))
    page.wait_for_selector("#findings:not([data-empty])")
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('findings-known', {detail: {findings: [{code: 'SW9', severity:"
        " 'blocking', cells: [['software_revenue', 'current']]}]}}))"
    )
    cell = page.locator(f"tr[data-item={REVENUE}] .cell").first
    expect(cell).to_have_class("cell is-wrong")
    page.locator("[data-filter]").select_option("wrong")
    assert page.locator("tbody tr[data-item]:visible").count() == 1
    told = page.evaluate(
        "() => new Promise((resolve) => { document.addEventListener('cells-saved', (event) =>"
        " resolve(event.detail.revision)); document.dispatchEvent(new CustomEvent('convert-cell', {detail: {item:"
        " 'software_revenue', basis: 'current', value: '2500'}})); })"
    )
    assert told == 2
    assert text_of(page, REVENUE) == "2,500.00"
    page.keyboard.press("Control+z")
    assert text_of(page, REVENUE) == "25,000,000.00"
    save(page)
