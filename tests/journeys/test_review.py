"""The bureau reviews by keyboard: it queries, the city answers in the same table, it sends back or accepts."""

from collections.abc import Callable

import pytest

from assessment.filing import actions
from assessment.filing.models import AdoptedValue, QueryThread, Version
from assessment.people.models import User
from tests.journeys.conftest import Desk
from tests.situations.catalogue import a_reviewer
from tests.situations.filing import a_city
from tests.situations.review import (
    LIUPANSHUI,
    REVIEWED,
    a_confirmer,
    a_half_year,
    a_half_year_queried,
    a_half_year_under_review,
    an_adoption,
)

pytestmark = pytest.mark.journey
DeskOf = Callable[[User], Desk]


@pytest.fixture
def desk_of(desks: Callable[[], Desk]) -> DeskOf:
    def sit(user: User) -> Desk:
        desk = desks()
        desk.sit_down(user)
        return desk

    return sit


def keys(desk: Desk, *pressed: str) -> None:
    for key in pressed:
        desk.page.keyboard.press(key)


def write(desk: Desk, key: str, text: str) -> None:
    """Into the field that `key` opens, and back to the table."""
    keys(desk, key)
    desk.page.keyboard.type(text)
    keys(desk, "Escape")


def state_of(version: Version) -> str:
    return Version.objects.get(pk=version.pk).state


def test_questions_are_asked_by_keyboard_and_answered_by_the_city_in_the_table_of_the_sheet(desk_of: DeskOf) -> None:
    version = a_half_year_under_review()
    reviewer = desk_of(a_reviewer())
    reviewer.go(f"/returns/versions/{version.pk}/review/")
    keys(reviewer, "j", "j")
    write(reviewer, "q", "增长较快，说明主要企业")
    keys(reviewer, "j")
    write(reviewer, "q", "说明与上期的差异")
    reviewer.press("发出核实 2 项")
    assert "已对 2 项指标发出核实。" in reviewer.text()
    assert "核实中" in reviewer.text()
    assert [thread.item for thread in QueryThread.objects.order_by("serial")] == [
        "basic_software_revenue",
        "industrial_software_revenue",
    ]

    city = desk_of(a_city(LIUPANSHUI).filler)
    city.go(f"/returns/{version.return_filed_id}/queries/")
    assert "贵阳" not in city.text()
    for number, text in enumerate(("一家企业二季度投产", "上期合同跨季确认")):
        city.page.locator("textarea").nth(number).fill(text)
    city.press("提交答复")
    assert "已提交 2 条答复。" in city.text()
    assert state_of(version) == "under_review"

    reviewer.go(f"/returns/{version.return_filed_id}/queries/")
    for _ in range(2):
        reviewer.page.get_by_placeholder("采信的理由").first.fill("凭证齐全")
        reviewer.page.get_by_placeholder("采信的理由").first.press("Enter")
        reviewer.page.wait_for_load_state()
    reviewer.go(f"/returns/versions/{version.pk}/review/")
    reviewer.press("审核通过")
    assert state_of(version) == "accepted"


def test_two_items_are_named_and_sent_back_within_a_few_keys(desk_of: DeskOf) -> None:
    version = a_half_year_under_review()
    reviewer = desk_of(a_reviewer())
    reviewer.go(f"/returns/versions/{version.pk}/review/")
    write(reviewer, "b", "与凭证不符")
    keys(reviewer, "j")
    write(reviewer, "b", "请核对原始凭证")
    reviewer.press("退回 2 项指标")
    assert "退回 2 项指标。" in reviewer.text()
    named = version.cells.exclude(sent_back_note="").values_list("item", flat=True)
    assert set(named) == {"software_revenue", "software_products_revenue"}


