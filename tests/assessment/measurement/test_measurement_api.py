"""Tables and batches over HTTP."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.measurement.models import BaseTable, Batch
from assessment.people.models import User
from assessment.people.roles import Role
from tests.situations.catalogue import an_account
from tests.situations.measurement import (
    a_confirmed_batch,
    a_measured_batch,
    a_submitted_batch,
    the_confirmer,
    the_institute,
    the_statistics_bureau,
    the_tables_of,
)

pytestmark = pytest.mark.django_db
# Session and account, the touch of the session in its savepoint, the grants, the count, the rows.
QUERIES_OF_A_LIST = 8
GDP = "region,year,value,unit,vintage,source,marker\n520100,2021,4711.04,亿元,final,s,published\n"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post(user: User, address: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
    return signed_in(user).post(address, body or {}, content_type="application/json", headers=headers)


def delivered(text: bytes, kind: str = "gdp") -> dict[str, Any]:
    return {"kind": kind, "file": SimpleUploadedFile("gdp.csv", text, content_type="text/csv")}


@pytest.mark.parametrize("address", ["tables", "batches"])
def test_a_list_costs_the_same_however_long_it_is(
    address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_confirmed_batch("2020")
    a_confirmed_batch("2021")
    client = signed_in(the_confirmer())
    with django_assert_num_queries(QUERIES_OF_A_LIST):
        answer = client.get(f"/api/measurement/{address}/")
    assert answer.json()["count"] >= 2


def test_a_bureau_delivers_a_table_as_a_file_and_reads_it_back() -> None:
    client = signed_in(the_statistics_bureau())
    answer = client.post("/api/measurement/tables/", delivered(GDP.encode()))
    assert answer.status_code == 201
    [table] = answer.json()
    assert (table["kind"], table["period"], table["rows"], table["in_force"]) == ("gdp", "2021", 1, True)
    rows = client.get(f"/api/measurement/tables/{table['id']}/").json()["region_figures"]
    assert [(row["region"], row["value"]) for row in rows] == [("520100", "47110400.0000")]


def test_a_file_that_is_not_text_and_a_wrong_cell_are_refused_with_their_codes() -> None:
    client = signed_in(the_statistics_bureau())
    binary = client.post("/api/measurement/tables/", delivered(b"\xff\xfe"))
    assert (binary.status_code, binary.json()["error"]["code"]) == (400, "file_not_text")
    wrong = client.post("/api/measurement/tables/", delivered(GDP.replace("4711.04", "x").encode()))
    assert (wrong.status_code, wrong.json()["error"]["where"]["column"]) == (400, "value")
    assert not BaseTable.objects.exists()


def test_a_batch_goes_from_the_institute_to_the_bureau() -> None:
    the_tables_of("2021")
    body = {"year": "2021"}
    made = [post(the_institute(), "/api/measurement/batches/", body, **{"Idempotency-Key": "b"}) for _ in range(2)]
    assert [answer.status_code for answer in made] == [201, 201]
    assert Batch.objects.count() == 1
    batch = a_measured_batch("2021")
    assert post(the_institute(), f"/api/measurement/batches/{batch.pk}/submit/").json()["state"] == "submitted"
    assert post(the_confirmer(), f"/api/measurement/batches/{batch.pk}/confirm/").json()["state"] == "confirmed"


def test_the_bureau_reads_values_findings_and_the_comparison_with_the_province() -> None:
    batch = a_submitted_batch("2021")
    client = signed_in(the_confirmer())
    results = client.get(f"/api/measurement/batches/{batch.pk}/results/").json()
    assert results["count"] == 81
    detail = client.get(f"/api/measurement/batches/{batch.pk}/").json()
    assert (detail["findings"], detail["reconciliation"], detail["confirmed_by"]) == ([], [], None)


def test_a_return_without_a_reason_and_a_move_out_of_turn_are_refused() -> None:
    batch = a_submitted_batch("2021")
    address = f"/api/measurement/batches/{batch.pk}"
    assert post(the_confirmer(), f"{address}/return/", {"reason": ""}).json()["error"]["code"] == "reason_missing"
    assert post(the_institute(), f"{address}/submit/").json()["error"]["code"] == "wrong_state"
    returned = post(the_confirmer(), f"{address}/return/", {"reason": "请核对"})
    assert (returned.status_code, returned.json()["decision_note"]) == (200, "请核对")


def test_a_city_reads_no_table_and_no_batch() -> None:
    client = signed_in(an_account("filler-zunyi", Role.FILLER, "520300"))
    for address in ("tables", "batches"):
        answer = client.get(f"/api/measurement/{address}/")
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "permission_refused")
    assert client.get("/api/measurement/batches/1/").status_code == 403


def test_what_does_not_exist_is_not_found() -> None:
    assert signed_in(the_confirmer()).get("/api/measurement/batches/999999/").status_code == 404
    assert post(the_institute(), "/api/measurement/batches/999999/submit/").status_code == 404
