"""反馈核对 in the browser: the commission sends, a city checks its own figures and objects, two people decide."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from assessment.people.models import User
from assessment.scoring.models import Objection, Run
from tests.journeys.conftest import Desk
from tests.situations.catalogue import the_calendar
from tests.situations.files import PDF
from tests.situations.scoring import (
    a_confirmed_run,
    a_run_in_feedback,
    feedback_row,
    the_approver,
    the_filler,
    the_officer,
)

pytestmark = pytest.mark.journey
DeskOf = Callable[[User], Desk]
SCAN = {"name": "数据核对确认表.pdf", "mimeType": "application/pdf", "buffer": PDF}
WORDS_OF_A_SCORE = ("综合得分", "第 1 名", "得分构成", "位次变化")


@pytest.fixture
def desk_of(desks: Callable[[], Desk]) -> DeskOf:
    def sit(user: User) -> Desk:
        desk = desks()
        desk.sit_down(user)
        return desk

    return sit


def still_open(run: Run) -> Run:
    """The same run with its window open today: pages take the server's clock."""
    run.feedback_until = timezone.now() + timedelta(days=3)
    run.save()
    return run


def test_the_officer_sends_and_a_city_confirms_its_own_figures_with_the_stamped_form(desk_of: DeskOf) -> None:
    the_calendar()
    run = a_confirmed_run()
    officer = desk_of(the_officer())
    officer.go("/")
    officer.press("发送反馈核对")
    officer.unfold("发送反馈核对")
    officer.press("发送")
    assert "数据已发送，由各市（州）核对本地区数据。" in officer.text()
    assert officer.grave_barriers() == []
    row = feedback_row(run)
    city = desk_of(the_filler("520300"))
    city.go("/")
    city.press("数据核对")
    shown = city.page.content()
    assert "9,000.00" in shown
    assert [word for word in WORDS_OF_A_SCORE if word in shown] == []
    assert city.grave_barriers() == []
    city.page.locator("#agree-file").set_input_files(SCAN)
    city.page.locator("#agree-code").fill(row.digest[:8])
    city.press("确认数据")
    assert "数据已核对确认。" in city.text()
    row.refresh_from_db()
    assert (row.state, row.answered_by) == ("agreed", the_filler("520300"))
    form = city.go(f"/feedback/{row.pk}/form/").locator("body").inner_text()
    assert "数据核对确认表" in form
    assert f"{row.digest[:4]}-{row.digest[4:8]}" in form


def object_with_slips(city: Desk) -> None:
    """First a value is missing, then it is no number: what was typed stays, and a link leads to the field."""
    city.page.locator("#files").set_input_files(SCAN)
    city.page.locator("#reasons").fill("一户企业三月收入漏报，见附件。")
    city.page.get_by_role("button", name="提交申请").press("Enter")
    assert city.page.title().startswith("错误：")
    assert city.page.evaluate("document.activeElement.innerText").split("\n")[-1] == "“主张数（万元）”尚未填写。"
    assert city.page.evaluate("document.querySelector('#files').files.length") == 1
    assert city.grave_barriers() == []
    city.page.keyboard.press("Tab")
    city.page.keyboard.press("Enter")
    assert city.page.evaluate("document.activeElement.id") == "claimed_value"
    city.page.keyboard.type("九千五百")
    city.press("提交申请")
    assert "“九千五百”不是数值。" in city.page.locator("#trouble").inner_text()
    assert "文件须重新选择。" in city.page.locator("#trouble").inner_text()
    assert city.page.locator("#claimed_value").input_value() == "九千五百"
    assert city.page.locator("#claimed_value").get_attribute("aria-invalid") == "true"
    assert city.grave_barriers() == []
    assert city.page.locator("#reasons").input_value() == "一户企业三月收入漏报，见附件。"


def test_a_city_objects_the_officer_decides_and_a_second_person_confirms(desk_of: DeskOf) -> None:
    run = still_open(a_run_in_feedback())
    row = feedback_row(run)
    city = desk_of(the_filler("520300"))
    city.go(f"/feedback/{row.pk}/")
    object_with_slips(city)
    city.page.locator("#files").set_input_files(SCAN)
    city.page.locator("#claimed_value").fill("9,500")
    city.page.locator("#files").set_input_files(SCAN)
    city.press("提交申请")
    assert "异议（复核）申请已受理。" in city.text()
    objection = Objection.objects.get()
    officer = desk_of(the_officer())
    officer.go("/")
    officer.press("对异议作出决定")
    officer.page.get_by_label("不予采纳").check()
    officer.page.get_by_label("决定理由").fill("与企业财务报表一致。")
    officer.press("登记决定")
    assert "决定已登记，待第二人确认。" in officer.text()
    city.go(f"/objections/{objection.pk}/")
    assert "与企业财务报表一致。" not in city.text()
    approver = desk_of(the_approver())
    approver.go(f"/objections/{objection.pk}/")
    assert approver.grave_barriers() == []
    approver.press("确认决定")
    city.go(f"/objections/{objection.pk}/")
    assert "与企业财务报表一致。" in city.text()
    with city.page.expect_download() as download:
        city.page.get_by_text("复核答复函").press("Enter")
    assert download.value.suggested_filename == f"{objection.number}.docx"
