"""Collections, who owes, extensions, files, letters and messages in the browser, as the people who use them."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from assessment.audit.actions import SYSTEM
from assessment.catalogue.calendar_actions import load_calendar
from assessment.filing import actions
from assessment.filing.evidence_actions import Upload
from assessment.filing.extension_actions import Until
from assessment.filing.letter_actions import Request
from assessment.filing.models import Extension, Reminder, Version
from assessment.people.deputy_actions import WantedDeputy, appoint_deputy, end_deputy
from assessment.people.models import RoleGrant, User
from assessment.people.queries import actions_open_to
from assessment.people.roles import Role
from assessment.people.token_actions import SCOPES, WantedToken, create_token, revoke_token
from tests.journeys.conftest import Desk, still_running
from tests.situations.catalogue import a_commission_officer, a_planned_collection, a_reviewer, an_open_collection
from tests.situations.files import PDF, PNG
from tests.situations.filing import LIUPANSHUI, ZUNYI, a_city, a_filled_draft, a_submitted_version, a_version_sent_back
from tests.situations.measurement import the_communications_administration
from tests.situations.people import PASSWORD, a_user

pytestmark = pytest.mark.journey
Situation = Callable[[], tuple[User, list[str]]]


def a_running_quarter() -> int:
    """One city has submitted, one fills, one asks for more time, one got it; two days are left."""
    load_calendar([2021, 2022, *{timezone.localtime().year}], by=SYSTEM, at=timezone.now())
    a_submitted_version(), a_filled_draft(ZUNYI)
    collection, now = still_running(an_open_collection()), timezone.now()
    due = {one.reporting_unit.code: one.pk for one in collection.obligations.select_related("reporting_unit")}
    actions.ask_extension(
        due[ZUNYI], "连日暴雨，机房停电", wanted_until=now + timedelta(days=5), by=a_city(ZUNYI).filler, at=now
    )
    until = Until(now + timedelta(days=6), now + timedelta(days=8))
    actions.grant_extension(due["520400"], "机构调整交接", until, by=a_reviewer(), at=now)
    actions.remind_unit(collection.pk, "520500", by=a_reviewer(), at=now)
    return collection.pk


def the_bureau() -> tuple[User, list[str]]:
    collection = a_running_quarter()
    a_planned_collection("SW-Q", "2021c06")
    the_communications_administration()
    return a_reviewer(), ["/collections/", f"/collections/{collection}/units/", "/letters/", "/"]


def a_city_with_files() -> tuple[User, list[str]]:
    version, filler = a_filled_draft(), a_city().filler
    still_running(version.return_filed.collection)
    now = timezone.now()
    actions.add_evidence(version.pk, Upload("合同汇总（一季度）.pdf", PDF, "software_revenue"), by=filler, at=now)
    actions.add_evidence(version.pk, Upload("统计台账截图.png", PNG, ""), by=filler, at=now)
    obligation = version.return_filed.collection.obligations.get(reporting_unit__code=LIUPANSHUI)
    actions.ask_extension(obligation.pk, "连日暴雨，机房停电", wanted_until=None, by=filler, at=now)
    actions.refuse_extension(Extension.objects.get().pk, "停电已恢复", by=a_reviewer(), at=now)
    return filler, ["/", f"/returns/versions/{version.pk}/evidence/", f"/obligations/{obligation.pk}/extension/"]


def a_reader_of_messages() -> tuple[User, list[str]]:
    a_version_sent_back()
    collection = still_running(an_open_collection())
    actions.remind_all(collection.pk, by=a_reviewer(), at=timezone.now())
    return a_city().filler, ["/messages/", "/"]


def a_late_return_under_review() -> tuple[User, list[str]]:
    version = a_submitted_version()
    Version.objects.filter(pk=version.pk).update(late=True)
    return a_reviewer(), [f"/returns/{version.return_filed_id}/"]


def the_body_that_is_asked() -> tuple[User, list[str]]:
    person, now = the_communications_administration(), timezone.now()
    tables = {"2021": "电信业务收入（分市州）\n互联网和相关服务业增加值（分市州）", "2020": "电信业务总量（分市州）"}
    purpose, contact = "为做好数字经济考核测算工作", "张三 0851-00000000"
    for period, asked in tables.items():
        wanted = Request("520000-communications", period, asked, purpose, now.date(), contact)
        letter = actions.issue_letter(wanted, by=a_reviewer(), at=now)
    actions.answer_letter(letter.pk, "见黔通信函〔2022〕5号", by=person, at=now)
    return person, ["/letters/", "/"]


def an_owner_of_tokens() -> tuple[User, list[str]]:
    officer = a_commission_officer()
    own = actions_open_to(officer, at=timezone.now())
    for purpose, scope in (
        ("省数据共享交换平台，每季度读取考核结果", frozenset(SCOPES) & own),
        ("统计分析程序", frozenset(SCOPES[:2])),
    ):
        token, _ = create_token(WantedToken(purpose, scope, 90), PASSWORD, by=officer, at=timezone.now())
    revoke_token(token.pk, by=officer, at=timezone.now())
    return officer, ["/tokens/", "/password/"]


def two_colleagues() -> User:
    """A head of a city and a vice head of the same body; whoever lends the role of one to the other."""
    organisation = "520300-officer"
    a_user("zunyi.head", Role.UNIT_HEAD, region_code=ZUNYI, organisation=organisation)
    a_user("zunyi.vice", Role.STATISTICS_HEAD, region_code=ZUNYI, organisation=organisation)
    return a_user("security", Role.SECURITY_ADMINISTRATOR, organisation="520000-administration")


def a_deputy_for(days: int, *, after: int, by: User) -> RoleGrant:
    first = timezone.localdate() + timedelta(days=after)
    last = first + timedelta(days=days - 1)
    wanted = WantedDeputy("zunyi.vice", "zunyi.head", Role.UNIT_HEAD, first, last, "赴省委党校学习，委托分管副职代签")
    return appoint_deputy(wanted, by=by, at=timezone.now())


def a_keeper_of_deputies() -> tuple[User, list[str]]:
    security = two_colleagues()
    end_deputy(a_deputy_for(3, after=0, by=security).pk, by=security, at=timezone.now())
    a_deputy_for(5, after=0, by=security)
    a_deputy_for(5, after=20, by=security)
    return security, ["/deputies/", "/"]


SITUATIONS: list[Situation] = [
    a_keeper_of_deputies,
    an_owner_of_tokens,
    the_bureau,
    a_city_with_files,
    a_reader_of_messages,
    a_late_return_under_review,
    the_body_that_is_asked,
]


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.__name__)
def test_the_pages_have_no_grave_barrier_and_fit_the_width(situation: Situation, desk: Desk) -> None:
    user, addresses = situation()
    desk.sit_down(user)
    for number, address in enumerate(addresses):
        page = desk.go(address)
        if folder := os.environ.get("LOOK_AT"):
            page.screenshot(path=str(Path(folder) / f"{situation.__name__}-{number}.png"), full_page=True)
        assert desk.grave_barriers() == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


def test_a_deputy_is_appointed_and_ended_by_keyboard(desk: Desk) -> None:
    desk.sit_down(two_colleagues())
    page, today = desk.go("/deputies/"), timezone.localdate().isoformat()
    desk.press("设定代理")
    assert page.title().startswith("错误")
    for field, chosen in {"principal": "zunyi.head", "role": "unit_head", "deputy": "zunyi.vice"}.items():
        page.locator(f"#id_{field}").select_option(chosen)
    for field in ("first", "last"):
        page.locator(f"#id_{field}").fill(today)
    page.locator("#id_reason").focus()
    page.keyboard.type("出差")
    desk.enter()
    assert "代理已设定" in desk.text()
    grant = RoleGrant.objects.get(deputy_of__username="zunyi.head")
    assert (grant.user.username, grant.role, grant.reason) == ("zunyi.vice", "unit_head", "出差")
    desk.press("终止")
    assert "代理已终止" in desk.text()
    assert not RoleGrant.objects.filter(pk=grant.pk, valid_until__gt=timezone.now()).exists()


def test_the_bureau_decides_a_request_and_reminds_by_keyboard(desk: Desk) -> None:
    collection = a_running_quarter()
    desk.sit_down(a_reviewer())
    page = desk.go(f"/collections/{collection}/units/")
    desk.unfold("审批")
    page.locator("form[action*=extend]:visible").get_by_role("button").focus()
    desk.enter()
    assert "已同意延期" in desk.text()
    assert Extension.objects.filter(reporting_unit__code=ZUNYI, state="granted").exists()
    desk.press("催报8个单位")
    assert "已向所有未报单位催报" in desk.text()
    assert Reminder.objects.filter(collection=collection).count() == 9


def test_a_city_asks_for_more_time_adds_a_file_and_takes_it_back(desk: Desk) -> None:
    version = a_filled_draft()
    still_running(version.return_filed.collection)
    desk.sit_down(a_city().filler)
    page = desk.go("/")
    desk.press("申请延期")
    page.locator("#reason").fill("连日暴雨，机房停电")
    desk.press("申请延期")
    assert "延期申请已提交" in desk.text()
    desk.go(f"/returns/versions/{version.pk}/evidence/")
    assert "单个文件不超过10 MB" in desk.text()
    chosen = page.locator("#evidence-file")
    chosen.set_input_files({"name": "网页.html", "mimeType": "text/html", "buffer": b"<html></html>"})
    assert "不在接收范围内" in page.locator("#evidence-trouble").inner_text()
    assert page.get_by_role("button", name="添加附件").is_disabled()
    chosen.set_input_files({"name": "合同汇总.pdf", "mimeType": "application/pdf", "buffer": PDF})
    with page.expect_navigation():
        page.get_by_role("button", name="添加附件").press("Enter")
    assert "附件已添加" in desk.text()
    assert "合同汇总.pdf" in desk.text()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="合同汇总.pdf").click()
    assert downloading.value.suggested_filename == "合同汇总.pdf"
    page.get_by_role("button", name="撤回").first.focus()
    desk.enter()
    assert "附件已撤下" in desk.text()
