"""Autosave: changed cells only, nothing lost when the connection, the session or the draft is gone."""

import re
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Page, Request, expect

from assessment.filing import actions
from assessment.filing.models import Version
from assessment.people.models import User
from assessment.people.roles import Role
from tests.journeys.conftest import Desk, still_running
from tests.journeys.entry_page import (
    a_form_of_thirty_items,
    a_running_draft,
    as_block,
    field,
    go_to,
    line,
    open_page,
    paste,
    save,
    stored,
    text_of,
    type_into,
    wait_until_saved,
)
from tests.situations.catalogue import an_account
from tests.situations.filing import LIUPANSHUI, a_city, a_value, a_version_sent_back
from tests.situations.people import PASSWORD

pytestmark = pytest.mark.journey
REVENUE, PROFIT = "software_revenue", "total_profit"
RIGHT_CODE = "135790"


class CodeDevice:
    """A device whose code is always the same."""

    def accepts(self, code: str, *, at: datetime) -> bool:
        return code == RIGHT_CODE


def device_of(user: User) -> CodeDevice:
    return CodeDevice()


def end_session(page: Page) -> None:
    """As after 31 minutes without a request. One still under way would begin the half hour anew."""
    page.wait_for_load_state("networkidle")
    Session.objects.update(expire_date=F("expire_date") - timedelta(minutes=31))
    assert not Session.objects.filter(expire_date__gt=timezone.now()).exists()


def sixty_typed_cells(page: Page) -> None:
    paste(page, REVENUE, as_block([row * 10 + 0.5, row] for row in range(1, 31)))
    page.keyboard.press("Enter")


def test_only_changed_cells_are_sent_and_the_time_is_the_servers(desk: Desk) -> None:
    version = a_running_draft(a_value("5"))
    page = open_page(desk, version)
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "PATCH" else None)
    page.clock.set_fixed_time(datetime.fromisoformat("2030-01-01T00:00:00+08:00"))
    type_into(page, PROFIT, "7")
    wait_until_saved(page)
    assert [cell["item"] for request in sent for cell in request.post_data_json["cells"]] == [PROFIT]
    shown = page.locator("#save-state").inner_text().split()[-1]
    assert shown == f"{timezone.localtime(stored(version, PROFIT).changed_at):%H:%M:%S}"
    assert page.evaluate("!window.dispatchEvent(new Event('beforeunload', {cancelable: true}))") is False


def test_a_row_that_is_left_is_saved_without_any_key(desk: Desk) -> None:
    version = a_running_draft()
    page = open_page(desk, version)
    type_into(page, REVENUE, "12")
    wait_until_saved(page)
    assert stored(version, REVENUE).value == Decimal(12)


def test_leaving_with_unsaved_cells_warns(desk: Desk) -> None:
    page = open_page(desk, a_running_draft())
    go_to(page, REVENUE)
    page.keyboard.type("约三千")
    assert page.evaluate("!window.dispatchEvent(new Event('beforeunload', {cancelable: true}))") is True
    assert "“约三千”不是数值" in (page.locator(field(REVENUE)).get_attribute("title") or "")
    page.keyboard.press("Control+z")


def test_without_connection_cells_are_kept_and_sent_later(desk: Desk) -> None:
    version = a_running_draft()
    page = open_page(desk, version)
    page.context.set_offline(True)
    type_into(page, PROFIT, "12.5")
    expect(page.locator("#save-state")).to_contain_text("未联网：1 项数据保留在本页")
    expect(page.locator(f"tr[data-item={PROFIT}] .cell").first).to_have_class("cell is-offline")
    assert desk.grave_barriers() == []
    page.context.set_offline(False)
    wait_until_saved(page)
    assert stored(version, PROFIT).value == Decimal("12.5")
    desk.faults.clear()


def test_sixty_cells_outlive_the_session_and_are_saved_after_signing_in_over_the_page(desk: Desk) -> None:
    a_form_of_thirty_items()
    version = a_running_draft()
    page = open_page(desk, version)
    sixty_typed_cells(page)
    end_session(page)
    page.keyboard.press("Control+s")
    dialog = page.locator("#sign-in-dialog")
    expect(dialog).to_be_visible()
    assert desk.grave_barriers() == []
    assert page.get_by_label("用户名").input_value() == version.filler.username
    page.keyboard.type("Wrong-horse-8-battery")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).not_to_be_empty()
    assert version.cells.filter(condition="value").count() == 0
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    wait_until_saved(page)
    assert version.cells.filter(condition="value").count() == 60
    assert stored(version, "more_30").value == Decimal("300.5")


