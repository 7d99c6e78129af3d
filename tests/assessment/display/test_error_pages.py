"""Pages for when something is wrong: plain words, what to do, a number; the same for hidden and for absent."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from assessment.display import pages
from assessment.methodology.errors import AssessmentError
from assessment.people.errors import NotFound, PermissionRefused, SignInThrottled
from assessment.people.roles import Role
from deploy import urls
from tests.situations.catalogue import an_account

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"错误编号 <span class=\"mono\">[0-9a-f]{8}</span>")
SECRET = "SELECT secret FROM somewhere"


class Conflict(AssessmentError):
    code = "conflict"
    status = 409


def raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


urlpatterns = [
    path("refused/", raising(PermissionRefused(action="run.start"))),
    path("hidden/", raising(NotFound())),
    path("absent/", raising(Http404())),
    path("conflict/", raising(Conflict())),
    path("throttled/", raising(SignInThrottled(minutes=15))),
    path("fault/", raising(RuntimeError(SECRET))),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = (
    urls.handler400, urls.handler403, urls.handler404, urls.handler500,
)  # fmt: skip


@pytest.fixture
def client() -> Client:
    reader = Client(raise_request_exception=False)
    reader.force_login(an_account("reviewer", Role.REVIEWER))
    return reader


@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/refused/", 403, "本账户无此权限"),
        ("/hidden/", 404, "未找到该页面"),
        ("/conflict/", 409, "状态已发生变化"),
        ("/throttled/", 429, "操作过于频繁"),
        ("/fault/", 500, "系统出现故障"),
    ],
)
@override_settings(ROOT_URLCONF=__name__)
def test_each_trouble_has_a_page_in_plain_words_with_a_number(
    client: Client, address: str, status: int, title: str
) -> None:
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert title in page
    assert NUMBER.search(page)
    assert SECRET not in page
    assert "no-store" in answer.headers["Cache-Control"]


@override_settings(ROOT_URLCONF=__name__)
def test_what_is_hidden_and_what_does_not_exist_look_the_same(client: Client) -> None:
    hidden, absent, unknown = (
        NUMBER.sub("", client.get(address).content.decode()) for address in ("/hidden/", "/absent/", "/nowhere/")
    )
    tokens = re.compile(r'value="[^"]*"|\d{4}-\d{2}-\d{2}[^<"]*')
    assert tokens.sub("", hidden) == tokens.sub("", absent) == tokens.sub("", unknown)


def test_an_expired_page_says_that_it_expired() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-in/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


@pytest.mark.parametrize(
    "agent", ["Mozilla/5.0 (compatible; MSIE 10.0)", "Mozilla/5.0 (Trident/7.0; rv:11.0) like Gecko"]
)
def test_the_old_kernel_is_told_how_to_switch(agent: str) -> None:
    page = Client().get("/sign-in/", headers={"user-agent": agent}).content.decode()
    assert "需切换到极速模式" in page
    assert "<script" not in page


def test_the_error_page_of_the_server_needs_nothing_that_may_have_failed() -> None:
    answer = pages.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert NUMBER.search(answer.content.decode())


def test_every_layer_around_the_pages_stands_there_once() -> None:
    assert len(settings.MIDDLEWARE) == len(set(settings.MIDDLEWARE))


@pytest.mark.parametrize("address", ["/sign-in/", "/", "/nowhere/", "/api/nowhere/"])
def test_every_answer_carries_the_content_policy_and_is_kept_nowhere(address: str) -> None:
    headers = Client().get(address).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
