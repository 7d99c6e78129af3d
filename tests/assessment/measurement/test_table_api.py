"""Base tables over HTTP: template, upload, comparison, confirmation, reading back."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from assessment.measurement.models import BaseTable, TableUpload
from assessment.people.models import User
from tests.situations.base_tables import ACCOUNTS, GDP, filled, usual_accounts, usual_gdp
from tests.situations.measurement import the_communications_administration, the_statistics_bureau
from tests.situations.people import guizhou

pytestmark = pytest.mark.django_db
UPLOADS = "/api/measurement/table-uploads/"


@pytest.fixture(autouse=True)
def _province() -> None:
    guizhou()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent(client: Client, content: bytes, key: dict[str, str], **headers: str) -> Any:
    file = SimpleUploadedFile("table.xlsx", content)
    return client.post(UPLOADS, {**key, "file": file}, headers=headers)


def post(client: Client, address: str, body: dict[str, Any]) -> Any:
    return client.post(address, body, content_type="application/json")


def test_a_table_goes_from_its_template_to_the_rows_one_can_read() -> None:
    client = client_of(the_statistics_bureau())
    template = client.get("/api/measurement/table-templates/industry_accounts/2021/preliminary/")
    assert load_workbook(BytesIO(template.content)).sheetnames == ["基础数据表", "填报说明"]
    content = filled(ACCOUNTS, usual_accounts() | {"J6": 400, "K6": 250}, by=the_statistics_bureau())
    upload = sent(client, content, ACCOUNTS.fields).json()
    assert (upload["state"], upload["preview"]["problems"], len(upload["preview"]["changes"])) == ("pending", [], 82)
    done = post(client, f"{UPLOADS}{upload['id']}/confirm/", {"compared_with": upload["preview"]["compared_with"]})
    assert (done.status_code, done.json()["state"]) == (200, "confirmed")
    table = client.get(f"/api/measurement/tables/{done.json()['table']}/").json()
    [row] = [one for one in table["account_rows"] if (one["region"], one["industry"]) == ("520100", "C39")]
    assert (row["total_output"], row["intermediate_consumption"], row["value_added_tax"]) == (
        "400.0000",
        "250.0000",
        None,
    )


def test_the_same_key_sends_a_file_once_and_another_table_is_another_request() -> None:
    client, content = client_of(the_statistics_bureau()), filled(GDP, usual_gdp(), by=the_statistics_bureau())
    first = sent(client, content, GDP.fields, **{"Idempotency-Key": "k"})
    again = sent(client, content, GDP.fields, **{"Idempotency-Key": "k"})
    assert (first.json()["id"], TableUpload.objects.count()) == (again.json()["id"], 1)
    other = sent(client, content, {**GDP.fields, "vintage": "final"}, **{"Idempotency-Key": "k"})
    assert other.status_code == 422


def test_a_revision_says_that_it_needs_a_reason_and_is_taken_with_one() -> None:
    client, bureau = client_of(the_statistics_bureau()), the_statistics_bureau()
    first = sent(client, filled(GDP, usual_gdp(100), by=bureau), GDP.fields).json()
    post(client, f"{UPLOADS}{first['id']}/confirm/", {"compared_with": None})
    table = BaseTable.objects.get()
    second = sent(client, filled(GDP, usual_gdp(103), by=bureau), GDP.fields).json()
    assert second["preview"]["reason_wanted"]
    assert second["preview"]["compared_with"] == table.pk
    address, body = f"{UPLOADS}{second['id']}/confirm/", {"compared_with": table.pk}
    assert post(client, address, body).json()["error"]["code"] == "revision_unexplained"
    assert post(client, address, {**body, "compared_with": None, "reason": "年报更正"}).status_code == 409
    assert post(client, address, {**body, "reason": "年报数据更正"}).status_code == 200


def test_another_body_finds_no_upload_and_no_template_of_what_it_does_not_deliver() -> None:
    bureau = the_statistics_bureau()
    upload = sent(client_of(bureau), filled(GDP, usual_gdp(), by=bureau), GDP.fields).json()
    other = client_of(the_communications_administration())
    assert other.get(f"{UPLOADS}{upload['id']}/").status_code == 404
    assert other.get("/api/measurement/table-templates/gdp/2021/final/").status_code == 403
    assert client_of(bureau).get("/api/measurement/table-templates/other/2021/final/").status_code == 400