def test_the_second_step_is_asked_for_over_the_page_too(desk: Desk, settings: pytest.FixtureRequest) -> None:
    version = a_running_draft()
    page = open_page(desk, version)
    settings.SIGN_IN_DEVICES = f"{__name__}.device_of"  # type: ignore[attr-defined]
    end_session(page)
    type_into(page, REVENUE, "31")
    dialog = page.locator("#sign-in-dialog")
    expect(dialog).to_be_visible()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("动态验证码")).to_be_focused()
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).not_to_be_empty()
    page.keyboard.type(RIGHT_CODE)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    wait_until_saved(page)
    assert stored(version, REVENUE).value == Decimal(31)


def test_signing_in_can_wait_while_the_cells_stay_on_the_page(desk: Desk) -> None:
    version = a_running_draft()
    page = open_page(desk, version)
    end_session(page)
    type_into(page, REVENUE, "31")
    expect(page.locator("#sign-in-dialog")).to_be_visible()
    page.get_by_role("button", name="稍后").click()
    expect(page.locator("#save-state")).to_contain_text("登录已失效：1 项数据等待登录后保存")
    page.locator("#save-state").get_by_role("button", name="登录后继续填报").click()
    expect(page.locator("#again-password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    wait_until_saved(page)
    assert stored(version, REVENUE).value == Decimal(31)


def test_what_one_person_typed_is_never_saved_in_the_session_of_another(desk: Desk) -> None:
    version = a_running_draft()
    page = open_page(desk, version)
    end_session(page)
    other = Desk(page.context.new_page(), desk.address)
    other.sign_in(an_account("second-filler", Role.FILLER, "520200"))
    page.bring_to_front()
    type_into(page, REVENUE, "31")
    dialog = page.locator("#sign-in-dialog")
    expect(dialog).to_be_visible()
    assert stored(version, REVENUE).condition == "empty"
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    wait_until_saved(page)
    assert (stored(version, REVENUE).value, stored(version, REVENUE).changed_by) == (31, version.filler.username)


def test_a_draft_that_was_closed_meanwhile_keeps_what_was_typed_on_the_page(desk: Desk) -> None:
    version = a_running_draft(a_value("5"))
    page = open_page(desk, version)
    Version.objects.filter(pk=version.pk).update(state=Version.State.WITHDRAWN)
    type_into(page, PROFIT, "9")
    page.keyboard.press("Control+s")
    expect(page.locator("#save-state")).to_contain_text("未保存：")
    assert "可先复制留存" in line(page)
    assert text_of(page, PROFIT) == "9.00"
    assert stored(version, PROFIT).condition == "empty"


def test_a_number_too_long_to_keep_is_named_and_the_others_are_saved(desk: Desk) -> None:
    version = a_running_draft()
    page = open_page(desk, version)
    page.locator(field(REVENUE)).fill("0.123456789")
    page.locator(field(PROFIT)).fill("8")
    page.keyboard.press("Control+s")
    expect(page.locator(f"tr[data-item={REVENUE}] .cell").first).to_have_class("cell is-wrong")
    expect(page.locator(f"tr[data-item={PROFIT}] .cell").first).to_have_class("cell is-saved")
    assert stored(version, PROFIT).value == Decimal(8)
    expect(page.locator(field(REVENUE))).to_have_attribute("title", re.compile("位数超出"))
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    save(page)


def test_only_the_items_sent_back_are_open_and_shown_as_such(desk: Desk) -> None:
    version = a_version_begun_after_a_send_back()
    page = open_page(desk, version)
    open_fields = page.locator("[data-figure]:not([readonly])")
    assert open_fields.evaluate_all("all => all.map((one) => one.id)") == [
        f"{REVENUE}.current",
        f"{REVENUE}.same_period_last_year",
    ]
    expect(page.locator(".banner")).to_contain_text("本版本只开放被退回的指标")
    assert page.locator(".cell.is-locked").count() == 28
    assert desk.grave_barriers() == []
    paste(page, REVENUE, "1\n2\n")
    expect(page.locator("#paste-dialog")).to_contain_text("锁定 1 项")
    page.keyboard.press("Enter")
    save(page)
    assert (stored(version, REVENUE).value, stored(version, "software_products_revenue").value) == (1, None)


def a_version_begun_after_a_send_back() -> Version:
    sent_back = a_version_sent_back()
    collection = still_running(sent_back.return_filed.collection)
    return actions.start_version(collection.pk, LIUPANSHUI, by=a_city().filler, at=timezone.now())
