"""Two officers on one return: who is where, both values of a conflict, and nothing overwritten in silence."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from assessment.filing.models import Version
from assessment.people.models import User
from assessment.people.roles import Role
from tests.journeys.conftest import Desk
from tests.journeys.entry_page import (
    a_running_draft,
    field,
    go_to,
    line,
    open_page,
    save,
    stored,
    text_of,
    type_into,
    wait_until_saved,
)
from tests.situations.catalogue import an_account
from tests.situations.filing import a_value

pytestmark = pytest.mark.journey
REVENUE, PAY = "software_revenue", "total_pay"
Desks = Callable[[], Desk]


def a_colleague() -> User:
    return an_account("second-filler", Role.FILLER, "520200")


@pytest.fixture
def version(no_earlier_failures: None) -> Version:
    return a_running_draft(a_value("5"))


def test_each_sees_that_the_other_is_there(desks: Desks, version: Version) -> None:
    first = open_page(desks(), version)
    go_to(first, REVENUE)
    with first.expect_response("**/presence/"):
        first.reload()
    first.wait_for_selector("form[data-ready]")
    second = open_page(desks(), version, a_colleague())
    expect(second.locator("[data-present]")).to_contain_text("同时在填：filler-520200")


def test_both_values_are_shown_and_the_user_chooses_for_each_cell(desks: Desks, version: Version) -> None:
    desk, other = desks(), desks()
    mine, theirs = open_page(desk, version), open_page(other, version, a_colleague())
    type_into(theirs, REVENUE, "1200.50")
    type_into(theirs, PAY, "9")
    save(theirs)
    mine.locator(field(REVENUE)).fill("1300")
    mine.locator(field(PAY)).fill("8")
    mine.keyboard.press("Control+s")
    dialog = mine.locator("#conflict-dialog")
    expect(dialog).to_be_visible()
    assert desk.grave_barriers() == []
    said = dialog.inner_text()
    for words in ("01 软件业务收入合计 · 本期累计", "已存：1,200.50（second-filler，", "您填：1,300.00", "您填：8.00"):
        assert words in said, words
    assert (stored(version, REVENUE).value, stored(version, PAY).value) == (Decimal("1200.5"), Decimal(9))
    confirm = dialog.get_by_role("button", name="按所选保存")
    dialog.get_by_text("已存：1,200.50").click()
    assert confirm.is_disabled()
    dialog.get_by_text("您填：8.00").click()
    confirm.click()
    wait_until_saved(mine)
    assert (text_of(mine, REVENUE), text_of(mine, PAY)) == ("1,200.50", "8.00")
    assert (stored(version, REVENUE).value, stored(version, PAY).value) == (Decimal("1200.5"), Decimal(8))


def test_what_the_other_saved_is_taken_where_nothing_was_typed(desks: Desks, version: Version) -> None:
    mine, theirs = open_page(desks(), version), open_page(desks(), version, a_colleague())
    type_into(theirs, PAY, "9")
    save(theirs)
    type_into(mine, REVENUE, "6")
    save(mine)
    expect(mine.locator(field(PAY))).to_have_value("9.00")
    assert "second-filler" in line(mine) or text_of(mine, PAY) == "9.00"
    assert (stored(version, REVENUE).value, stored(version, PAY).value) == (Decimal(6), Decimal(9))


def test_a_cell_typed_while_a_save_is_under_way_is_no_silent_overwrite(desks: Desks, version: Version) -> None:
    mine, theirs = open_page(desks(), version), open_page(desks(), version, a_colleague())
    type_into(theirs, PAY, "9")
    save(theirs)
    held = []
    mine.route("**/cells/", lambda route: held.append(route) if not held else route.continue_())
    type_into(mine, REVENUE, "6")
    mine.keyboard.press("Control+s")
    mine.locator(field(PAY)).fill("8")
    mine.keyboard.press("Enter")
    assert len(held) == 1
    held[0].continue_()
    dialog = mine.locator("#conflict-dialog")
    expect(dialog).to_contain_text("您填：8.00")
    assert stored(version, PAY).value == Decimal(9)
    dialog.get_by_text("您填：8.00").click()
    mine.keyboard.press("Tab")
    mine.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    wait_until_saved(mine)
    assert stored(version, PAY).value == Decimal(8)
