"""From the block of a sheet to acceptance: what the officer's day may cost, and what review opens again.

The first journey is walked without the mouse, and every key is counted.
"""

import sys
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessment.catalogue.actions import Plan, open_collection, plan_collection
from assessment.catalogue.models import Collection
from assessment.filing.models import Cell, Receipt, Return, Version
from assessment.people.models import User
from assessment.territory.models import ReportingUnit
from tests.journeys.conftest import Desk, still_running
from tests.journeys.entry_page import as_block, wait_until_saved
from tests.journeys.keyboard_only import Keys
from tests.situations.catalogue import a_reviewer, an_open_collection, moment, the_catalogue
from tests.situations.filing import LIUPANSHUI, a_city
from tests.situations.review import HALF_YEAR, filed

pytestmark = pytest.mark.journey
MOST_KEYS, PASTE_KEYS = 40, 1
DeskOf = Callable[[User], Desk]

# 企业财务状况年报, line by line: this year and last year, 万元 and persons. Worked by hand so that the statement adds
# up: operating profit 900 = 5000 − 3000 − 40 − 300 − 500 − 300 − 70 + 50 + 100 + 0 + 20 − 30 − 40 + 10, last year
# 810 in the same way from nine tenths of each.
STATEMENT = {
    "operating_revenue": ("5,000", "4,500"),
    "operating_cost": ("3,000", "2,700"),
    "taxes_and_surcharges": ("40", "36"),
    "selling_expenses": ("300", "270"),
    "administrative_expenses": ("500", "450"),
    "research_expenses": ("300", "270"),
    "financial_expenses": ("70", "63"),
    "interest_expense": ("60", "54"),
    "interest_income": ("10", "9"),
    "other_income": ("50", "45"),
    "production_subsidies": ("30", "27"),
    "investment_income": ("100", "90"),
    "net_hedging_gain": ("0", "0"),
    "fair_value_gain": ("20", "18"),
    "credit_impairment_loss": ("30", "27"),
    "asset_impairment_loss": ("40", "36"),
    "asset_disposal_gain": ("10", "9"),
    "operating_profit": ("900", "810"),
    "non_operating_income": ("20", "18"),
    "non_operating_expenses": ("5", "4.5"),
    "total_profit": ("915", "823.5"),
    "income_tax": ("137.25", "123.53"),
    "compensation_payable": ("1,200", "1,080"),
    "dispatched_workers_pay": ("200", "180"),
    "value_added_tax_payable": ("160", "144"),
    "original_cost_of_fixed_assets": ("2,000", "1,800"),
    "accumulated_depreciation": ("900", "810"),
    "depreciation_of_year": ("300", "270"),
    "total_assets": ("5,000", "4,500"),
    "total_liabilities": ("3,000", "2,700"),
    "owners_equity": ("2,000", "1,800"),
    "staff_at_year_end": ("100", "95"),
    "net_taxes_on_production": ("150", "135"),
    "operating_surplus": ("840", "756"),
    "value_added": ("2,490", "2,241"),
}


@pytest.fixture
def desk_of(desks: Callable[[], Desk]) -> DeskOf:
    def sit(user: User) -> Desk:
        desk = desks()
        desk.sit_down(user)
        return desk

    return sit


def statements_of_the_city() -> Collection:
    """The form of 35 items on both bases, seventy cells, asked of the city and open today."""
    the_catalogue()
    unit = ReportingUnit.objects.get(code=LIUPANSHUI)
    unit.forms = [*unit.forms, "IND-A"]
    unit.save()
    now = timezone.now()
    plan = Plan(now - timedelta(days=3), now + timedelta(days=2), now + timedelta(days=10))
    planned = plan_collection("IND-A", "2021", plan, by=a_reviewer(), at=now)
    return open_collection(planned.pk, by=a_reviewer(), at=now)


def newest() -> Version:
    return Version.objects.order_by("-return_filed__collection__period", "-number")[0]


def put_in_clipboard(keys: Keys, text: str) -> None:
    keys.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    keys.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)


def fill_by_one_paste(keys: Keys) -> None:
    """The page opens with the cursor in the first cell: paste, look, take."""
    keys.press("Control+v")
    expect(keys.page.locator("#paste-dialog")).to_contain_text("70 项数据将变动")
    assert keys.desk.grave_barriers() == []
    keys.press("Enter")
    keys.press("Control+s")
    wait_until_saved(keys.page)