def test_a_return_is_gone_through_with_one_page_and_one_key_an_item(desk_of: DeskOf) -> None:
    """What five hundred cells cost beside reading: a page for each thirty of them, then nothing more is asked for."""
    version = a_half_year_under_review()
    reviewer = desk_of(a_reviewer())
    page = reviewer.go(f"/returns/versions/{version.pk}/review/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    keys(reviewer, *(["j"] * 14))
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#detail-operating_revenue"
    assert page.locator("[data-detail]:visible").count() == 1
    assert asked == []


def test_what_has_changed_since_the_last_version_is_shown_with_the_old_value(desk_of: DeskOf) -> None:
    version = a_half_year_under_review()
    actions.send_back(version.pk, {"total_pay": "请核对"}, by=a_reviewer(), at=REVIEWED)
    again = Version.objects.get(pk=version.pk)
    again.pk, again.number, again.state = None, 2, "under_review"
    again.save()
    for cell in version.cells.all():
        changed = cell.item == "total_pay" and cell.basis == "current"
        cell.pk, cell.version, cell.value = None, again, 900 if changed else cell.value
        cell.save()
    reviewer = desk_of(a_reviewer())
    page = reviewer.go(f"/returns/versions/{again.pk}/review/")
    assert "较第1版有1项指标变动" in reviewer.text()
    row = page.locator("#row-total_pay")
    assert "900.00" in row.inner_text()
    assert row.locator("del").inner_text().strip().endswith("910.68")
    assert page.locator("tr.changed").count() == 1


def test_returns_without_a_finding_are_accepted_together_after_a_second_look(desk_of: DeskOf) -> None:
    thread = a_half_year_queried()
    reviewer = desk_of(a_reviewer())
    reviewer.go("/returns/?period=2021c06")
    reviewer.press("批量审核通过")
    page = reviewer.page
    assert page.locator("input[name=version]").count() == 9
    assert "2 项核实未结束" in reviewer.text()
    for box in page.locator("input[name=version]").all()[2:]:
        box.uncheck()
    reviewer.press("审核通过所选报表")
    accepted = Version.objects.filter(state="accepted", return_filed__collection__period="2021c06").count()
    refused = page.locator("section", has_text="未通过").locator("tr").count()
    assert accepted + refused == 2
    assert state_of(thread.version) == "querying"


def test_a_value_is_adopted_by_two_persons_and_shown_beside_the_filed_figure(desk_of: DeskOf) -> None:
    a_half_year()
    old = Version.objects.get(return_filed__collection__period="2021c03", return_filed__reporting_unit__code=LIUPANSHUI)
    reviewer = desk_of(a_reviewer())
    page = reviewer.go(f"/returns/versions/{old.pk}/review/")
    page.locator("[data-detail]:visible summary").first.click()
    page.locator("#adopt-software_revenue").fill("1,980.50")
    page.locator("#adopt-reason-software_revenue").fill("一家企业跨市重复填报")
    page.locator("#adopt-document-software_revenue").fill("核实单H20210413-0001")
    page.locator("#adopt-document-software_revenue").focus()
    reviewer.enter()
    confirmer = desk_of(a_confirmer())
    confirmer.go("/adopted-values/")
    confirmer.press("确认")
    assert AdoptedValue.objects.get().state == "confirmed"
    reviewer.go(f"/returns/versions/{old.pk}/review/")
    assert "采用 1,980.50" in reviewer.page.locator("#row-software_revenue").inner_text()
    assert "2,040.40" in reviewer.page.locator("#row-software_revenue").inner_text()


def test_no_page_of_the_review_has_a_grave_barrier(desk_of: DeskOf, settings: pytest.FixtureRequest) -> None:
    settings.DEMO_DATA = True  # type: ignore[attr-defined]
    thread = a_half_year_queried()
    old = Version.objects.get(return_filed__collection__period="2021c03", return_filed__reporting_unit__code="520300")
    first = actions.propose_adoption(old.return_filed_id, an_adoption(), by=a_reviewer(), at=REVIEWED)
    actions.confirm_adoption(first.pk, by=a_confirmer(), at=REVIEWED)
    actions.propose_adoption(old.return_filed_id, an_adoption("9000"), by=a_reviewer(), at=REVIEWED)
    version, filed = thread.version, thread.version.return_filed_id
    places = {
        a_reviewer(): [
            f"/returns/versions/{version.pk}/review/",
            f"/returns/{filed}/queries/",
            "/returns/?period=2021c06",
            "/returns/accept-together/?period=2021c06",
            "/adopted-values/",
        ],
        a_city(LIUPANSHUI).filler: [f"/returns/{filed}/queries/", "/returns/?period=2021c06"],
        a_confirmer(): ["/adopted-values/", "/returns/?period=2021c06"],
    }
    for user, addresses in places.items():
        desk = desk_of(user)
        for address in addresses:
            page = desk.go(address)
            assert (address, desk.grave_barriers()) == (address, [])
            assert page.locator("h1").count() == 1
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
