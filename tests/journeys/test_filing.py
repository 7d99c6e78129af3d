"""A city files by keyboard, two persons sign, it submits; the reviewer sends back or accepts."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessment.catalogue.models import Collection
from assessment.filing import actions
from assessment.filing.models import Cell, Receipt, Version
from assessment.people.models import User
from tests.journeys.conftest import Desk, still_running
from tests.situations.catalogue import a_reviewer, an_open_collection
from tests.situations.filing import LIUPANSHUI, a_city, a_value, sign_all

pytestmark = pytest.mark.journey
DeskOf = Callable[[User], Desk]


@pytest.fixture
def desk_of(desks: Callable[[], Desk]) -> DeskOf:
    def sit(user: User) -> Desk:
        desk = desks()
        desk.sit_down(user)
        return desk

    return sit


@pytest.fixture
def open_quarter() -> None:
    still_running(an_open_collection("SW-Q"))


def newest() -> Version:
    return Version.objects.order_by("-number").first() or pytest.fail("no version")


def stored(item: str, basis: str = "current") -> Cell:
    return Cell.objects.get(version=newest(), item=item, basis=basis)


# Line by line: the total and its four parts with what lies inside them, exports, profit, staff, pay, units, revenue.
COLUMNS = {
    "current": "100,000.5 30,000.5 10,000 5,000 50,000 20,000 1,000 15,000 5,000 0 8,000 900 4,500 40 200,000.5",
    "same_period_last_year": "80000.5 20000.5 8,000 4,000 45,000 18,000 900 11,000 4,000 0 7,000 850 4,000 38 160,001",
}


def fill(desk: Desk) -> None:
    """Two columns of numbers typed downwards, one item said not to apply; the page saves them."""
    page = desk.page
    for basis, column in COLUMNS.items():
        page.locator(f'input[name$=".{basis}"]').first.focus()
        for number in column.split():
            page.keyboard.type(number)
            page.keyboard.press("Enter")
    page.locator('select[name="software_exports.current.condition"]').select_option("not_applicable")
    page.locator('input[name="software_exports.current.reason"]').fill("本市没有软件出口业务")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    expect(page.locator("#save-state")).to_contain_text("已保存")
    desk.look()


def begin_and_fill(filler: Desk) -> None:
    filler.go("/")
    assert "距截止还有 2 天 2 小时" in filler.text()
    assert "未开始" in filler.text()
    filler.press("开始填报")
    fill(filler)
    expect(filler.page.locator(".cell.is-saved")).to_have_count(30 - filler.page.locator(".cell.is-hint").count())


def sign(desk: Desk, title: str) -> None:
    desk.go("/")
    desk.press("审签")
    desk.press(f"审签（{title}）")
    desk.page.get_by_label("承诺依照统计法报送").press("Space")
    desk.press(f"审签（{title}）")
    assert "审签完成。" in desk.text()


def submit(filler: Desk) -> None:
    filler.go("/")
    filler.press("打开")
    filler.press("上报")
    filler.page.get_by_label("承诺依照统计法报送").press("Space")
    filler.press("上报")


def accept(reviewer: Desk) -> None:
    reviewer.go("/")
    assert "六盘水市" in reviewer.text()
    reviewer.press("审核")
    reviewer.press("开始审核")
    reviewer.press("审核通过")
    assert "有效版本" in reviewer.text()


@pytest.mark.usefixtures("open_quarter")
def test_a_return_goes_from_an_empty_form_to_acceptance_by_keyboard(desk_of: DeskOf) -> None:
    city = a_city()
    filler = desk_of(city.filler)
    begin_and_fill(filler)
    assert stored("software_revenue").value == Decimal("100000.5")
    exports = stored("software_exports")
    assert (exports.condition, exports.value, exports.reason) == ("not_applicable", None, "本市没有软件出口业务")
    filler.press("保存并返回")
    assert "不适用" in filler.text()
    filler.press("提交审签")
    filler.press("提交审签")
    assert "待审签" in filler.text()
    sign(desk_of(city.statistics_head), "统计负责人")
    sign(desk_of(city.unit_head), "单位负责人")
    submit(filler)
    receipt = Receipt.objects.get(version=newest())
    assert receipt.number in filler.text()
    assert receipt.digest in filler.text().replace("\n", "")
    accept(desk_of(a_reviewer()))
    assert newest().state == Version.State.ACCEPTED
    assert newest().return_filed.in_force_id == newest().pk


@pytest.mark.usefixtures("open_quarter")
def test_only_named_items_come_back_and_the_city_sees_exactly_those(desk_of: DeskOf) -> None:
    version = a_submitted_now()
    reviewer = desk_of(a_reviewer())
    page = reviewer.go(f"/returns/{version.return_filed_id}/")
    reviewer.press("开始审核")
    page.locator('input[name="note.cloud_services_revenue"]').fill("增长较快，请核对原始凭证")
    page.keyboard.press("Enter")
    assert newest().state == Version.State.UNDER_REVIEW
    reviewer.press("退回所填指标")
    assert "退回 1 项指标。" in reviewer.text()

    filler = desk_of(version.filler)
    filler.go("/")
    assert "已退回" in filler.text()
    filler.press("办理")
    marked = filler.page.locator("tr.attention")
    assert marked.count() == 1
    assert "增长较快，请核对原始凭证" in marked.inner_text()
    filler.press("继续填报")
    assert newest().number == 2


@pytest.mark.usefixtures("open_quarter")
def test_a_city_withdraws_until_the_reviewer_opens_the_return(desk_of: DeskOf) -> None:
    version = a_submitted_now()
    filler = desk_of(version.filler)
    filler.go(f"/returns/{version.return_filed_id}/")
    filler.unfold("撤回")
    filler.press("确认撤回")
    assert "已撤回" in filler.text()
    assert newest().state == Version.State.WITHDRAWN


@pytest.mark.usefixtures("open_quarter")
def test_two_who_press_at_once_are_told_that_the_state_has_changed(desk_of: DeskOf) -> None:
    version = a_submitted_now()
    reviewer = desk_of(a_reviewer())
    reviewer.go(f"/returns/{version.return_filed_id}/")
    Version.objects.filter(pk=version.pk).update(state=Version.State.WITHDRAWN)
    reviewer.press("开始审核")
    assert "存在问题" in reviewer.text()
    assert reviewer.page.evaluate("document.activeElement.id") == "trouble"


@pytest.mark.usefixtures("open_quarter")
def test_another_citys_return_is_not_found(desk_of: DeskOf) -> None:
    version = a_submitted_now()
    stranger = desk_of(a_city("520300").filler)
    page = stranger.go(f"/returns/{version.return_filed_id}/")
    assert "未找到该页面" in stranger.text()
    assert "六盘水" not in page.content()


def a_submitted_now() -> Version:
    """Submitted while the collection runs: figures entered, both signatures given."""
    city, at = a_city(LIUPANSHUI), timezone.now()
    collection = Collection.objects.get(opened_at__isnull=False)
    version = actions.start_version(collection.pk, city.code, by=city.filler, at=at)
    figures = [a_value("3200.5"), a_value("3000", basis="same_period_last_year")]
    actions.save_cells(version.pk, figures, revision=0, by=city.filler, at=at)
    actions.request_signatures(version.pk, by=city.filler, at=at)
    sign_all(version, city, at=at)
    actions.submit(version.pk, by=city.filler, at=at)
    return Version.objects.get(pk=version.pk)
