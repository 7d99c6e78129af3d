"""The pages of schemes and of a new year: what each shows to whom, and how many questions it asks."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.catalogue.models import Collection, SchemeVersion
from assessment.people.models import User
from assessment.people.roles import Role
from tests.situations.catalogue import (
    a_commission_officer,
    a_draft_scheme,
    a_frozen_scheme,
    a_reviewer,
    an_account,
    the_catalogue,
)
from tests.situations.schemes import (
    a_changed_scheme_text,
    a_ready_made_scheme,
    files_of_the_quarterly_draft,
    replaced,
)

pytestmark = pytest.mark.django_db
# Session and account, the touch of the session in its savepoint, the grants, the roles of the head, unread messages.
QUERIES_OF_THE_LIST = 11
QUERIES_OF_A_SCHEME = 11
QUERIES_OF_A_NEW_YEAR = 19


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def a_filler() -> User:
    return an_account("filler-520200", Role.FILLER, "520200")


def sent(text: str, name: str = "方案.yaml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def many_schemes() -> None:
    draft = a_draft_scheme()
    for number in range(2, 12):
        draft.pk, draft.number = None, number
        draft.save(force_insert=True)


def test_the_list_costs_the_same_however_long_it_is(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = signed_in(a_commission_officer())
    the_catalogue()
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get("/schemes/")
    many_schemes()
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        page = client.get("/schemes/").content.decode()
    assert "2021年度考核方案（第1版）" in page
    assert "新建考核方案" in page


def test_a_city_reads_the_frozen_scheme_and_nothing_of_a_draft() -> None:
    draft = a_draft_scheme()
    client = signed_in(a_filler())
    assert "尚无已冻结的考核方案" in client.get("/schemes/").content.decode()
    assert client.get(f"/schemes/{draft.pk}/").status_code == 404
    assert client.get(f"/schemes/{draft.pk}/scheme.yaml").status_code == 404
    a_frozen_scheme()
    page = client.get(f"/schemes/{draft.pk}/").content.decode()
    for words in (
        "黔发改数字〔2021〕00号（演示）",
        "功效系数法",
        "(x − 最差值) / (最优值 − 最差值) × 40 + 60",
        "得分相同的，位次并列",
        "取自然对数",
        "改按增量计分",
        "暂取本组最低得分，并加注",
        "四舍五入",
        "加权算术平均",
    ):
        assert words in page
    for words in ("最终冻结", "上传修改后的文件", 'name="weight-level"'):
        assert words not in page
    assert client.get(f"/schemes/{draft.pk}/upload/").status_code == 403
    assert client.get("/schemes/new/").status_code == 403
    assert client.post(f"/schemes/{draft.pk}/weights/", {"weight-level": "50"}).status_code == 403


def test_a_scheme_costs_the_same_for_any_tree(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    draft = a_draft_scheme()
    client = signed_in(a_commission_officer())
    for kind in ("quarterly", "annual"):
        version = SchemeVersion.objects.get(kind=kind, number=draft.number)
        with django_assert_num_queries(QUERIES_OF_A_SCHEME):
            page = client.get(f"/schemes/{version.pk}/").content.decode()
        assert 'name="weight-growth"' in page


def test_the_files_are_downloaded_as_they_can_be_uploaded_again() -> None:
    draft, files = files_of_the_quarterly_draft()
    client = signed_in(a_commission_officer())
    scheme = client.get(f"/schemes/{draft.pk}/scheme.yaml")
    assert scheme.content.decode() == draft.text
    assert scheme["Content-Disposition"] == 'attachment; filename="guizhou-2021-quarterly.yaml"'
    document = client.get(f"/schemes/{draft.pk}/document.yaml")
    assert document.content.decode() == files.document
    assert document["Content-Disposition"] == 'attachment; filename="guizhou-2021-quarterly.document.yaml"'
    page = client.post(f"/schemes/{draft.pk}/upload/", {"scheme": sent(draft.text), "document": sent(files.document)})
    assert "文件内容与草案一致" in page.content.decode()


def hidden(page: str, name: str) -> str:
    """What the form of the difference carries along."""
    from_here = page.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]
    for entity, sign in (("&quot;", '"'), ("&#x27;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        from_here = from_here.replace(entity, sign)
    return from_here


def confirmed(client: Client, page: str) -> int:
    """Confirm a difference as the form does; line ends as a browser sends them."""
    names = ("seen", "scheme", "document", "scheme_name", "document_name")
    fields = {name: hidden(page, name).replace("\n", "\r\n") for name in names}
    return client.post("/schemes/confirm/", fields).status_code


def test_an_upload_shows_the_difference_and_the_confirmation_writes_it() -> None:
    draft = a_draft_scheme()
    client = signed_in(a_commission_officer())
    page = client.post(f"/schemes/{draft.pk}/upload/", {"scheme": sent(a_changed_scheme_text())}).content.decode()
    assert "绝对值 (level)" in page
    assert "weight: 40" in SchemeVersion.objects.get(pk=draft.pk).text
    assert confirmed(client, page) == 302
    assert SchemeVersion.objects.get(pk=draft.pk).text == draft.text.replace("weight: 40", "weight: 45")


def test_a_file_that_is_wrong_comes_back_with_its_sentence() -> None:
    draft = a_draft_scheme()
    client = signed_in(a_commission_officer())
    wrong = replaced(draft.text, "weight: 40", "weight: -1")
    answer = client.post(f"/schemes/{draft.pk}/upload/", {"scheme": sent(wrong)})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "未写入任何内容" in page
    assert "方案.yaml：第19行" in page
    assert client.post(f"/schemes/{draft.pk}/upload/", {}).status_code == 400
    assert SchemeVersion.objects.get(pk=draft.pk).text == draft.text


def test_a_ready_made_scheme_is_where_a_new_one_starts() -> None:
    the_catalogue()
    client = signed_in(a_commission_officer())
    page = client.get("/schemes/new/").content.decode()
    assert page.count('name="ready_made"') == 5
    preview = client.post("/schemes/new/", {"ready_made": "rank-ladder-4-6"}).content.decode()
    assert "达标与争先进位分项计分法" in preview
    assert confirmed(client, preview) == 302
    made = SchemeVersion.objects.get(code="rank-ladder-4-6")
    assert made.frozen_at is None
    assert client.post("/schemes/new/", {"ready_made": "unknown"}).status_code == 400


def test_a_new_scheme_is_uploaded_with_both_files() -> None:
    the_catalogue()
    client = signed_in(a_commission_officer())
    files = a_ready_made_scheme()
    assert client.post("/schemes/new/", {"scheme": sent(files.scheme)}).status_code == 400
    page = client.post("/schemes/new/", {"scheme": sent(files.scheme), "document": sent(files.document)})
    assert "同类考核的首个方案，无可比较" in page.content.decode()
    assert confirmed(client, page.content.decode()) == 302


def test_the_weights_of_the_page_are_a_difference_to_confirm() -> None:
    draft = a_draft_scheme()
    client = signed_in(a_commission_officer())
    fields = {"weight-level": "50", "weight-growth": "50.0", "weight-SOFTWARE": "100"}
    page = client.post(f"/schemes/{draft.pk}/weights/", fields).content.decode()
    assert "绝对值 (level)" in page
    assert confirmed(client, page) == 302
    text = SchemeVersion.objects.get(pk=draft.pk).text
    assert text == draft.text.replace("weight: 40", "weight: 50").replace("weight: 60", "weight: 50.0")


@pytest.mark.parametrize("weight", ["", "x", "-1", "0", "NaN", "1e3", "9" * 13])
def test_a_weight_that_is_none_is_refused_with_its_place(weight: str) -> None:
    draft = a_draft_scheme()
    client = signed_in(a_commission_officer())
    page = client.post(f"/schemes/{draft.pk}/weights/", {"weight-level": weight}, follow=True).content.decode()
    assert "level的权重应为大于零的数字" in page
    assert SchemeVersion.objects.get(pk=draft.pk).text == draft.text


def test_a_draft_that_changed_meanwhile_is_shown_anew() -> None:
    draft = a_draft_scheme()
    client = signed_in(a_commission_officer())
    first = client.post(f"/schemes/{draft.pk}/weights/", {"weight-level": "50"}).content.decode()
    second = client.post(f"/schemes/{draft.pk}/weights/", {"weight-level": "55"}).content.decode()
    assert confirmed(client, first) == 302
    assert confirmed(client, second) == 409
    assert "weight: 50" in SchemeVersion.objects.get(pk=draft.pk).text
    assert client.post("/schemes/confirm/", {"scheme": "x", "document": "y"}).status_code == 400
    stranger = signed_in(a_reviewer())
    assert confirmed(stranger, second) == 403


Address = Callable[[], str]


def test_the_new_year_shows_each_what_is_theirs(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    the_catalogue()
    bureau, commission = signed_in(a_reviewer()), signed_in(a_commission_officer())
    with django_assert_num_queries(QUERIES_OF_A_NEW_YEAR):
        page = bureau.get("/roll-over/?year=2022").content.decode()
    assert "2022年一季度：2022-04-01开表" in page
    assert "2022年度考核方案" not in page
    page = commission.get("/roll-over/").content.decode()
    assert "2022年度考核方案（第1版）" in page
    assert "2022年一季度：" not in page
    assert commission.post("/roll-over/2022/", follow=True).status_code == 200
    assert SchemeVersion.objects.filter(code__startswith="guizhou-2022").count() == 2
    assert not Collection.objects.filter(period="2022c03").exists()
    again = commission.post("/roll-over/2022/", follow=True).content.decode()
    assert "2022年内容已齐全，未作改动。" in again
    bureau.post("/roll-over/2022/")
    with django_assert_num_queries(QUERIES_OF_A_NEW_YEAR):
        assert "待新增" not in bureau.get("/roll-over/?year=2022").content.decode()


def test_a_year_beyond_the_file_and_a_stranger_get_nothing() -> None:
    the_catalogue()
    page = signed_in(a_reviewer()).post("/roll-over/2050/", follow=True).content.decode()
    assert "没有2049年的内容可以结转" in page
    assert signed_in(a_filler()).get("/roll-over/").status_code == 403
    assert signed_in(a_filler()).post("/roll-over/2022/").status_code == 403


def test_before_anything_is_loaded_there_is_nothing_to_roll_over() -> None:
    assert "尚无年度数据" in signed_in(a_reviewer()).get("/roll-over/").content.decode()
