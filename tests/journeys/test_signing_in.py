"""The way in: the sentence of a wrong password, the throttle, the second step, the end of a session."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlparse

import pytest
from django.utils import timezone

from assessment.people.actions import disable_account, set_password
from assessment.people.models import User
from assessment.people.roles import Role
from tests.journeys.conftest import Desk
from tests.situations.catalogue import an_account
from tests.situations.people import PASSWORD

pytestmark = pytest.mark.journey
RIGHT_CODE = "123456"


class Token:
    """A device that shows one code."""

    def accepts(self, code: str, *, at: datetime) -> bool:
        return code == RIGHT_CODE


def token_of(user: User) -> Token:
    return Token()


@pytest.fixture
def filler() -> User:
    return an_account("zunyi.filler", Role.FILLER, "520300")


def where(desk: Desk) -> str:
    return urlparse(desk.page.url).path


def session_of(desk: Desk) -> str | None:
    cookies = desk.page.context.cookies()
    return next((str(cookie["value"]) for cookie in cookies if cookie["name"] == "sessionid"), None)


def test_the_page_says_that_state_secrets_do_not_belong_here(desk: Desk) -> None:
    desk.go("/sign-in/")
    assert "本系统为非涉密系统，严禁存储、处理、传输国家秘密" in desk.text()


def test_a_wrong_password_is_answered_with_one_sentence_and_keeps_the_name(desk: Desk, filler: User) -> None:
    page = desk.sign_in(filler, "wrong password")
    assert "用户名或密码不正确，或者账户已停用。" in desk.text()
    assert page.title().startswith("错误：")
    assert page.evaluate("document.activeElement.id") == "trouble"
    assert page.get_by_label("用户名").input_value() == filler.username
    assert page.get_by_label("密码").input_value() == ""


def test_an_unknown_name_reads_the_same_as_a_wrong_password(desk: Desk, filler: User) -> None:
    desk.sign_in(filler, "wrong password")
    wrong = desk.page.locator("#trouble").inner_text()
    desk.sign_in("nobody.at.all", "wrong password")
    assert desk.page.locator("#trouble").inner_text() == wrong


def test_empty_fields_are_named_one_by_one_and_linked(desk: Desk) -> None:
    desk.go("/sign-in/")
    desk.press("登录")
    summary = desk.page.locator("#trouble")
    assert "填写用户名。" in summary.inner_text()
    assert "填写密码。" in summary.inner_text()
    summary.get_by_text("填写密码。").click()
    assert desk.page.evaluate("document.activeElement.id") == "id_password"


def test_after_five_failures_even_the_right_password_has_to_wait(desk: Desk, filler: User) -> None:
    for _ in range(5):
        desk.sign_in(filler, "wrong password")
    desk.sign_in(filler)
    assert "尝试次数过多。等待 15 分钟后再试，或者联系值班人员解锁。" in desk.text()


def test_the_right_password_leads_to_my_tasks_under_a_new_session(desk: Desk, filler: User) -> None:
    desk.go("/returns/")
    assert where(desk) == "/sign-in/"
    before = session_of(desk)
    desk.sign_in(filler)
    assert where(desk) == "/"
    assert "我的任务" in desk.page.title()
    assert session_of(desk) != before


def test_one_is_led_to_the_page_one_wanted_but_never_off_the_site(desk: Desk, filler: User) -> None:
    for wanted, reached in (("/returns/", "/returns/"), ("//elsewhere.example/", "/")):
        desk.page.context.clear_cookies()
        desk.go(f"/sign-in/?next={wanted}")
        desk.page.get_by_label("用户名").fill(filler.username)
        desk.page.get_by_label("密码").fill(PASSWORD)
        desk.enter()
        assert where(desk) == reached


def test_the_session_of_a_disabled_account_ends_with_its_next_request(desk: Desk, filler: User) -> None:
    desk.sign_in(filler)
    administrator = an_account("system.administrator", Role.SYSTEM_ADMINISTRATOR)
    disable_account(filler.username, by=administrator, at=timezone.now())
    desk.go("/returns/")
    assert where(desk) == "/sign-in/"
    desk.sign_in(filler)
    assert "用户名或密码不正确，或者账户已停用。" in desk.text()


def test_signing_out_ends_the_session_on_the_server(desk: Desk, filler: User) -> None:
    desk.sign_in(filler)
    old = session_of(desk)
    desk.press("退出")
    assert "已退出登录。" in desk.text()
    assert old is not None
    desk.page.context.add_cookies([{"name": "sessionid", "value": old, "url": desk.address}])
    desk.go("/returns/")
    assert where(desk) == "/sign-in/"


def test_an_initial_password_opens_nothing_but_its_own_change(desk: Desk, filler: User) -> None:
    User.objects.filter(pk=filler.pk).update(must_change_password=True)
    page = desk.sign_in(filler)
    assert where(desk) == "/password/"
    desk.go("/returns/")
    assert where(desk) == "/password/"
    page.get_by_label("当前密码").fill(PASSWORD)
    page.get_by_label("新密码", exact=True).fill("another-long-word-7")
    page.get_by_label("再次填写新密码").fill("another-long-word-8")
    desk.press("修改密码")
    assert "两次填写的新密码不一致，重新填写。" in desk.text()
    page.get_by_label("当前密码").fill(PASSWORD)
    page.get_by_label("新密码", exact=True).fill("another-long-word-7")
    page.get_by_label("再次填写新密码").fill("another-long-word-7")
    desk.enter()
    assert where(desk) == "/"
    assert "密码已修改，本账户的其他会话已结束。" in desk.text()


def test_a_new_password_ends_the_other_sessions(desks: Callable[[], Desk], filler: User) -> None:
    here, there = desks(), desks()
    for desk in (here, there):
        desk.sign_in(filler)
    set_password(User.objects.get(pk=filler.pk), "another-long-word-7", by=filler, at=timezone.now())
    there.go("/returns/")
    assert where(there) == "/sign-in/"


def test_an_account_with_a_device_needs_its_code_and_cannot_go_around_it(
    desk: Desk, filler: User, settings: pytest.FixtureRequest
) -> None:
    settings.SIGN_IN_DEVICES = f"{__name__}.token_of"  # type: ignore[attr-defined]
    page = desk.sign_in(filler)
    assert where(desk) == "/sign-in/code/"
    desk.go("/returns/")
    assert where(desk) == "/sign-in/"
    desk.go("/sign-in/code/")
    page.get_by_label("动态验证码").fill("000000")
    desk.enter()
    assert "验证码不正确或已使用过。" in desk.text()
    page.get_by_label("动态验证码").fill(RIGHT_CODE)
    desk.enter()
    assert where(desk) == "/"


def test_the_code_page_leads_back_without_a_right_password_before_it(desk: Desk) -> None:
    desk.go("/sign-in/code/")
    assert where(desk) == "/sign-in/"


def test_the_reader_chooses_the_language(desk: Desk) -> None:
    desk.go("/sign-in/")
    desk.press("English")
    assert "Storing, processing or sending state secrets here is forbidden." in desk.text()
    desk.press("中文")
    assert "严禁存储、处理、传输国家秘密" in desk.text()