def sign(desk: Desk, title: str) -> None:
    """As a signer: the task, the summary, the promise; nothing to type."""
    keys = Keys(desk)
    desk.go("/")
    keys.next_step("审签")
    keys.next_step(f"审签（{title}）")
    assert desk.grave_barriers() == []
    keys.promise(f"审签（{title}）")
    assert "审签完成。" in desk.text()


def test_seventy_cells_are_pasted_and_submitted_with_less_than_forty_keys(desk_of: DeskOf) -> None:
    """Paste itself apart, from the list of tasks to the receipt."""
    statements_of_the_city()
    city = a_city()
    keys = Keys(desk_of(city.filler))
    keys.desk.go("/")
    put_in_clipboard(keys, as_block(STATEMENT.values()))
    assert keys.desk.grave_barriers() == []
    keys.next_step("开始填报")
    keys.page.wait_for_selector("form[data-ready]")
    fill_by_one_paste(keys)
    assert newest().cells.filter(condition="value").count() == 70
    keys.next_step("保存并返回")
    assert keys.desk.grave_barriers() == []
    keys.next_step("提交审签")
    assert keys.desk.grave_barriers() == []
    keys.next_step("提交审签")
    sign(desk_of(city.statistics_head), "统计负责人")
    sign(desk_of(city.unit_head), "单位负责人")
    keys.desk.go("/")
    keys.next_step("打开")
    keys.next_step("上报")
    keys.promise("上报")
    assert keys.desk.grave_barriers() == []
    assert Receipt.objects.get(version=newest()).number in keys.desk.text()
    assert newest().cells.get(item="value_added", basis="same_period_last_year").value == Decimal(2241)
    sys.stdout.write(f"{keys.pressed - PASTE_KEYS} keys beside the paste\n")
    assert keys.pressed - PASTE_KEYS <= MOST_KEYS


# What the officer mistyped in 上半年 of 六盘水市, beside what the vouchers say: profit in yuan, one part short of the
# total, 其中 larger than what it is a part of.
TRUE_PROFIT, SLIP = Decimal("230.82"), Decimal(2308200)
TRUE_SECURITY, SHORT = Decimal("102.31"), Decimal("12.31")
TRUE_CLOUD, TOO_LARGE = Decimal("168.60"), Decimal("3686.00")


def a_half_year_with_three_errors() -> Version:
    """一季度 in force, 上半年 a draft of today with the figures of the demo year but for three cells."""
    for version in filed("2021c03", state="accepted", at=moment("2021-04-12 09:00"), only=[LIUPANSHUI]).values():
        Return.objects.filter(pk=version.return_filed_id).update(in_force=version)
    still_running(an_open_collection("SW-Q", HALF_YEAR))
    (draft,) = filed(HALF_YEAR, state="draft", at=timezone.now(), only=[LIUPANSHUI]).values()
    for item, value in {
        "total_profit": SLIP,
        "information_security_revenue": SHORT,
        "cloud_services_revenue": TOO_LARGE,
    }.items():
        Cell.objects.filter(version=draft, item=item, basis="current").update(value=value)
    Version.objects.filter(pk=draft.pk).update(revision=1, submitted_at=None, digest="")
    return Version.objects.get(pk=draft.pk)


def current(item: str) -> Decimal | None:
    return newest().cells.get(item=item, basis="current").value


def findings_shown(desk: Desk) -> set[str]:
    return set(
        desk.page.locator("#findings li:not(.answered)").evaluate_all("all => all.map((one) => one.dataset.code)")
    )


def retype(keys: Keys, item: str, number: str) -> None:
    """F8 until the cursor stands in the line of the item, then type over."""
    for _ in range(12):
        keys.press("F8")
        if keys.page.evaluate("document.activeElement.id") == f"{item}.current":
            keys.type(number)
            keys.press("Enter")
            return
    raise AssertionError(f"F8 never leads to {item}")


def saved(keys: Keys) -> None:
    with keys.page.expect_response("**/findings/"):
        keys.press("Control+s")
    wait_until_saved(keys.page)


