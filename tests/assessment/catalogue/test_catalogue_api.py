"""The catalogue over HTTP."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.audit.models import Entry
from assessment.catalogue.models import FormVersion, SchemeVersion
from assessment.people.models import User
from assessment.people.roles import Role
from tests.situations.catalogue import (
    a_commission_officer,
    a_draft_scheme,
    a_frozen_scheme,
    a_planned_collection,
    a_reviewer,
    an_account,
    the_catalogue,
)
from tests.situations.schemes import a_ready_made_scheme

pytestmark = pytest.mark.django_db
# Session and account, the touch of the session in its savepoint, the grants, the count, the rows.
QUERIES_OF_A_LIST = 8


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("address", ["forms", "collections", "schemes"])
def test_a_list_costs_the_same_however_long_it_is(
    address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    the_catalogue()
    client = signed_in(a_reviewer())
    with django_assert_num_queries(QUERIES_OF_A_LIST + (1 if address == "schemes" else 0)):
        answer = client.get(f"/api/catalogue/{address}/")
    assert answer.status_code == 200
    assert answer.json()["count"] >= 2


def test_collections_are_narrowed_by_form_period_and_opening() -> None:
    the_catalogue()
    client = signed_in(a_reviewer())
    found = client.get("/api/catalogue/collections/", {"form": "SW-Q", "period": "2021c06"}).json()["results"]
    assert [(c["form"], c["period"]["name_zh"], c["state"]) for c in found] == [("SW-Q", "2021年上半年", "planned")]
    assert client.get("/api/catalogue/collections/", {"opened": "true"}).json()["count"] == 0
    assert client.get("/api/catalogue/collections/", {"opened": "false"}).json()["count"] == 12


def test_a_form_shows_its_items_and_its_legal_marks() -> None:
    the_catalogue()
    version = FormVersion.objects.get(form__code="SW-Q", number=1)
    form = signed_in(a_reviewer()).get(f"/api/catalogue/forms/{version.pk}/").json()
    assert form["approval_number"] == "黔统制〔2020〕00号（演示）"
    assert len(form["items"]) == 15
    assert form["items"][2]["parent"] == "software_products_revenue"
    assert form["items"][0]["parent"] is None


def test_the_reviewer_opens_a_collection_and_a_repeated_request_opens_nothing_twice() -> None:
    planned = a_planned_collection()
    FormVersion.objects.update(valid_until="2099-12-31")
    client = signed_in(a_reviewer())
    address = f"/api/catalogue/collections/{planned.pk}/open/"
    first = client.post(address, headers={"Idempotency-Key": "a"})
    again = client.post(address, headers={"Idempotency-Key": "a"})
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert Entry.objects.filter(action="collection.open").count() == 1
    late = client.post(address, headers={"Idempotency-Key": "b"})
    assert (late.status_code, late.json()["error"]["code"]) == (409, "wrong_state")


def test_an_expired_form_says_so_in_chinese() -> None:
    planned = a_planned_collection()
    answer = signed_in(a_reviewer()).post(f"/api/catalogue/collections/{planned.pk}/open/")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "form_expired"
    assert "有效期至2022-06-30" in answer.json()["error"]["message"]


def test_a_city_sees_a_scheme_once_it_is_frozen() -> None:
    draft = a_draft_scheme()
    city = signed_in(an_account("filler-520200", Role.FILLER, "520200"))
    assert city.get("/api/catalogue/schemes/").json()["count"] == 0
    assert city.get(f"/api/catalogue/schemes/{draft.pk}/").status_code == 404
    a_frozen_scheme()
    assert city.get("/api/catalogue/schemes/", {"frozen": "true"}).json()["count"] == 1
    assert "efficacy" in city.get(f"/api/catalogue/schemes/{draft.pk}/").json()["text"]


def test_freezing_asks_for_the_role_and_for_time() -> None:
    draft = a_draft_scheme()
    address = f"/api/catalogue/schemes/{draft.pk}/freeze/"
    assert signed_in(a_reviewer()).post(address).status_code == 403
    late = signed_in(a_commission_officer()).post(address)
    assert (late.status_code, late.json()["error"]["code"]) == (409, "scheme_frozen_too_late")
    SchemeVersion.objects.update(first_period="2098", last_period="2099")
    assert signed_in(a_commission_officer()).post("/api/catalogue/schemes/0/freeze/").status_code == 404


def test_a_scheme_is_compared_and_saved_over_http_and_a_repeated_request_saves_nothing_twice() -> None:
    the_catalogue()
    files = a_ready_made_scheme()
    client = signed_in(a_commission_officer())
    body = {"scheme": files.scheme.replace("\n", "\r\n"), "document": files.document}
    compared = client.post("/api/catalogue/schemes/preview/", body, "application/json").json()
    assert (compared["code"], compared["number"], compared["seen"], compared["changes"]) == (
        "efficacy-60-40",
        1,
        "",
        [],
    )
    first, again = (
        client.post("/api/catalogue/schemes/", body, "application/json", headers={"Idempotency-Key": "a"})
        for _ in range(2)
    )
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert (first.json()["state"], first.json()["digest"]) == ("draft", compared["digest"])
    assert Entry.objects.filter(action="scheme.draft").count() == 1
    changed = {**body, "scheme": files.scheme.replace("weight: 100", "weight: 90")}
    later = client.post("/api/catalogue/schemes/preview/", changed, "application/json").json()
    assert [(one["what"], one["old"], one["new"]) for one in later["changes"]] == [("权重", "100", "90")]
    assert later["compared_with"] == "efficacy-60-40 v1"
    unseen = client.post("/api/catalogue/schemes/", changed, "application/json")
    assert (unseen.status_code, unseen.json()["error"]["code"]) == (409, "scheme_draft_changed")
    seen = client.post("/api/catalogue/schemes/", {**changed, "seen": later["seen"]}, "application/json")
    assert seen.json()["digest"] == later["digest"]


def test_a_wrong_scheme_is_refused_over_http_with_its_line() -> None:
    the_catalogue()
    files = a_ready_made_scheme()
    client = signed_in(a_commission_officer())
    body = {"scheme": files.scheme.replace("weight: 25", "weight: -1", 1), "document": files.document}
    for address in ("/api/catalogue/schemes/preview/", "/api/catalogue/schemes/"):
        answer = client.post(address, body, "application/json")
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "scheme_text_wrong")
        assert "第18行" in answer.json()["error"]["message"]
    assert client.post("/api/catalogue/schemes/", {"scheme": "x"}, "application/json").status_code == 400


def test_a_year_is_rolled_over_over_http_and_again_without_effect() -> None:
    the_catalogue()
    client = signed_in(a_commission_officer())
    planned = client.get("/api/catalogue/roll-over/2022/").json()
    assert [(line["kind"], line["new"], line["added"]) for line in planned["lines"]] == [
        ("scheme", "2022年季度考核方案（第1版）", True),
        ("scheme", "2022年度考核方案（第1版）", True),
    ]
    assert SchemeVersion.objects.count() == 2
    assert client.post("/api/catalogue/roll-over/2022/").json() == planned
    again = client.post("/api/catalogue/roll-over/2022/").json()
    assert [line["added"] for line in again["lines"]] == [False, False]
    assert SchemeVersion.objects.count() == 4
    assert client.get("/api/catalogue/roll-over/2050/").status_code == 404


def test_administrators_see_no_business_data_and_strangers_nothing() -> None:
    planned = a_planned_collection()
    administrator = signed_in(an_account("system", Role.SYSTEM_ADMINISTRATOR))
    for address in ("forms/", "collections/", f"collections/{planned.pk}/", "schemes/"):
        assert administrator.get(f"/api/catalogue/{address}").status_code == 403
        assert Client().get(f"/api/catalogue/{address}").status_code in {401, 403}
