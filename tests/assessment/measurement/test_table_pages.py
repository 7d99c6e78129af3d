"""The pages of base tables: what one sees of them, and that they cost the same however much there is."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.filing import actions
from assessment.measurement.annual_return import FORM
from assessment.measurement.models import BaseTable
from assessment.measurement.table_keys import TableKey
from assessment.people.models import User
from assessment.people.roles import Role
from tests.situations.base_tables import ACCOUNTS, AGAIN, GDP, delivered, uploaded, usual_accounts, usual_gdp
from tests.situations.catalogue import an_account, an_open_collection
from tests.situations.filing import LIUPANSHUI, a_city
from tests.situations.measurement import (
    the_communications_administration,
    the_confirmer,
    the_institute,
    the_statistics_bureau,
)
from tests.situations.people import guizhou

pytestmark = pytest.mark.django_db
# Session and account with the touch of the session, the grants of the reader and of the head, unread messages; then
# tables, figures laid out, their checks, cities.
QUERIES_OF_THE_LIST = 13
QUERIES_OF_A_TABLE = 25


@pytest.fixture(autouse=True)
def _province() -> None:
    guizhou()


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(user)
    return client


def page(user: User, address: str) -> str:
    answer = signed_in(user).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("years", [("2021",), ("2019", "2020", "2021")])
def test_the_list_costs_the_same_however_long_it_is(
    years: tuple[str, ...], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    an_open_collection(FORM, "2021")
    for year in years:
        delivered(TableKey("gdp", year, "preliminary"), usual_gdp(), reason="年度资料补充")
    client = signed_in(the_confirmer())
    client.get("/tables/")
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        assert client.get("/tables/").status_code == 200


@pytest.mark.parametrize("deliveries", [1, 4])
def test_the_page_of_a_table_costs_the_same_however_often_it_was_delivered(
    deliveries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    an_open_collection(FORM, "2021")
    for number in range(deliveries):
        table = delivered(GDP, usual_gdp(100 + number / 10))
    client = signed_in(the_confirmer())
    client.get("/tables/")
    with django_assert_num_queries(QUERIES_OF_A_TABLE):
        assert client.get(f"/tables/{table.pk}/").status_code == 200


def test_the_matrix_shows_both_approaches_the_derived_component_and_the_province() -> None:
    cells = usual_accounts() | {"H6": None, "I6": 150, "J7": 400, "K7": 240}
    text = page(the_institute(), f"/tables/{delivered(ACCOUNTS, cells).pk}/")
    assert "推算" in text
    # 400 − 240 = 160 beside 150: ten more than rounding can hide.
    assert "+10.00" in text
    # Nine times 150 against the 1,350 of the province.
    assert "1.0000" in text
    assert "在允许范围内" in text


def test_a_table_of_operators_shows_its_arithmetic_and_leads_to_the_letters() -> None:
    body = the_communications_administration()
    line = dict(zip("ABCDEFGH", ("演示电信公司", 100, 30, 50, 20, 1000, 600, 400), strict=True))
    table = delivered(ACCOUNTS, {f"跨地区经营单位!{column}6": value for column, value in line.items()}, by=body)
    text = page(body, f"/tables/{table.pk}/")
    assert "演示电信公司分摊" in text
    assert "60.0000" in text
    assert "120.00" in text
    assert "/letters/" in text
    assert "/letters/" not in page(the_institute(), f"/tables/{table.pk}/").partition("<main")[2]


def test_vintages_stand_side_by_side_with_their_revision_and_the_signed_reason() -> None:
    delivered(TableKey("gdp", "2020", "final"), usual_gdp(100))
    delivered(GDP, usual_gdp(200))
    table = delivered(TableKey("gdp", "2021", "final"), usual_gdp(210), reason="经济普查资料衔接")
    text = page(the_confirmer(), f"/tables/{table.pk}/")
    # 200 -> 210 is 5 % of the level; growth on 100 goes from 100 % to 110 %.
    assert [words in text for words in ("初步核算数", "最终核实数", "+5.00", "+10.00", "经济普查资料衔接")] == [
        True
    ] * 5


def test_the_list_says_what_counts_and_how_far_the_cities_are() -> None:
    collection = an_open_collection(FORM, "2021")
    draft = actions.start_version(collection.pk, LIUPANSHUI, by=a_city().filler, at=AGAIN)
    delivered(GDP, usual_gdp())
    delivered(TableKey("gdp", "2021", "final"), usual_gdp(101), at=AGAIN)
    text = page(the_statistics_bureau(), "/tables/")
    assert "非现行版次" in text
    assert "9 个市（州）待核对" in text
    assert draft.return_filed.collection.period == "2021"


def test_only_the_bodies_that_deliver_find_the_way_to_deliver() -> None:
    assert "/tables/deliver/" in page(the_statistics_bureau(), "/tables/")
    assert "/tables/deliver/" not in page(the_confirmer(), "/tables/")
    assert signed_in(the_confirmer()).get("/tables/deliver/").status_code == 403
    assert signed_in(an_account("leader", Role.COMMISSION_LEADER)).get("/tables/").status_code == 403
    template = "/tables/template/?kind=gdp&period=2021&vintage=final"
    assert signed_in(the_institute()).get(template).status_code == 403
    assert signed_in(the_statistics_bureau()).get(template).status_code == 200


def test_what_cannot_be_taken_is_said_on_the_page_and_nothing_is_written() -> None:
    client = signed_in(the_statistics_bureau())
    form = {"kind": "gdp", "period": "2021", "vintage": "final"}
    answer = client.post("/tables/deliver/", form)
    assert (answer.status_code, "先选择要报送的文件" in answer.content.decode()) == (400, True)
    assert client.post("/tables/deliver/", {**form, "kind": "other"}).status_code == 400
    assert client.post("/tables/deliver/", {**form, "period": "2021c03"}).status_code == 400
    assert client.get("/tables/999999/").status_code == 404
    assert client.get("/tables/uploads/999999/").status_code == 404


def test_a_revision_without_its_reason_comes_back_with_the_comparison() -> None:
    delivered(GDP, usual_gdp(200))
    upload = uploaded(TableKey("gdp", "2021", "final"), usual_gdp(210))
    client = signed_in(the_statistics_bureau())
    type(upload).objects.filter(pk=upload.pk).update(uploaded_at=timezone.now())
    answer = client.post(f"/tables/uploads/{upload.pk}/confirm/", {"compared_with": ""})
    assert (answer.status_code, "用不少于五个字写明修订原因" in answer.content.decode()) == (409, True)
    done = client.post(f"/tables/uploads/{upload.pk}/confirm/", {"compared_with": "", "reason": "经济普查资料衔接"})
    assert done.status_code == 302
    assert BaseTable.objects.get(vintage="final").revision_reason == "经济普查资料衔接"
    seen = client.get(f"/tables/uploads/{upload.pk}/").content.decode()
    assert "已写入" in seen
    again = client.post(f"/tables/uploads/{upload.pk}/discard/")
    assert again.status_code == 302