def find_and_mend(keys: Keys) -> None:
    page = keys.page
    expect(page.locator("#findings [data-code='SW1']")).to_be_visible()
    assert {"SW1", "SW2.2", "SW7.3"} <= findings_shown(keys.desk)
    page.locator("#findings form[data-convert][data-item=total_profit] button").click()
    saved(keys)
    assert current("total_profit") == TRUE_PROFIT
    expect(page.locator("#findings [data-code='SW7.3']")).to_have_count(0)
    retype(keys, "cloud_services_revenue", "168.6")
    saved(keys)
    expect(page.locator("#findings [data-code='SW2.2']")).to_have_count(0)
    page.locator("#findings [data-code='SW1'] [data-jump]").first.focus()
    keys.press("Enter")
    assert page.evaluate("document.activeElement.id") == "software_revenue.current"
    page.locator('[id="information_security_revenue.current"]').focus()
    keys.type("102.31")
    keys.press("Enter")
    saved(keys)
    expect(page.locator("#findings [data-code='SW1']")).to_have_count(0)


def ask_sign_submit(keys: Keys, desk_of: DeskOf) -> None:
    city = a_city()
    keys.next_step("保存并返回")
    keys.next_step("提交审签")
    assert keys.desk.grave_barriers() == []
    keys.next_step("提交审签")
    sign(desk_of(city.statistics_head), "统计负责人")
    sign(desk_of(city.unit_head), "单位负责人")
    keys.desk.go("/")
    keys.next_step("打开")
    keys.next_step("上报")
    keys.promise("上报")
    assert keys.desk.grave_barriers() == []


def send_back_two_items(reviewer: Desk, version: Version) -> None:
    page = reviewer.go(f"/returns/versions/{version.pk}/review/")
    reviewer.press("开始审核")
    assert reviewer.grave_barriers() == []
    for item, note in (("total_pay", "与凭证不符"), ("average_staff", "与劳资台账不符")):
        page.locator(f"#row-{item} th a").click()
        page.keyboard.press("b")
        page.keyboard.type(note)
        page.keyboard.press("Escape")
    reviewer.press("退回 2 项指标")
    assert "退回 2 项指标。" in reviewer.text()


def correct_exactly_those(keys: Keys) -> None:
    keys.desk.go("/")
    keys.next_step("办理")
    assert keys.desk.grave_barriers() == []
    keys.next_step("继续填报")
    keys.page.wait_for_selector("form[data-ready]")
    assert keys.desk.grave_barriers() == []
    open_fields = keys.page.locator("[data-figure]:not([readonly])").evaluate_all("all => all.map((one) => one.id)")
    assert open_fields == [
        f"{item}.{basis}" for item in ("average_staff", "total_pay") for basis in ("current", "same_period_last_year")
    ]
    assert keys.page.locator(".cell.is-locked").count() == 26
    assert keys.page.evaluate("document.activeElement.id") == "average_staff.current"
    keys.type("160")
    keys.press("Enter")
    keys.type("920.5")
    keys.press("Enter")
    saved(keys)
    assert (current("average_staff"), current("total_pay")) == (Decimal(160), Decimal("920.5"))


def accept_what_changed(reviewer: Desk, version: Version) -> None:
    page = reviewer.go(f"/returns/versions/{version.pk}/review/")
    assert "较第1版有2项指标变动" in reviewer.text()
    assert reviewer.grave_barriers() == []
    changed = page.locator("tr.changed").evaluate_all("all => all.map((one) => one.id)")
    assert changed == ["row-average_staff", "row-total_pay"]
    assert page.locator("#row-total_pay del").inner_text().strip().endswith("910.68")
    reviewer.press("开始审核")
    reviewer.press("审核通过")


def test_three_errors_are_mended_two_items_come_back_and_the_return_is_accepted(desk_of: DeskOf) -> None:
    version, reviewer = a_half_year_with_three_errors(), desk_of(a_reviewer())
    keys = Keys(desk_of(a_city().filler))
    keys.desk.go(f"/returns/versions/{version.pk}/fill/")
    keys.page.wait_for_selector("form[data-ready]")
    assert keys.desk.grave_barriers() == []
    find_and_mend(keys)
    ask_sign_submit(keys, desk_of)
    send_back_two_items(reviewer, version)
    correct_exactly_those(keys)
    ask_sign_submit(keys, desk_of)
    accept_what_changed(reviewer, newest())
    assert (newest().number, newest().state) == (2, Version.State.ACCEPTED)
    assert newest().return_filed.in_force_id == newest().pk
