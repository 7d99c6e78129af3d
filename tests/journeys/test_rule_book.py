"""The rule book in a browser: found from the form, searched and unfolded by keyboard."""

import pytest

from tests.journeys.conftest import Desk
from tests.situations.catalogue import a_planned_collection
from tests.situations.filing import LIUPANSHUI, a_city

pytestmark = pytest.mark.journey


def test_a_filler_looks_a_rule_up_from_the_form_by_keyboard(desk: Desk) -> None:
    collection = a_planned_collection()
    desk.sit_down(a_city(LIUPANSHUI).filler)
    desk.go(f"/collections/{collection.pk}/")
    page = desk.press("审核关系")
    assert page.get_by_role("heading", level=1).inner_text() == "审核关系手册"
    assert desk.grave_barriers() == []
    page.get_by_label("关键词或编号").focus()
    page.keyboard.type("四项收入")
    desk.enter()
    assert page.locator("tbody tr").count() == 1
    desk.unfold("软件业务收入合计等于四项收入之和")
    assert page.get_by_text("软件业务收入合计＝软件产品收入＋信息技术服务收入").is_visible()
    assert page.get_by_text("通过示例", exact=True).is_visible()
    assert page.get_by_text("不通过示例", exact=True).is_visible()
    assert page.get_by_text("四项收入之和为[应有数]").is_visible()
    assert desk.grave_barriers() == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
